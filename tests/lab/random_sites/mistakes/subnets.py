"""Subnets and gateways of Docker's own networks and of the daemon's pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.random_sites.mistakes.places import attachments, host_address, lan_of, some
from tests.lab.random_sites.promises import texts

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw
    from tests.lab.random_sites.ground import Part


def _used(site: Part, *strategies: str) -> list[tuple[str, str]]:
    """Networks that somebody is on, host and name; each once."""
    return list(dict.fromkeys((host, network) for host, _, network in attachments(site, *strategies)))


def same_subnet_twice(draw: Draw, site: Part) -> str | None:
    """Two networks of a host have subnets that overlap."""
    places = _used(site, "nat", "internal")
    pairs = [
        (one, other)
        for one in places
        for other in places
        if one != other and one[0] == other[0] and "subnet" in site["hosts"][one[0]]["networks"][one[1]]
    ]
    if (pair := some(draw, pairs)) is None:
        return None
    one, other = (site["hosts"][host]["networks"][name] for host, name in pair)
    other.pop("gateway", None)
    other["subnet"] = texts(one["subnet"])[0].replace(".0/24", draw.one_of(".0/24", ".128/25", ".0/25"))
    for service in site["hosts"][pair[1][0]]["services"].values():
        if pair[1][1] in (service.get("networks") or {}):
            service["networks"][pair[1][1]] = {}
            service.pop("leaves_as", None)
            service.pop("clients", None)
    return f"the subnets of {pair[0][1]} and {pair[1][1]} overlap"


def lans_subnet(draw: Draw, site: Part) -> str | None:
    """A bridge behind the host has the LAN's subnet."""
    if (place := some(draw, _used(site, "nat", "internal"))) is None:
        return None
    host, name = place
    network = site["hosts"][host]["networks"][name]
    lan = next(iter(site["lans"].values()))
    network.pop("gateway", None)
    network["subnet"] = texts(lan["subnet"])[0]
    for service in site["hosts"][host]["services"].values():
        if name in (service.get("networks") or {}):
            service["networks"][name] = {}
            service.pop("leaves_as", None)
            service.pop("clients", None)
    return f"{name} has the LAN's subnet"


def gateway_outside(draw: Draw, site: Part) -> str | None:
    """A network's gateway is of another subnet."""
    places = [
        place
        for place in _used(site, "nat", "macvlan")
        if "subnet" in site["hosts"][place[0]]["networks"][place[1]]
        or "lan" in site["hosts"][place[0]]["networks"][place[1]]
    ]
    if (place := some(draw, places)) is None:
        return None
    site["hosts"][place[0]]["networks"][place[1]]["gateway"] = "192.168.77.1"
    return f"the gateway of {place[1]} is outside its subnet"


def gateway_is_the_host(draw: Draw, site: Part) -> str | None:
    """A macvlan network's gateway is the host's own address."""
    if (place := some(draw, _used(site, "macvlan"))) is None:
        return None
    network = site["hosts"][place[0]]["networks"][place[1]]
    network["gateway"] = host_address(site, place[0], network["lan"])
    return f"the gateway of {place[1]} is the host itself"


def no_router(draw: Draw, site: Part) -> str | None:
    """The LAN's router is forgotten, and a network stands on the LAN."""
    places = _used(site, "macvlan", "host_bridge", "veth")
    if (place := some(draw, places)) is None:
        return None
    lan_of(site, *place).pop("gateway")
    return f"the LAN of {place[1]} has no gateway"


def bip_on_the_lan(draw: Draw, site: Part) -> str | None:
    """docker0 gets a free address of the LAN."""
    host = draw.one_of(*site["hosts"])
    lan = next(iter(site["lans"].values()))
    first, length = texts(lan["subnet"])[0].split("/")
    site["hosts"][host]["docker"]["bip"] = f"{first.rpartition('.')[0]}.254/{length}"
    return f"docker0 of {host} is on the LAN"


def bip_is_a_network(draw: Draw, site: Part) -> str | None:
    """`bip` is the network's own address."""
    host = draw.one_of(*site["hosts"])
    site["hosts"][host]["docker"]["bip"] = "10.200.9.0/24"
    return f"the bip of {host} is a network address"


def bip_meets_a_network(draw: Draw, site: Part) -> str | None:
    """docker0 and a network have one subnet."""
    places = [each for each in _used(site, "nat", "internal") if _subnet(site, each)]
    if (place := some(draw, places)) is None:
        return None
    subnet = _subnet(site, place)[0]
    site["hosts"][place[0]]["docker"]["bip"] = subnet.replace(".0/24", ".1/24")
    return f"docker0 has the subnet of {place[1]}"


def _subnet(site: Part, place: tuple[str, str]) -> list[str]:
    return texts(site["hosts"][place[0]]["networks"][place[1]].get("subnet"))


def pool_of_one(draw: Draw, site: Part) -> str | None:
    """The pool has fewer subnets than networks need."""
    places = [each for each in _used(site, "nat", "internal") if not _subnet(site, each)]
    if (place := some(draw, places)) is None:
        return None
    docker = site["hosts"][place[0]]["docker"]
    docker.pop("bip", None)
    docker["default_address_pools"] = [{"base": "10.230.0.0/24", "size": 24}]
    return f"the pool of {place[0]} has room for docker0 alone"


def pool_size_short(draw: Draw, site: Part) -> str | None:
    """A pool's subnets are larger than the pool."""
    host = draw.one_of(*site["hosts"])
    site["hosts"][host]["docker"]["default_address_pools"] = [{"base": "10.230.0.0/24", "size": 16}]
    return f"a pool of {host} is smaller than its size"


def pools_overlap(draw: Draw, site: Part) -> str | None:
    """Two pools overlap."""
    host = draw.one_of(*site["hosts"])
    site["hosts"][host]["docker"]["default_address_pools"] = [
        {"base": "10.230.0.0/23", "size": 24},
        {"base": "10.230.1.0/24", "size": 24},
    ]
    return f"two pools of {host} overlap"


def pool_over_the_lan(draw: Draw, site: Part) -> str | None:
    """The only pool is the LAN's range."""
    places = [each for each in _used(site, "nat", "internal") if not _subnet(site, each)]
    if (place := some(draw, places)) is None:
        return None
    lan = next(iter(site["lans"].values()))
    base = texts(lan["subnet"])[0]
    docker = site["hosts"][place[0]]["docker"]
    docker["default_address_pools"] = [{"base": base, "size": max(24, int(base.partition("/")[2]))}]
    return f"the pool of {place[0]} is the LAN"


MISTAKES = (
    same_subnet_twice,
    lans_subnet,
    gateway_outside,
    gateway_is_the_host,
    no_router,
    bip_on_the_lan,
    bip_is_a_network,
    bip_meets_a_network,
    pool_of_one,
    pool_size_short,
    pools_overlap,
    pool_over_the_lan,
)
