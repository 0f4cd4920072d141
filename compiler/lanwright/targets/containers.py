"""What goes into a container: the script that gives a VPN's clients the container's own address (`return: nat`).

`install` puts each container's folder on the host, and compose mounts it from there: a path that is relative would be
looked for in the project's own folder. The folder is mounted and not the file, or a container would keep the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.targets.artifact import Artifact, Emission
from lanwright.targets.frame import beside, headline
from lanwright.targets.markdown import comment
from lanwright.targets.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import Clients, HostPlan, Mount, Service
    from lanwright.plan.values import Prefix

TARGET = "containers"
SCRIPT = "lanwright-nat"
_IPTABLES = {4: "iptables", 6: "ip6tables"}


@dataclass(frozen=True, slots=True)
class Family:
    """One family's clients, and what names each interface that they leave by."""

    version: int
    clients: Prefix
    exits: tuple[tuple[Prefix, ...], ...]


def emit(host: HostPlan) -> Emission:
    """Return a folder for each container that something goes into."""
    made = (
        _folder(host, service, service.clients, service.clients.script)
        for service in host.services.values()
        if service.clients and service.clients.script
    )
    return Emission(artifacts=tuple(artifact for folder in made for artifact in folder))


def families(clients: Clients) -> tuple[Family, ...]:
    """The families that the script can do something for."""
    exits = {
        range_: tuple(named for named in clients.leaves_by if named[0].version == range_.version)
        for range_ in clients.ranges
    }
    return tuple(Family(range_.version, range_, found) for range_, found in exits.items() if found)


def _folder(host: HostPlan, service: Service, clients: Clients, mount: Mount) -> Iterator[Artifact]:
    folder = f"containers/{service.name}"
    command = f"{mount.target}/{SCRIPT}"
    view = {"headline": headline(host), "host": host.name, "service": service.name, "command": command}
    served = families(clients)
    tools = ("ip", *(_IPTABLES[family.version] for family in served))
    yield Artifact(
        path=f"{folder}/{SCRIPT}",
        content=render("containers/lanwright-nat.j2", families=served, tools=tools, **view),
        mode=0o755,
        target=TARGET,
        destination=f"{mount.source}/{SCRIPT}",
        about=f"run in the container of {service.name}: its VPN clients take its address",
    )
    page = render(
        "containers/README.md.j2",
        compose_name=service.compose_name,
        composed=service.compose,
        mount=mount,
        families=served,
        **view | {"headline": comment(headline(host))},
    )
    yield beside(f"{folder}/README.md", page, target=TARGET, about=f"how {SCRIPT} is run there")
