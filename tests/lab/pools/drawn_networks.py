"""The Docker networks of a host, in the order in which they are made."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from lanwright.plan import DockerVersion

if TYPE_CHECKING:
    from lanwright.plan.intervals import Network
    from tests.lab.pools.draw import Draw

Part = dict[str, Any]

BRIDGE_OPTION = "com.docker.network.bridge."


def networks(draw: Draw, arena: Network, lans: Part, host: Part, version: str) -> Part:
    """One to seven, now and then so many that small pools run out."""
    free = [name for name in host["interfaces"] if name.startswith("eth")]
    made: Part = {}
    for number in range(draw.number(8, 14) if draw.chance(15) else draw.number(1, 7)):
        if free and draw.chance(12):
            made[f"net{number}"] = _macvlan(draw, arena, lans, host, free.pop())
        else:
            made[f"net{number}"] = _bridge(draw, arena, number, version)
    return made


def _bridge(draw: Draw, arena: Network, number: int, version: str) -> Part:
    network: Part = {"driver": "bridge"}
    if draw.chance(35):
        network |= _written(draw, arena)
    if draw.chance(10):
        # Of its own: what is left behind by a network whose second subnet is refused isn't predicted.
        six = f"fd00:d:0:{number}::/64"
        network["subnet"] = [network["subnet"], six] if "subnet" in network else six
    if draw.chance(15):
        network["internal"] = True
    options = _options(draw, network, version)
    return network | ({"options": options} if options else {})


def _options(draw: Draw, network: Part, version: str) -> Part:
    options: Part = {}
    if draw.chance(8):
        has_six = "fd00" in str(network.get("subnet"))
        families = (4, 6) if has_six else (6,)  # without any Docker makes no bridge: another matter
        value, family = draw.one_of("true", "true", "false"), draw.one_of(*families)
        options[f"com.docker.network.enable_ipv{family}"] = value
    if draw.chance(8):
        options[f"{BRIDGE_OPTION}inhibit_ipv4"] = "true"
    if network.get("internal") and draw.chance(30) and DockerVersion.parse(version) >= (28, 0):
        options[f"{BRIDGE_OPTION}gateway_mode_ipv4"] = "isolated"
    return options


def _written(draw: Draw, arena: Network) -> Part:
    """A subnet, often where a pool or another network is, with the values that may stand beside it."""
    subnet = draw.prefix(arena, arena.prefixlen + 1, 29)
    written: Part = {"subnet": str(subnet)}
    if draw.chance(25):
        written["ip_range"] = str(draw.prefix(subnet, subnet.prefixlen, 30))
    if draw.chance(40):
        written["gateway"] = str(draw.address(subnet))
    if draw.chance(20):
        reserved = str(draw.address(subnet))
        if reserved != written.get("gateway"):
            written["reserve"] = {"kept": reserved}
    return written


def _macvlan(draw: Draw, arena: Network, lans: Part, host: Part, parent: str) -> Part:
    """With a subnet of its own, of Docker's choice, or on its parent's LAN, there with a shim of the host's."""
    network: Part = {"driver": "macvlan", "parent": parent}
    kind = draw.one_of("own", "chosen", "lan", "lan")
    if kind == "own":
        return network | _written(draw, arena)
    if kind == "lan":
        name = host["interfaces"][parent]["lan"]
        subnets = lans[name]["subnet"]
        subnet = ip_network(subnets[0] if isinstance(subnets, list) else subnets)
        network |= {"lan": name, "ip_range": str(draw.prefix(subnet, subnet.prefixlen + 1, 32))}
        if draw.chance(60):
            network["host_access"] = True
    return network
