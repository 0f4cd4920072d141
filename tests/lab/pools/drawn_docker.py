"""What daemon.json says: pools, and what docker0 is told."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lanwright.plan.intervals import Network
    from tests.lab.pools.draw import Draw

Part = dict[str, Any]

IPV6_ARENA = ip_network("fd00:a::/60")


def docker(draw: Draw, arena: Network, host: Part, version: str) -> Part:
    """The host's `docker`; a bridge of the host's own that it may name is added to the interfaces."""
    made: Part = {"version": version}
    if draw.chance(80):
        made["default_address_pools"] = _pools(draw, arena)
    made |= draw.one_of(_nothing, _nothing, _bip, _bip, _bip, _fixed_cidr, _no_bridge, _own_bridge)(
        draw, arena, host
    )
    if draw.chance(15) and made.get("bridge") is None:
        made["settings"] = {"ipv6": True}
    if draw.chance(8):
        options = {"com.docker.network.enable_ipv6": "true"}
        made.setdefault("settings", {})["default-network-opts"] = {draw.one_of("bridge", "macvlan"): options}
    return made


def _pools(draw: Draw, arena: Network) -> list[Part]:
    """One to four, in any order, overlapping or not, with host bits or without; now and then one of IPv6."""
    pools = []
    for _ in range(draw.one_of(1, 1, 2, 2, 3, 4)):
        base = draw.prefix(arena, arena.prefixlen, 28)
        size = draw.number(base.prefixlen, min(base.prefixlen + draw.one_of(2, 4, 8), 32))
        written = draw.address(base) if draw.chance(10) else base.network_address
        pools.append({"base": f"{written}/{base.prefixlen}", "size": size})
    if draw.chance(20):
        base = draw.prefix(IPV6_ARENA, 60, 66)
        six = {"base": str(base), "size": draw.number(base.prefixlen, base.prefixlen + 4)}
        pools.insert(draw.number(0, len(pools)), six)
        if draw.chance(10):
            return [six]
    return pools


def _nothing(draw: Draw, arena: Network, host: Part) -> Part:
    del draw, arena, host
    return {}


def _bip(draw: Draw, arena: Network, host: Part) -> Part:
    """An address with its prefix; now and then with a range for the containers, or another default route."""
    del host
    subnet = draw.prefix(arena, arena.prefixlen + 1, 29)
    own = draw.address(subnet)
    made: Part = {"bip": f"{own}/{subnet.prefixlen}"}
    if draw.chance(20):
        made["fixed_cidr"] = str(draw.prefix(subnet, subnet.prefixlen, 30))
    if draw.chance(15):
        other = draw.address(subnet)
        if other != own:
            made["default_gateway"] = str(other)
    return made


def _fixed_cidr(draw: Draw, arena: Network, host: Part) -> Part:
    del host
    return {"fixed_cidr": str(draw.prefix(arena, arena.prefixlen + 1, 29))}


def _no_bridge(draw: Draw, arena: Network, host: Part) -> Part:
    del draw, arena, host
    return {"bridge": "none"}


def _own_bridge(draw: Draw, arena: Network, host: Part) -> Part:
    """A bridge that the host has; its address is docker0's then."""
    subnet = draw.prefix(arena, arena.prefixlen + 1, 29)
    host["interfaces"]["lanbr"] = {
        "kind": "bridge",
        "address": f"{draw.address(subnet)}/{subnet.prefixlen}",
    }
    return {"bridge": "lanbr"}
