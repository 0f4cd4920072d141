"""The stanzas of the links that are ours, each after the links that it stands on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from shlex import quote
from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.plan.vpn import by_own_links
from lanwright.targets.ifupdown.commands import SELF, hold, send

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.plan import HostPlan, Link

_FOUND = frozenset({LinkKind.PHYSICAL, LinkKind.WIRELESS, LinkKind.TUNNEL})
MADE = frozenset(
    {LinkKind.BRIDGE, LinkKind.BOND, LinkKind.VLAN, LinkKind.MACVLAN, LinkKind.IPVLAN, LinkKind.VETH}
)
"""What our stanzas bring into being, with iproute2 alone: no package of ifupdown's (bridge-utils, ifenslave, vlan) is needed."""


@dataclass(frozen=True, slots=True)
class Stanza:
    """One `iface` of a link; `lines` are its options."""

    family: str
    method: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OurLink:
    """A link with its stanzas; `about` is the comment above them."""

    link: Link
    about: str
    stanzas: tuple[Stanza, ...]

    @property
    def name(self) -> str:
        """The link's name."""
        return self.link.name

    @property
    def text(self) -> str:
        """All that is said of the link; another text is another link."""
        return "\n".join(
            line for item in self.stanzas for line in (f"{item.family} {item.method}", *item.lines)
        )


def below(link: Link) -> tuple[str, ...]:
    """The links that a link stands on; of one end of a pair the bridge that it is put in."""
    if link.kind is LinkKind.VETH:
        return (link.bridge,) if link.bridge else ()
    return link.ports if link.parent is None else (link.parent, *link.ports)


def stanzas(host: HostPlan) -> tuple[OurLink, ...]:
    """Every link that Lanwright's stanzas make or configure."""
    ours = {
        name: link
        for name, link in host.links.items()
        if link.maker is Maker.LANWRIGHT and link.kind in _FOUND | MADE
    }
    graph = {name: [item for item in below(link) if item in ours] for name, link in ours.items()}
    order = TopologicalSorter(graph).static_order()
    return tuple(_our_link(host, ours[name]) for name in order)


def _our_link(host: HostPlan, link: Link) -> OurLink:
    if link.purpose is Purpose.SHIM:
        return OurLink(link, f"the host's own way to the containers of {link.network}", (_shim(host, link),))
    if link.purpose is Purpose.UPLINK:
        return OurLink(link, _joins(link), (_uplink(host, link),))
    first, *others = _configured(host, link)
    lines = (*first.lines, *_before(host, link), *_after(host, link))
    whole = (Stanza(first.family, first.method, lines), *others)
    return OurLink(link, f"the host's {link.kind} {link.name}", tuple(_leading(host, link, whole)))


def _shim(host: HostPlan, link: Link) -> Stanza:
    """The form that survives most: everything in it may be run twice, and no line needs the one before."""
    made, raised = shim_commands(host, link, SELF)
    lines = (
        *_below_first(host, link),
        *(f"pre-up {command}" for command in made),
        *(f"up {command}" for command in raised),
        f"post-down ip link del dev {SELF} 2>/dev/null || true",
    )
    return Stanza("inet", "manual", lines)


def shim_commands(host: HostPlan, link: Link, device: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What makes a shim, and what brings it up; `device` is how the commands name it."""
    made = (*_made(link, device), _unadvertised(device))
    raised = (
        *(hold(item, device) for item in host.addresses if item.link == link.name),
        f"ip link set dev {device} up",
        *(send(item, device) for item in host.routes if item.link == link.name),
    )
    return made, raised


def _joins(link: Link) -> str:
    if link.kind is LinkKind.VETH:
        return f"one end of the pair that joins {link.network} to the LAN, in {link.bridge}"
    return f"the bridge of {link.network}, which Docker finds when it starts"


def _uplink(host: HostPlan, link: Link) -> Stanza:
    """Like a shim's: everything may be run twice."""
    lines = (
        *_below_first(host, link),
        *(f"pre-up {command}" for command in uplink_made(link, SELF)),
        *(f"up {command}" for command in uplink_raised(host, link, SELF)),
        f"post-down ip link del dev {SELF} 2>/dev/null || true",
    )
    return Stanza("inet", "manual", lines)


def uplink_made(link: Link, device: str) -> tuple[str, ...]:
    """What makes a network's own bridge, or a pair by one of its ends; a bridge heeds no router."""
    silent = () if link.kind is LinkKind.VETH else (_unadvertised(device),)
    return (*_made(link, device), *silent)


def uplink_raised(host: HostPlan, link: Link, device: str) -> tuple[str, ...]:
    """What brings it up, in the bridge that it belongs to."""
    return (
        *([f"ip link set dev {device} master {quote(link.bridge)}"] if link.bridge else []),
        *(hold(item, device) for item in host.addresses if item.link == link.name),
        f"ip link set dev {device} up",
    )


def _unadvertised(device: str) -> str:
    """Keep a link, before it is up, from addresses and routes that a router advertises."""
    keys = " ".join(f"net/ipv6/conf/{device}/{key}=0" for key in ("accept_ra", "autoconf"))
    return f"sysctl -qw {keys} || true"


def is_bare(host: HostPlan, link: Link) -> bool:
    """Whether a link only carries others, containers or VLANs: the host itself isn't on its LAN, and takes no address there."""
    addressed = link.dhcp or any(item.link == link.name for item in host.addresses)
    return not addressed and link.bridge is None


def _leading(host: HostPlan, link: Link, stanzas: Sequence[Stanza]) -> Iterator[Stanza]:
    """The same with the link's routes, each in the last stanza of its family: the next hop's subnet is there by then."""
    last = {stanza.family: index for index, stanza in enumerate(stanzas)}
    for index, stanza in enumerate(stanzas):
        routes = [
            f"up {send(route, SELF)}"
            for route in by_own_links(host)
            if route.link == link.name and last.get(_family(route.destination.version)) == index
        ]
        yield replace(stanza, lines=(*stanza.lines, *routes))


def _before(host: HostPlan, link: Link) -> Iterator[str]:
    """What brings the link into being."""
    yield from _below_first(host, link)
    for command in _made(link, SELF):
        yield f"pre-up {command}"
    if is_bare(host, link):
        yield f"pre-up {_unadvertised(SELF)}"
    for port in link.ports:
        yield f"pre-up {_taken(link, port)}"
        yield f"pre-up ip link set dev {port} up"


def _taken(link: Link, port: str) -> str:
    """A bond takes no port that is up, and a port that it has stays up."""
    taking = f"ip link set dev {port} master {SELF}"
    if link.kind is not LinkKind.BOND:
        return taking
    has = f"ip link show dev {port} master {SELF} 2>/dev/null | grep -q ."
    return f"{has} || {{ ip link set dev {port} down && {taking}; }}"


def _below_first(host: HostPlan, link: Link) -> Iterator[str]:
    """The links below come first, wherever /etc/network/interfaces has them: it usually sources our file before them."""
    for name in below(link):
        lower = host.links.get(name)
        if name == link.parent or lower is None or lower.kind not in _FOUND:
            yield f"pre-up ip -o link show up dev {quote(name)} 2>/dev/null | grep -q . || ifup {quote(name)} || true"


def _made(link: Link, device: str) -> Iterator[str]:
    if link.kind in MADE:
        yield f"ip link show dev {device} >/dev/null 2>&1 || {_creation(link, device)}"
    if link.mtu:
        yield f"ip link set dev {device} mtu {link.mtu}"


def _creation(link: Link, device: str) -> str:
    """A bridge takes its first port's MAC address for good, else the lowest of all that are ever put in."""
    if link.kind is LinkKind.BRIDGE:
        given = f'address "$(cat /sys/class/net/{link.ports[0]}/address)" ' if link.ports else ""
        return f"ip link add {device} {given}type bridge"
    if link.kind is LinkKind.VETH:
        return f"ip link add {device} type veth peer name {quote(link.parent or '')}"
    if link.kind is LinkKind.BOND:
        # Without miimon a bond doesn't notice that a cable is out (Documentation/networking/bonding.rst).
        return f"ip link add {device} type bond mode {quote(link.mode or '')} miimon 100"
    kind = (
        f"vlan id {link.vlan}" if link.kind is LinkKind.VLAN else f"{link.kind} mode {quote(link.mode or '')}"
    )
    flag = f" {quote(link.flag)}" if link.flag else ""
    return f"ip link add {device} link {quote(link.parent or '')} type {kind}{flag}"


def _after(host: HostPlan, link: Link) -> Iterator[str]:
    """What else it is given, and how it is taken away."""
    for item in host.addresses:
        if item.link == link.name and item.purpose is Purpose.ALIAS:
            yield f"up {hold(item, SELF)}"
    if link.promiscuous:
        yield f"up ip link set dev {SELF} promisc on"
    if link.kind in MADE:
        yield f"post-down ip link del dev {SELF} 2>/dev/null || true"


def _configured(host: HostPlan, link: Link) -> tuple[Stanza, ...]:
    """The link's own addresses: a lease, static ones, or none."""
    own = [item.address for item in host.addresses if item.link == link.name and item.purpose is Purpose.HOST]
    if link.dhcp:
        versions = sorted({4, *(address.version for address in own)})
        return tuple(Stanza(_family(version), "dhcp", ()) for version in versions)
    static = tuple(
        Stanza(
            _family(address.version), "static", (f"address {address}", *_gateway(host, link, address.version))
        )
        for address in own
    )
    return static or (Stanza("inet", "manual", (f"up ip link set dev {SELF} up",)),)


def _family(version: int) -> str:
    return "inet" if version == 4 else "inet6"


def _gateway(host: HostPlan, link: Link, version: int) -> Iterator[str]:
    for route in host.routes:
        default = route.purpose is Purpose.DEFAULT_ROUTE and route.destination.version == version
        if default and route.link == link.name:
            yield f"gateway {route.via}"
            if route.metric:
                yield f"metric {route.metric}"
