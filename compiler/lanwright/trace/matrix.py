"""Everybody to everybody: each pair's flows, traced; a namespace's flows cost what its own ways cost, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan.sockets import EVERY, openings
from lanwright.trace.follow import trace
from lanwright.trace.meaning import addresses_of, flows, ports_of
from lanwright.trace.outcome import Flow, Trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.world import Place, World


@dataclass(frozen=True, slots=True)
class Cell:
    """One flow of the matrix: who asks, who is meant, and what comes of it."""

    asking: Place
    meant: Place
    found: Trace


def matrix(world: World, asking: str | None = None) -> Iterator[Cell]:
    """Every flow of every pair, in the intent's order; `asking` is a full name: that one's alone.

    Each service's own ports at its own addresses, then what a host publishes at its own; who listens on nothing is pinged.
    """
    for source in world.places.values():
        if asking not in (None, source.full):
            continue
        if asking is None and source.namespace != source.full:
            continue  # who shares another's network sees what that one sees
        for target in world.places.values():
            for flow in _between(world, source, target):
                yield Cell(source, target, trace(world, flow))


def _between(world: World, source: Place, target: Place) -> Iterator[Flow]:
    if target.namespace != source.namespace:
        for address in addresses_of(world, target):
            ports = ports_of(world, target.full, address)
            yield from flows(world, source.namespace, target.full, address, ports or None)
    yield from _published(world, source, target)


def _published(world: World, source: Place, target: Place) -> Iterator[Flow]:
    """At the host's addresses, or at those that are written; loopback is for the host itself."""
    host = world.plan.hosts.get(target.host or "")
    if host is None or target.service is None or target.full != f"{target.host}/{target.service}":
        return
    own = [item.address.ip for item in host.addresses if item.purpose == "host"]
    for opening in openings(host):
        if opening.service.name != target.service:
            continue
        every = opening.address in EVERY.values()
        same = [address for address in own if address.version == opening.address.version]
        for address in same if every else [opening.address]:
            if not address.is_loopback or source.namespace == host.name:
                yield Flow(source.namespace, address, opening.port.protocol, opening.port.first, target.full)
