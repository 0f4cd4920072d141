"""LW607: a port of the host that is published twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.sockets import EVERY, openings
from lanwright.rules.access.other_ports import OtherPorts
from lanwright.rules.access.port_clashes import published_again
from lanwright.rules.access.shown import place, shown
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.plan.sockets import Opening


@rule("LW607", Severity.ERROR)
def published_twice(site: Site, host: HostPlan) -> Iterator[Finding]:
    """One port of the host is published twice.

    A port without an address is published on every address of the host, so that it clashes with the same port at any
    one of them; 0.0.0.0 stands for every IPv4 address, :: for every IPv6 address. tcp and udp don't clash. The
    container that starts last isn't started: "Bind for 192.168.0.240:80 failed: port is already allocated". Each
    replica of a service wants the port for itself and fails in the same way. What one service writes twice, word for
    word, is published once.

    With `via: dnat` nothing is bound and Docker says nothing: of two rules for one address and port the first takes
    all packets, and such a rule comes before Docker's own. One for an address of its own beside a port that Docker
    publishes on every address is fine.

    Publish at another port, or at an address of its own. For replicas, give a range: of `port: 8080-8089` with
    `to: 80` Docker picks a free one for each.
    """
    others = OtherPorts(host)
    for first, second in published_again(host):
        yield Finding(
            message=f"`{second.service.name}` publishes {shown(second.published)}, {_before(first, second)}",
            origin=place(site, host, second, "port"),
            why=_why(first, second),
            fix=f"{others.advice(second)}, or {_apart(host, first, second)}",
            related=(
                Related(place(site, host, first, "port"), f"{shown(first.published)} is published here"),
            ),
            edits=others.edits(site, second),
        )
    yield from _replicas(site, host)


def _before(first: Opening, second: Opening) -> str:
    whose = "and again" if first.service.name == second.service.name else f"and `{first.service.name}`"
    return f"{whose} {shown(first.published)}"


def _why(first: Opening, second: Opening) -> str:
    if first.is_socket and second.is_socket:
        return _allocated(first, max(first.port.first, second.port.first))
    if first.is_socket or second.is_socket:
        return "our DNAT rule comes before Docker's own, which never sees a packet"
    return "of two DNAT rules the first takes every packet"


def _apart(host: HostPlan, first: Opening, second: Opening) -> str:
    """An address for each; one that stands for every address must give way."""
    version = first.address.version
    wide = next((opening for opening in (first, second) if opening.address == EVERY[version]), None)
    written = (item.address.ip for item in host.addresses if item.purpose == "host")
    own = next((address for address in written if address.version == version), None)
    if wide is None or own is None or own in (first.address, second.address):
        return "give each an address of its own"
    return f"write `address: {own}` for `{wide.service.name}`"


def _allocated(opening: Opening, port: int) -> str:
    refusal = f"Bind for {opening.address}:{port} failed: port is already allocated"
    return f'the container that starts last isn\'t started: "{refusal}"'


def _replicas(site: Site, host: HostPlan) -> Iterator[Finding]:
    told: set[tuple[str, int]] = set()
    for opening in openings(host):
        service, port = opening.service, opening.port
        room = port.last - port.first + 1 if opening.picked else 1
        if room < service.replicas and (service.name, opening.number) not in told:
            told.add((service.name, opening.number))
            to, ports = (
                opening.published.to,
                f"{port.first}-{port.first + service.replicas - 1}/{port.protocol}",
            )
            yield Finding(
                message=f"each of the {service.replicas} replicas of `{service.name}` publishes {shown(opening.published)}",
                origin=place(site, host, opening, "port"),
                why=_allocated(opening, port.first)
                if opening.is_socket
                else "a DNAT rule leads to one container",
                fix=f"write `port: {ports}` with `to: {to.first}`, of which each takes one"
                if to.first == to.last
                else "write `replicas: 1`, or publish single ports",
            )
