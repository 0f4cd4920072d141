"""Containers that live in another one's network: Docker may leave them down after a boot, and their owner starts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.applied import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Service, SitePlan
    from tests.lab.site import Site


def sidecars(plan: HostPlan) -> Iterator[tuple[str, str]]:
    """A host's, each as the name of the container that it lives in and its own."""
    for service in plan.services.values():
        kind, _, owner = (service.network_mode or "").partition(":")
        if service.compose and kind == "service":
            yield _container(plan.services[owner]), _container(service)


def _container(service: Service) -> str:
    return f"{service.project}-{service.compose_name}-1"


def booted(site: Site, plan: SitePlan) -> None:
    """Every host is switched off and on, sidecars are started as their page says, and every service answers again."""
    for name, host in site.hosts.items():
        host.reboot()
        for names in sidecars(plan.hosts[name]):
            for one in names:
                host.run(f"docker start {one}")
    settled(site)
