"""LW617: a rule of ours must name a service by its address, and there is none."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Add, Drop
from lanwright.diagnostics import Related, Severity
from lanwright.plan import Owner, Via
from lanwright.plan.behind_nat import publishing_endpoint, served_at
from lanwright.rules.addressing.docker_ranges import private_room
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, Endpoint, HostPlan, Service, SitePlan
    from lanwright.plan.values import Address, Prefix
    from lanwright.rules.addressing.room import Room

_NEAR = {4: ip_network("172.22.0.0/24"), 6: ip_network("fd00:22::/64")}
"""Where the search for a free subnet begins."""


@rule("LW617", Severity.ERROR)
def no_address_to_name(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """A packet rule must name a service by its address, and the service can't have one.

    `via: dnat` and a service's `leaves_as` are packet rules of ours, and a rule knows a container by its address alone.
    A service that was given none gets one from the top of its network's subnet, which it then keeps; but only where the
    subnet is written. A subnet that Docker chooses may be another one after the network is made anew, and up to Docker
    29.0 no address can be asked for there: "user specified IP address is supported only when connecting to networks
    with user configured subnets". Replicas can't share an address, either.

    Both work for containers behind Docker's NAT, of the families that their network has. A container on the LAN leaves
    as itself, and so does a whole network there. A network that is there already (`external`) can't be told another
    option: with `leaves_as` its rule names the subnet, which must be written.

    Write a `subnet` for the network, or give the service an address there.
    """
    room = private_room(site, plan)
    for host in plan.hosts.values():
        yield from _whole_networks(site, host)
        own = frozenset(item.address.ip for item in host.addresses if item.purpose == "host")
        for service in host.services.values():
            told: dict[str, Finding] = {}
            for named in _named(site, host, own, service):
                fault = _fault(host, service, named, room)
                if fault is not None:
                    told.setdefault(fault.message, fault)
            yield from told.values()


def _whole_networks(site: Site, host: HostPlan) -> Iterator[Finding]:
    """Networks that are to leave as another address: behind Docker's NAT, with a way out, of that family."""
    for name, network in host.networks.items():
        written = site.hosts[host.name].networks[name]
        for wanted in written.leaves_as:
            known = any(
                subnet.prefix.version == wanted.version for subnet in network.subnets if subnet.written
            )
            if network.strategy != "nat":
                message, why, fix = _LEAVES.format(f"`{name}`"), _AS_ITSELF, _DROP
            elif network.internal:
                message, why = f"`{name}` is to leave as {wanted}, and is internal", "nothing leaves it"
                fix = "drop `leaves_as`, or `internal`"
            elif wanted.version == 6 and not network.ipv6:
                message, why = f"`{name}` is to leave as {wanted}, and has no IPv6", "it sends none"
                fix = f"give `{name}` an IPv6 subnet, or drop {wanted}"
            elif network.owner is Owner.EXTERNAL and not known:
                message = (
                    f"a packet rule must name `{name}` by its IPv{wanted.version} subnet, and none is written"
                )
                why = "it is there already, and nobody knows here which subnet it has"
                fix = f"write its `subnet`, as `docker network inspect {name}` shows it"
            else:
                continue
            edits = (Drop(written.at("leaves_as"), "leaves_as"),) if fix.startswith(_DROP) else ()
            yield Finding(message=message, origin=written.at("leaves_as"), why=why, fix=fix, edits=edits)


_DROP = "drop `leaves_as`"
_LEAVES = "{} is to leave as another address, and isn't behind Docker's NAT"
_AS_ITSELF = "what a container on the LAN sends is never translated: it leaves as itself"


class _Named(NamedTuple):
    """A family in which a rule names a service, and where that is asked for: by a port, or by `leaves_as`."""

    version: int
    place: Origin
    by_port: bool = False


def _named(site: Site, host: HostPlan, own: frozenset[Address], service: Service) -> Iterator[_Named]:
    written = site.hosts[host.name].services[service.name]
    for number, publish in enumerate(written.publish):
        published = service.published[number]
        if published.via is Via.DNAT:
            for version in sorted({address.version for address in served_at(published, own)}):
                needed = published.address is not None
                if needed or publishing_endpoint(host.networks, service, version):
                    yield _Named(version, publish.at("via"), by_port=True)
    for address in service.leaves_as:
        yield _Named(address.version, written.at("leaves_as"))


def _subnet(room: Room, network: DockerNetwork, version: int) -> Prefix | None:
    return room.block(_NEAR[version], _NEAR[version].prefixlen, network.origin)


def _fault(host: HostPlan, service: Service, named: _Named, room: Room) -> Finding | None:
    version = named.version
    published_on = publishing_endpoint(host.networks, service, version)
    endpoint = published_on or next(iter(_behind_nat(host, service, version)), None)
    if endpoint is None:
        return _off_nat(host, service, named)
    if any(address.version == version for address in endpoint.addresses):
        return None
    if named.by_port and published_on is None:
        return None  # its default route goes elsewhere, which is LW619
    why, fix, change = _cause(host, service, endpoint, version, room)
    network = host.networks[endpoint.network]
    return Finding(
        message=f"a packet rule must name `{service.name}` by its IPv{version} address, and it has none on `{network.name}`",
        origin=named.place,
        why=why,
        fix=fix,
        related=(Related(network.origin, f"`{network.name}`"),),
        edits=change,
    )


def _behind_nat(host: HostPlan, service: Service, version: int) -> list[Endpoint]:
    """Where a service of one family is behind Docker's NAT."""
    networks = [(endpoint, host.networks[endpoint.network]) for endpoint in service.endpoints]
    return [
        endpoint
        for endpoint, network in networks
        if network.strategy == "nat" and not network.internal and (version == 4 or network.ipv6)
    ]


def _cause(
    host: HostPlan, service: Service, endpoint: Endpoint, version: int, room: Room
) -> tuple[str, str, tuple[Change, ...]]:
    network = host.networks[endpoint.network]
    if service.replicas > 1:
        return f"its {service.replicas} containers can't share an address", "write `replicas: 1`", ()
    if any(subnet.written for subnet in network.subnets if subnet.prefix.version == version):
        return (
            "no address of the network's subnet is left",
            f"write a larger `subnet` for `{network.name}`",
            (),
        )
    block = _subnet(room, network, version)
    subnet = f"`subnet: {block}`" if block else "a `subnet`"
    why = f"Docker chooses the subnet of `{network.name}`, so that no address there can be counted on"
    written = any(item.written for item in network.subnets)
    change = (Add(network.origin, {"subnet": [block] if written else block}),) if block else ()
    return why, f"write {subnet} for `{network.name}`", change


def _off_nat(host: HostPlan, service: Service, named: _Named) -> Finding | None:
    """No network behind Docker's NAT has the family, or there is no such network at all; a dnat to that is LW610."""
    behind = [item.network for item in service.endpoints if host.networks[item.network].strategy == "nat"]
    if behind:
        family = f"IPv{named.version}"
        return Finding(
            message=f"a packet rule must name `{service.name}` by its {family} address, and it is on no network that has one",
            origin=named.place,
            why=f"`{behind[0]}` has no {family}, or no way out",
            fix=f"give `{behind[0]}` an {family} subnet",
        )
    if named.by_port:
        return None
    return Finding(
        message=_LEAVES.format(f"`{service.name}`"),
        origin=named.place,
        why=_AS_ITSELF,
        fix=_DROP,
        edits=(Drop(named.place, "leaves_as"),),
    )
