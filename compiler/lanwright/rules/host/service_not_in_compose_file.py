"""LW717: a project's own compose file that doesn't go together with the intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.lower.nearest import nearest_name
from lanwright.plan import Via
from lanwright.rules.access.publish_entry import as_text, publish_entry
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.change import Change
    from lanwright.intent import Service as Written
    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Service
    from lanwright.plan.compose_file import ComposeFile, ComposePort, ComposeService


_SHOWN = 6
"""More names than this are no help."""


@rule("LW717", Severity.ERROR)
def service_not_in_compose_file(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A service isn't in its project's compose file, or that file says something else of it.

    Where the intent names a project's own compose file (`projects.P.compose_file`, relative to the intent) it is read
    and compared. The fragment that is generated is merged over it, and adds networks and ports to services that are
    there: for one that isn't, compose refuses the project ("service "web" has neither an image nor a build context
    specified"). A `network_mode` there goes against networks of the intent ("declares mutually exclusive `network_mode`
    and `networks`"), and `scale` against `replicas` ("can't set distinct values on 'scale' and 'deploy.replicas'").

    The intent is the whole truth of what it speaks of. So networks and ports of that file which the intent doesn't have
    are taken away by the fragment, or, where the intent says nothing of the kind, they stay and the plan doesn't know
    them: clashes of such ports are found by nobody. Both are warnings.

    Anchors, merge keys and tags are understood, and `extends` within the file; what holds a variable (`${PORT}`) isn't
    judged, nor services that the file takes from others (`include`). A service that extends one of another file is told
    as a warning: what it gets from there is seen by nobody.

    Write the service's name in that file as `service`, and what the container should have into the intent.
    """
    for project, file in host.compose_files.items():
        if file.fault:
            named = site.hosts[host.name].projects[project].at("compose_file")
            yield Finding(
                message=f"the compose file of `{project}` can't be read: {file.fault}",
                origin=named,
                why="nothing compares the services with it",
                fix="write its path as seen from the intent's folder, or leave `compose_file` out",
                related=(Related(file.place, file.path),) if file.place else (),
            )
            continue
        for name, service in host.services.items():
            if service.compose and service.project == project:
                yield from _compared(host, service, site.hosts[host.name].services[name], file)


def _compared(host: HostPlan, service: Service, written: Written, file: ComposeFile) -> Iterator[Finding]:
    found = file.services.get(service.compose_name)
    if found is not None:
        yield from _mode(host, service, written, file, found)
        yield from _scaled(service, written, file, found)
        yield from _extended(service, written, file, found)
        if service.network_mode is None and found.network_mode is None:
            yield from _networks(host, service, written, file, found)
            yield from _ports(service, written, file, found)
    elif file.whole:
        yield Finding(
            message=f"there is no service `{service.compose_name}` in `{file.path}`",
            origin=written.at("service"),
            why='compose refuses the project: "has neither an image nor a build context specified"',
            fix=_name(host, service, file),
            edits=_named(host, service, written, file),
        )


def _named(host: HostPlan, service: Service, written: Written, file: ComposeFile) -> tuple[Change, ...]:
    """A name that is near, or the only one that is left."""
    free = _free(host, service, file)
    meant = free[0] if len(free) == 1 else nearest_name(service.compose_name, free)
    return (Add(written.origin, {"service": meant}),) if meant else ()


def _free(host: HostPlan, service: Service, file: ComposeFile) -> list[str]:
    """The names in the file that no other service has."""
    taken = {item.compose_name for item in host.services.values() if item.project == service.project}
    return sorted(set(file.services) - taken)


def _extended(
    service: Service, written: Written, file: ComposeFile, found: ComposeService
) -> Iterator[Finding]:
    if found.extends is not None:
        name, place = found.extends
        yield Finding(
            message=f"`{service.compose_name}` extends `{name}`, which isn't in `{file.path}`, and isn't read",
            origin=written.origin,
            why="a network_mode, networks or ports that it has from there clash with the intent's unseen",
            fix="name the file that holds both as `compose_file` (`docker compose config` writes one), or see to it yourself",
            related=(Related(place, f"`extends` in {file.path}"),),
            severity=Severity.WARNING,
        )


def _name(host: HostPlan, service: Service, file: ComposeFile) -> str:
    """The name that it may have there: one that is near, or any that no other service has."""
    free = _free(host, service, file)
    near = nearest_name(service.compose_name, free)
    if near:
        return f"write `service: {near}`"
    names = f" ({', '.join(free)})" if 0 < len(free) <= _SHOWN else ""
    return f"write its name there{names} as `service`, or add it to that file"


def _mode(
    host: HostPlan, service: Service, written: Written, file: ComposeFile, found: ComposeService
) -> Iterator[Finding]:
    """Ours goes over its own, so that only a service without one is concerned."""
    if found.network_mode is None or service.network_mode is not None:
        return
    mode, place = found.network_mode
    refused = 'compose refuses the project: "declares mutually exclusive `network_mode` and `networks`"'
    yield Finding(
        message=f"`{file.path}` gives `{service.compose_name}` the network_mode {mode}",
        origin=written.at("networks"),
        why=refused if service.endpoints else "the plan takes it for one of the project's default network",
        fix=f"take it out there{', or write it here instead of `networks`' if service.endpoints else ', or write it here'}",
        related=(Related(place, f"network_mode: {mode}"),),
        edits=_as_there(host, service, written, mode),
    )


def _as_there(host: HostPlan, service: Service, written: Written, mode: str) -> tuple[Change, ...]:
    """The mode written here; where the intent wants networks, ports or sysctls of its own, which of them goes is for a person."""
    own = service.endpoints or written.publish or written.sysctls
    ours = [
        f"service:{item.name}"
        for item in host.services.values()
        if item.compose
        and item.network_mode is None
        and item is not service
        and (item.project, f"service:{item.compose_name}") == (service.project, mode)
    ]
    meant = mode if mode == "host" else next(iter(ours), None)
    return (Add(written.origin, {"network_mode": meant}),) if meant and not own else ()


def _scaled(
    service: Service, written: Written, file: ComposeFile, found: ComposeService
) -> Iterator[Finding]:
    if found.scale is None or service.replicas == 1 or found.scale[0] == str(service.replicas):
        return
    yield Finding(
        message=f"`{service.name}` has {service.replicas} replicas, and `scale: {found.scale[0]}` in `{file.path}`",
        origin=written.at("replicas"),
        why="compose refuses the project: \"can't set distinct values on 'scale' and 'deploy.replicas'\"",
        fix="take `scale` out there",
        related=(Related(found.scale[1], f"scale: {found.scale[0]}"),),
    )


def _networks(
    host: HostPlan, service: Service, written: Written, file: ComposeFile, found: ComposeService
) -> Iterator[Finding]:
    ours = {endpoint.network for endpoint in service.endpoints}
    besides = {name: place for name, place in found.networks.items() if name not in ours}
    if not besides or (not ours and set(besides) == {"default"}):
        return
    names = ", ".join(f"`{name}`" for name in besides)
    yield Finding(
        message=f"`{file.path}` puts `{service.compose_name}` on {names}, and the intent doesn't",
        origin=written.at("networks"),
        why="the fragment takes it off there" if ours else "it stays there, and the plan doesn't know of it",
        fix=f"add {names} to its `networks`, or take {'it' if len(besides) == 1 else 'them'} out of `{file.path}`",
        related=tuple(Related(place, f"`{name}`") for name, place in besides.items()),
        severity=Severity.WARNING,
        edits=(Add(written.origin, {"networks": {name: {} for name in besides}}),)
        if besides.keys() <= host.networks.keys()
        else (),
    )


def _ports(service: Service, written: Written, file: ComposeFile, found: ComposeService) -> Iterator[Finding]:
    for port in found.ports:
        if not _is_known(service, port):
            overridden = bool(service.published)
            yield Finding(
                message=f"`{file.path}` publishes {port.said} of `{service.compose_name}`, and the intent doesn't",
                origin=written.at("publish"),
                why="the fragment takes it away"
                if overridden
                else "it stays, and nothing compares it with other ports of the host",
                fix=_told(port, file),
                edits=(Add(written.origin, {"publish": [_entry(port)]}),) if port.port else (),
                related=(Related(port.origin, port.said),),
                severity=Severity.WARNING,
            )


def _is_known(service: Service, port: ComposePort) -> bool:
    return any(
        (one.port, one.to) == (port.port, port.to) and one.address in (port.address, None)
        for one in service.published
        if one.via is not Via.DNAT
    )


def _told(port: ComposePort, file: ComposeFile) -> str:
    """An intent's ports are ports of the host; one that Docker picks can't be told."""
    if port.port is None:
        return f"write a port of the host there and in its `publish`, or take it out of `{file.path}`"
    return f"add `{as_text(_entry(port))}` to its `publish`, or take it out of `{file.path}`"


def _entry(port: ComposePort) -> Mapping[str, object]:
    return publish_entry(port.address, port.port or port.to, port.to)
