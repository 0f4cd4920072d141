"""Services that have no network of their own: whose network namespace they are in (`network_mode`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan.service import Service


def sharing(services: Mapping[str, Service], service: Service) -> Iterator[Service]:
    """A service, the one whose network it shares, and so on; a loop ends where it closes."""
    seen: set[str] = set()
    while service.name not in seen:
        yield service
        seen.add(service.name)
        mode, _, other = (service.network_mode or "").partition(":")
        if mode == "service":
            service = services[other]


def namespace_of(services: Mapping[str, Service], service: Service) -> Service | None:
    """The service whose network namespace it is in, itself mostly; None for the host's (and for a loop, which never starts)."""
    *_, last = sharing(services, service)
    return last if last.network_mode is None else None


def is_in_hosts_namespace(services: Mapping[str, Service], service: Service) -> bool:
    """`network_mode: host`, or that of a service which has it."""
    *_, last = sharing(services, service)
    return last.network_mode == "host"
