"""The ways in which a service meets the LAN."""

from __future__ import annotations

from enum import StrEnum


class Strategy(StrEnum):
    """A strategy by its name everywhere (ipvlan's modes apart), the simplest first: of two as good, the simpler is taken."""

    NAT = "nat"
    ALIAS = "alias"
    MACVLAN = "macvlan"
    IPVLAN_L2 = "ipvlan_l2"
    HOST_BRIDGE = "host_bridge"
    DNAT = "dnat"
    VETH = "veth"
    IPVLAN_L3 = "ipvlan_l3"

    @property
    def page(self) -> str:
        """Its page below docs/."""
        return f"docs/strategies/{self.value.partition('_l')[0] if self.value.startswith('ipvlan') else self.value}.md"

    @property
    def about(self) -> str:
        """What it is, in a few words."""
        return _ABOUT[self]


BEHIND_NAT = (Strategy.NAT, Strategy.ALIAS, Strategy.DNAT)
"""The container stays on a bridge of Docker's."""
ON_THE_LAN = (Strategy.MACVLAN, Strategy.IPVLAN_L2, Strategy.HOST_BRIDGE, Strategy.VETH)
"""The container has an address of the LAN."""
OWN_MACS = (Strategy.MACVLAN, Strategy.HOST_BRIDGE, Strategy.VETH)
"""And a MAC address of its own, which the switch sees."""
BRIDGED = (Strategy.HOST_BRIDGE, Strategy.VETH)
"""It is on the host's own bridge."""
ON_A_PARENT = (Strategy.MACVLAN, Strategy.IPVLAN_L2, Strategy.IPVLAN_L3)
"""Its link stands on an interface of the host, the parent."""

_ABOUT = {
    Strategy.NAT: "behind the host's address, ports published at it",
    Strategy.ALIAS: "behind the host, ports published at a further address of the host",
    Strategy.MACVLAN: "a machine on the LAN, with a MAC address of its own",
    Strategy.IPVLAN_L2: "an address of the LAN, with the host's MAC address",
    Strategy.HOST_BRIDGE: "a machine on the LAN, on the host's own bridge",
    Strategy.DNAT: "behind the host, an address of the LAN led to it by a rule of ours",
    Strategy.VETH: "a machine on the LAN, on a bridge of Docker's that a pair joins to the host's",
    Strategy.IPVLAN_L3: "a subnet of its own behind the host, to which the router has a route",
}
