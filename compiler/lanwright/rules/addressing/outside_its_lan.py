"""LW227: what stands on a LAN and has no place in its subnet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Related, Severity
from lanwright.plan.intervals import hosts, interval
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Interface, Lan, Site
    from lanwright.plan.values import Address, AddressWithPrefix, Prefix


@rule("LW227", Severity.ERROR)
def outside_its_lan(site: Site) -> Iterator[Finding]:
    """Something on a LAN has an address that isn't the LAN's.

    The router, the DHCP range, a device, a shared address and the host's own address must lie inside the subnet of
    their LAN, and the host's address has the LAN's prefix length. Otherwise one side sends its packets to the router
    and the other one asks for the address on the wire: `ip route` says "Nexthop has invalid gateway", ARP stays
    unanswered, or only one of two directions works. All that Lanwright works out from the LAN (what is free, what must
    be reserved, which way a packet takes) would be wrong too. A DHCP range has its lower end first.

    Correct the address, or the LAN's subnet. Link-local IPv6 addresses (fe80::/10) belong to every LAN.
    """
    for name, lan in site.lans.items():
        yield from _of_the_lan(name, lan)
    for host in site.hosts.values():
        for interface in host.interfaces.values():
            if interface.lan in site.lans:
                yield from _of_the_host(interface, interface.lan or "", site.lans[interface.lan or ""])


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


def _outside(said: str, address: Address, origin: Origin, name: str, lan: Lan) -> Finding:
    subnet = _subnet(lan, address.version)
    where = f"a host of {subnet}" if subnet and address in subnet else f"inside {subnet}"
    missing = f"and `{name}` has no IPv{address.version} subnet"
    return Finding(
        message=f"{said} isn't {where}, the subnet of the LAN `{name}`"
        if subnet
        else f"{said} is IPv{address.version}, {missing}",
        origin=origin,
        why="what isn't in the LAN's subnet is never asked for on the wire: the packets go to the router or nowhere",
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
