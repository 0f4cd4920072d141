"""What is added to links when ifupdown brings them up: parameters, aliases, promiscuous mode, the shims on them."""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker, Purpose
from lanwright.plan.vpn import by_own_links
from lanwright.targets import parameter
from lanwright.targets.ifupdown.commands import hold, send
from lanwright.targets.ifupdown.stanzas import shim_commands, uplink_made, uplink_raised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Link


@dataclass(frozen=True, slots=True)
class Shim:
    """A shim on a link, with the commands that bring it up once the link has its own addresses (`after`)."""

    name: str
    after: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """A link, and the commands that add to it before (`first`) and when (`then`) it is up."""

    link: str
    first: tuple[str, ...]
    then: tuple[str, ...]
    shims: tuple[Shim, ...]


def additions(host: HostPlan) -> tuple[Addition, ...]:
    """The links that something is added to, in the plan's order."""
    found = (_addition(host, link) for link in host.links.values())
    return tuple(item for item in found if item.first or item.then or item.shims)


def _addition(host: HostPlan, link: Link) -> Addition:
    """A parameter is set before the link is up, and again then: ifupdown itself sets some (`inet6 dhcp`)."""
    set_all = tuple(parameter.setting(item) for item in host.kernel if item.link == link.name)
    added = _added(host, link) if link.maker is Maker.HOST else ()
    joined = _joined(host, link) if link.purpose is Purpose.HOST else ()
    return Addition(link.name, set_all, (*set_all, *added, *joined), tuple(_shims(host, link)))


def _added(host: HostPlan, link: Link) -> Iterator[str]:
    """What a stanza of ours would say itself."""
    for item in host.addresses:
        if item.link == link.name and item.purpose is Purpose.ALIAS:
            yield hold(item, link.name)
    if link.promiscuous:
        yield f"ip link set dev {link.name} promisc on"
    for route in by_own_links(host):
        if route.link == link.name:
            # The hook runs after each family's stanza, and the other one's address isn't there yet.
            yield f"{send(route, link.name)} 2>/dev/null || true"
    for upper in host.links.values():
        if upper.parent == link.name and upper.kind is LinkKind.VLAN and upper.maker is Maker.LANWRIGHT:
            yield _brought_along(link, upper)


def _brought_along(link: Link, vlan: Link) -> str:
    """A link that comes late, or anew, has lost its VLANs, too.

    Not while it is down itself: the VLAN's stanza would bring it up first, within its own ifup, and wait for ever.
    """
    up = f"ip -o link show up dev {link.name} | grep -q ."
    return f"! {up} || ip link show dev {vlan.name} >/dev/null 2>&1 || ifup --force {vlan.name} || true"


def _joined(host: HostPlan, link: Link) -> Iterator[str]:
    """A bridge that comes late, or anew, has lost the pairs that lead down from it; their stanzas are past then."""
    for port in host.links.values():
        if port.bridge == link.name and port.kind is LinkKind.VETH:
            name = quote(port.name)
            yield from (*uplink_made(port, name), *uplink_raised(host, port, name))


def _shims(host: HostPlan, link: Link) -> Iterator[Shim]:
    """A link that comes late, or anew, has lost its shims; their stanzas are past then."""
    own = [
        item.address.ip for item in host.addresses if item.link == link.name and item.purpose is Purpose.HOST
    ]
    for upper in host.links.values():
        if upper.parent == link.name and upper.purpose is Purpose.SHIM:
            made, raised = shim_commands(host, upper, quote(upper.name))
            yield Shim(upper.name, tuple(map(str, own)), (*made, *raised))
