"""What this version reads and doesn't carry out.

`docs/not-yet.md` is made of these tables. A test holds them against the compiler in both directions: a key that changes
nothing must be here, and a key that is here must change nothing, or say that it is `partial`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Severity
from lanwright.plan import Owner

if TYPE_CHECKING:
    from collections.abc import Callable

    from lanwright.plan import HostPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place where the user wrote a key: the value, what holds the key, and the host that it is about."""

    value: Any
    holder: Any
    host: HostPlan | None


def _says_something(place: Place) -> bool:
    return bool(place.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """A key that isn't carried out, or not always.

    Attributes:
        path: the key's path, `hosts.*.networks.*.uplink`; what stands below it isn't carried out either.
        meanwhile: what happens instead, as the rest of a sentence.
        instead: what the user can do.
        when: which values, in words; empty for every value that isn't the default.
        applies: whether it holds at a place.
        partial: whether the plan has it already, or has it for other values.
        severity: an error for what version 1 never carries out.
    """

    path: str
    meanwhile: str
    instead: str
    when: str = ""
    applies: Callable[[Place], bool] = _says_something
    partial: bool = False
    severity: Severity = Severity.WARNING


_MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade"


def _isnt_dockers_nat(place: Place) -> bool:
    network = place.holder
    bridged = network.driver == "bridge" and network.host_bridge is None and network.uplink is None
    return _says_something(place) and (network.external or not bridged)


def _is_behind_dockers_masquerade(place: Place) -> bool:
    if not _says_something(place) or place.host is None or place.host.firewall != "iptables":
        return False
    networks = [place.host.networks[name] for name in place.holder.networks]
    return any(
        network.strategy == "nat"
        and network.owner is Owner.EXTERNAL
        and network.options.get(_MASQUERADE) != "false"
        for network in networks
    )


NOT_YET = (
    NotYet(
        path="hosts.*.interfaces.*.max_macs",
        meanwhile="the MAC addresses on the NIC aren't counted",
        instead="count one for each container and shim",
        partial=True,
    ),
    NotYet(
        path="hosts.*.projects.*.compose_file",
        meanwhile="the file isn't read, and the services aren't checked against it",
        instead="compare the services' names with it by hand",
        partial=True,
    ),
    NotYet(
        path="hosts.*.networks.*.host_access.takes_host_address",
        meanwhile="the parent keeps the host's address, and the shim stands beside it",
        instead="leave it out: the shim works without it",
    ),
    NotYet(
        path="hosts.*.networks.*.uplink.veth_to",
        meanwhile="Docker makes its bridge, and nothing joins that to the other one",
        instead="use `host_bridge`, or join the two with a veth pair by hand",
    ),
    NotYet(
        path="hosts.*.networks.*.leaves_as",
        when="on a network that is there already, or isn't behind Docker's NAT",
        applies=_isnt_dockers_nat,
        meanwhile="what leaves there keeps the address that it has",
        instead="let Lanwright make the network, as a bridge of Docker's own; or write `leaves_as` for its services",
        partial=True,
    ),
    NotYet(
        path="hosts.*.services.*.leaves_as",
        when="with iptables, on a network that is there already",
        applies=_is_behind_dockers_masquerade,
        meanwhile="Docker's MASQUERADE for that network comes before any rule of ours",
        instead="write `firewall: nftables`, or let Lanwright make the network",
        partial=True,
    ),
    NotYet(
        path="hosts.*.services.*.clients",
        meanwhile="no route and no NAT leads back to them",
        instead="give the LAN's router a route to them by hand, or masquerade them in the container",
    ),
    NotYet(
        path="lans.*.switch",
        meanwhile="the MAC addresses on its ports aren't counted, nor is `vepa` held against it",
        instead="compare them by hand",
    ),
    NotYet(
        path="lans.*.subnet",
        when="a prefix that the provider assigns, such as ::/64",
        applies=lambda place: any(not int(subnet.network.network_address) for subnet in place.value),
        meanwhile="a static file can't hold a prefix that changes",
        instead="write the prefix that you have, or a unique local one (fd00::/8)",
        partial=True,
        severity=Severity.ERROR,
    ),
    NotYet(
        path="hosts.*.docker.settings.swarm-default-advertise-addr",
        meanwhile="swarm's networks, its routing mesh above all, aren't described",
        instead="leave swarm's hosts to swarm",
        partial=True,
        severity=Severity.ERROR,
    ),
)

FOR_TRACES = {
    "lans.*.devices.*.listens": "where a trace to the device ends",
    "expect[].seen_as": "compared with the trace's end",
    "expect[].why": "shown with the judgement",
}
"""Keys that only a trace reads; as long as nothing is traced, LW805 says so at each expectation."""
