"""Who has an address on a device's own link: ARP and neighbour discovery, asked with every neighbour forgotten.

Source: linux `net/ipv4/arp.c` (arp_solicit, arp_process), `net/ipv6/ndisc.c`. For IPv4 a namespace answers for any of its
addresses on any of its devices, unless told otherwise; for IPv6 only the device that has the address answers.
"""

from __future__ import annotations

from ipaddress import IPv6Address
from typing import TYPE_CHECKING

from lanwright.plan.firewall import Hook
from lanwright.trace.death import Died
from lanwright.trace.layer2 import Arrival, Frame
from lanwright.trace.netfilter import Meeting
from lanwright.trace.packet import SOLICITATION, Packet
from lanwright.trace.routing import route_to, selected
from lanwright.trace.step import Resolved
from lanwright.trace.unheard import unheard

if TYPE_CHECKING:
    from lanwright.plan.values import Address
    from lanwright.trace.layer2 import Wire
    from lanwright.trace.netfilter import Filter
    from lanwright.trace.step import Step
    from lanwright.world import Device, Namespace, World

_SOLICITED = int(IPv6Address("ff02::1:ff00:0"))
_LINK_LOCAL = IPv6Address("fe80::1")
"""Stands for a device's link-local address: all that is asked of it is that it is one."""


class Neighbours:
    """The neighbour tables of all namespaces, for one trace."""

    def __init__(self, world: World, wire: Wire, netfilter: Filter, steps: list[Step]) -> None:
        self._world, self._wire, self._filter, self.steps = world, wire, netfilter, steps
        self._known: dict[tuple[Device, Address], Device] = {}

    def resolve(self, device: Device, target: Address, source: Address) -> Device:
        """The MAC address that `target` has on the device's link; raises Died where nobody tells it."""
        known = self._known.get((device, target))
        if known is not None:
            return known
        asking = self._asking(device, target, source)
        goals = self._world.holders(target) | {device.machine}
        frame = Frame(device.mac, None, target, goals)
        refusals: list[Died] = []
        answering: list[Device] = []
        for heard in self._wire.send(device, frame):
            if self._answers(heard, target, asking, refusals):
                self._known[heard.device, asking or _LINK_LOCAL] = device.mac
                answering.append(heard.device)
        hears_back = [item for item in answering if self._is_heard(item, device, asking)]
        if not hears_back:
            raise unheard(self._world, device, target, refusals, answering)
        # of several answers IPv4 keeps the first, and IPv6 takes the last, which overrides
        chosen = hears_back[0] if target.version == 4 else hears_back[-1]
        self._known[device, target] = chosen.mac
        self.steps.append(Resolved(device.namespace, str(target), device, chosen))
        return chosen.mac

    def _asking(self, device: Device, target: Address, source: Address) -> Address | None:
        """The address that is told to who is asked; None for a link-local one."""
        namespace = device.namespace
        if target.version == 6:
            if device.has(source):
                return source
            return next((item.address for item in device.held if item.address.version == 6), None)
        if source in namespace.local and namespace.of_device("ipv4", device, "arp_announce") < 2:
            return source
        return selected(namespace, target, target, device)

    def _answers(self, heard: Arrival, target: Address, asking: Address | None, refusals: list[Died]) -> bool:
        namespace = heard.device.namespace
        if target not in namespace.local:
            return False
        try:
            if target.version == 4:
                _arp(namespace, heard.device, target, asking)
            else:
                self._discovered(namespace, heard, target, asking)
        except Died as death:
            refusals.append(death)
            return False
        return True

    def _discovered(
        self, namespace: Namespace, heard: Arrival, target: Address, asking: Address | None
    ) -> None:
        """A neighbour solicitation on its way, bridges and the host's own input included."""
        group = IPv6Address(_SOLICITED | int(target) & 0xFFFFFF)
        packet = Packet(asking or _LINK_LOCAL, group, SOLICITATION, 0, 0)
        before = len(self.steps)
        try:
            for bridge, _, goes_out in heard.path:
                owner = bridge.namespace
                if owner.setting("net/bridge/bridge-nf-call-ip6tables") == "1":
                    self._filter.pass_by(Meeting(Hook.PREROUTING, owner, packet, bridge))
                    if goes_out is not None:
                        self._filter.pass_by(Meeting(Hook.FORWARD, owner, packet, bridge, bridge))
            if not heard.device.has(target):
                text = f"{heard.device.name} hears who asks for {target}, and hasn't that address itself"
                raise Died("address-on-another-device", namespace, text, heard.device.origin)
            self._filter.pass_by(Meeting(Hook.INPUT, namespace, packet, heard.device))
        finally:
            del self.steps[before:]

    def _is_heard(self, answering: Device, device: Device, asking: Address | None) -> bool:
        """Whether the answer gets back to who asked; ipvlan hands it to whoever has the address that it is for."""
        frame = Frame(answering.mac, device.mac, asking, frozenset({device.machine}))
        return any(heard.device is device for heard in self._wire.send(answering, frame))


def _arp(namespace: Namespace, device: Device, target: Address, asking: Address | None) -> None:
    """Whether an ARP request is answered; raises Died where it isn't."""
    ignore = namespace.of_device("ipv4", device, "arp_ignore")
    own = device.has(target)
    near = any(
        asking is not None and item.address.version == 4 and asking in item.prefix for item in device.held
    )
    if ignore >= 8 or (ignore in (1, 2) and not own) or (ignore == 2 and not near):
        text = f"arp_ignore={ignore} on {device.name}: it doesn't answer for {target}"
        raise Died("arp-unanswered", namespace, text, device.origin)
    if asking is None:
        return
    if asking in namespace.local:
        text = f"who asks for {target} says that he is {asking}, which is an address of its own"
        raise Died("martian-source", namespace, text, device.origin)
    back = route_to(namespace, asking)
    strict = namespace.of_device("ipv4", device, "rp_filter")
    elsewhere = back is None or back.device is not device
    if (strict == 1 and elsewhere) or (strict == 2 and back is None):
        text = f"rp_filter={strict} on {device.name}: the way back to {asking} isn't by it"
        raise Died("rp-filter", namespace, text, device.origin)
    if namespace.of_device("ipv4", device, "arp_filter") and elsewhere:
        text = f"arp_filter on {device.name}: the way back to {asking} isn't by it"
        raise Died("arp-unanswered", namespace, text, device.origin)
