"""What `install` runs so that links and addresses are there now, not only after the next boot."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.plan.carriers import carriers
from lanwright.plan.vpn import by_own_links
from lanwright.targets import parameter
from lanwright.targets.artifact import Notice, Phase, Step
from lanwright.targets.claims import claims, displaces
from lanwright.targets.free_name import free_name
from lanwright.targets.ifupdown.commands import hold, send
from lanwright.targets.ifupdown.stanzas import MADE, below
from lanwright.targets.staying import clear, left_up, stays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lanwright.plan import HostPlan, Link, LinkAddress, Route, Sysctl
    from lanwright.targets.ifupdown.stanzas import OurLink

INTERFACES = "/etc/network/interfaces.d/lanwright"
TAKE_OUT = "take it out and apply again"


def link_steps(host: HostPlan, links: Sequence[OurLink]) -> Iterator[Step]:
    """A step for each link that is ours: what is only made for containers comes and goes, what carries the host only comes."""
    carrying = carriers(host)
    for ours in links:
        yield _carrier(ours.link) if _stays(ours, carrying) else _beside(host, ours)


def addition_steps(host: HostPlan) -> Iterator[Step]:
    """A step for each alias, route to clients, promiscuous link and parameter, so that a change of one leaves the others alone."""
    for item in host.addresses:
        if item.purpose is Purpose.ALIAS:
            yield _alias(item)
    for route in by_own_links(host):
        yield _led(route)
    for link in host.links.values():
        if link.promiscuous and link.maker is Maker.HOST:
            yield _promiscuous(link.name)
    for setting in host.kernel:
        if setting.link is not None:
            yield _parameter(setting)


def notices(host: HostPlan, links: Sequence[OurLink]) -> tuple[Notice, ...]:
    """The links that carry the host: no step takes them down. What of ours stands on one goes and comes with it."""
    carrying = carriers(host)
    of_host = [ours for ours in links if ours.link.purpose is Purpose.HOST]
    found = []
    for ours in (item for item in of_host if _stays(item, carrying)):
        stack = _standing_on(ours, of_host)
        names = [item.name for item in stack]
        changed = "its own stanza" if len(stack) == 1 else f"the stanza of {ours.name}"
        down, up = f"ifdown {' '.join(reversed(names))}", f"ifup {' '.join(names)}"
        found.append(
            Notice(
                command=f"{down}; {up}",
                interrupts=f"all that goes over {', '.join(names)}; needed only where {changed} changed",
                when=INTERFACES,
                undone="",  # its step has said that the link is left up, and how to take it down
                unattended=_given_back(ours.name, f"{down} || true; {up}"),
            )
        )
    return tuple(found)


def _given_back(name: str, anew: str) -> str:
    """Configure a link anew if it lacks an address of its stanza: its owner has typed that for a tree that is no more.

    The stanza is read as it is then: of which tree it is doesn't matter, and where there is none nothing is done.
    """
    listed = (
        f"""awk '/^iface / {{ its = $2 == "{name}" }} its && $1 == "address" {{ print $2 }}' {INTERFACES}"""
    )
    held = f'ip -o addr show dev {name} | grep -qF " $address "'
    return f"for address in $({listed}); do {held} || {{ {anew}; break; }}; done"


def _stays(ours: OurLink, carrying: frozenset[str]) -> bool:
    """Whether no step of ours takes a link down: it carries the host, or was there before us."""
    return ours.link.purpose is Purpose.HOST and (ours.name in carrying or ours.link.kind not in MADE)


def _standing_on(lowest: OurLink, links: Sequence[OurLink]) -> list[OurLink]:
    """A link and those above it, each after what it stands on, which is the order that they are given in."""
    stack = [lowest]
    names = {lowest.name}
    for ours in links:
        if names.intersection(below(ours.link)):
            names.add(ours.name)
            stack.append(ours)
    return stack


def _beside(host: HostPlan, ours: OurLink) -> Step:
    """A shim, a part of an uplink, or a link of the host's own that the host has no address on."""
    name = ours.name
    routes = [item.destination for item in host.routes if item.link == name]
    seen = [f"ip -{prefix.version} route show {prefix} dev {name} | grep -q ." for prefix in routes]
    if ours.link.bridge:
        seen.append(f"ip link show dev {name} master {quote(ours.link.bridge)} 2>/dev/null | grep -q .")
    return Step(
        phase=Phase.LINKS,
        name=name,
        apply=_lines(_read_once(name), *_needs(below(ours.link)), *_free(ours.link), *_brought_up(ours.link)),
        undo=_lines(
            f'{_unless_forgotten(ours.link)}ifdown --force --interfaces="$LANWRIGHT_OLD"/rootfs{INTERFACES} {name} || true',
            f"! {_is_there(name)} || ip link del dev {name}",
        ),
        check=_lines(_is_there(name), *seen),
        defines=ours.text,
        needs=_lines(
            _one_stanza(name, f"type 'ifdown {name}', take it out, and apply again"),
            *((free_name(name, INTERFACES),) if ours.link.kind in MADE else ()),
        ),
        claims=claims(ours.link),
        displaces=displaces(ours.link),
    )


def _carrier(link: Link) -> Step:
    """A link of the host's own is made where that cuts nothing off, and never taken away."""
    name = link.name
    making = (*_needs(below(link)), *_free(link), *_brought_up(link))
    found = link.kind not in MADE
    return Step(
        phase=Phase.LINKS,
        name=name,
        apply=_lines(_read_once(name), *(() if found else (f"! {_is_there(name)} || exit 0", *making))),
        undo=":" if found else f"echo {quote(left_up(name))}",
        check=f"ifquery {name} >/dev/null 2>&1" if found else _is_there(name),
        needs=_one_stanza(name, TAKE_OUT),
        claims=claims(link),
        displaces=displaces(link),
        stays=stays(link),
        clear=clear(link),
    )


def _brought_up(link: Link) -> Iterator[str]:
    """Bring a link up, whatever ifupdown believes of it.

    It takes eth0.20 for a child of eth0 and brings that up first, with --force by force: the host would be cut off. So
    a link of the host's own that isn't there, and that it believes to be up, is forgotten instead.
    """
    if link.purpose is not Purpose.HOST:
        yield f"ifup --force {link.name}"
        return
    yield f"{_is_there(link.name)} || ! {_believed_up(link.name)} || ifdown --force {link.name} >/dev/null 2>&1 || true"
    yield f"ifup {link.name}"


def _unless_forgotten(link: Link) -> str:
    return f"! {_believed_up(link.name)} || " if link.purpose is Purpose.HOST else ""


def _believed_up(name: str) -> str:
    """Whether ifupdown has it for up: ifupdown-ng lists all, and forgets eth0, too, by an `ifdown` of an eth0.20 that isn't."""
    return f"ifquery --state {name} 2>/dev/null | grep -q '^{name.replace('.', '[.]')}='"


def _free(link: Link) -> Iterator[str]:
    """A port that still carries the host, by itself or by what stands on it, would take it off the network.

    What is a port elsewhere would be missed there; and a bond takes its port down, with all that stands on it.
    """
    for port in link.ports:
        how = (
            f"take its stanza out of /etc/network/interfaces, type 'ifdown {port}; ifup {link.name}' (the host is cut off "
            "for a moment), and apply again"
        )
        folder = f"/sys/class/net/{port}"
        yield f'[ -z "$(ip -o addr show dev {port} scope global)" ] || {_fail(f"{port} still carries an address: {how}")}'
        yield f"[ ! -e {folder}/master ] || [ -e {folder}/upper_{link.name} ] || {_fail(f'{port} is a port already: {how}')}"
        if link.kind is LinkKind.BOND:
            yield f"for upper in {folder}/upper_*; do"
            yield f"    upper=${{upper#{folder}/upper_}}"
            yield '    [ -z "$(ip -o addr show dev "$upper" scope global 2>/dev/null)" ] ||'
            yield f"        {_fail(f'what carries an address stands on {port}: {how}')}"
            yield "done"


def _alias(item: LinkAddress) -> Step:
    address, link = item.address, item.link
    return Step(
        phase=Phase.LINKS,
        name=f"alias {address.ip}",
        apply=_lines(*_needs((link,)), hold(item, link)),
        undo=f"ip addr del {address} dev {link} 2>/dev/null || true",
        check=f"ip addr show dev {link} to {address} | grep -q .",
    )


def _led(route: Route) -> Step:
    destination, link = route.destination, route.link
    return Step(
        phase=Phase.LINKS,
        name=f"route {destination}",
        apply=_lines(*_needs((link,)), send(route, link)),
        undo=f"ip route del {destination} via {route.via} dev {link} 2>/dev/null || true",
        check=f"ip -{destination.version} route show {destination} via {route.via} dev {link} | grep -q .",
    )


def _promiscuous(link: str) -> Step:
    return Step(
        phase=Phase.LINKS,
        name=f"{link} promiscuous",
        apply=f"ip link set dev {link} promisc on",
        undo=f"! {_is_there(link)} || ip link set dev {link} promisc off",
        check=f"ip link show dev {link} | grep -q PROMISC",
    )


def _parameter(setting: Sysctl) -> Step:
    """As in the stanza or the hook; when it is undone, the parameter is as it was found."""
    return Step(
        phase=Phase.LINKS,
        name=f"sysctl {setting.path}",
        apply=_lines(parameter.kept(setting), parameter.setting(setting)),
        undo=parameter.put_back(setting),
        check=parameter.seen(setting),
    )


def _read_once(name: str) -> str:
    """Fails unless ifupdown reads our stanza, and no other of that name."""
    unread = (
        f"ifupdown doesn't know {name}: is it installed, and does /etc/network/interfaces have the line "
        "'source /etc/network/interfaces.d/*'?"
    )
    return _lines(f"ifquery {name} >/dev/null 2>&1 || {_fail(unread)}", _one_stanza(name, TAKE_OUT))


def _one_stanza(name: str, cure: str) -> str:
    """Fails where the host's owner has a stanza of that name."""
    stanza = f"^[[:blank:]]*iface[[:blank:]][[:blank:]]*{name.replace('.', '[.]')}[[:blank:]]"
    return _lines(
        "for file in /etc/network/interfaces /etc/network/interfaces.d/*; do",
        f'    if [ "$file" != {INTERFACES} ] && grep -qs {quote(stanza)} "$file"; then',
        f'        echo "$file has a stanza for {name}, too; {cure}" >&2',
        "        exit 1",
        "    fi",
        "done",
    )


def _needs(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield f"{_is_there(quote(name))} || {_fail(f'there is no link {name}; bring it up first')}"


def _is_there(name: str) -> str:
    return f"ip link show dev {name} >/dev/null 2>&1"


def _fail(said: str) -> str:
    return f"{{ echo {quote(said)} >&2; exit 1; }}"


def _lines(*lines: str) -> str:
    return "\n".join(lines)
