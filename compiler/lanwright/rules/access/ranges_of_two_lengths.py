"""LW623: a range of ports that leads to a range of another length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW623", Severity.ERROR)
def ranges_of_two_lengths(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A range of published ports leads to a range of another length.

    Port by port a range of the host leads to a range of the container, so both must have as many. compose refuses
    anything else: "Invalid ranges specified for container and host Ports: 80-81 and 8000-8003". A range that leads to one
    port is another matter: Docker picks a free port of it (for replicas).

    Write two ranges of one length.
    """
    for name in host.services:
        for written in site.hosts[host.name].services[name].publish:
            port, to = written.port, written.to or written.port
            if to.last != to.first and port.last - port.first != to.last - to.first:
                last = to.first + port.last - port.first
                fits = last <= 65535
                yield Finding(
                    message=f"`{name}` publishes {port} and leads it to {to}",
                    origin=written.at("to"),
                    why=f'compose refuses it: "Invalid ranges specified for container and host Ports: {_range(to.first, to.last)} and {_range(port.first, port.last)}"',
                    fix=f"write `to: {_range(to.first, last)}`" if fits else "write two ranges of one length",
                    related=(Related(written.at("port"), "the host's"),),
                )


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
