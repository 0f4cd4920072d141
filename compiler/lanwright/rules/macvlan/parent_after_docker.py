"""LW313: networks with a parent, and a Docker whose start isn't ours to order."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan

SNAP = PurePosixPath("/var/snap/docker")
"""Where the snap package has its daemon.json; its unit is snap.docker.dockerd.service."""


@rule("LW313", Severity.WARNING)
def parent_after_docker(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A network's parent may come up after Docker, which isn't ours to order.

    Docker looks for the parent of a macvlan or ipvlan network once, when it starts. Without it the network is listed,
    and no container on it starts: "failed to create endpoint web on network real_lan: network id ... not found". That
    the parent comes later doesn't help; Docker must be started again.

    So what is generated makes docker.service wait for the parents (`lanwright-wait`, docs/boot.md). The Docker of the
    snap package is no docker.service: systemd calls it snap.docker.dockerd.service, and nothing that is generated
    orders that one.

    Install Docker as your distribution or Docker itself packages it. Or order the snap's unit by hand, with the same
    drop-in: `After=lanwright-wait.service` and `Wants=lanwright-wait.service` for snap.docker.dockerd.service.
    """
    parents: dict[str, DockerNetwork] = {}
    for network in host.networks.values():
        if network.parent is not None:
            parents.setdefault(network.parent, network)
    if not parents or SNAP not in PurePosixPath(host.daemon.config).parents:
        return
    written = site.hosts[host.name]
    names = " and ".join(f"`{parent}`" for parent in sorted(parents))
    yield Finding(
        message=f"the Docker of the snap package may start before {names}",
        origin=written.docker.at("config"),
        why="its networks there are unusable then until Docker is started again, and docker.service is all that we order",
        fix="install Docker as a package of the distribution, or order snap.docker.dockerd.service by hand",
        related=tuple(
            Related(written.networks[network.name].at("parent"), f"`{network.name}` needs it")
            for _, network in sorted(parents.items())
        ),
    )
