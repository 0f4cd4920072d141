"""What a site's owner relies on, read off the intent alone: who must be answered, and who must not.

Neither the plan nor a rule is asked: that is what they are held against. What depends on more than the meaning of a
network's strategy (hairpins, several LANs at once, replies that take another way) isn't promised.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_interface, ip_network
from itertools import product
from typing import TYPE_CHECKING, Any

from tests.lab.doors import INTERNET, PORT
from tests.lab.probe import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.lab.flows import Flow
    from tests.lab.random_sites.ground import Part


@dataclass(frozen=True, slots=True)
class Promise:
    """`place` is answered by `name` at addresses within `where` (anywhere if None), and seen as one of `seen`, if any.

    Where it isn't `kept`, nobody is answered.
    """

    place: str
    name: str
    where: str | None
    port: str
    kept: bool = True
    seen: tuple[str, ...] = ()
    published: bool = False

    def is_about(self, flow: Flow) -> bool:
        """Whether a flow was asked where it says."""
        door = flow.door
        at = f"{door.port}/{door.protocol}"
        here = (flow.place, door.name, at, door.published) == (
            self.place,
            self.name,
            self.port,
            self.published,
        )
        return here and (self.where is None or ip_address(door.address) in ip_network(self.where))

    def is_kept(self, flow: Flow) -> bool:
        """Whether it came as it says."""
        verdict = flow.verdict
        if not isinstance(verdict, Answer):
            return not self.kept
        if not self.kept:
            return verdict.name != self.name
        return verdict.name == self.name and (not self.seen or verdict.seen_as in self.seen)

    def __str__(self) -> str:
        must = "must be answered" if self.kept else "must not be answered"
        seen = f" and seen as {', '.join(self.seen)}" if self.seen else ""
        return f"{self.place} {must} by {self.name} at {self.where or 'its address'} {self.port}{seen}"


def broken(promises: Sequence[Promise], found: Sequence[Flow]) -> list[str]:
    """Give a line for each promise that isn't kept, and for each that nobody was asked about."""
    lines = []
    for promise in promises:
        asked = [flow for flow in found if promise.is_about(flow)]
        wrong = [flow for flow in asked if not promise.is_kept(flow)]
        if not asked:
            lines.append(f"{promise}: nobody was asked")
        lines += [f"{promise}: {flow.verdict} at {flow.door}" for flow in wrong]
    return lines


@dataclass(frozen=True, slots=True)
class Station:
    """Something on a LAN: its addresses there, what it listens on as the intent writes it, and for a container the host and the network.

    `within` names who else's network namespace it lives in, if it does.
    """

    name: str
    lan: str
    addresses: tuple[str, ...]
    listens: tuple[str, ...]
    host: str | None = None
    network: Any = None
    alone: bool = True
    within: str | None = None

    @property
    def place(self) -> str:
        """Whose network namespace it is in."""
        return self.within or self.name

    def heard(self, where: str) -> tuple[str, ...]:
        """The ports that it hears at any address of one family; 0.0.0.0 is none of IPv6."""
        every = {None} if ":" in where else {None, "0.0.0.0"}
        return tuple(at for address, at in map(port, self.listens) if address in every)


def promises(site: Part) -> list[Promise]:
    """All of a site."""
    found = list(_on_lans(site))
    for name, host in site["hosts"].items():
        found += _behind(site, name, host)
        found += _published(site, name, host)
    found += _of_clients(site)
    found += _to_the_internet(site)
    return list(dict.fromkeys(found))


def texts(values: Any) -> list[str]:
    """One value or several, as the intent writes them."""
    if values is None or values == {}:
        return []
    return [str(one) for one in values] if isinstance(values, list | tuple) else [str(values)]


def port(listen: Any) -> tuple[str | None, str]:
    """The address of a listener, if it has one of its own, and its port."""
    address, _, rest = str(listen).rpartition(":")
    rest = rest if "/" in rest else f"{rest}/tcp"
    return address or None, rest


def _everywhere(listens: Any) -> tuple[str, ...]:
    """The ports that are heard at every address there is."""
    return tuple(where for address, where in map(port, listens or ()) if address is None)


def links(host: Part) -> Iterator[tuple[str, list[str]]]:
    """The LANs of a host, each with its addresses there."""
    for each in host["interfaces"].values():
        if each and "lan" in each:
            yield each["lan"], [one.partition("/")[0] for one in texts(each.get("address"))]


def stations(site: Part) -> list[Station]:
    """Devices, hosts and containers that stand on a LAN."""
    found = []
    for lan, each in site["lans"].items():
        for name, device in each.get("devices", {}).items():
            written = device if isinstance(device, dict) else {"address": device}
            listens = (f"{PORT}/tcp", *texts(written.get("listens")))
            found.append(Station(name, lan, tuple(texts(written["address"])), listens))
    for name, host in site["hosts"].items():
        for lan, addresses in links(host):
            found.append(Station(name, lan, tuple(addresses), tuple(texts(host.get("listens")))))
        found += _in_hosts_network(name, host)
        for service, each in host["services"].items():
            for network, at in (each.get("networks") or {}).items():
                made = host["networks"][network]
                if made.get("lan") in site["lans"]:
                    addresses = texts(at.get("address")) if isinstance(at, dict) else texts(at)
                    alone = len(each["networks"]) == 1
                    listens = tuple(texts(each.get("listens")))
                    here = Station(service, made["lan"], tuple(addresses), listens, name, made, alone)
                    found += [here, *_sidecars(host, here)]
    return found


def _in_hosts_network(name: str, host: Part) -> Iterator[Station]:
    for lan, addresses in links(host):
        for service, each in host["services"].items():
            if each.get("network_mode") == "host":
                listens = tuple(texts(each.get("listens")))
                yield Station(service, lan, tuple(addresses), listens, within=name)


def _sidecars(host: Part, container: Station) -> Iterator[Station]:
    for service, each in host["services"].items():
        if each.get("network_mode") == f"service:{container.name}":
            listens = tuple(texts(each.get("listens")))
            yield replace(container, name=service, listens=listens, within=container.name)


def _on_lans(site: Part) -> Iterator[Promise]:
    """Whoever stands on one LAN reaches everybody there, but for what macvlan keeps apart."""
    for one, other in product(stations(site), repeat=2):
        if one.lan != other.lan or one.within or one.place == other.place:
            continue
        kept = _meet(site, one, other)
        if kept is None:
            continue
        for where, seen in _where(site, one, other):
            for at in other.heard(where):
                yield Promise(one.name, other.name, where, at, kept, seen if kept else ())


def _sources(site: Part, one: Station, other: Station) -> tuple[str, ...]:
    """As whom the asker is seen: a host by its own containers as its shim, if that has an address of the LAN."""
    if other.network is None or other.host != one.place:
        return one.addresses
    access = other.network.get("host_access")
    shim = (
        [text.partition("/")[0] for text in texts(access.get("address"))] if isinstance(access, dict) else []
    )
    subnets = [ip_network(subnet) for subnet in texts(site["lans"][other.lan]["subnet"])]
    inside = [each for each in shim if any(ip_address(each) in subnet for subnet in subnets)]
    return tuple(inside) or one.addresses


def _where(site: Part, one: Station, other: Station) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Addresses to ask at, with those that the asker has there in the same family (none if Docker chose them)."""
    sources = _sources(site, one, other)
    if other.addresses:
        for address in other.addresses:
            seen = tuple(mine for mine in sources if (":" in mine) == (":" in address))
            if one.host is None or one.addresses == () or seen:
                yield address, seen
    else:
        for subnet in texts(site["lans"][other.lan]["subnet"])[:1]:
            yield subnet, tuple(mine for mine in sources if ":" not in mine)


def _meet(site: Part, one: Station, other: Station) -> bool | None:
    """Whether two of one LAN must reach each other; None where the meaning of things doesn't say."""
    internal = [each.network for each in (one, other) if each.network and each.network.get("internal")]
    if internal and one.network is not other.network:
        return (
            None if any("parent" in network for network in internal) else False
        )  # a parent's wire is the LAN's
    for container, host in ((one, other), (other, one)):
        if container.network is not None and container.host == host.place:
            return _host_and_container(container)
    if one.network is not None and other.network is not None and one.host == other.host:
        if one.network is not other.network:
            return None
        mode = one.network.get("flag" if one.network["driver"] == "ipvlan" else "mode", "bridge")
        if mode in {"private", "vepa"}:
            return False
        return None if mode == "passthru" else True
    return None if _is_passthru(site, one) or _is_passthru(site, other) else True


def _is_passthru(site: Part, one: Station) -> bool:
    host = site["hosts"].get(one.place)
    return host is not None and any(
        each.get("mode") == "passthru" for each in host.get("networks", {}).values()
    )


def _host_and_container(container: Station) -> bool | None:
    """A host reaches its own containers on its bridge, and those of macvlan by a shim alone."""
    network = container.network
    if "host_bridge" in network or "uplink" in network:
        return True
    if network.get("mode") == "passthru":
        return None
    if not network.get("host_access"):
        return False if container.alone else None
    reached = bool(container.addresses) or "ip_range" in network
    return True if reached and network.get("driver") == "macvlan" else None


def _is_nat(network: Part) -> bool:
    return network.get("driver") == "bridge" and "host_bridge" not in network and "uplink" not in network


def _behind(site: Part, name: str, host: Part) -> Iterator[Promise]:
    """Containers behind the host: the host reaches them, they reach the LAN with the host's address, or nobody."""
    for service, each in host["services"].items():
        networks = {one: host["networks"][one] for one in each.get("networks") or {}}
        if not networks or not all(map(_is_nat, networks.values())):
            continue
        for at in _everywhere(each.get("listens")):
            yield Promise(name, service, None, at)
        if all(network.get("internal") for network in networks.values()):
            yield from _nobody(site, service, each)
        elif len(networks) == 1 and "clients" not in each:
            yield from _out(site, host, service, each, *networks)
    yield from _neighbours(host)


def _neighbours(host: Part) -> Iterator[Promise]:
    """Two containers that share one network and no other."""
    for one, other in product(host["services"].items(), repeat=2):
        mine, others = (list(each.get("networks") or {}) for _, each in (one, other))
        if one[0] == other[0] or len(mine) != 1 or mine != others:
            continue
        network = host["networks"][mine[0]]
        if _is_nat(network) and not network.get("options"):
            for at in _everywhere(other[1].get("listens")):
                yield Promise(one[0], other[0], None, at)


def devices(site: Part, lan: str) -> Iterator[tuple[str, list[str]]]:
    """The devices of a LAN, each with its addresses."""
    for name, device in site["lans"][lan].get("devices", {}).items():
        yield name, texts(device["address"] if isinstance(device, dict) else device)


def _nobody(site: Part, service: str, each: Part) -> Iterator[Promise]:
    """Internal networks alone: no way in, none out."""
    for lan in site["lans"]:
        for device, addresses in devices(site, lan):
            for address in addresses:
                yield Promise(service, device, address, f"{PORT}/tcp", kept=False)
            for at in _everywhere(each.get("listens")):
                yield Promise(device, service, None, at, kept=False)


def _out(site: Part, host: Part, service: str, each: Part, name: str) -> Iterator[Promise]:
    """Seen as what it leaves as, or the host; without masquerading as itself, if its address is known."""
    network, at = host["networks"][name], each["networks"][name]
    leaves_as = texts(each.get("leaves_as")) or texts(network.get("leaves_as"))
    itself = network.get("masquerade") is False and not leaves_as
    static = texts(at.get("address")) if isinstance(at, dict) else texts(at)
    for lan, own in links(host):
        for device, addresses in devices(site, lan):
            for address in (one for one in addresses if ":" not in one):
                seen = tuple(one for one in (static if itself else leaves_as or own) if ":" not in one)
                yield Promise(service, device, address, f"{PORT}/tcp", seen=seen)


def _is_on(site: Part, lan: str, address: str) -> bool:
    return any(ip_address(address) in ip_network(subnet) for subnet in texts(site["lans"][lan]["subnet"]))


def _published(site: Part, name: str, host: Part) -> Iterator[Promise]:
    """A port that the host serves for a container: for every device on the host's LANs."""
    for service, each in host["services"].items():
        if not each.get("networks"):
            continue
        for publish in each.get("publish", ()):
            yield from _served(site, name, host, service, publish)


def _served(site: Part, name: str, host: Part, service: str, publish: Part) -> Iterator[Promise]:
    _, at = port(publish["port"])
    for lan, own in links(host):
        where = [str(publish["address"])] if "address" in publish else own
        for address in (one for one in where if ":" not in one):
            if address.startswith("127."):
                yield Promise(name, service, address, at, published=True)
                continue
            if not _is_on(site, lan, address):
                continue
            for device, mine in devices(site, lan):
                seen = tuple(one for one in mine if ":" not in one)
                yield Promise(device, service, address, at, seen=seen, published=True)


def _of_clients(site: Part) -> Iterator[Promise]:
    """VPN clients of a container on the LAN alone reach the LAN's devices; by NAT they are seen as the container."""
    for one in stations(site):
        if one.network is None or not one.alone or one.host is None:
            continue
        clients = site["hosts"][one.host]["services"][one.name].get("clients")
        for device, addresses in devices(site, one.lan) if clients else ():
            for address in (each for each in addresses if ":" not in each):
                nat = isinstance(clients, dict) and clients.get("return") == "nat"
                seen = tuple(each for each in one.addresses if ":" not in each) if nat else ()
                yield Promise(f"{one.name}/clients", device, address, f"{PORT}/tcp", seen=seen)


def _to_the_internet(site: Part) -> Iterator[Promise]:
    """The first LAN's router leads there: devices, hosts whose first link is on it, and containers on it alone."""
    lan = next((name for name, each in site["lans"].items() if texts(each.get("gateway"))), None)
    if lan is None or lan != next(iter(site["lans"])):
        return
    for one in stations(site):
        first = next(iter(links(site["hosts"][one.name])))[0] if one.name in site["hosts"] else lan
        is_let_out = not (one.network and one.network.get("internal"))
        here = one.lan == lan and one.alone and not one.within and first == lan
        if here and is_let_out and not _is_passthru(site, one):
            yield Promise(one.name, "internet", INTERNET[4], f"{PORT}/tcp")


def own_addresses(host: Part) -> set[str]:
    """The addresses that a host's owner wrote, with their prefixes."""
    written = (one for each in host["interfaces"].values() if each for one in texts(each.get("address")))
    return {str(ip_interface(one)) for one in written}
