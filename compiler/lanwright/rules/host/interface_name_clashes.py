"""LW727: two interfaces of a container with one name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan

_DOCKERS = re.compile(r"eth[0-9]+")
_EXISTS = 'the container doesn\'t start: "error renaming interface ...: file exists"'


@rule("LW727", Severity.ERROR)
def interface_name_clashes(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A container is to have two interfaces of one name.

    `interface_name` is what an interface is called inside the container. Two of one name can't be, and `lo` is there
    already; the container doesn't start: "error renaming interface "veth..." to "front0": file exists".

    Docker calls the others eth0, eth1 and so on, in the order in which it connects them. A name of that form beside a
    network without one is a warning: whether it is free depends on that order.

    Give each a name of its own, of another form than Docker's.
    """
    for name, service in host.services.items():
        written = site.hosts[host.name].services[name]
        named: dict[str, Origin] = {}
        alone = all(end.interface_name is not None for end in service.endpoints)
        for end in service.endpoints:
            if end.interface_name is None:
                continue
            origin = written.networks[end.network].at("interface_name")
            before = named.setdefault(end.interface_name, origin)
            if end.interface_name == "lo":
                yield Finding(
                    message=f"`{name}` has an interface `lo` already",
                    origin=origin,
                    why=_EXISTS,
                    fix="choose another name",
                )
            elif before is not origin:
                yield Finding(
                    message=f"`{name}` has two interfaces `{end.interface_name}`",
                    origin=origin,
                    why=_EXISTS,
                    fix="choose another name for one of them",
                    related=(Related(before, "the other one"),),
                )
            elif _DOCKERS.fullmatch(end.interface_name) and not alone:
                yield Finding(
                    message=f"`{end.interface_name}` may be what Docker calls another interface of `{name}`",
                    origin=origin,
                    why=f"it depends on which network Docker connects first; if it is so, {_EXISTS}",
                    fix="give each of its networks an `interface_name`, or choose a name like `lan0`",
                    severity=Severity.WARNING,
                )
