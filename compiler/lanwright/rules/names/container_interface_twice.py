"""LW108: two interfaces of one container with one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW108", Severity.ERROR)
def container_interface_twice(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Two interfaces of one container would get one name.

    `interface_name` is the name that a container's interface on a network has inside of it. Two networks may use one
    name in different containers, and not in the same one: Docker renames the second interface, and the kernel says
    "file exists". The container doesn't start.

    Give each network of the service a name of its own, or leave one to Docker (eth0, eth1).
    """
    for name, service in host.services.items():
        written = site.hosts[host.name].services[name].networks
        first: dict[str, str] = {}
        for endpoint in service.endpoints:
            called = endpoint.interface_name
            if called is None:
                continue
            other = first.setdefault(called, endpoint.network)
            if other != endpoint.network:
                yield Finding(
                    message=f"`{name}` has two interfaces that are called `{called}`",
                    origin=written[endpoint.network].at("interface_name"),
                    why='the container doesn\'t start: "error renaming interface ...: file exists"',
                    fix=f"write another `interface_name` at `{endpoint.network}`",
                    related=(Related(written[other].at("interface_name"), f"the one on `{other}`"),),
                )
