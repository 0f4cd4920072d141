"""Clients of a VPN, behind the container or host that serves them."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from lanwright.plan.firewall import Hook
from lanwright.plan.vpn import Return
from lanwright.world.device import DeviceKind, Held
from lanwright.world.namespace import Namespace, NamespaceKind, everything, with_loopback
from lanwright.world.packet_rule import SRCNAT, Action, Chain, ChainKind, PacketRule, masks
from lanwright.world.route import Route
from lanwright.world.socket import Socket

if TYPE_CHECKING:
    from lanwright.plan import Clients
    from lanwright.plan.values import Address
    from lanwright.world.surroundings import Surroundings


def clients_machine(
    host: str, service: str, clients: Clients, server: Namespace, around: Surroundings
) -> Namespace:
    """One client for all of them; its tunnel ends in the server's namespace, and a pair of devices stands for whatever it is."""
    full = f"{host}/{service}/clients"
    client = with_loopback(
        Namespace(name=full, kind=NamespaceKind.CLIENTS, machine=full, origin=clients.origin)
    )
    number = sum(device.name.startswith("tun") for device in server.devices.values())
    inside = server.device(f"tun{number}", DeviceKind.VETH, clients.origin)
    outside = client.device("tun0", DeviceKind.VETH, clients.origin)
    inside.peer, outside.peer = outside, inside
    for prefix in clients.ranges:
        ends: list[Address] = list(islice(prefix.hosts(), 2))
        server.hold(inside, Held(ends[0], prefix, clients.origin))
        client.hold(outside, Held(ends[-1], prefix, clients.origin))
        client.route(Route(everything(prefix.version), outside, via=ends[0], origin=clients.origin))
    for port in around.clients:
        client.sockets += [
            Socket(owner=f"{service}-clients", version=version, port=port) for version in (4, 6)
        ]
    if clients.returned is Return.NAT:
        _masquerade_clients(server, clients)
    return client


def _masquerade_clients(server: Namespace, clients: Clients) -> None:
    """The rules of our script in the container (templates/containers)."""
    server.assumed.append(f"lanwright-nat was run in {server.name}")
    for prefix in clients.ranges:
        ruleset = server.rulesets[prefix.version]
        rules = [
            PacketRule(
                action=Action.MASQUERADE,
                text=f"-s {prefix} -o {device.name} -j MASQUERADE",
                origin=clients.origin,
                source=masks((prefix,)),
                outputs=frozenset({device.name}),
            )
            for device in server.devices.values()
            if any(
                held.address in exit_
                for held in device.held
                for exit_ in chain.from_iterable(clients.leaves_by)
                if held.address.version == exit_.version
            )
        ]
        ruleset.add(
            Chain(
                name="nat POSTROUTING (lanwright-nat)",
                kind=ChainKind.NAT,
                hook=Hook.POSTROUTING,
                priority=SRCNAT,
                rules=rules,
            )
        )
