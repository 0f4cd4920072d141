"""LW608: a published port that a service of the host has already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan import Via
from lanwright.rules.access.other_ports import OtherPorts
from lanwright.rules.access.port_clashes import taken_by_host
from lanwright.rules.access.shown import place, shown, socket
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.plan.port import Listen
    from lanwright.plan.sockets import Opening


@rule("LW608", Severity.ERROR)
def port_taken_by_host(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A published port is taken by a service of the host.

    Docker binds each port that it publishes, with the userland proxy on or off. Where a service of the host, or a
    container in the host's network, listens on that port at the same address or at every address, the container stays
    created and doesn't start: "failed to bind host port ...: address already in use". If the container is first, the
    host's service fails. The same holds where the port is published on every address and the service listens at one
    of them, 127.0.0.53:53 of systemd-resolved for example. [::] counts as IPv6 alone.

    Let the host's service listen at its own address only, publish another port, or write `via: dnat`, which binds
    nothing at the published address. What docker-proxy itself listens on doesn't belong into the host's `listens`.
    """
    others = OtherPorts(host)
    for opening, (address, listen, whose) in taken_by_host(host):
        own = _own_address(host, opening, listen)
        where = str(listen.port) if listen.address is None else socket(address, listen.port)
        yield Finding(
            message=f"`{opening.service.name}` publishes {shown(opening.published)}, and {whose} listens on {where}",
            origin=place(site, host, opening, "port"),
            why='the container isn\'t started: "failed to bind host port ...: address already in use"',
            fix=own or others.advice(opening),
            related=(Related(listen.origin, f"{whose} listens here"),),
            edits=() if own else others.edits(site, opening),
        )


def _own_address(host: HostPlan, opening: Opening, listen: Listen) -> str:
    """For an address of the container's alone: the host's service can do with the host's own."""
    version = opening.address.version
    own = (
        item.address.ip
        for item in host.addresses
        if item.purpose == "host" and item.address.version == version
    )
    address = next(own, None)
    everywhere = listen.address is None or listen.address.is_unspecified
    if opening.published.via is not Via.ALIAS or not everywhere or address is None:
        return ""
    return f"let it listen on {socket(address, listen.port)} alone, or write `via: dnat`"
