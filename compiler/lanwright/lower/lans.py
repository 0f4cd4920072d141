"""The LANs, with every address that is known to be taken and by whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lanwright.lower.ports import listens
from lanwright.plan import Claim, Holder, LanPlan, LanRoute, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.intent import Lan, Site
    from lanwright.plan import HostPlan


def lan_plans(site: Site, hosts: Mapping[str, HostPlan]) -> dict[str, LanPlan]:
    """Every LAN, in the intent's order; one pass over the hosts."""
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for host in hosts.values():
        for lan, claim in _host_claims(site, host):
            if claim.holder is not Holder.SHIM or _inside(
                site.lans[lan], claim
            ):  # a dummy address is on no LAN
                claims[lan].append(claim)
    return {name: _lan_plan(name, lan, claims[name]) for name, lan in site.lans.items()}


def advertises(lan: Lan) -> bool:
    """Whether the LAN's router advertises IPv6: as written, else where there is an IPv6 subnet."""
    return lan.ra if lan.ra is not None else any(subnet.version == 6 for subnet in lan.subnet)


def _inside(lan: Lan, claim: Claim) -> bool:
    return any(claim.address in subnet.network for subnet in lan.subnet)


def _lan_plan(name: str, lan: Lan, of_hosts: list[Claim]) -> LanPlan:
    return LanPlan(
        name=name,
        subnets=tuple(sorted((subnet.network for subnet in lan.subnet), key=lambda subnet: subnet.version)),
        gateways=lan.gateway,
        router=lan.router or f"router of {name}",
        ra=advertises(lan),
        dhcp=tuple((item.first, item.last) for item in lan.dhcp),
        routes=tuple(_routes(lan)),
        claims=(*_lan_claims(name, lan, of_hosts), *of_hosts),
        mtu=lan.mtu,
        macs_per_port=lan.switch.macs_per_port if lan.switch else None,
        hairpin=lan.switch.hairpin if lan.switch else False,
        origin=lan.origin,
        listens={device: listens(described) for device, described in lan.devices.items()},
    )


def _routes(lan: Lan) -> Iterator[LanRoute]:
    """A destination goes by the machine of its own family."""
    for route in lan.routes:
        for to in route.to:
            for via in route.via:
                if via.version == to.version:
                    yield LanRoute(destination=to.network, via=via, origin=route.origin)


def _lan_claims(name: str, lan: Lan, of_hosts: list[Claim]) -> Iterator[Claim]:
    """What the LAN itself names; a gateway that is a host of the site is that host's claim."""
    routing = {claim.address for claim in of_hosts if claim.holder is Holder.HOST}
    for index, gateway in enumerate(lan.gateway):
        if gateway not in routing:
            router = lan.router or f"{name}/gateway"
            yield Claim(address=gateway, holder=Holder.GATEWAY, name=router, origin=lan.at("gateway", index))
    for device, described in lan.devices.items():
        for index, address in enumerate(described.address):
            place = described.at("address", index)
            yield Claim(address=address, holder=Holder.DEVICE, name=f"{name}/{device}", origin=place)
    for shared, addresses in lan.shared.items():
        for index, address in enumerate(addresses):
            place = lan.at("shared", shared, index)
            yield Claim(address=address, holder=Holder.SHARED, name=f"{name}/{shared}", origin=place)


_HOLDERS = {Purpose.HOST: Holder.HOST, Purpose.ALIAS: Holder.ALIAS, Purpose.SHIM: Holder.SHIM}


def _host_claims(site: Site, host: HostPlan) -> Iterator[tuple[str, Claim]]:
    """By LAN: the host's own addresses, its aliases and shims, and its services that stand on a LAN."""
    for item in host.addresses:
        lan = host.links[item.link].lan
        if lan is not None and item.purpose in _HOLDERS:
            yield (
                lan,
                Claim(
                    address=item.address.ip,
                    holder=_HOLDERS[item.purpose],
                    name=host.name,
                    origin=item.origin,
                    host=host.name,
                ),
            )
    for network in host.networks.values():
        if network.lan is None or network.strategy == "nat":
            continue
        for service, endpoint in host.members[network.name]:
            written = site.hosts[host.name].services[service.name].networks[network.name]
            for index, address in enumerate(endpoint.addresses):
                yield (
                    network.lan,
                    Claim(
                        address=address,
                        holder=Holder.SERVICE,
                        name=f"{host.name}/{service.name}",
                        origin=written.at("address", index),
                        host=host.name,
                    ),
                )
