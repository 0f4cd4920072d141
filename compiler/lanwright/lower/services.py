"""The services of a host, with their endpoints."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.lower.names import project_name
from lanwright.lower.ports import listens
from lanwright.lower.published import published
from lanwright.plan import Endpoint, Service
from lanwright.plan.default_route import ways_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.intent import Attachment, Host
    from lanwright.intent import Service as Written
    from lanwright.lower.problems import Problems
    from lanwright.plan import DockerNetwork, DockerVersion
    from lanwright.plan.values import Address


def projects_of(name: str, host: Host) -> dict[str, str]:
    """The compose project of each service: as written, else the host's."""
    usual = project_name(name)
    return {service: written.project or usual for service, written in host.services.items()}


def compose_files(host: Host, used: Iterable[str]) -> dict[str, str | None]:
    """Every project that is used or described, with its compose file where the intent names it, sorted."""
    files = {name: project.compose_file for name, project in host.projects.items()}
    return {name: files.get(name) for name in sorted({*files, *used})}


def check_container_names(host: Host, problems: Problems) -> None:
    """Note each container that Docker can't call so: compose adds project and number to a service's name, else it is the name.

    `RestrictedNameChars` and the `+` behind it: moby daemon/names.go.
    """
    for name, service in host.services.items():
        if not service.compose and len(service.service or name) == 1:
            problems.add(
                "LW104",
                f"`{service.service or name}` can't be the name of a container",
                service.at("service") if service.service else service.origin,
                why="Docker refuses it: Invalid container name, only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed",
                fix="use at least 2 characters",
            )


def endpoints(service: Written) -> tuple[Endpoint, ...]:
    """A service's endpoints, in the intent's order."""
    return tuple(_endpoint(name, attachment) for name, attachment in service.networks.items())


def _endpoint(network: str, attachment: Attachment) -> Endpoint:
    return Endpoint(
        network=network,
        addresses=tuple(sorted(attachment.address, key=lambda address: address.version)),
        origin=attachment.origin,
        mac=attachment.mac,
        aliases=attachment.aliases,
        gw_priority=attachment.gw_priority,
        interface_name=attachment.interface_name,
    )


def services(host: Host, projects: Mapping[str, str], own: frozenset[Address]) -> dict[str, Service]:
    """The host's services by name, in the intent's order."""
    return {
        name: Service(
            name=name,
            project=projects[name],
            compose_name=written.service or name,
            compose=written.compose,
            endpoints=endpoints(written),
            listens=listens(written),
            published=published(written.publish, own),
            network_mode=written.network_mode,
            leaves_as=written.leaves_as,
            replicas=written.replicas,
            sysctls=dict(written.sysctls),
            origin=written.origin,
        )
        for name, written in host.services.items()
    }


def with_ways_out(
    services: Mapping[str, Service], networks: Mapping[str, DockerNetwork], docker: DockerVersion
) -> dict[str, Service]:
    """The services, each with the networks that its default routes belong to."""
    return {
        name: replace(service, ways_out=ways_out(docker, networks, service.endpoints))
        for name, service in services.items()
    }


def members(
    networks: Iterable[str], services: Mapping[str, Service]
) -> dict[str, tuple[tuple[Service, Endpoint], ...]]:
    """By network, be it empty, the services on it with their endpoints there, in the intent's order."""
    found: dict[str, list[tuple[Service, Endpoint]]] = {network: [] for network in networks}
    for service in services.values():
        for endpoint in service.endpoints:
            found[endpoint.network].append((service, endpoint))
    return {network: tuple(pairs) for network, pairs in found.items()}
