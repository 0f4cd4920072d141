"""How replies to VPN clients find back, as LW615 sees it: what is missing of the LAN's way and of the host's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.change import Add
from lanwright.diagnostics import Related, Severity
from lanwright.plan import Purpose, Return
from lanwright.plan.intervals import address, interval
from lanwright.plan.parents import ON_A_PARENT
from lanwright.plan.past_nat import PastNat, past_nat
from lanwright.plan.routed import closest
from lanwright.plan.vpn import PASSED_ON, carrier, entrance
from lanwright.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, Endpoint, HostPlan, LanPlan, Service, SitePlan
    from lanwright.plan.values import Prefix
    from lanwright.plan.vpn import Entrance
    from lanwright.rules.addressing.free_addresses import FreeAddresses


class Served(NamedTuple):
    """One range of clients: whose they are, and where it is written."""

    host: HostPlan
    service: Service
    returned: Return
    range: Prefix
    origin: Origin

    @property
    def said(self) -> str:
        """The clients, as a finding names them."""
        return f"the VPN clients of `{self.service.name}` ({self.range})"


def served(site: Site, host: HostPlan) -> Iterator[Served]:
    """Every range of clients of a host."""
    for name, written in site.hosts[host.name].services.items():
        clients = written.clients
        if clients is not None:
            for index, item in enumerate(clients.range):
                place = clients.at("range", index)
                yield Served(host, host.services[name], Return(clients.return_), item.network, place)


def unreturned(site: Site, plan: SitePlan, item: Served, free: FreeAddresses) -> Iterator[Finding]:
    """What keeps replies from one range of clients."""
    owner = carrier(item.service, item.host.services)
    if owner is None:
        yield _lost(
            item,
            "its network is the host's: its clients are the host's own to route, and nothing is generated for them",
            f"give `{item.service.name}` a network of its own, or see to them by hand",
        )
    elif item.returned is Return.NAT:
        yield from _not_hidden(item)
        yield from _past_nat(item, owner)
    else:
        found = entrance(owner, item.host.networks, item.range.version)
        if found is None:
            yield _no_entrance(item, owner, free)
        else:
            yield from _router(site, plan, item, found)
            yield from _host(item, found)


def _lost(
    item: Served,
    why: str,
    fix: str,
    related: tuple[Related, ...] = (),
    edits: tuple[Change, ...] = (),
) -> Finding:
    return Finding(
        message=f"replies to {item.said} don't find back",
        origin=item.origin,
        why=why,
        fix=fix,
        related=related,
        severity=Severity.WARNING,
        edits=edits,
    )


def _not_hidden(item: Served) -> Iterator[Finding]:
    """Nothing names the interfaces that the script is for."""
    clients = item.service.clients
    if clients and not any(named[0].version == item.range.version for named in clients.leaves_by):
        yield _lost(
            item,
            f"the NAT script knows the container's interfaces by their IPv{item.range.version} addresses, and nothing says which it has: Docker chooses",
            "write the `subnet` of its network, or the container's address there",
        )


def _past_nat(item: Served, owner: Service) -> Iterator[Finding]:
    """Networks of ipvlan by which what the container has hidden doesn't come back to it as such."""
    for endpoint in owner.endpoints:
        network = item.host.networks[endpoint.network]
        cause = past_nat(item.host, network, item.range.version)
        if cause is not None:
            why, fix = _PAST_NAT[cause]
            yield _lost(
                item,
                f"`{network.name}` is ipvlan {why.format(parent=network.parent)}, and the container's NAT isn't undone",
                fix.format(parent=network.parent),
                (Related(endpoint.origin, f"`{owner.name}` on `{network.name}`"),),
            )


_PAST_NAT = {
    PastNat.MODE: (
        "in mode l3s: the kernel hands a container what has passed the host's packet rules, past its own",
        "take mode l3 (with a parent that is no bridge), macvlan, or a bridge network with the port published",
    ),
    PastNat.BRIDGE: (
        "over the bridge `{parent}`, whose packets the host tracks: what comes in is a connection of the host's, not of the container's",
        "take a macvlan network on `{parent}`, or a bridge network with the port published",
    ),
}


def _no_entrance(item: Served, owner: Service, free: FreeAddresses) -> Finding:
    networks = [(endpoint, item.host.networks[endpoint.network]) for endpoint in owner.endpoints]
    fit = next((pair for pair in networks if pair[1].strategy in PASSED_ON), None)
    if fit is not None:
        return _without_address(item, owner, *fit, free)
    ipvlan = next((network for _, network in networks if network.driver == "ipvlan"), None)
    if ipvlan is not None:
        why = f"`{ipvlan.name}` is ipvlan: the kernel takes packets for addresses that no container has to the host itself"
        hidden = past_nat(item.host, ipvlan, item.range.version) is None
        return _lost(item, why, f"{'write `return: nat`, or ' if hidden else ''}put it on a macvlan network")
    shown = next((network.name for _, network in networks), owner.name)
    why = f"`{shown}` is behind Docker's NAT: no route leads into it, and what the clients send leaves with addresses that nobody knows"
    return _lost(item, why, "write `return: nat`, or put it on a macvlan network of the LAN")


def _without_address(
    item: Served, owner: Service, endpoint: Endpoint, network: DockerNetwork, free: FreeAddresses
) -> Finding:
    version = item.range.version
    subnet = next((subnet for subnet in network.subnets if subnet.prefix.version == version), None)
    if subnet is None:
        why = f"`{network.name}` has no IPv{version}: no route leads to these clients"
        return _lost(item, why, f"give `{network.name}` an IPv{version} subnet, or write `return: nat`")
    if owner.replicas > 1:
        why = "a route leads to one container, and the service has several"
        return _lost(item, why, "write `replicas: 1`, or `return: nat`")
    near = address(version, interval(subnet.ip_range or subnet.prefix).first)
    found = free.on_network(item.host, network).address(near, endpoint.origin)
    shown = f", for example {found}" if found else ""
    return _lost(
        item,
        f"no route can name `{owner.name}`: it has no static IPv{version} address on `{network.name}`",
        f"write its address on `{network.name}`{shown}",
        (Related(endpoint.origin, f"`{owner.name}` on `{network.name}`"),),
    )


def _router(site: Site, plan: SitePlan, item: Served, found: Entrance) -> Iterator[Finding]:
    """The LAN's other machines send to their router what they have no route for."""
    lan = plan.lans.get(item.host.networks[found.endpoint.network].lan or "")
    if lan is None or _is_own_router(item.host, lan):
        return
    said = f"{{to: {item.range}, via: {found.address}}}"
    known = closest(lan.routes, item.range)
    if lan.gateway_of(item.range.version) is None:
        why = f"`{lan.name}` has no IPv{item.range.version} router, and no machine there a route to them"
        fix = f"write `gateway` at `{lan.name}`, or `return: nat`"
        yield _lost(item, f"{why}{_hosts_own(item, found)}", fix)
    elif known is None:
        why = f"the router of `{lan.name}` has no route to them"
        fix = f"give it one (`ip route add {item.range} via {found.address}` where it is Linux), and say so at `{lan.name}`: `routes: [{said}]`"
        route = {"to": item.range, "via": found.address}
        led = (Add(site.lans[lan.name].origin, {"routes": [route]}),)
        yield _lost(item, f"{why}{_hosts_own(item, found)}", fix, edits=led)
    elif known.via != found.address:
        why = f"the router of `{lan.name}` leads them to {known.via}, and the container is {found.address}{_hosts_own(item, found)}"
        here = (Related(known.origin, "the router's route"),)
        yield _lost(item, why, f"write `{said}` there", here)


def _is_own_router(host: HostPlan, lan: LanPlan) -> bool:
    own = {address.ip for address in host.addresses_on(lan.name)}
    return any(gateway in own for gateway in lan.gateways)


def _hosts_own(item: Served, found: Entrance) -> str:
    """What is generated in spite of that."""
    return f" (`{item.host.name}` itself gets one)" if _is_led(item, found) else ""


def _is_led(item: Served, found: Entrance) -> bool:
    return any(
        (route.purpose, route.via, route.destination) == (Purpose.CLIENTS, found.address, item.range)
        for route in item.host.routes
    )


def _host(item: Served, found: Entrance) -> Iterator[Finding]:
    network = item.host.networks[found.endpoint.network]
    if network.driver in ON_A_PARENT and network.shim is None:
        yield Finding(
            message=f"`{item.host.name}` and {item.said} don't reach each other",
            origin=item.origin,
            why=f"`{network.name}` has no `host_access`, by which the host gets a route to them",
            fix=f"write `host_access: true` at `{network.name}`, if they are meant to",
            edits=(Add(network.origin, {"host_access": True}),),
            related=(Related(network.origin, f"`{network.name}`"),),
            severity=Severity.INFO,
        )
    elif network.driver == "bridge" and item.host.network == "networkd" and not _is_led(item, found):
        yield Finding(
            message=f"ports that `{item.host.name}` publishes don't answer {item.said}",
            origin=item.origin,
            why="it answers them by the router, and what comes back from there passes it a second time, as another connection; "
            "a route of its own would be written to the bridge's file, whose name nobody has told",
            fix='write the `unit` of the bridge, the file that `networkctl status` shows as "Network File"',
            related=(Related(network.origin, f"`{network.name}`"),),
            severity=Severity.INFO,
        )
