"""The Docker networks of a host: at most one on each LAN, and bridges of Docker's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from tests.lab.random_sites.ground import Ground, Part, Scene, shortest

if TYPE_CHECKING:
    from tests.lab.pools.draw import Draw


class Kind(NamedTuple):
    """What the services must know of a network: its strategy, the LAN it is on, whether addresses can be written."""

    strategy: str
    lan: str | None
    hands_out: bool = True
    subnets: tuple[str, ...] = ()

    @property
    def is_routed(self) -> bool:
        """Whether it is ipvlan's, in a subnet of its own."""
        return self.strategy == "ipvlan" and self.lan is None


OnLans = Callable[[Scene, Part, dict[str, Kind]], None]
"""What gives a host its networks that stand on its links to LANs."""


def on_lans(scene: Scene, host: Part, kinds: dict[str, Kind]) -> None:
    """Mostly one on each link."""
    draw, grounds, *_ = scene
    for name, each in host["interfaces"].items():
        if "lan" in each and draw.chance(75):
            on_lan(draw, grounds[each["lan"]], host, name, kinds)


def networks(scene: Scene, host: Part, standing: OnLans = on_lans) -> dict[str, Kind]:
    """Give the host its networks, and say of what kind each is."""
    draw = scene.draw
    host["networks"] = {}
    kinds: dict[str, Kind] = {}
    standing(scene, host, kinds)
    wanted = draw.one_of(0, 1, 1, 2, 2) if kinds else draw.one_of(1, 2, 3)
    for index in range(wanted):
        _behind_the_host(scene, host, index, kinds)
    return kinds


def on_lan(draw: Draw, ground: Ground, host: Part, link: str, kinds: dict[str, Kind]) -> None:
    """A network with addresses of the LAN, on a link of the host."""
    lan = host["interfaces"][link]["lan"]
    is_bridge = host["interfaces"][link].get("kind") == "bridge"
    filters = not host["docker"].get("userland_proxy", True)  # Docker filters what crosses bridges then
    joined = "host_bridge" if filters else "veth"
    strategy = draw.one_of("macvlan", "host_bridge", joined) if is_bridge else "macvlan"
    if draw.chance(7):
        strategy = "ipvlan"
        if draw.chance(40):
            _routed(draw, ground, host, link, kinds)
            return
    name = draw.one_of("real_lan", f"{lan}_lan", f"a_{lan}")
    made: Part = {"driver": "bridge" if strategy in {"host_bridge", "veth"} else strategy}
    if strategy == "host_bridge":
        made["host_bridge"] = link
    elif strategy == "veth":
        made["uplink"] = {"veth_to": link}
    else:
        made["parent"] = link
    made["lan"] = lan
    hands_out = draw.chance(65)
    if hands_out:
        made["ip_range"] = shortest(ground.take_range())
    if strategy == "macvlan":
        _mode_and_shim(draw, ground, made)
    elif draw.chance(50) and strategy == "ipvlan":
        own = [f"{one}/{32 if number == 0 else 128}" for number, one in enumerate(ground.take("shim"))]
        made["host_access"] = {"address": shortest(own)}
    if name in kinds:
        name = f"{lan}_net"
    host["networks"][name] = made
    kinds[name] = Kind(strategy, lan, hands_out)


def _routed(draw: Draw, ground: Ground, host: Part, link: str, kinds: dict[str, Kind]) -> None:
    """A subnet of its own behind the link, and the route that leads there on the LAN's router."""
    subnet = f"10.9.{len(ground.routes)}.0/24"
    address = host["interfaces"][link]["address"]
    via = (address if isinstance(address, str) else address[0]).partition("/")[0]
    ground.routes.append({"to": subnet, "via": via})
    mode = draw.one_of("l3", "l3", "l3s")
    name = f"routed_{link.replace('.', '_')}"
    host["networks"][name] = {"driver": "ipvlan", "mode": mode, "parent": link, "subnet": subnet}
    kinds[name] = Kind("ipvlan", None, subnets=(subnet,))


def _mode_and_shim(draw: Draw, ground: Ground, made: Part) -> None:
    mode = draw.one_of(*[None] * 6, "bridge", "bridge", "private", "vepa")
    if mode is not None:
        made["mode"] = mode
    if mode in {None, "bridge"}:
        access = draw.one_of("", "true", "true", "lan", "dummy", "named")
        if access == "true":
            made["host_access"] = True
        elif access == "lan":
            made["host_access"] = {"address": f"{ground.take_one('shim')}/32"}
        elif access == "dummy":
            made["host_access"] = {"interface": "macvlan0", "address": "192.168.143.91/32"}
        elif access == "named":
            made["host_access"] = {"interface": "shim0"}


def _behind_the_host(scene: Scene, host: Part, index: int, kinds: dict[str, Kind]) -> None:
    """A bridge of Docker's own, its subnet written or of Docker's choice; internal now and then."""
    draw, _, number, docker = scene
    name = ("backend", "shop", "zone")[index]
    made: Part = {"driver": "bridge"}
    subnets: list[str] = []
    if draw.chance(65):
        subnets = [f"10.{100 + number}.{index}.0/24"]
        if draw.chance(25) and docker != "26":
            subnets.append(f"fd00:{number}{index}::/64")
        made["subnet"] = shortest(subnets)
    internal = draw.chance(20)
    if internal:
        made["internal"] = True
    elif draw.chance(12):
        made["leaves_as"] = scene.first_ground(host).take_one("alias")
    if draw.chance(8):
        made["mtu"] = 1400
    if subnets and draw.chance(10):
        made["gateway"] = subnets[0].replace(".0/24", ".254")
    if draw.chance(6) and "veth" not in {kind.strategy for kind in kinds.values()}:
        made["options"] = {"com.docker.network.bridge.enable_icc": "false"}
    if docker == "26" and not internal and draw.chance(10):
        made["masquerade"] = False
    host["networks"][name] = made
    kinds[name] = Kind("internal" if internal else "nat", None, subnets=tuple(subnets))
