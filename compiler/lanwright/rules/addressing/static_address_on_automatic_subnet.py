"""LW221: a static address where Docker chooses the subnet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.plan import DockerVersion, Owner
from lanwright.rules.addressing.docker_ranges import private_room, usual_subnet
from lanwright.rules.addressing.static_addresses import static_addresses
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from lanwright.plan.values import Address
    from lanwright.rules.addressing.room import Room
    from lanwright.rules.addressing.static_addresses import StaticAddress

_ALLOWED = DockerVersion(29, 1)


@rule("LW221", Severity.ERROR)
def static_address_on_automatic_subnet(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A static address is asked for on a network whose subnet Docker chooses.

    Up to 29.0 the container doesn't start: "user specified IP address is supported only when connecting to networks
    with user configured subnets". `docker compose config` doesn't find it. From 29.1 on Docker allows it, and the
    address fits as long as Docker chooses the same subnet: a network that is made anew after others may get another
    one, and then it is "no configured subnet contains IP address ...". That is a warning.

    Write the network's `subnet`, so that the address has a home.
    """
    room = private_room(site, plan)
    for name, host in plan.hosts.items():
        allowed = host.daemon.version >= _ALLOWED
        for item in static_addresses(site.hosts[name], host):
            # what an external network really has is unknown here; where only one family is written, LW224 tells
            written = any(subnet.written for subnet in item.network.subnets)
            chosen = item.network.predicted is not False and not written
            if chosen and item.network.owner is not Owner.EXTERNAL:
                yield Finding(
                    message=f"{item.address} of `{item.service}`: Docker chooses the subnet of `{item.network.name}`",
                    origin=item.origin,
                    why=_WHY_ALLOWED if allowed else _WHY_REFUSED,
                    fix=_fix(item.address, room, item.network.name),
                    related=(Related(item.network.origin, f"`{item.network.name}` has no `subnet`"),),
                    severity=Severity.WARNING if allowed else None,
                    edits=_added(item, room),
                )


_WHY_REFUSED = (
    "Docker refuses to start the container: "
    '"user specified IP address is supported only when connecting to networks with user configured subnets"'
)
_WHY_ALLOWED = 'when the network is made anew Docker may choose another subnet: "no configured subnet contains IP address"'


def _added(item: StaticAddress, room: Room) -> tuple[Change, ...]:
    """The same as a change of the text, where the address stays."""
    block, is_around = usual_subnet(item.address, room, item.network.name)
    return (Add(item.network.origin, {"subnet": block}),) if is_around else ()


def _fix(address: Address, room: Room, name: str) -> str:
    """The network's subnet: the usual one around the address, if nothing else is there."""
    block, is_around = usual_subnet(address, room, name)
    if is_around:
        return f"write `subnet: {block}` for `{name}`"
    return (
        f"write a `subnet` for `{name}`, for example {block}, and an address of it"
        if block
        else "write a `subnet`"
    )
