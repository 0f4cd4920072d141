"""What is around a host's Docker: LANs and their routers' routes, interfaces, nameservers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lanwright.plan.intervals import Network
    from tests.lab.pools.draw import Draw

Part = dict[str, Any]


def around(draw: Draw, arena: Network) -> tuple[Part, Part]:
    """The site's LANs, and the host as far as it stands on them."""
    lans: Part = {}
    interfaces: Part = {}
    for number in range(draw.one_of(0, 1, 1, 2, 2, 3)):
        subnet = draw.prefix(arena, _shortest(draw, arena), 30)
        lan = lans[f"lan{number}"] = _lan(draw, arena, subnet)
        own = draw.address(subnet)
        addresses = [f"{own}/{subnet.prefixlen}"]
        if draw.chance(20):
            lan["subnet"] = [lan["subnet"], f"fd00:8:0:{number}::/64"]
            addresses.append(f"fd00:8:0:{number}::{draw.number(2, 99)}/64")
        interfaces[f"eth{number}"] = {"lan": f"lan{number}", "address": addresses}
    if draw.chance(15):
        far = draw.prefix(arena, arena.prefixlen + 1, 32)
        interfaces["tun0"] = {"kind": "tunnel", "address": f"{draw.address(far)}/{far.prefixlen}"}
    host: Part = {"interfaces": interfaces}
    if draw.chance(70):
        host["nameservers"] = _nameservers(draw, arena, lans)
    return lans, host


def _shortest(draw: Draw, arena: Network) -> int:
    """A LAN may now and then take all that the pools have."""
    return arena.prefixlen if draw.chance(5) else arena.prefixlen + 2


def _lan(draw: Draw, arena: Network, subnet: Network) -> Part:
    lan: Part = {"subnet": str(subnet)}
    if draw.chance(60):
        lan["gateway"] = str(draw.address(subnet))
    if draw.chance(30):
        far = draw.prefix(arena, arena.prefixlen + 1, 28)
        lan["routes"] = [{"to": str(far), "via": str(draw.address(subnet))}]
    return lan


def _nameservers(draw: Draw, arena: Network, lans: Part) -> list[str]:
    chosen = [str(draw.address(arena)) for _ in range(draw.one_of(0, 0, 1, 2))]
    gateways = [lan["gateway"] for lan in lans.values() if "gateway" in lan]
    if gateways and draw.chance(50):
        chosen.append(draw.one_of(*gateways))
    if draw.chance(10):
        chosen.append(f"fd00:a::{draw.number(1, 9)}")
    return chosen
