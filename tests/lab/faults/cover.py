"""Which faults happen in every run: a cover of all that can, for `python -m tests.lab.faults` lets everything happen to everybody.

A sample stands for itself, or is written for another kind of host. Two halves, for two processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.faults.docker import NETWORK_MADE, RECREATED, RESTARTED
from tests.lab.faults.interfaces import (
    CABLES,
    FLAP,
    IFUPDOWN,
    NETWORKD_RELOADED,
    NETWORKD_RESTARTED,
    RECONFIGURED,
    SHIMS,
)
from tests.lab.faults.power import APPLIED, LATE_CARD, NEW_BRIDGE, NEW_CARD, REBOOTED
from tests.lab.faults.rules import FLUSHED, LOADED_AGAIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.lab.faults.fault import Fault

BEHIND_THE_HOST: Mapping[str, Sequence[Fault]] = {
    "alias": (FLUSHED, LATE_CARD),
    "dmz": (CABLES, IFUPDOWN),
    "dnat": (FLUSHED, LOADED_AGAIN),
    "home": (NETWORK_MADE, FLUSHED, NEW_BRIDGE),
    "home_networkd": (NETWORKD_RESTARTED, RECONFIGURED, NEW_BRIDGE),
    "nat": (NETWORK_MADE, IFUPDOWN),
    "pools": (RESTARTED, NETWORK_MADE),
    "several_networks": (RESTARTED, RECREATED),
    "vpn": (APPLIED, REBOOTED),
    "dual_stack networkd iptables": (RESTARTED, NETWORKD_RELOADED, NETWORKD_RESTARTED),
}
"""Samples with containers behind the host's own addresses."""

ON_THE_LAN: Mapping[str, Sequence[Fault]] = {
    "dual_stack": (FLAP, NEW_CARD),
    "host_bridge": (RECREATED, NEW_BRIDGE),
    "ipvlan_l2": (CABLES, NEW_CARD),
    "ipvlan_l3": (RESTARTED,),
    "macvlan": (SHIMS, NEW_CARD),
    "nas": (CABLES,),
    "networkd": (NETWORKD_RELOADED, RECONFIGURED, NETWORKD_RESTARTED, LATE_CARD),
    "seed_shim": (SHIMS, REBOOTED),
    "two_hosts": (REBOOTED, CABLES),
    "veth": (APPLIED, LOADED_AGAIN),
    "vlan_trunk": (CABLES, IFUPDOWN),
    "wifi": (FLAP,),
    "macvlan none iptables": (IFUPDOWN, SHIMS, LATE_CARD, NEW_CARD),
    "macvlan networkd iptables": (NETWORKD_RELOADED, RECONFIGURED, FLAP, REBOOTED),
    "home none iptables": (LOADED_AGAIN, RECREATED, APPLIED),
}
"""Samples whose containers are on the LAN alone, and further kinds of host."""

CHOSEN = {**BEHIND_THE_HOST, **ON_THE_LAN}


def cases(half: Mapping[str, Sequence[Fault]]) -> list[tuple[str, Fault]]:
    """Each with its sample, one sample after the other."""
    return [(name, fault) for name, faults in half.items() for fault in faults]
