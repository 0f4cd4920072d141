"""A packet's way, as the kernel's packet flow has it: each station of the picture one short function.

    send -> output -> route -> postrouting -> transmit -> (neighbour, frame, bridges)
    receive -> prerouting -> route -> input -> deliver
                                   -> forward -> postrouting -> transmit

Nothing here knows a strategy or a version of Docker: what differs is in the world's data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan.firewall import Hook
from lanwright.plan.values import host_prefix
from lanwright.trace.death import Died, Unknown
from lanwright.trace.layer2 import Crossing, Frame, Wire
from lanwright.trace.neighbours import Neighbours
from lanwright.trace.netfilter import Filter, Meeting
from lanwright.trace.packet import PING
from lanwright.trace.routing import raise_for_lease, route_to, source_for, without_source
from lanwright.trace.source_validation import stay_inside, validate
from lanwright.trace.step import Bridged, Delivered, Received, Routed, Sent
from lanwright.trace.unheard import unreached
from lanwright.world.route import Route

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin
    from lanwright.plan.values import Address
    from lanwright.trace.packet import Packet
    from lanwright.trace.step import Step
    from lanwright.world import Device, Namespace, Socket, World

_FARTHEST = 24
"""Stacks that a packet may meet; more are a loop between routers, which its TTL ends."""

_BRIDGE_SWITCH = {4: "net/bridge/bridge-nf-call-iptables", 6: "net/bridge/bridge-nf-call-ip6tables"}


class Arrived(NamedTuple):
    """Where a packet got to, as it got there; `socket` None for the kernel itself."""

    namespace: Namespace
    packet: Packet
    socket: Socket | None


class Walk:
    """One trace's walks through a world: what neighbours and connections are known lasts from one to the next."""

    def __init__(self, world: World) -> None:
        self.steps: list[Step] = []
        self._wire = Wire(world)
        self._filter = Filter(self.steps)
        self._neighbours = Neighbours(world, self._wire, self._filter, self.steps)
        self._left = _FARTHEST

    def begin(self) -> list[Step]:
        """Begin a new list of steps, and give it."""
        self.steps = self._filter.steps = self._neighbours.steps = []
        self._left = _FARTHEST
        return self.steps

    def send(self, namespace: Namespace, packet: Packet) -> Arrived:
        """What a process sends, its source chosen already."""
        self.steps.append(Sent(namespace, packet))
        route = self._route(namespace, packet.destination)
        out = self._device(namespace, route)
        before = packet
        packet = self._filter.pass_by(Meeting(Hook.OUTPUT, namespace, packet, None, out))
        if packet.destination != before.destination:
            route = self._route(namespace, packet.destination)
            out = self._device(namespace, route)
            stay_inside(namespace, packet, out)
        return self._leave(namespace, packet, route, out)

    def source(self, namespace: Namespace, destination: Address) -> Address:
        """The source that the kernel chooses for what a process sends."""
        if namespace.is_local(destination):
            return destination
        route = route_to(namespace, destination)
        if route is None:
            raise Died("no-route", namespace, f"it has no route to {destination}", namespace.origin)
        if route.source is None:
            raise_for_lease(route.device, destination.version)
        found = source_for(namespace, destination, route)
        if found is None:
            raise without_source(namespace, route.device, destination.version, route.origin)
        return found

    def _route(self, namespace: Namespace, destination: Address) -> Route | None:
        """None for what ends here."""
        if namespace.is_local(destination):
            return None
        route = route_to(namespace, destination)
        if route is None:
            text = f"it has no route to {destination}"
            raise Died("no-route", namespace, text, namespace.origin)
        self.steps.append(Routed(namespace, route.device, str(route.via) if route.via else "", route.origin))
        return route

    def _device(self, namespace: Namespace, route: Route | None) -> Device:
        return route.device if route is not None else namespace.devices["lo"]

    def _leave(self, namespace: Namespace, packet: Packet, route: Route | None, out: Device) -> Arrived:
        """Postrouting, and out by a device; what is for the namespace itself comes back in by loopback."""
        hop = route.via if route is not None and route.via is not None else packet.destination
        packet = self._filter.pass_by(Meeting(Hook.POSTROUTING, namespace, packet, None, out, hop))
        if route is None:
            return self._input(out, packet, looped=True)
        return self._transmit(namespace, out, packet, hop)

    def _transmit(self, namespace: Namespace, device: Device, packet: Packet, hop: Address) -> Arrived:
        if device.beyond:
            raise Unknown(device.beyond, namespace)
        if device.parent is not None and not device.asks_neighbours:
            return self._by_the_hosts_table(device, device.parent, packet)
        mac = self._neighbours.resolve(device, hop, packet.source)
        frame = Frame(device.mac, mac, packet.destination, frozenset({mac.machine}))
        for heard in self._wire.send(device, frame):
            return self._receive(heard.device.stack, packet, heard.path)
        raise unreached(device, mac)

    def _by_the_hosts_table(self, device: Device, parent: Device, packet: Packet) -> Arrived:
        """Out of ipvlan's routed modes: to a sibling at once, else as the host would send it by the parent (ipvlan_core.c)."""
        sibling = next((item for item in parent.uppers if item.has(packet.destination)), None)
        if sibling is not None and device.flag == "private":
            raise unreached(device, sibling)
        if sibling is not None and device.flag != "vepa":
            return self._receive(sibling, packet, ())
        host, route = parent.namespace, self._as_the_host_routes(parent, packet.destination)
        out, before = self._device(host, route), packet
        packet = self._filter.pass_by(Meeting(Hook.OUTPUT, host, packet, None, out))
        if packet.destination != before.destination:
            route = self._route(host, packet.destination)
            out = self._device(host, route)
        return self._leave(host, packet, route, out)

    def _as_the_host_routes(self, parent: Device, destination: Address) -> Route | None:
        """For IPv4 what isn't by the parent doesn't count, and all else is on its link; for IPv6 all of the host's counts."""
        host = parent.namespace
        if destination.version == 6:
            return self._route(host, destination)
        if parent.has(destination):
            return None
        return route_to(host, destination, by=parent) or Route(host_prefix(destination), parent)

    def _receive(self, device: Device, packet: Packet, path: tuple[Crossing, ...]) -> Arrived:
        """Bridges on the way first; a bridge's own end is met by the stack itself."""
        self._left -= 1
        if not self._left:
            raise Died("routing-loop", device.namespace, "it is passed on again and again", device.origin)
        own = path[-1] if path and path[-1].bridge is device else None
        for crossing in path[:-1] if own else path:
            crossed = self._cross(crossing, packet)
            if crossed.destination != packet.destination:  # the host has taken it for its own
                return self._routed_in(crossing.bridge, crossed, crossing)
            packet = crossed
        if path and device.keeps_connections_of(path[-1].bridge):
            self._keep_the_bridges_connection(path[-1].bridge, device, packet)
        return self._input(device, packet, own)

    def _keep_the_bridges_connection(self, bridge: Device, device: Device, packet: Packet) -> None:
        """What is tracked already isn't tracked again: the container's NAT leaves it alone (linux `nf_conntrack_core.c`)."""
        if _filters_bridged(bridge.namespace, packet) and self._filter.tracks(bridge.namespace, packet):
            self._stay_translated(device.namespace, packet, device.origin)

    def _stay_translated(self, namespace: Namespace, packet: Packet, origin: Origin) -> None:
        """A container that has hidden who asked doesn't see that this is the answer to him."""
        if self._filter.awaits(namespace, packet):
            text = f"{namespace.name} has hidden who asked, and the answer passes its NAT by"
            raise Died("reply-past-nat", namespace, text, origin)

    def _cross(self, crossing: Crossing, packet: Packet) -> Packet:
        """A bridge's frame meets the packet filter of its namespace, where that is switched on."""
        bridge, owner = crossing.bridge, crossing.bridge.namespace
        filtered = _filters_bridged(owner, packet)
        if crossing.goes_out is not None:
            self.steps.append(Bridged(owner, bridge, crossing.goes_out.name, filtered))
        if not filtered:
            return packet
        before = packet
        packet = self._filter.pass_by(Meeting(Hook.PREROUTING, owner, packet, bridge))
        if packet.destination == before.destination and crossing.goes_out is not None:
            self._filter.pass_by(Meeting(Hook.FORWARD, owner, packet, bridge, bridge))
            packet = self._filter.pass_by(Meeting(Hook.POSTROUTING, owner, packet, None, bridge))
        return packet

    def _input(
        self, device: Device, packet: Packet, own: Crossing | None = None, *, looped: bool = False
    ) -> Arrived:
        """A stack takes a packet: prerouting, then what is for it, then what it passes on."""
        namespace = device.namespace
        self.steps.append(Received(namespace, device, packet))
        before = packet
        packet = self._filter.pass_by(Meeting(Hook.PREROUTING, namespace, packet, device, again=looped))
        rewritten = packet.destination != before.destination
        filtered = rewritten and _filters_bridged(namespace, packet)
        return self._routed_in(device, packet, own if filtered else None)

    def _routed_in(self, device: Device, packet: Packet, bridged: Crossing | None) -> Arrived:
        """`bridged`: the port that it came in by, where a bridge's netfilter has rewritten its destination."""
        taker = device.taker(packet.destination)
        if taker is not None:
            return self._handed_in(device, taker, packet)
        namespace = device.namespace
        validate(namespace, device, packet)
        if namespace.is_local(packet.destination):
            packet = self._filter.pass_by(Meeting(Hook.INPUT, namespace, packet, device))
            return self._deliver(namespace, packet)
        if not namespace.forwards(packet.source.version):
            text = f"it isn't for {namespace.name}, which doesn't forward"
            raise Died("not-forwarding", namespace, text, namespace.origin)
        route = self._route(namespace, packet.destination)
        if route is None:
            raise Died("no-route", namespace, f"no route to {packet.destination}", namespace.origin)
        self._filter.pass_by(Meeting(Hook.FORWARD, namespace, packet, device, route.device))
        if bridged is not None and route.device is bridged.bridge:
            return self._stay_on_bridge(bridged, packet, route)
        return self._leave(namespace, packet, route, route.device)

    def _handed_in(self, device: Device, taker: Device, packet: Packet) -> Arrived:
        """In mode l3s ipvlan takes it at the end of the parent's INPUT: it meets no hook of the namespace that it is for."""
        self.steps.append(Received(taker.namespace, taker, packet))
        validate(taker.namespace, taker, packet)
        packet = self._filter.pass_by(Meeting(Hook.INPUT, device.namespace, packet, device))
        self._stay_translated(taker.namespace, packet, taker.origin)
        return self._deliver(taker.namespace, packet)

    def _stay_on_bridge(self, crossing: Crossing, packet: Packet, route: Route) -> Arrived:
        """A frame whose rewritten destination is on the bridge that it came by is bridged on, not routed (br_netfilter)."""
        bridge, owner = crossing.bridge, crossing.bridge.namespace
        hop = route.via or packet.destination
        packet = self._filter.pass_by(Meeting(Hook.POSTROUTING, owner, packet, None, bridge, hop))
        mac = self._neighbours.resolve(bridge, hop, packet.source)
        if mac.peer is crossing.came_in and not crossing.came_in.hairpin:
            text = f"{bridge.name} sends no frame back out of the port that it came by"
            raise Died("bridge-hairpin", owner, text, crossing.came_in.origin)
        frame = Frame(bridge.mac, mac, packet.destination, frozenset({mac.machine}))
        for heard in self._wire.send(bridge, frame):
            return self._receive(heard.device.stack, packet, heard.path)
        raise unreached(bridge, mac)

    def _deliver(self, namespace: Namespace, packet: Packet) -> Arrived:
        """The socket that hears it, one of that very address before one of all; a ping needs none."""
        if packet.protocol == PING or not packet.opens:
            self.steps.append(Delivered(namespace, packet, None))
            return Arrived(namespace, packet, None)
        hearing = [
            item for item in namespace.sockets if item.hears(packet.destination, packet.protocol, packet.port)
        ]
        if not hearing:
            text = f"nothing listens at {packet.destination}, port {packet.port}/{packet.protocol}"
            raise Died("nobody-listens", namespace, text, namespace.origin)
        socket = min(hearing, key=lambda item: item.address is None)
        if socket.holder == "dockerd":
            text = "dockerd holds the port, and answers nobody"
            raise Died("port-held-by-dockerd", namespace, text, socket.origin)
        self.steps.append(Delivered(namespace, packet, socket))
        return Arrived(namespace, packet, socket)


def _filters_bridged(owner: Namespace, packet: Packet) -> bool:
    return owner.setting(_BRIDGE_SWITCH[packet.source.version]) == "1"
