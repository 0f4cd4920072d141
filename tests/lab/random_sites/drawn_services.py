"""The services of a host: their networks and addresses, what they listen on, what is published and how."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from tests.lab.random_sites.ground import Ground, Part, Scene, shortest

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw
    from tests.lab.random_sites.drawn_networks import Kind

NAMES = ("web", "app", "db", "mail", "wiki", "batch")
LISTENS = ("80/tcp", "8080/tcp", "443/tcp", "53/udp", "5432/tcp", "25/tcp")


def services(scene: Scene, host: Part, kinds: dict[str, Kind]) -> Part:
    """One to six (on a second host at most three); the second host's have names of their own."""
    draw, _, number, _ = scene
    made: Part = {}
    most = 6 if number == 1 else 3
    unused = list(kinds)
    for index in range(draw.number(1, most)):
        name = NAMES[index] if number == 1 else f"{NAMES[index]}{number}"
        made[name] = _service(scene, host, kinds, unused, index)
    for name in unused if draw.chance(80) else ():
        del host["networks"][name]
    if draw.chance(8) and len(made) > 1:
        _share(made)
    return made


def _service(scene: Scene, host: Part, kinds: dict[str, Kind], unused: list[str], index: int) -> Part:
    draw, grounds, _, docker = scene
    if draw.chance(4):
        return {"network_mode": "host", "listens": [f"{9300 + index}/tcp"]}
    chosen = _chosen(scene, kinds, unused)
    made: Part = {
        "networks": {name: _address(draw, grounds, kinds[name], index) for name in chosen},
        "listens": _listens(draw),
    }
    behind = [name for name in chosen if kinds[name].strategy == "nat"]
    on_lan = [name for name in chosen if kinds[name].lan]
    if behind and (not on_lan or draw.chance(4)) and draw.chance(75):
        named = all(kinds[name].subnets for name in behind)  # a rule of ours needs an address to name
        made["publish"] = _publish(scene, host, made, index, named=named)
        if named and draw.chance(10) and len(chosen) == 1:
            made["leaves_as"] = scene.first_ground(host).take_one("alias")
    if len(chosen) > 1 and docker != "26" and draw.chance(50):
        _prefer(draw, made, on_lan or behind or chosen)
    if len(chosen) == 1 and draw.chance(8):
        made["clients"] = _clients(draw, index, host)
    if draw.chance(10):
        made = {"project": "tools", **made}
    return made


def _chosen(scene: Scene, kinds: dict[str, Kind], unused: list[str]) -> list[str]:
    """One network or two; first those that nobody is on yet. Docker 26 has none beside a routed one (LW408)."""
    draw = scene.draw
    first = draw.one_of(*(unused or kinds))
    alone = {name for name, kind in kinds.items() if kind.is_routed} if scene.docker == "26" else set()
    others = [name for name in kinds if name != first and not {name, first} & alone]
    chosen = [first, draw.one_of(*others)] if others and draw.chance(25) else [first]
    unused[:] = [name for name in unused if name not in chosen]
    return chosen


def _address(draw: Draw, grounds: dict[str, Ground], kind: Kind, index: int) -> Any:
    """An address of its own, or whatever Docker hands out."""
    if kind.lan:
        own = not kind.hands_out or draw.chance(70)
        return shortest(grounds[kind.lan].take("container")) if own else {}
    if kind.subnets and draw.chance(30):
        return shortest([str(ip_network(subnet)[20 + index]) for subnet in kind.subnets])
    return {}


def _listens(draw: Draw) -> list[str]:
    first = draw.number(0, len(LISTENS) - 1)
    count = draw.one_of(1, 1, 2)
    return [LISTENS[(first + step) % len(LISTENS)] for step in range(count)]


def _publish(scene: Scene, host: Part, made: Part, index: int, *, named: bool) -> list[Part]:
    """At every address of the host, at its own, at one more (alias), or there by a rule of ours (dnat)."""
    draw = scene.draw
    published: list[Part] = []
    ways = ("all", "own", "alias", "alias", "dnat", "local") if named else ("all", "own", "alias", "local")
    for number, listen in enumerate(made["listens"]):
        port = {"to": _port(listen)}
        way = draw.one_of(*ways)
        if way == "alias" and _is_heard_everywhere(host, listen):
            way = "dnat" if named else "own"  # beside a listener on every address only a rule of ours serves
        high = f"{8000 + 10 * index + number}{'/udp' if 'udp' in listen else ''}"
        if way == "all":
            published.append({"port": _port(high), **port})
        elif way in {"own", "local"}:
            address = _own(host) if way == "own" else "127.0.0.1"
            published.append({"address": address, "port": _port(high), **port})
        else:
            at = {"address": scene.first_ground(host).take_one("alias"), "port": _port(listen)}
            published.append(at | ({"via": "dnat"} if way == "dnat" else {}))
    return published


def _is_heard_everywhere(host: Part, listen: str) -> bool:
    return any(each in {listen, f"0.0.0.0:{listen}"} for each in host["listens"])


def _port(listen: str) -> Any:
    number = listen.removesuffix("/tcp")
    return int(number) if number.isdecimal() else number


def _own(host: Part) -> str:
    address = next(each["address"] for each in host["interfaces"].values() if "address" in each)
    first = address if isinstance(address, str) else address[0]
    return str(first).partition("/")[0]


def _prefer(draw: Draw, made: Part, names: list[str]) -> None:
    """Say which network gives the default route."""
    name = draw.one_of(*names)
    at = made["networks"][name]
    made["networks"][name] = (at if isinstance(at, dict) else {"address": at}) | {"gw_priority": 1}


def _clients(draw: Draw, index: int, host: Part) -> Any:
    """Clients of a VPN: their range is told apart by who serves them."""
    second = 20 if len(host["networks"]) % 2 else 40
    span = f"10.{second}.{index}.0/24".replace("10.20", "10.90").replace("10.40", "10.91")
    return {"range": span, "return": "nat"} if draw.chance(50) else span


def _share(made: Part) -> None:
    """The last service lives in the network of the first, on a port of its own."""
    first, *_, last = made
    if "networks" in made[first] and "publish" not in made[last] and "clients" not in made[last]:
        project = {"project": made[first]["project"]} if "project" in made[first] else {}
        made[last] = {**project, "network_mode": f"service:{first}", "listens": ["9200/tcp"]}
