"""What docker0 asks for, from daemon.json: it is the first network that an engine makes.

Source: moby `daemon/daemon_unix.go`, initBridgeDriver. bip's network is the subnet; without bip the fixed_cidr is;
with neither it is the first block of the pools. For a bridge that isn't Docker's own, the bridge's address
stands for bip.
"""

from collections.abc import Iterable
from ipaddress import IPv4Interface, IPv6Interface

from lanwright.lower.ipam.allocate import Request
from lanwright.lower.ipam.claims import Claim
from lanwright.plan.intervals import Network

NAME = "docker0"


def docker0(
    bips: Iterable[IPv4Interface | IPv6Interface] = (),
    fixed_cidrs: Iterable[Network] = (),
    *,
    ipv6: bool = False,
) -> Request:
    """The request of the default bridge; at most one bip and one fixed_cidr per family.

    `ipv6` is daemon.json's `ipv6: true`: without it what is written for IPv6 does nothing.
    """
    ranges = {cidr.version: cidr for cidr in fixed_cidrs}
    subnets = ranges | {bip.version: bip.network for bip in bips}
    claims = tuple(Claim(subnets[family], ranges.get(family)) for family in sorted(subnets))
    return Request(NAME, claims, ipv6=ipv6, bridge=True)
