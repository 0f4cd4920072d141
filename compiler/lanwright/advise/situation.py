"""What an intent says of a host and one of its LANs, as conditions and as the names that a few lines of it need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.advise.conditions import Condition
from lanwright.plan import DockerVersion, LinkKind, Purpose
from lanwright.plan.mac_addresses import shown_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan, LanPlan, Link, SitePlan

_THERE = {
    "macvlan": Condition.MACVLAN_THERE,
    "host_bridge": Condition.HOST_BRIDGE_THERE,
    "veth": Condition.VETH_THERE,
}


@dataclass(frozen=True, slots=True)
class Situation:
    """A host and one of its LANs.

    Attributes:
        link: the host's link on the LAN; of two the first.
        there: by strategy, a network that the host has there already.
    """

    site: Site
    plan: SitePlan
    host: HostPlan
    lan: LanPlan
    link: Link
    there: dict[str, DockerNetwork]

    @property
    def known(self) -> frozenset[Condition]:
        """What the intent tells; what is wanted of a new service it can't."""
        return frozenset((*_of_link(self), *_of_lan(self.lan), *_of_host(self), *_of_networks(self)))


def lans_of(host: HostPlan) -> tuple[str, ...]:
    """The LANs that a host has a link of its own on, in the plan's order."""
    links = (link for link in host.links.values() if link.purpose is Purpose.HOST and link.lan is not None)
    return tuple(dict.fromkeys(link.lan for link in links if link.lan))


def situation(site: Site, plan: SitePlan, host: str, lan: str) -> Situation:
    """What an intent says of a host on a LAN that `lans_of` names."""
    found = plan.hosts[host]
    links = [link for link in found.links.values() if link.purpose is Purpose.HOST and link.lan == lan]
    link = next((item for item in links if item.bridge is None), links[0])
    there = {
        _strategy(network): network
        for network in reversed(list(found.networks.values()))
        if network.lan == lan or (network.parent == link.name and network.driver == "ipvlan")
    }
    return Situation(site, plan, found, plan.lans[lan], link, there)


def _strategy(network: DockerNetwork) -> str:
    if network.strategy != "ipvlan":
        return network.strategy
    return "ipvlan_l2" if network.mode == "l2" else "ipvlan_l3"


def _of_link(here: Situation) -> Iterator[Condition]:
    kinds = {
        LinkKind.WIRELESS: Condition.WIRELESS,
        LinkKind.TUNNEL: Condition.TUNNEL,
        LinkKind.BRIDGE: Condition.BRIDGE,
    }
    if here.link.kind in kinds:
        yield kinds[here.link.kind]
    if here.link.dhcp:
        yield Condition.LEASE
    limit = here.lan.macs_per_port
    if limit is not None and shown_by(here.host, here.link).all >= limit:
        yield Condition.NO_MORE_MACS
    if here.host.virtual:
        yield Condition.VIRTUAL


def _of_lan(lan: LanPlan) -> Iterator[Condition]:
    found = {
        Condition.HAIRPIN: lan.hairpin,
        Condition.LAN_DHCP: bool(lan.dhcp),
        Condition.IPV6: lan.subnet_of(6) is not None,
        Condition.ROUTER_ADVERTISES: lan.ra and lan.subnet_of(6) is not None,
        Condition.ROUTER: bool(lan.routes),
    }
    yield from (condition for condition, holds in found.items() if holds)


def _of_host(here: Situation) -> Iterator[Condition]:
    host, daemon = here.host, here.host.daemon
    found = {
        Condition.DOCKER_26: daemon.version < DockerVersion(27, 0),
        Condition.IPTABLES: host.firewall == "iptables",
        Condition.FLUSHED: "nftables.conf" in host.foreign,
        Condition.NFTABLES_BACKEND: daemon.firewall_backend == "nftables",
        Condition.NO_PROXY: not daemon.userland_proxy,
        Condition.BESIDE_NAT: any(
            item.strategy == "nat" and not item.internal for item in host.networks.values()
        ),
    }
    yield from (condition for condition, holds in found.items() if holds)


def _of_networks(here: Situation) -> Iterator[Condition]:
    """What is there; an ipvlan network only where it stands on the very interface."""
    for strategy, network in here.there.items():
        if strategy in _THERE:
            yield _THERE[strategy]
        elif strategy == "ipvlan_l2" and network.parent == here.link.name:
            yield Condition.IPVLAN_THERE
        elif strategy == "ipvlan_l3" and network.parent == here.link.name:
            yield Condition.IPVLAN_L3_THERE
