"""The table: what a condition means for a strategy, and which rule or page says so.

Of the verdicts, `impossible` is an error of the rule that is named (a
test writes the intent that does it all the same, and finds that error), `misses` doesn't give what is wanted or doesn't
work where no rule can be certain, `for` and `against` are reasons that somebody weighs.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from lanwright.advise.conditions import Condition as Is
from lanwright.advise.strategies import BEHIND_NAT, BRIDGED, ON_A_PARENT, ON_THE_LAN, OWN_MACS, Strategy

_FACTS = "docs/facts.md"


class Verdict(StrEnum):
    """What an entry says."""

    IMPOSSIBLE = "impossible"
    MISSES = "misses"
    FOR = "for"
    AGAINST = "against"


class Entry(NamedTuple):
    """For these strategies, where all of `when` holds and none of `unless`: a verdict, why, and the rule or page for it.

    `proof` is a rule's code, or a page; `own page` stands for the page of each strategy.
    """

    strategies: tuple[Strategy, ...]
    when: tuple[Is, ...]
    verdict: Verdict
    text: str
    proof: str
    unless: tuple[Is, ...] = ()

    def holds(self, known: frozenset[Is]) -> bool:
        """Whether it is about a host of which this is known."""
        return known.issuperset(self.when) and known.isdisjoint(self.unless)

    def shown_by(self, strategy: Strategy) -> str:
        """The code, or the page."""
        return strategy.page if self.proof == OWN_PAGE else self.proof


OWN_PAGE = "own page"
_NAT, _ALIAS, _DNAT = ((item,) for item in (Strategy.NAT, Strategy.ALIAS, Strategy.DNAT))
_MACVLAN, _L2, _L3 = ((item,) for item in (Strategy.MACVLAN, Strategy.IPVLAN_L2, Strategy.IPVLAN_L3))
_HOST_BRIDGE, _VETH = ((item,) for item in (Strategy.HOST_BRIDGE, Strategy.VETH))
_NO, _MISS, _FOR, _AGAINST = Verdict.IMPOSSIBLE, Verdict.MISSES, Verdict.FOR, Verdict.AGAINST

TABLE: tuple[Entry, ...] = (
    # what they are, whatever is known
    Entry(_NAT, (), _FOR, "Docker's default: nothing has to be made on the host or elsewhere", OWN_PAGE),
    Entry(_ALIAS, (), _FOR, "Docker publishes by itself, no rule of ours is needed", OWN_PAGE),
    Entry(_ALIAS, (), _AGAINST, "the address must be on the host before Docker starts (it is waited for)", OWN_PAGE),
    Entry(_DNAT, (), _AGAINST, "rules of ours ahead of Docker's, which name the container by its address", OWN_PAGE),
    Entry(_DNAT, (), _AGAINST, "some containers of the same host don't reach the port", "LW613"),
    Entry(_HOST_BRIDGE, (), _AGAINST, "Docker takes the whole LAN for containers of its network", OWN_PAGE),
    Entry(_VETH, (), _AGAINST, "bridged packets pass by the packet filter, on the whole host", "LW502"),
    Entry(_L2, (), _AGAINST, "Docker makes one ipvlan network on an interface, of one mode", "LW401"),
    Entry(_L3, (), _AGAINST, "Docker makes one ipvlan network on an interface, of one mode", "LW401"),
    # what carries the frames
    Entry(_MACVLAN, (Is.WIRELESS,), _NO, "an access point drops frames from MAC addresses that didn't log in", "LW302"),
    Entry(BRIDGED, (Is.WIRELESS,), _NO, "a wireless interface can't be a port of a bridge", "LW505"),
    Entry(_L2, (Is.WIRELESS,), _FOR, "all containers have the MAC address that the access point knows", "docs/strategies/wifi.md"),
    Entry(ON_A_PARENT, (Is.TUNNEL,), _NO, "a tunnel carries no Ethernet: the container doesn't start", "LW314"),
    Entry(BRIDGED, (Is.TUNNEL,), _NO, "a tunnel is no bridge, and carries no Ethernet", "LW510"),
    Entry(BRIDGED, (), _AGAINST, "the host needs a bridge first, to which its address moves", "LW708", (Is.BRIDGE, Is.WIRELESS, Is.TUNNEL)),
    Entry(_HOST_BRIDGE, (Is.BRIDGE,), _FOR, "the bridge is there: no link is added", OWN_PAGE),
    Entry(_VETH, (Is.BRIDGE,), _AGAINST, "the host's bridge itself would do", "LW503", (Is.BESIDE_NAT, Is.HOST_BRIDGE_THERE)),
    Entry(_VETH, (Is.BRIDGE, Is.BESIDE_NAT), _FOR, "Docker's other networks need no rules for its sake", OWN_PAGE),
    Entry(OWN_MACS, (Is.NO_MORE_MACS,), _MISS, "the port drops what containers send, or is shut: each has a MAC address of its own", "LW309"),
    Entry((Strategy.IPVLAN_L2, Strategy.IPVLAN_L3), (Is.NO_MORE_MACS,), _FOR, "the switch sees the host's MAC address alone", OWN_PAGE),
    Entry(OWN_MACS, (Is.VIRTUAL,), _AGAINST, "the hypervisor must allow foreign MAC addresses", "LW309"),
    Entry((Strategy.IPVLAN_L2, Strategy.IPVLAN_L3), (Is.VIRTUAL,), _FOR, "the hypervisor sees the guest's MAC address alone", OWN_PAGE),
    Entry(_MACVLAN, (Is.HAIRPIN, Is.HOST_ACCESS), _FOR, "mode vepa lets the switch join host and containers, without a shim", "LW307", (Is.BRIDGE, Is.WIRELESS)),
    # addresses
    Entry((*BEHIND_NAT[:1], Strategy.IPVLAN_L3), (Is.LAN_DHCP,), _FOR, "no address of the LAN has to be kept out of its DHCP server's range", "LW216"),
    Entry((*ON_THE_LAN, Strategy.ALIAS, Strategy.DNAT), (Is.LAN_DHCP,), _AGAINST, "addresses of the LAN must be kept out of its DHCP server's range", "LW216"),
    Entry(_MACVLAN, (Is.LEASE, Is.HOST_ACCESS), _AGAINST, "the shim has a copy of the host's address, which goes stale with the lease", "LW716"),
    Entry(ON_THE_LAN, (Is.ROUTER_ADVERTISES, Is.DOCKER_26), _AGAINST, "before Docker 27 containers send from IPv6 addresses of the router's making", "LW620"),
    Entry(_HOST_BRIDGE, (Is.IPV6,), _AGAINST, "Docker removes further IPv6 addresses of the bridge", _FACTS),
    Entry(_MACVLAN, (Is.IPV6, Is.HOST_ACCESS), _AGAINST, "the LAN's IPv6 traffic for the host may come in on the shim", "LW621"),
    # the router
    Entry(_L3, (), _MISS, "without a route on the LAN's router nobody finds back to the containers", "LW402", (Is.ROUTER,)),
    Entry(_L3, (Is.ROUTER,), _FOR, "the router has the route: nothing is published, no MAC or LAN address is spent", OWN_PAGE),
    # Docker and the firewall
    Entry(_VETH, (Is.NO_PROXY,), _NO, "without its proxy Docker has bridged packets filtered, which cuts the pair off", "LW502", (Is.WIRELESS, Is.TUNNEL)),
    Entry(_HOST_BRIDGE, (Is.NFTABLES_BACKEND, Is.BESIDE_NAT), _NO, "Docker's nftables backend cuts its other networks off from the LAN", "LW506", (Is.WIRELESS, Is.TUNNEL)),
    Entry(_HOST_BRIDGE, (Is.BESIDE_NAT,), _AGAINST, "Docker's other networks need accepts of ours to reach the LAN", "LW506", (Is.NFTABLES_BACKEND,)),
    Entry(_MACVLAN, (Is.BESIDE_NAT,), _FOR, "Docker's other networks are untouched", OWN_PAGE),
    Entry((Strategy.NAT, Strategy.ALIAS), (Is.FLUSHED,), _AGAINST, "a reload of nftables takes Docker's rules away, and clients' addresses with them", "LW711"),
    Entry(ON_A_PARENT, (Is.FLUSHED,), _FOR, "it needs none of Docker's packet rules", _FACTS),
    Entry(_DNAT, (Is.IPTABLES,), _AGAINST, "`leaves_as` takes Docker's masquerading off the network", "LW707"),
    Entry(_DNAT, (Is.NO_PROXY,), _FOR, "the container reaches itself at the address, too", "LW613"),
    Entry(_MACVLAN, (Is.DOCKER_26,), _AGAINST, "before Docker 27 one macvlan network is all that an interface takes", "LW301"),
    # what is there already
    Entry(_MACVLAN, (Is.IPVLAN_THERE,), _NO, "macvlan and ipvlan don't share an interface", "LW305", (Is.TUNNEL,)),
    Entry(_MACVLAN, (Is.IPVLAN_L3_THERE,), _NO, "macvlan and ipvlan don't share an interface", "LW305", (Is.TUNNEL,)),
    Entry((Strategy.IPVLAN_L2, Strategy.IPVLAN_L3), (Is.MACVLAN_THERE,), _NO, "macvlan and ipvlan don't share an interface", "LW305", (Is.TUNNEL,)),
    Entry(_L2, (Is.IPVLAN_L3_THERE,), _NO, "Docker makes one ipvlan network on an interface", "LW401"),
    Entry(_L3, (Is.IPVLAN_THERE,), _NO, "Docker makes one ipvlan network on an interface", "LW401"),
    Entry(BRIDGED, (Is.MACVLAN_THERE,), _NO, "Docker makes no second network in the LAN's subnet", "LW209", (Is.WIRELESS, Is.TUNNEL)),
    Entry(BRIDGED, (Is.IPVLAN_THERE,), _NO, "Docker makes no second network in the LAN's subnet", "LW209", (Is.WIRELESS, Is.TUNNEL)),
    Entry((Strategy.MACVLAN, Strategy.IPVLAN_L2, Strategy.VETH), (Is.HOST_BRIDGE_THERE,), _NO, "Docker makes no second network in the LAN's subnet", "LW209", (Is.WIRELESS, Is.TUNNEL)),
    Entry((Strategy.MACVLAN, Strategy.IPVLAN_L2, Strategy.HOST_BRIDGE), (Is.VETH_THERE,), _NO, "Docker makes no second network in the LAN's subnet", "LW209", (Is.WIRELESS, Is.TUNNEL)),
    Entry(BRIDGED, (Is.IPVLAN_L3_THERE,), _NO, "the interface would become a bridge's port, and is a network's parent", "LW303", (Is.BRIDGE, Is.WIRELESS, Is.TUNNEL)),
    # an address for each service
    Entry(ON_THE_LAN, (Is.OWN_ADDRESS,), _FOR, "each container is at an address of the LAN, with all its ports", OWN_PAGE),
    Entry((Strategy.ALIAS, Strategy.DNAT), (Is.OWN_ADDRESS,), _MISS, "the address is the host's, and only published ports lead on", OWN_PAGE),
    Entry(_NAT, (Is.OWN_ADDRESS,), _MISS, "a service is a port at the host's address", OWN_PAGE),
    Entry(_L3, (Is.OWN_ADDRESS,), _MISS, "containers have addresses of a subnet behind the host, not of the LAN", OWN_PAGE),
    # the host and its containers
    Entry((*BEHIND_NAT, *BRIDGED), (Is.HOST_ACCESS,), _FOR, "the host reaches the containers by its bridge, without a shim", OWN_PAGE),
    Entry(_MACVLAN, (Is.HOST_ACCESS,), _AGAINST, "the host needs a link of its own beside the containers (`host_access`)", "LW601"),
    Entry(_L2, (Is.HOST_ACCESS,), _AGAINST, "the host needs a link beside the containers, with a LAN address of its own", "LW404"),
    Entry(_L3, (Is.HOST_ACCESS,), _NO, "a shim can't reach containers in mode l3, and there is no route", "LW404", (Is.ROUTER, Is.TUNNEL)),
    Entry(_L3, (Is.HOST_ACCESS, Is.ROUTER), _AGAINST, "the host reaches the containers by way of the router", _FACTS),
    # ports
    Entry(_NAT, (Is.SAME_PORT,), _NO, "a port of the host is published once at an address", "LW607"),
    Entry((Strategy.ALIAS, Strategy.DNAT), (Is.SAME_PORT,), _FOR, "each service has the port at an address of its own", OWN_PAGE),
    Entry((*ON_THE_LAN, Strategy.IPVLAN_L3), (Is.SAME_PORT,), _FOR, "each container has all ports for itself", OWN_PAGE),
    Entry(_NAT, (Is.HOST_PORT,), _NO, "the port is the host's own: address already in use", "LW608", (Is.SAME_PORT,)),
    Entry(_ALIAS, (Is.HOST_PORT,), _NO, "what the host listens on everywhere it listens on at the alias, too", "LW608"),
    Entry(_DNAT, (Is.HOST_PORT,), _FOR, "the host keeps the port at its other addresses", OWN_PAGE),
    Entry((*ON_THE_LAN, Strategy.IPVLAN_L3), (Is.HOST_PORT,), _FOR, "the host's ports are nothing to the container", OWN_PAGE),
    # who else may come in
    Entry(BEHIND_NAT, (Is.ISOLATED,), _FOR, "Docker lets nothing in but published ports", OWN_PAGE),
    Entry(_HOST_BRIDGE, (Is.ISOLATED,), _NO, "`internal` doesn't keep the LAN out of a network on the host's bridge", "LW507", (Is.WIRELESS, Is.TUNNEL)),
    Entry((Strategy.MACVLAN, Strategy.IPVLAN_L2, Strategy.IPVLAN_L3, Strategy.VETH), (Is.ISOLATED,), _MISS, "every port of a container is open to who reaches it", "docs/strategies/ipvlan.md"),
    # frames for all, and frames of one's own
    Entry(ON_THE_LAN, (Is.BROADCAST,), _FOR, "broadcast and multicast of the LAN reach the containers", OWN_PAGE),
    Entry(BEHIND_NAT, (Is.BROADCAST,), _MISS, "no broadcast crosses Docker's NAT", "docs/strategies/nat.md"),
    Entry(_L3, (Is.BROADCAST,), _MISS, "modes l3 and l3s have no broadcast and no multicast", "LW403"),
    Entry(OWN_MACS, (Is.FIXED_MAC,), _FOR, "a container has the MAC address that it is given", OWN_PAGE),
    Entry((Strategy.IPVLAN_L2, Strategy.IPVLAN_L3), (Is.FIXED_MAC,), _NO, "all containers have the interface's MAC address", "LW407"),
    Entry(BEHIND_NAT, (Is.FIXED_MAC,), _MISS, "the LAN never sees a container's MAC address", "docs/strategies/nat.md"),
    Entry(OWN_MACS, (Is.DHCP_CLIENT,), _FOR, "the DHCP server sees a machine with a MAC address of its own", OWN_PAGE),
    Entry(_L2, (Is.DHCP_CLIENT,), _AGAINST, "each DHCP client needs an identifier of its own behind the one MAC address", "LW405"),
    Entry((*BEHIND_NAT, Strategy.IPVLAN_L3), (Is.DHCP_CLIENT,), _MISS, "the LAN's DHCP server doesn't hear the container", "docs/strategies/nat.md"),
)  # fmt: skip
