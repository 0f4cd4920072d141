"""What `install` runs so that networkd does now what the files say, not only after the next boot.

Measured with systemd 262: a reload brings up what new or changed files say, drop-ins included, and cuts nothing off; what
is gone although the files still say so (a deleted link, an address, a route) comes back by `reconfigure` of its parent or
of the link itself. What the files no longer say goes with a reload, but for links and promiscuous mode.
"""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Purpose
from lanwright.plan.carriers import carriers
from lanwright.plan.vpn import by_own_links
from lanwright.targets.artifact import Notice, Phase, Step
from lanwright.targets.claims import claims, displaces
from lanwright.targets.free_name import free_name
from lanwright.targets.networkd.devices import device
from lanwright.targets.networkd.places import FOLDER, device_file, extended, is_ours, written
from lanwright.targets.staying import clear, is_there, stays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan import HostPlan, Link, LinkAddress, Route
    from lanwright.targets.networkd.by_link import ByLink

_FOUND = frozenset({LinkKind.PHYSICAL, LinkKind.WIRELESS, LinkKind.TUNNEL})


def steps(host: HostPlan, plan: ByLink) -> Iterator[Step]:
    """A step for each link of ours, each alias, route to clients and promiscuous link: a change of one leaves the others."""
    ours = [link for link in written(host) if is_ours(link)]
    carrying = carriers(host)
    for link in sorted(ours, key=lambda link: not _stays(link, carrying)):
        yield _carrier(plan, link) if _stays(link, carrying) else _added_link(plan, link)
    for link in (*ours, *(link for links in extended(host).values() for link in links)):
        for item in plan.held(link):
            if item.purpose is Purpose.ALIAS:
                yield _alias(item)
        for route in by_own_links(host):
            if route.link == link.name:
                yield _led(route)
        if link.promiscuous:
            yield _promiscuous(link.name)


def notices(host: HostPlan) -> tuple[Notice, ...]:
    """Networkd has to forget files that have gone; links that carry the host go with theirs, if a person says so.

    A rollback doesn't wait for that: the host may be out of reach by the very bridge that has to go.
    """
    carrying = carriers(host)
    staying = [link for link in written(host) if _stays(link, carrying)]
    names = ", ".join(link.name for link in staying)
    made = (link.name for link in staying if is_ours(link) and link.kind not in _FOUND)
    gone = (
        f"[ -e {FOLDER}/{device_file(name)} ] || [ ! -e /sys/class/net/{name} ] || ip link del dev {name}"
        for name in made
    )
    command = "; ".join(("networkctl reload", *gone))
    return (
        Notice(
            command=command,
            interrupts=f"what goes over {names}, where their files have gone" if names else "",
            when=f"{FOLDER}/*",
            unattended=command if names else "",
        ),
    )


def _stays(link: Link, carrying: frozenset[str]) -> bool:
    """Whether no step takes a link down: it carries the host, or was there before us."""
    return link.purpose is Purpose.HOST and (link.name in carrying or link.kind in _FOUND)


def _added_link(plan: ByLink, link: Link) -> Step:
    """A shim or VLAN needs its parent, one end of a pair the bridge that it is put in, a network's own bridge nothing."""
    name = link.name
    parent = (link.bridge if link.kind is LinkKind.VETH else link.parent) or name
    port = (f"ip link show dev {name} master {parent} 2>/dev/null | grep -q .",) if link.bridge else ()
    seen = (_is_there(name), *port, *_ports(link), *_addresses(plan, link), *_routes(plan.routes(link)))
    needed = () if parent == name else (_needed(parent),)
    return Step(
        phase=Phase.LINKS,
        name=name,
        apply=_lines(*needed, _brought_up(seen, (parent, name, *link.ports))),
        undo=f"! {_is_there(name)} || ip link del dev {name}",
        check=_lines(*seen),
        defines=_lines(parent, *(line for part in device(link) for line in part.lines)),
        needs=free_name(name, f"{FOLDER}/{device_file(name)}"),
        claims=claims(link),
        displaces=displaces(link),
    )


def _carrier(plan: ByLink, link: Link) -> Step:
    """A link that carries the host is never taken away. One that somebody else did comes back by its parent."""
    name = link.name
    defaults = () if link.dhcp else _routes(plan.gateways(link))
    numbered = tuple(_numbered(link))
    seen = (_is_there(name), *_ports(link), *_addresses(plan, link), *defaults)
    renumbered = f"networkd leaves {name} its number while it is up; in one line: ip link del dev {name}; sh install apply"
    return Step(
        phase=Phase.LINKS,
        name=name,
        apply=_lines(
            *(f"! {_is_there(name)} || {right} || {_fail(renumbered)}" for right in numbered),
            _brought_up(seen, (*([link.parent] if link.parent else ()), name, *link.ports)),
        ),
        undo=":",
        check=_lines(*seen, *numbered),
        interrupts=f"what goes over {', '.join((name, *link.ports))}, where its settings change",
        claims=claims(link),
        displaces=displaces(link),
        stays=stays(link),
        clear=clear(link),
    )


def _alias(item: LinkAddress) -> Step:
    address, link = item.address, item.link
    return Step(
        phase=Phase.LINKS,
        name=f"alias {address.ip}",
        apply=_lines(_needed(link), _brought_up((_holds(item),), (link,))),
        undo=f"ip addr del {address} dev {link} 2>/dev/null || true",
        check=_holds(item),
    )


def _led(route: Route) -> Step:
    destination, link = route.destination, route.link
    seen = tuple(_routes((route,)))
    return Step(
        phase=Phase.LINKS,
        name=f"route {destination}",
        apply=_lines(_needed(link), _brought_up(seen, (link,))),
        undo=f"ip route del {destination} via {route.via} dev {link} 2>/dev/null || true",
        check=_lines(*seen),
    )


def _promiscuous(link: str) -> Step:
    seen = f"ip link show dev {link} | grep -q PROMISC"
    return Step(
        phase=Phase.LINKS,
        name=f"{link} promiscuous",
        apply=_lines(_needed(link), _brought_up((seen,), (link,))),
        undo=f"! {_is_there(link)} || ip link set dev {link} promisc off",
        check=seen,
    )


def _brought_up(seen: Iterable[str], links: Iterable[str]) -> str:
    """Reload, and go on only when all of it is seen, for networkd answers before it has done it."""
    names = " ".join(dict.fromkeys(links))
    idle = "systemd-networkd isn't running here; is network: networkd right for this host?"
    silent = (
        f"networkd doesn't bring up what {FOLDER} says of {names}; networkctl status {names} shows which file it "
        "takes for each, journalctl -u systemd-networkd why"
    )
    return _lines(
        f"systemctl is-active --quiet systemd-networkd.service || {_fail(idle)}",
        f"seen() {{ {' && '.join(seen)}; }}",
        "waited() {",
        "    left=$1",
        '    until seen; do [ "$left" -gt 0 ] || return 1; left=$((left - 1)); sleep 0.2; done',
        "}",
        'again() { ! ip link show dev "$1" >/dev/null 2>&1 || networkctl reconfigure "$1"; }',
        "networkctl reload",
        f'waited 5 || {{ for link in {names}; do again "$link"; done; waited 50; }} || {_fail(silent)}',
    )


def _needed(name: str) -> str:
    return f"{_is_there(name)} || {_fail(f'there is no link {name}; bring it up first')}"


def _is_there(name: str) -> str:
    return f"ip link show dev {name} >/dev/null 2>&1"


def _ports(link: Link) -> Iterator[str]:
    return (f"ip link show dev {port} master {link.name} 2>/dev/null | grep -q ." for port in link.ports)


def _numbered(link: Link) -> Iterator[str]:
    if link.kind is LinkKind.VLAN:
        yield is_there(link)


def _addresses(plan: ByLink, link: Link) -> Iterator[str]:
    return (_holds(item) for item in plan.held(link) if item.purpose is not Purpose.ALIAS)


def _holds(item: LinkAddress) -> str:
    family = "inet" if item.address.version == 4 else "inet6"
    return f"ip -o addr show dev {item.link} | grep -qwF '{family} {item.address}'"


def _routes(wanted: Iterable[Route]) -> Iterator[str]:
    for route in wanted:
        words = [f"via {route.via}"] * (route.via is not None) + [f"src {route.source}"] * (
            route.source is not None
        )
        shown = f"ip -{route.destination.version} route show {route.destination} dev {route.link}"
        yield " && ".join(f"{shown} | grep -qwF '{word}'" for word in words or [str(route.destination)])


def _fail(said: str) -> str:
    return f"{{ echo {quote(said)} >&2; exit 1; }}"


def _lines(*lines: str) -> str:
    return "\n".join(lines)
