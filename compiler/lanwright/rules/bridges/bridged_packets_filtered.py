"""LW502: a veth uplink, and something that has bridged packets filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan.truth import is_false
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host, Site
    from lanwright.plan import HostPlan

ICC = "com.docker.network.bridge.enable_icc"


@rule("LW502", Severity.ERROR)
def bridged_packets_filtered(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A network has an uplink, and a setting has Docker filter what crosses bridges.

    A packet between the LAN and a container behind a veth pair crosses two bridges. Where bridged packets meet the packet
    filter (`bridge-nf-call-iptables` is 1, as it is as soon as br_netfilter is loaded), it meets Docker's rules at each
    of them, and they were written for one: at the host's bridge it comes from the wrong side, and Docker's raw PREROUTING
    or FORWARD drops it. So Lanwright sets `bridge-nf-call-iptables=0`, and `bridge-nf-call-ip6tables=0` for IPv6, on
    the whole host.

    Docker sets both back to 1, whenever it starts and makes a network, for two features that can't do without: no
    traffic among the containers of one network (`icc: false`, `enable_icc`), and published ports without its proxy
    (`userland_proxy: false`). The containers then lose the LAN.

    Leave the setting out, or use `host_bridge` or macvlan in place of `uplink`. What else the parameter changes on the
    host: filter rules for bridged packets don't see them any more, those of virtual machines on the host's bridges
    (libvirt's nwfilter, Proxmox' firewall) and of Kubernetes among them.
    """
    written = site.hosts[host.name]
    uplinks = [(name, network.uplink) for name, network in written.networks.items() if network.uplink]
    if not uplinks or host.daemon.settings.get("iptables") is False:
        return
    name, uplink = uplinks[0]
    for said, origin in _setters(written, host):
        yield Finding(
            message=f"{said} has Docker filter bridged packets, and `{name}` has an uplink",
            origin=origin,
            why="Docker sets bridge-nf-call-iptables to 1 at each start; what comes over the uplink is dropped then",
            fix=f"take it away, or put `{name}` on the host's bridge: `host_bridge: {uplink.veth_to}`",
            related=(Related(uplink.at("veth_to"), f"the uplink of `{name}`"),),
            edits=(Drop(origin, origin.path[-1]),) if origin.path[-1] != "default-network-opts" else (),
        )


def _setters(written: Host, host: HostPlan) -> Iterator[tuple[str, Origin]]:
    docker = written.docker
    if not host.daemon.userland_proxy:
        yield "`userland_proxy: false`", docker.at("userland_proxy")
    if docker.settings.get("icc") is False:
        yield "`icc: false`", docker.at("settings", "icc")
    defaults: Any = docker.settings.get("default-network-opts")
    of_bridges: Any = defaults.get("bridge") if isinstance(defaults, dict) else None
    if isinstance(of_bridges, dict) and is_false(str(of_bridges.get(ICC))):
        yield f"`{ICC}: false`", docker.at("settings", "default-network-opts")
    for name, network in written.networks.items():
        if network.driver == "bridge" and is_false(network.options.get(ICC)):
            yield f"`enable_icc` of `{name}`", network.at("options", ICC)
