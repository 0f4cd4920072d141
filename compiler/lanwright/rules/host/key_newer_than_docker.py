"""LW721: keys of a service's network that the host's Docker doesn't know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion
from lanwright.plan.default_route import PRIORITIES_SINCE, ways_out
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Service


class _Late(NamedTuple):
    """A key, the first version that has it, and what happens with an older one."""

    key: str
    since: DockerVersion
    why: str


_BY_COMPOSE = (
    _Late(
        "gw_priority", PRIORITIES_SINCE, "it is ignored: the first network by name gives the default route"
    ),
    _Late(
        "interface_name",
        DockerVersion(28, 1),
        'compose refuses the project: "interface_name requires Docker Engine v28.1 or later"',
    ),
)
_BY_HAND = (
    _Late("gw_priority", PRIORITIES_SINCE, 'docker refuses it: ""--gw-priority" requires API version 1.48"'),
    _Late("interface_name", DockerVersion(28, 0), "it is ignored: the interface has a name of Docker's"),
)
"""Of a container that compose doesn't run."""


@rule("LW721", Severity.ERROR)
def key_newer_than_docker(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A service's network has a key that this Docker doesn't know.

    `gw_priority` is there from 28.0 on (API 1.48). An older daemon drops it without a word when compose starts the
    container, and the default route goes by the networks' names as ever; `docker network connect` says ""--gw-priority"
    requires API version 1.48". Where the names give the very route that the priority asks for, as on a service's only
    network, nothing is amiss but the key (a warning; measured). `interface_name` is there from 28.1 on, and compose says
    so: "interface_name requires Docker Engine v28.1 or later". Of a container that is run by hand Docker knows it from 28.0
    on, and an older one ignores it without a word (measured with 26.1).

    Drop the key, or write the host's `docker.version` if it is newer than what stands there.
    """
    docker = host.daemon.version
    written = site.hosts[host.name]
    for service_name, service in written.services.items():
        for name, attachment in service.networks.items():
            for key, since, why in _BY_COMPOSE if service.compose else _BY_HAND:
                if docker < since and getattr(attachment, key) is not None:
                    idle = key == "gw_priority" and _changes_nothing(host, host.services[service_name])
                    yield Finding(
                        message=f"`{key}` of `{name}` is newer than Docker {docker}",
                        origin=attachment.at(key),
                        why=why,
                        fix=f"drop it; Docker {since} is the first that knows it",
                        related=(Related(written.docker.at("version"), f"Docker {docker}"),),
                        edits=(Drop(attachment.at(key), key),),
                        severity=Severity.WARNING if idle else None,
                    )


def _changes_nothing(host: HostPlan, service: Service) -> bool:
    """Whether compose starts the container all the same, with the default routes that the priorities ask for."""
    meant = ways_out(PRIORITIES_SINCE, host.networks, service.endpoints)
    return service.compose and service.ways_out == meant
