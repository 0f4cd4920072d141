"""Kernel settings that a host gets of us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan.docker_version import DockerVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.diagnostics import Origin
    from lanwright.plan.docker import Daemon, DockerNetwork
    from lanwright.plan.host import HostPlan

FORWARDING = {
    4: ("net.ipv4.ip_forward",),
    6: ("net.ipv6.conf.all.forwarding", "net.ipv6.conf.default.forwarding"),
}
"""By family, what switches forwarding on; of IPv6 Docker asks for both (moby `drivers/bridge/setup_ip_forwarding.go`)."""

ACCEPT_RA = "net.ipv6.conf.{link}.accept_ra"
"""Whether router advertisements are heeded: 0 never, 1 unless the host forwards, 2 always (kernel `ip-sysctl.rst`)."""


BRIDGE_NETFILTER = {4: "net.bridge.bridge-nf-call-iptables", 6: "net.bridge.bridge-nf-call-ip6tables"}
"""By family, whether what crosses a bridge meets the packet filter; the module br_netfilter brings them, at 1."""

_IP6TABLES = DockerVersion(27, 0)
"""From then on Docker writes IPv6 rules without being asked (release notes of 27.0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sysctl:
    """A kernel parameter; `link` names the interface whose stanza or unit sets it when it makes the link.

    `key` is written with dots; where `link` is given, the interface's part of it is `{link}`. `replaces` is the only
    value that is changed, None for any: what an interface's manager has set stays.
    """

    key: str
    value: str
    why: str
    origin: Origin
    link: str | None = None
    replaces: str | None = None

    @property
    def path(self) -> str:
        """Its file below /proc/sys; `sysctl` takes that, too, and then a dot in an interface's name is just a dot."""
        return self.key.replace(".", "/").replace("{link}", self.link or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A kernel module that must be loaded at boot; `shows` is a path that is there once it is, built in or loaded."""

    name: str
    why: str
    origin: Origin
    shows: str


def docker_forwards(daemon: Daemon, networks: Iterable[DockerNetwork]) -> tuple[int, ...]:
    """The families that Docker wants forwarded: those of its bridges (moby `drivers/bridge/bridge_linux.go`).

    With `ip-forward` off it neither switches forwarding on nor asks for it.
    """
    if daemon.settings.get("ip-forward") is False:
        return ()
    bridges = [network.ipv6 for network in networks if network.driver == "bridge"]
    if daemon.bridge != "none":
        written = any(subnet.prefix.version == 6 for subnet in daemon.docker0)
        bridges.append(written or daemon.settings.get("ipv6") is True)
    return tuple(version for version, wanted in ((4, bool(bridges)), (6, any(bridges))) if wanted)


def makes_ipv6_rules(daemon: Daemon) -> bool:
    """Whether Docker makes packet rules for IPv6: from 27 on unless it is told not to, before only where it is told to."""
    return daemon.settings.get("ip6tables", daemon.version >= _IP6TABLES) is True


def behind_ipv6_nat(daemon: Daemon, networks: Iterable[DockerNetwork]) -> tuple[str, ...]:
    """The bridges whose containers have IPv6 addresses that the LAN doesn't know: Docker's NAT is their way out."""
    docker0 = daemon.bridge is None and any(subnet.prefix.version == 6 for subnet in daemon.docker0)
    found = [item.name for item in networks if item.strategy == "nat" and item.ipv6 and not item.internal]
    return (*(("docker0",) if docker0 else ()), *found)


def leaves_forward_open(daemon: Daemon, version: int) -> str | None:
    """The key of daemon.json by which Docker, when it switches forwarding on, doesn't set FORWARD to DROP.

    Of IPv6 rules Docker 26 writes none unless `ip6tables` is true; None where it sets DROP. Its nftables backend
    switches nothing on.
    """
    tables = "iptables" if version == 4 else "ip6tables"
    if daemon.settings.get("ip-forward-no-drop") is True:
        return "ip-forward-no-drop"
    by_default = version == 4 or daemon.version >= _IP6TABLES
    return None if daemon.settings.get(tables, by_default) else tables


def forwarded(kernel: Iterable[Sysctl]) -> tuple[int, ...]:
    """The families that these settings switch forwarding on for."""
    keys = {setting.key for setting in kernel}
    return tuple(version for version, wanted in FORWARDING.items() if keys.intersection(wanted))


def path_of(name: str) -> str:
    """A sysctl's file below /proc/sys, from its name with dots or with slashes.

    The separator that comes first is the separator; the other one stands for itself the other way round (sysctl.d(5)).
    """
    first = min((place for sign in "./" if (place := name.find(sign)) >= 0), default=-1)
    return name.translate(str.maketrans("./", "/.")) if first >= 0 and name[first] == "." else name


def reverse_path_filter(sysctls: Mapping[str, str], link: str) -> int:
    """The rp_filter of a link of a host with these sysctls: the larger of `all` and its own (kernel `ip-sysctl.rst`)."""
    found = {path_of(key): value for key, value in sysctls.items()}
    table = "net/ipv4/conf/{}/rp_filter"
    own = found.get(table.format(link), found.get(table.format("default"), "0"))
    values = (found.get(table.format("all"), "0"), own)
    return max(int(value) if value.isdecimal() else 0 for value in values)


def filters_bridged(host: HostPlan, version: int) -> bool:
    """Whether bridged packets meet the packet filter: unless it is found otherwise, or set so by us."""
    path = path_of(BRIDGE_NETFILTER[version])
    found = {path_of(key): value for key, value in host.sysctls.items()} | {
        item.path: item.value for item in host.kernel
    }
    return found.get(path) != "0"
