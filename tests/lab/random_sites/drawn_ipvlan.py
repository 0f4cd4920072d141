"""The networks of hosts whose links are stacks: mostly ipvlan in each of its modes and flags, now and then what else can stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lab.random_sites.drawn_networks import Kind, on_lan
from tests.lab.random_sites.ground import Ground, Part, Scene, shortest

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw

FLAGS = (*(None,) * 5, "bridge", "private", "vepa")


def on_stacks(scene: Scene, host: Part, kinds: dict[str, Kind]) -> None:
    """One on each link to a LAN, and on a LAN that the host has no link to now and then one whose VLAN Docker makes."""
    draw, grounds, *_ = scene
    links = {each["lan"]: name for name, each in host["interfaces"].items() if "lan" in each}
    for lan, link in links.items():
        if draw.chance(85):
            _on_link(scene, grounds[lan], host, link, kinds)
    trunk = _trunk(host)
    for lan in sorted(grounds.keys() - links.keys()) if trunk and draw.chance(60) else ():
        parent = f"{trunk}.30"
        made: Part = {"driver": draw.one_of("ipvlan", "macvlan"), "parent": parent, "lan": lan}
        if hands_out := draw.chance(65):
            made["ip_range"] = shortest(grounds[lan].take_range())
        host["networks"][f"{lan}_lan"] = made
        kinds[f"{lan}_lan"] = Kind(made["driver"], lan, hands_out)


def _trunk(host: Part) -> str | None:
    """The first link that is no port, no VLAN and not wireless: it carries further LANs."""
    ports = {port for each in host["interfaces"].values() for port in each.get("ports", ())}
    return next(
        (
            name
            for name, each in host["interfaces"].items()
            if name not in ports and "." not in name and each.get("kind") not in {"vlan", "wireless"}
        ),
        None,
    )


def _on_link(scene: Scene, ground: Ground, host: Part, link: str, kinds: dict[str, Kind]) -> None:
    draw = scene.draw
    kind = host["interfaces"][link].get("kind")
    chosen = draw.one_of("l2", "l2", "l2", "routed", "routed", "another")
    if chosen == "routed":
        _routed(scene, ground, host, link, kinds)
    elif chosen == "l2" or kind == "wireless":
        _on_lan_by_ipvlan(draw, ground, host, link, kinds)
    else:
        on_lan(draw, ground, host, link, kinds)


def _on_lan_by_ipvlan(draw: Draw, ground: Ground, host: Part, link: str, kinds: dict[str, Kind]) -> None:
    lan = host["interfaces"][link]["lan"]
    name = draw.one_of(f"{lan}_lan", f"a_{lan}")
    made: Part = {"driver": "ipvlan", "parent": link, "lan": lan}
    if draw.chance(30):
        made["mode"] = "l2"
    flag = _flag(draw, made)
    hands_out = draw.chance(65)
    if hands_out:
        made["ip_range"] = shortest(ground.take_range())
    if draw.chance(6):
        made["internal"] = True
    elif flag in {None, "bridge"} and draw.chance(55):
        own = [f"{one}/{32 if number == 0 else 128}" for number, one in enumerate(ground.take("shim"))]
        made["host_access"] = {"address": shortest(own)}
        if draw.chance(30):
            made["host_access"]["interface"] = f"shim_{lan}"
    host["networks"][name] = made
    kinds[name] = Kind("ipvlan", lan, hands_out)


def _flag(draw: Draw, made: Part) -> Any:
    flag = draw.one_of(*FLAGS)
    if flag is not None:
        made["flag"] = flag
    return flag


def _routed(scene: Scene, ground: Ground, host: Part, link: str, kinds: dict[str, Kind]) -> None:
    """One or two subnets of its own behind the link, and mostly the routes that lead there on the LAN's router."""
    draw, at = scene.draw, host["interfaces"][link]["address"]
    ways = [one.partition("/")[0] for one in ([at] if isinstance(at, str) else at)]
    number = 10 * scene.number + len(host["networks"])
    subnets = [f"10.9.{number}.0/24"]
    named = [*subnets]
    if len(ways) > 1 and draw.chance(60):
        subnets.append(f"fd00:9:{number}::/64")
        named.append(subnets[-1])
    if draw.chance(25):
        subnets.append(f"10.19.{number}.0/26")
    if draw.chance(85):
        ground.routes += [{"to": to, "via": ways[":" in to]} for to in subnets]
    name = f"routed_{link.replace('.', '_')}"
    made: Part = {"driver": "ipvlan", "mode": draw.one_of("l3", "l3s"), "parent": link}
    _flag(draw, made)
    host["networks"][name] = {**made, "subnet": shortest(subnets)}
    kinds[name] = Kind("ipvlan", None, subnets=tuple(named))
