"""LW227: what stands on a LAN and has no place in its subnet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan.intervals import hosts, interval
from lanwright.plan.link import Purpose
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Interface, Lan, Site
    from lanwright.plan import HostPlan, SitePlan
    from lanwright.plan.values import Address, AddressWithPrefix, Prefix


@rule("LW227", Severity.ERROR)
def outside_its_lan(site: Site, plan: SitePlan) -> Iterator[Finding]:
    """Something on a LAN has an address that isn't the LAN's.

    The router, the DHCP range, a device, a shared address and the host's own address must lie inside the subnet of
    their LAN, and the host's address has the LAN's prefix length. Otherwise one side sends its packets to the router
    and the other one asks for the address on the wire: `ip route` says "Nexthop has invalid gateway", ARP stays
    unanswered, or only one of two directions works. All that Lanwright works out from the LAN (what is free, what must
    be reserved, which way a packet takes) would be wrong too. A DHCP range has its lower end first.

    The first and the last address of an IPv4 subnet are nobody's: the last one is for all machines at once
    (broadcast). The host can be given one, and a program of its own, or Docker, binds it; nobody on the LAN gets a
    connection to it. That goes for addresses that Lanwright puts there, too: what is published, `leaves_as`, shims.

    Correct the address, or the LAN's subnet. Link-local IPv6 addresses (fe80::/10) belong to every LAN.
    """
    for name, lan in site.lans.items():
        yield from _of_the_lan(name, lan)
    for host in site.hosts.values():
        for interface in host.interfaces.values():
            if interface.lan in site.lans:
                yield from _of_the_host(interface, interface.lan or "", site.lans[interface.lan or ""])
    for planned in plan.hosts.values():
        yield from _put_there(site, planned)


def _of_the_lan(name: str, lan: Lan) -> Iterator[Finding]:
    for said, address, origin in _addresses(lan):
        subnet = _subnet(lan, address.version)
        if not address.is_link_local and not _is_host_of(address, subnet):
            yield _outside(f"{said} {address}", address, origin, name, lan)
    for index, leased in enumerate(lan.dhcp):
        origin = lan.at("dhcp", index)
        if int(leased.last) < int(leased.first):
            yield Finding(
                message=f"the DHCP range {leased} ends before it begins",
                origin=origin,
                why="as it stands it holds nothing: what the DHCP server leases can't be kept free",
                fix=f"write `{leased.last}-{leased.first}`",
                edits=(Write(origin, f"{leased.last}-{leased.first}"),),
                safe=True,
            )
        subnet = _subnet(lan, leased.first.version)
        outside = [end for end in (leased.first, leased.last) if subnet is None or end not in subnet]
        if outside:
            yield _outside(f"the DHCP range {leased}", outside[0], origin, name, lan)


def _addresses(lan: Lan) -> Iterator[tuple[str, Address, Origin]]:
    for index, gateway in enumerate(lan.gateway):
        yield "the gateway", gateway, lan.at("gateway", index)
    for name, device in lan.devices.items():
        for index, address in enumerate(device.address):
            yield f"the device `{name}`", address, device.at("address", index)
    for name, addresses in lan.shared.items():
        for index, address in enumerate(addresses):
            yield f"the shared address `{name}`", address, lan.at("shared", name, index)


def _of_the_host(interface: Interface, name: str, lan: Lan) -> Iterator[Finding]:
    for index, address in enumerate(interface.address):
        subnet, origin = _subnet(lan, address.version), interface.at("address", index)
        if address.ip.is_link_local:
            continue
        if not _is_host_of(address.ip, subnet):
            yield _outside(f"the host's address {address}", address.ip, origin, name, lan)
        elif subnet is not None and address.network != subnet:
            yield _other_length(address, subnet, origin, name, lan)


def _put_there(site: Site, host: HostPlan) -> Iterator[Finding]:
    """What Lanwright puts on the host: an alias, a shim's address. Which LAN it is for its subnet alone tells."""
    lans = {link.lan: site.lans[link.lan] for link in host.links.values() if link.lan in site.lans}
    own = {item.address.ip for item in host.addresses if item.purpose is Purpose.HOST}
    for item in host.addresses:
        address = item.address.ip
        for name, lan in lans.items():
            subnet = _subnet(lan, address.version)
            if address not in own and subnet and address in subnet and not _is_host_of(address, subnet):
                yield _outside(f"{address} on `{host.name}`", address, item.origin, name, lan)


def _outside(said: str, address: Address, origin: Origin, name: str, lan: Lan) -> Finding:
    subnet = _subnet(lan, address.version)
    where = f"a host of {subnet}" if subnet and address in subnet else f"inside {subnet}"
    missing = f"and `{name}` has no IPv{address.version} subnet"
    elsewhere = "what isn't in the LAN's subnet is never asked for on the wire: the packets go to the router or nowhere"
    nobodys = "a subnet's first and last address are no machine's: nobody gets a connection there"
    return Finding(
        message=f"{said} isn't {where}, the subnet of the LAN `{name}`"
        if subnet
        else f"{said} is IPv{address.version}, {missing}",
        origin=origin,
        why=nobodys if subnet and address in subnet else elsewhere,
        fix=_fix(address, subnet, name),
        related=(Related(lan.at("subnet"), f"the subnet of `{name}`"),),
    )


def _other_length(address: AddressWithPrefix, subnet: Prefix, origin: Origin, name: str, lan: Lan) -> Finding:
    right = f"{address.ip}/{subnet.prefixlen}"
    return Finding(
        message=f"the host's address {address} has another prefix length than the LAN `{name}` ({subnet})",
        origin=origin,
        why="host and LAN disagree on who is on the wire: some machines are reached in one direction only",
        fix=f"write `{right}`",
        related=(Related(lan.at("subnet"), f"the subnet of `{name}`"),),
        edits=(Write(origin, right),),
    )


def _fix(address: Address, subnet: Prefix | None, name: str) -> str:
    if subnet is None:
        return f"give `{name}` an IPv{address.version} subnet, or drop the address"
    wider = subnet
    while address not in wider:
        wider = wider.supernet()
    if subnet != wider and subnet.prefixlen - wider.prefixlen <= 4:
        return f"write an address of {subnet}, or the LAN's whole subnet: {wider} holds both"
    first, last = hosts(subnet).first, hosts(subnet).last
    return f"write an address from {type(address)(first)} to {type(address)(last)}"


def _subnet(lan: Lan, version: int) -> Prefix | None:
    return next((subnet.network for subnet in lan.subnet if subnet.version == version), None)


def _is_host_of(address: Address, subnet: Prefix | None) -> bool:
    return subnet is not None and hosts(subnet).covers(interval(address))
