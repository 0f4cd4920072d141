"""The networks that compose makes by itself: a project's `default`, for its services that name no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.docker import DockerNetwork, Owner
from lanwright.plan.network_defaults import network_defaults

if TYPE_CHECKING:
    from lanwright.plan.host import HostPlan
    from lanwright.plan.service import Service


def is_on_default(service: Service) -> bool:
    """Whether compose puts a service on its project's `default` network."""
    return service.compose and not service.endpoints and service.network_mode is None


def default_name(service: Service) -> str:
    """What compose calls that network."""
    return f"{service.project}_default"


def on_default_networks(host: HostPlan) -> dict[str, list[Service]]:
    """By project, the services that compose puts on its `default` network."""
    found: dict[str, list[Service]] = {}
    for service in host.services.values():
        if is_on_default(service):
            found.setdefault(service.project, []).append(service)
    return found


def default_network_of(host: HostPlan, service: Service) -> DockerNetwork:
    """That of a service's project, without the subnet that Docker chooses."""
    name = default_name(service)
    return DockerNetwork(
        name=name,
        driver="bridge",
        strategy="nat",
        owner=Owner.PROJECT,
        origin=service.origin,
        project=service.project,
        bridge=f"br-{name}"[:15],
        predicted=None,
        defaults=network_defaults(host.daemon.settings, "bridge"),
    )
