"""The machines that no plan describes but by a name and an address: devices, routers, and somebody in the internet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.firewall import Hook
from lanwright.plan.lan import Holder
from lanwright.plan.sockets import EVERY
from lanwright.plan.values import host_prefix
from lanwright.world.device import DeviceKind, Held
from lanwright.world.namespace import Namespace, NamespaceKind, everything, with_loopback
from lanwright.world.packet_rule import FILTER, SRCNAT, Action, Chain, ChainKind, PacketRule
from lanwright.world.route import Route
from lanwright.world.socket import Socket
from lanwright.world.surroundings import INTERNET, WAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan import LanPlan, SitePlan
    from lanwright.plan.port import Port
    from lanwright.plan.values import Address, Prefix
    from lanwright.world.segment import Segment
    from lanwright.world.surroundings import Surroundings

WAN_NAME = "wan"


def device(name: str, lan: LanPlan, segments: Mapping[str, Segment], around: Surroundings) -> Namespace:
    """A machine of a LAN, with its default route to the LAN's router."""
    claims = [claim for claim in lan.claims if claim.holder is Holder.DEVICE and claim.name == name]
    short = name.partition("/")[2]
    made = with_loopback(
        Namespace(name=name, kind=NamespaceKind.DEVICE, machine=name, origin=claims[0].origin)
    )
    card = made.device("eth0", DeviceKind.NIC, claims[0].origin)
    card.wires[0] = segments[lan.name]
    for claim in claims:
        made.hold(card, Held(claim.address, _prefix(lan, claim.address), claim.origin))
    for gateway in lan.gateways:
        if any(claim.address.version == gateway.version for claim in claims):
            made.route(Route(everything(gateway.version), card, via=gateway, origin=lan.origin))
    made.sockets += _listening(short, around.devices)
    for listen in lan.listens.get(short, ()):
        for version, every in EVERY.items():
            if listen.address is None or listen.address.version == version:
                where = None if listen.address in (None, every) else listen.address
                made.sockets.append(Socket(owner=short, version=version, port=listen.port, address=where))
    return made


def router(
    name: str, plan: SitePlan, segments: Mapping[str, Segment], wan: Segment, addresses: tuple[Address, ...]
) -> Namespace:
    """A router with a leg in each of its LANs; `addresses` are those that it has towards the internet."""
    lans = [lan for lan in plan.lans.values() if lan.router == name]
    made = with_loopback(Namespace(name=name, kind=NamespaceKind.ROUTER, machine=name, origin=lans[0].origin))
    made.sysctls.update({"net/ipv4/ip_forward": "1", "net/ipv6/conf/all/forwarding": "1"})
    for lan in lans:
        leg = made.device(lan.name, DeviceKind.NIC, lan.origin)
        leg.wires[0] = segments[lan.name]
        for claim in lan.claims:
            if claim.holder is Holder.GATEWAY:
                made.hold(leg, Held(claim.address, _prefix(lan, claim.address), claim.origin))
        for route in lan.routes:
            made.route(Route(route.destination, leg, via=route.via, origin=route.origin))
    if addresses:
        _add_uplink(made, wan, addresses)
    return made


def _add_uplink(made: Namespace, wan: Segment, addresses: tuple[Address, ...]) -> None:
    """It hides what is behind it, and lets nothing in that it wasn't asked for."""
    uplink = made.device(WAN_NAME, DeviceKind.NIC)
    uplink.wires[0] = wan
    for address in addresses:
        made.hold(
            uplink,
            Held(address, WAN[address.version] if address in WAN[address.version] else host_prefix(address)),
        )
        made.route(Route(everything(address.version), uplink))
        ruleset = made.rulesets[address.version]
        hide = PacketRule(
            action=Action.MASQUERADE,
            text="what leaves has the router's address",
            outputs=frozenset({WAN_NAME}),
        )
        keep_out = PacketRule(
            action=Action.DROP,
            text="nothing comes in that nobody asked for",
            inputs=frozenset({WAN_NAME}),
            states=frozenset({"new"}),
            reason="router-lets-nothing-in",
        )
        out = Chain(
            name="source NAT", kind=ChainKind.NAT, hook=Hook.POSTROUTING, priority=SRCNAT, rules=[hide]
        )
        guard = Chain(
            name="firewall", kind=ChainKind.FILTER, hook=Hook.FORWARD, priority=FILTER, rules=[keep_out]
        )
        ruleset.add(out)
        ruleset.add(guard)


def internet(
    plan: SitePlan, wan: Segment, gateways: Mapping[str, tuple[Address, ...]], around: Surroundings
) -> Namespace:
    """Somebody beyond all routers; private addresses it would look for at the router of their LAN."""
    made = with_loopback(Namespace(name="internet", kind=NamespaceKind.INTERNET, machine="internet"))
    card = made.device("eth0", DeviceKind.NIC)
    card.wires[0] = wan
    versions = {address.version for addresses in gateways.values() for address in addresses}
    for version in sorted(versions):
        made.hold(card, Held(INTERNET[version], WAN[version]))
        first = next(
            (item for addresses in gateways.values() for item in addresses if item.version == version), None
        )
        if first is not None:
            made.route(Route(everything(version), card, via=first))
    for lan in plan.lans.values():
        for address in gateways.get(lan.router, ()):
            subnet = lan.subnet_of(address.version)
            if subnet is not None:
                made.route(Route(subnet, card, via=address))
    made.sockets += _listening("internet", around.devices)
    if around.internet_hears_all:
        made.sockets += [Socket(owner="internet", version=version, port=None) for version in (4, 6)]
    return made


def _listening(owner: str, ports: tuple[Port, ...]) -> Iterator[Socket]:
    for port in ports:
        for version in (4, 6):
            yield Socket(owner=owner, version=version, port=port)


def _prefix(lan: LanPlan, address: Address) -> Prefix:
    return next((subnet for subnet in lan.subnets if address in subnet), host_prefix(address))
