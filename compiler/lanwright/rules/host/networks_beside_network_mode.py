"""LW718: a service that shares a network, and has networks or ports of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.plan.shared_namespace import is_in_hosts_namespace, namespace_of, sharing
from lanwright.rules.access.publish_entry import publish_entry, unpublished
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Host, Publish, Site
    from lanwright.intent import Service as Written
    from lanwright.plan import HostPlan, Service


@rule("LW718", Severity.ERROR)
def networks_beside_network_mode(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A service has a `network_mode`, and something that only a network of its own could have.

    `network_mode: host` puts a container into the host's network, `service:web` into that of web's container: it has no
    network of its own, and so neither `networks` ("service agent declares mutually exclusive `network_mode` and
    `networks`: invalid compose project") nor published ports. Beside `service:...` Docker refuses these ("conflicting
    options: port publishing and the container type network mode"); beside `host` it drops them, a warning ("Published
    ports are discarded when using host network mode").

    Sysctls below `net` are the host's own in its network, and runc doesn't let a container set them ("sysctl
    "net.ipv4.ip_forward" not allowed in host network namespace").

    Whose network is shared must be another service of the same compose project: compose knows no others ("service
    "side" depends on undefined service "web""), and of two that share each other's neither starts ("dependency cycle
    detected").

    Drop one of the two. What a sidecar listens on is published where the network is: at the service that it names.
    """
    for name, service in host.services.items():
        written = site.hosts[host.name].services[name]
        if service.network_mode is not None:
            yield from _own(site.hosts[host.name], host, service, written)
            yield from _shared(host, service, written)


def _own(described: Host, host: HostPlan, service: Service, written: Written) -> Iterator[Finding]:
    """What it has of its own; where nothing starts (a loop) that is said elsewhere."""
    mode = Related(written.at("network_mode"), f"network_mode: {service.network_mode}")
    owner = namespace_of(host.services, service)
    if service.endpoints:
        yield Finding(
            message=f"`{service.name}` has `network_mode: {service.network_mode}` and `networks`",
            origin=written.at("networks"),
            why='compose refuses the project: "declares mutually exclusive `network_mode` and `networks`"',
            fix="drop one of the two",
            related=(mode,),
        )
    for publish in written.publish:
        at_host = service.network_mode == "host"
        yield Finding(
            message=f"`{service.name}` has `network_mode: {service.network_mode}` and publishes {publish.port}",
            origin=publish.at("port"),
            why="Docker discards it: the container is in the host's network, where its ports are open already"
            if at_host
            else 'the container isn\'t created: "conflicting options: port publishing and the container type network mode"',
            fix="drop it" if owner is None else f"publish it at `{owner.name}`, whose network it is",
            related=(mode,),
            severity=Severity.WARNING if at_host else None,
            edits=_at_owner(described, written, publish, owner),
        )
    for key in written.sysctls if is_in_hosts_namespace(host.services, service) else ():
        if key.replace("/", ".").startswith("net."):
            yield Finding(
                message=f"`{service.name}` is in the host's network, and sets {key}",
                origin=written.at("sysctls", key),
                why=f'the container doesn\'t start: "sysctl "{key}" not allowed in host network namespace"',
                fix=f"set {key} on the host itself, or give `{service.name}` a network of its own",
                related=(mode,),
            )


def _at_owner(
    described: Host, written: Written, publish: Publish, owner: Service | None
) -> tuple[Change, ...]:
    """The entry away from here, and where the network is somebody's there, if it isn't yet."""
    gone = unpublished(written, publish)
    if owner is None:
        return gone
    there = described.services[owner.name]
    entry = (publish.address, publish.port, publish.to or publish.port)
    if any((item.address, item.port, item.to or item.port) == entry for item in there.publish):
        return gone
    added = publish_entry(publish.address, publish.port, publish.to, publish.via)
    return (*gone, Add(there.origin, {"publish": [added]}))


def _shared(host: HostPlan, service: Service, written: Written) -> Iterator[Finding]:
    """Whose network it is to share."""
    path = [item.name for item in sharing(host.services, service)]
    other = host.services.get((service.network_mode or "").removeprefix("service:"))
    if other is None or not service.compose:
        return
    if _closes(host, service):
        yield Finding(
            message=f"`{service.name}` shares a network that comes back to itself",
            origin=written.at("network_mode"),
            why=f'compose refuses the project: "dependency cycle detected: {" -> ".join([*path, path[0]])}"',
            fix="give one of them a network of its own",
        )
    elif not other.compose or other.project != service.project:
        where = f"of the project `{other.project}`" if other.compose else "not run by compose"
        yield Finding(
            message=f"`{service.name}` is to share the network of `{other.name}`, which is {where}",
            origin=written.at("network_mode"),
            why=f'compose refuses the project: "depends on undefined service "{other.compose_name}""',
            fix="put both into one project",
            related=(Related(other.origin, f"`{other.name}`"),),
            edits=_into_its_project(host, service, other, written),
        )


def _closes(host: HostPlan, service: Service) -> bool:
    """Whether the chain that begins at a service comes back to it."""
    *_, last = sharing(host.services, service)
    return last.network_mode == f"service:{service.name}"


def _into_its_project(
    host: HostPlan, service: Service, other: Service, written: Written
) -> tuple[Change, ...]:
    """Who shares a network goes to where that is; not where his name is taken there, or a file has no such service."""
    there = {item.compose_name for item in host.services.values() if item.project == other.project}
    if not other.compose or service.compose_name in there or other.project in host.compose_files:
        return ()
    return (Add(written.origin, {"project": other.project}),)
