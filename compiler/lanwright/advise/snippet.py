"""The few lines of an intent that take a strategy: what to add at the host, and at the LAN."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from lanwright.advise.conditions import Condition as Is
from lanwright.advise.strategies import BEHIND_NAT, BRIDGED, ON_A_PARENT, Strategy
from lanwright.plan import LinkKind, Maker
from lanwright.plan.port_ranges import PortRanges
from lanwright.plan.sockets import openings, ports_in_use
from lanwright.rules.addressing.docker_ranges import private_room
from lanwright.rules.addressing.free_addresses import FreeAddresses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lanwright.advise.situation import Situation
    from lanwright.plan.values import Address

_NEAR = ip_network("10.22.0.0/24")
_WIDTH = {4: 32, 6: 128}
_PORT, _INSIDE = 80, 8080


def snippet(strategy: Strategy, here: Situation, known: Collection[Is]) -> dict[str, Any]:
    """What to add to the intent, as data in its own shape; it does what it is asked for even where that can't work."""
    lines = _Lines(strategy, here, known)
    host = lines.host()
    added: dict[str, Any] = {"hosts": {here.host.name: host}}
    routes = lines.routes(host)
    return {"lans": {here.lan.name: {"routes": routes}}, **added} if routes else added


def merged(intent: Any, added: Any) -> Any:
    """An intent with the lines: maps by key, lists one after the other; an empty map takes the place of another."""
    if isinstance(intent, dict) and isinstance(added, dict):
        if not added:
            return {}
        return {
            **intent,
            **{key: merged(intent[key], value) if key in intent else value for key, value in added.items()},
        }
    if isinstance(intent, list) and isinstance(added, list):
        return [*intent, *(item for item in added if item not in intent)]
    return added


class _Lines:
    """One strategy's lines at one host."""

    def __init__(self, strategy: Strategy, here: Situation, known: Collection[Is]) -> None:
        self._strategy, self._here, self._known = strategy, here, known
        self._free = FreeAddresses(here.site, here.plan).on_lan(here.lan.name)
        self._services = [self._name("web", here.host.services)]
        if Is.SAME_PORT in known:
            self._services.append(self._name("mail", (*here.host.services, *self._services)))
        there = here.there.get(strategy.value) if strategy not in BEHIND_NAT else None
        fresh = (
            "shop" if strategy in BEHIND_NAT else "routed" if strategy is Strategy.IPVLAN_L3 else "real_lan"
        )
        self._network = there.name if there is not None else self._name(fresh, here.host.networks)
        self._is_there = there is not None
        self._port = _port(here, is_the_hosts=Is.HOST_PORT in known)

    def host(self) -> dict[str, Any]:
        """What to add at the host."""
        described = self._also() if self._is_there else self._described()
        network = {"networks": {self._network: described}} if described else {}
        interfaces = self._interfaces()
        services = {name: self._service(name, number) for number, name in enumerate(self._services)}
        return {**({"interfaces": interfaces} if interfaces else {}), **network, "services": services}

    def routes(self, host: dict[str, Any]) -> list[dict[str, str]]:
        """What the LAN's router gets."""
        if self._strategy is not Strategy.IPVLAN_L3 or Is.ROUTER not in self._known or self._is_there:
            return []
        own = self._own(4)
        return [{"to": host["networks"][self._network]["subnet"], "via": str(own)}] if own else []

    def _also(self) -> dict[str, Any]:
        """What a network that is there already lacks."""
        if self._strategy is Strategy.HOST_BRIDGE:
            return self._internal()
        has_shim = self._here.there[self._strategy.value].shim is not None
        return {} if has_shim else self._shim()

    def _described(self) -> dict[str, Any]:
        match self._strategy:
            case Strategy.NAT | Strategy.ALIAS | Strategy.DNAT:
                return {"driver": "bridge", "subnet": self._private()}
            case Strategy.IPVLAN_L3:
                network = {"driver": "ipvlan", "mode": "l3", "parent": self._here.link.name}
                return {**network, "subnet": self._private(), **self._shim()}
            case Strategy.HOST_BRIDGE:
                return {
                    "driver": "bridge",
                    "host_bridge": self._bridge(),
                    **self._on_lan(),
                    **self._internal(),
                }
            case Strategy.VETH:
                return {"driver": "bridge", "uplink": {"veth_to": self._bridge()}, **self._on_lan()}
            case Strategy.MACVLAN:
                return {"driver": "macvlan", "parent": self._here.link.name, **self._on_lan(), **self._shim()}
            case Strategy.IPVLAN_L2:
                return {"driver": "ipvlan", "parent": self._here.link.name, **self._on_lan(), **self._shim()}

    def _on_lan(self) -> dict[str, Any]:
        """The LAN, and what of it Docker may hand out: eight addresses that nobody has, where there are so many."""
        own = self._own(4)
        subnet = self._here.lan.subnet_of(4)
        block = (
            self._free.block(ip_network(f"{own}/29", strict=False), 29, "range") if own and subnet else None
        )
        return {"lan": self._here.lan.name, **({"ip_range": str(block)} if block is not None else {})}

    def _internal(self) -> dict[str, Any]:
        return {"internal": True} if Is.ISOLATED in self._known else {}

    def _shim(self) -> dict[str, Any]:
        by_router = self._strategy is Strategy.IPVLAN_L3 and Is.ROUTER in self._known
        if Is.HOST_ACCESS not in self._known or self._strategy not in ON_A_PARENT or by_router:
            return {}
        versions = [subnet.version for subnet in self._here.lan.subnets]
        if self._strategy is not Strategy.IPVLAN_L2 and all(map(self._own, versions)):
            return {"host_access": True}
        found = [f"{item}/{_WIDTH[item.version]}" for item in self._addresses("shim")]
        return {"host_access": {"address": _one_or_list(found)}}

    def _interfaces(self) -> dict[str, Any]:
        link = self._here.link
        if (
            self._strategy in BRIDGED
            and link.kind is not LinkKind.BRIDGE
            and link.kind is not LinkKind.TUNNEL
        ):
            own = [str(item) for item in self._here.host.addresses_on(self._here.lan.name)]
            bridge: dict[str, Any] = {"kind": "bridge", "ports": [link.name], "lan": self._here.lan.name}
            bridge |= {"address": _one_or_list(own)} if own else {}
            bridge |= {"dhcp": True} if link.dhcp else {}
            below = {"kind": "wireless"} if link.kind is LinkKind.WIRELESS else {}
            return {link.name: below, self._bridge(): bridge}
        return self._unit()

    def _unit(self) -> dict[str, Any]:
        """The name of the interface's own unit, in which networkd is told what stands on it."""
        link = self._here.link
        adds = self._strategy in (Strategy.ALIAS, Strategy.DNAT) or bool(self._shim())
        asked = self._here.host.network == "networkd" and link.unit is None and link.maker is Maker.HOST
        return {link.name: {"unit": f"10-{link.name}.network"}} if asked and adds else {}

    def _service(self, name: str, number: int) -> dict[str, Any]:
        if self._strategy in BEHIND_NAT:
            return {
                "networks": {self._network: {}},
                "listens": [f"{_INSIDE}/tcp"],
                "publish": [self._published(number)],
            }
        listens = {"listens": [f"{_PORT}/tcp"]}
        addresses: Any = (
            {} if self._strategy is Strategy.IPVLAN_L3 else _one_or_list(map(str, self._addresses(name)))
        )
        if Is.FIXED_MAC in self._known:
            addresses = {
                **({"address": addresses} if addresses else {}),
                "mac": f"02:00:00:00:00:{number + 1:02x}",
            }
        return {"networks": {self._network: addresses}, **listens}

    def _published(self, number: int) -> dict[str, Any]:
        if self._strategy is Strategy.NAT:
            needed = Is.SAME_PORT in self._known or Is.HOST_PORT in self._known
            return {"port": self._port if needed else _free_port(self._here), "to": _INSIDE}
        found = self._addresses(f"published{number}", versions=(4,)) or self._addresses(f"published{number}")
        address = {"address": str(found[0])} if found else {}
        via = {"via": "dnat"} if self._strategy is Strategy.DNAT else {}
        return {**address, "port": self._port, "to": _INSIDE, **via}

    def _addresses(self, key: str, versions: Iterable[int] = (4, 6)) -> list[Address]:
        """A free address of the LAN in each family, near the host's own."""
        subnets = [subnet for version in versions if (subnet := self._here.lan.subnet_of(version))]
        near = [self._own(subnet.version) or subnet[min(9, subnet.num_addresses - 1)] for subnet in subnets]
        return [item for one in near if (item := self._free.address(one, key)) is not None]

    def _own(self, version: int) -> Address | None:
        own = (item.ip for item in self._here.host.addresses_on(self._here.lan.name))
        return next((item for item in own if item.version == version), None)

    def _private(self) -> str:
        room = private_room(self._here.site, self._here.plan)
        block = room.block(_NEAR, 24, self._network)
        return str(block or _NEAR)

    def _bridge(self) -> str:
        link = self._here.link
        if link.kind in (LinkKind.BRIDGE, LinkKind.TUNNEL):
            return link.name
        return self._name("br0", self._here.host.links)

    def _name(self, wanted: str, taken: Collection[str]) -> str:
        numbered = (wanted if number == 1 else f"{wanted}{number}" for number in range(1, len(taken) + 2))
        return next(name for name in numbered if name not in taken)


def _port(here: Situation, *, is_the_hosts: bool) -> int:
    """The port that clients expect: 80, or one that the host itself has where it is about that, or hasn't."""
    own = [
        item.port.first for item in here.host.listens if item.address is None and item.port.protocol == "tcp"
    ]
    if is_the_hosts:
        return own[0] if own else _PORT
    everywhere = [item.port.first for item in openings(here.host) if item.address.is_unspecified]
    return _PORT if _PORT not in {*own, *everywhere} else _free_port(here)


def _free_port(here: Situation) -> int:
    taken = PortRanges((port, None) for port in ports_in_use(here.host) if port.protocol == "tcp")
    return taken.free_from(_INSIDE) or _INSIDE


def _one_or_list(items: Iterable[str]) -> Any:
    found = list(items)
    return found[0] if len(found) == 1 else found
