"""LW611: a published port that leads to a port on which nobody listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Severity
from lanwright.plan.shared_namespace import namespace_of
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Publish, Site
    from lanwright.plan import HostPlan, Service
    from lanwright.plan.port import Listen, Port


@rule("LW611", Severity.WARNING)
def published_port_unheard(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A published port leads to a port that the service doesn't listen on.

    `port` is the host's port, `to` the container's; without `to` it is the same number. Docker doesn't look whether
    anybody listens there: clients are refused, and by way of docker-proxy the connection is accepted and closed at
    once. tcp and udp are two. A service that listens at 127.0.0.1 listens inside of its container only, where nothing
    from outside arrives.

    Services that share the network of another (`network_mode: service:...`) listen in its place. A service without
    `listens` isn't judged, and of a range one port that somebody listens on is enough.

    Write the port that the service listens on as `to`, or add what is missing to its `listens`.
    """
    sharing = _sharing(host)
    for name, service in host.services.items():
        heard = _heard((service, *sharing.get(name, ())))
        for index, publish in enumerate(site.hosts[host.name].services[name].publish):
            to = service.published[index].to
            if heard and not any(_arrives(listen, to) for listen in heard):
                yield Finding(
                    message=f"`{name}` publishes its port {to}, and listens on {_shown(heard)}",
                    origin=_place(publish),
                    why="Docker leads clients there all the same: they are refused",
                    fix=_fix(heard, to, wrote_to=publish.wrote("to")),
                    edits=_led(publish, heard, to),
                )


def _sharing(host: HostPlan) -> dict[str, list[Service]]:
    """By service, those that use its network namespace."""
    found: dict[str, list[Service]] = {}
    for service in host.services.values():
        owner = namespace_of(host.services, service)
        if owner is not None and owner is not service:
            found.setdefault(owner.name, []).append(service)
    return found


def _heard(services: Sequence[Service]) -> tuple[Listen, ...]:
    """What they listen on together; nothing where one of them doesn't say."""
    if not all(service.listens for service in services):
        return ()
    return tuple(listen for service in services for listen in service.listens)


def _arrives(listen: Listen, to: Port) -> bool:
    """Whether a packet for the container's port finds the listener."""
    port = listen.port
    meets = port.protocol == to.protocol and port.first <= to.last and to.first <= port.last
    return meets and _is_open(listen)


def _is_open(listen: Listen) -> bool:
    return listen.address is None or not listen.address.is_loopback


def _shown(heard: Sequence[Listen]) -> str:
    return ", ".join(
        str(listen.port) if listen.address is None else f"{listen.port} at {listen.address}"
        for listen in heard
    )


def _place(publish: Publish) -> Origin:
    return publish.at("to") if publish.wrote("to") else publish.at("port")


def _led(publish: Publish, heard: Sequence[Listen], to: Port) -> tuple[Change, ...]:
    """The container's port, where there is only one that can be meant."""
    same = [listen.port for listen in heard if _is_open(listen) and listen.port.protocol == to.protocol]
    if len(same) != 1 or same[0].first != same[0].last:
        return ()
    number = same[0].first
    return (Add(publish.origin, {"to": f"{number}/udp" if to.protocol == "udp" else number}, short="port"),)


def _fix(heard: Sequence[Listen], to: Port, *, wrote_to: bool) -> str:
    same = [listen.port for listen in heard if _is_open(listen) and listen.port.protocol == to.protocol]
    if same:
        return f"write {' or '.join(f'`to: {port.numbers}`' for port in same)}, or add {to} to its `listens`"
    other = next(
        (listen.port for listen in heard if _is_open(listen) and _same_numbers(listen.port, to)), None
    )
    if other is not None:
        return f"write `{'to' if wrote_to else 'port'}: {other}`, or add {to} to its `listens`"
    return f"let it listen on {to} at every address, and write so under `listens`"


def _same_numbers(one: Port, other: Port) -> bool:
    return (one.first, one.last) == (other.first, other.last)
