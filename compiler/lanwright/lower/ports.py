"""Ports and listeners, from the intent's types to the plan's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.port import Listen, Port

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.intent import Device, Host, Service
    from lanwright.intent import Port as Written


def port(written: Written) -> Port:
    """A port or range of ports."""
    return Port(written.first, written.last, written.protocol)


def listens(of: Device | Host | Service) -> tuple[Listen, ...]:
    """What a host or a service listens on, each with its place."""
    return tuple(_listens(of))


def _listens(of: Device | Host | Service) -> Iterable[Listen]:
    for index, written in enumerate(of.listens):
        yield Listen(written.address, port(written.port), of.at("listens", index))
