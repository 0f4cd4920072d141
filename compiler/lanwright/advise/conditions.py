"""What may be known of a host and its LAN, and what may be wanted of a service there."""

from __future__ import annotations

from enum import StrEnum


class Condition(StrEnum):
    """A fact, or a wish (`is_wish`); its value is its name in reports."""

    WIRELESS = "wireless"
    TUNNEL = "tunnel"
    BRIDGE = "bridge"
    NO_MORE_MACS = "no-more-macs"
    VIRTUAL = "virtual"
    HAIRPIN = "hairpin"
    LEASE = "lease"
    LAN_DHCP = "lan-dhcp"
    IPV6 = "ipv6"
    ROUTER_ADVERTISES = "router-advertises"
    ROUTER = "router"
    DOCKER_26 = "docker-26"
    IPTABLES = "iptables"
    FLUSHED = "flushed"
    NFTABLES_BACKEND = "nftables-backend"
    NO_PROXY = "no-proxy"
    BESIDE_NAT = "beside-nat"
    HOST_PORT = "host-port"
    MACVLAN_THERE = "macvlan-there"
    IPVLAN_THERE = "ipvlan-there"
    IPVLAN_L3_THERE = "ipvlan-l3-there"
    HOST_BRIDGE_THERE = "host-bridge-there"
    VETH_THERE = "veth-there"
    OWN_ADDRESS = "own-address"
    HOST_ACCESS = "host-access"
    SAME_PORT = "same-port"
    ISOLATED = "isolated"
    BROADCAST = "broadcast"
    FIXED_MAC = "fixed-mac"
    DHCP_CLIENT = "dhcp-client"

    @property
    def about(self) -> str:
        """The rest of a sentence that begins with "known is that" or "wanted is that"."""
        return _ABOUT[self]

    @property
    def is_wish(self) -> bool:
        """Whether it is wanted, not found."""
        return self in WISHES


_ABOUT = {
    Condition.WIRELESS: "the host's interface on the LAN is wireless",
    Condition.TUNNEL: "the host's interface is a tunnel, not Ethernet",
    Condition.BRIDGE: "the host's interface on the LAN is a bridge",
    Condition.NO_MORE_MACS: "the switch port lets no further MAC address through",
    Condition.VIRTUAL: "the host is a guest of a hypervisor",
    Condition.HAIRPIN: "the switch sends frames back out of the port that they came from",
    Condition.LEASE: "the host's address is a lease",
    Condition.LAN_DHCP: "a DHCP server hands out addresses of the LAN",
    Condition.IPV6: "the LAN has IPv6",
    Condition.ROUTER_ADVERTISES: "the LAN's router advertises IPv6",
    Condition.ROUTER: "the LAN's router can be given a route",
    Condition.DOCKER_26: "Docker is older than 27",
    Condition.IPTABLES: "rules of ours are carried by iptables",
    Condition.FLUSHED: "the host's own nftables configuration flushes the ruleset",
    Condition.NFTABLES_BACKEND: "Docker's own firewall backend is nftables",
    Condition.NO_PROXY: "Docker runs without its userland proxy",
    Condition.BESIDE_NAT: "other containers of the host are behind its NAT",
    Condition.HOST_PORT: "the host itself listens on the port, at every address",
    Condition.MACVLAN_THERE: "the host has a macvlan network on this LAN",
    Condition.IPVLAN_THERE: "the host has an ipvlan l2 network on this LAN",
    Condition.IPVLAN_L3_THERE: "the host has an ipvlan l3 network on this interface",
    Condition.HOST_BRIDGE_THERE: "the host has a host_bridge network on this LAN",
    Condition.VETH_THERE: "the host has a veth network on this LAN",
    Condition.OWN_ADDRESS: "each service is a machine of its own on the LAN, with an address there",
    Condition.HOST_ACCESS: "the host and the containers reach each other",
    Condition.SAME_PORT: "several services are asked at one port",
    Condition.ISOLATED: "the LAN reaches nothing but published ports",
    Condition.BROADCAST: "containers hear and send broadcast and multicast of the LAN",
    Condition.FIXED_MAC: "a container has a MAC address of its owner's choice",
    Condition.DHCP_CLIENT: "a program in the container asks the LAN's DHCP server",
}
WISHES = tuple(Condition)[list(Condition).index(Condition.OWN_ADDRESS) :]

EXCLUSIVE = (
    (Condition.WIRELESS, Condition.TUNNEL),
    (Condition.WIRELESS, Condition.BRIDGE),
    (Condition.TUNNEL, Condition.BRIDGE),
    (Condition.DOCKER_26, Condition.NFTABLES_BACKEND),
)
"""Of each of these pairs a host has one at most."""
