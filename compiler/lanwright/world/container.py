"""A container: a network namespace with a device for each of its networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.default_route import next_hop
from lanwright.plan.docker import Owner
from lanwright.plan.kernel import path_of
from lanwright.plan.routed import is_routed
from lanwright.plan.values import host_prefix
from lanwright.world.device import Device, DeviceKind, Held
from lanwright.world.namespace import Namespace, NamespaceKind, everything, with_loopback
from lanwright.world.route import Route

if TYPE_CHECKING:
    from lanwright.plan import DockerNetwork, HostPlan, Service
    from lanwright.plan.values import Address, Prefix
    from lanwright.world.containers import Attached, DockerView

_DUMMIES = {"macvlan": "dm", "ipvlan": "di"}
"""How Docker's dummy links begin (moby `macvlan_setup.go`); of the network's number that follows we take its name."""


def container(own: Namespace, host: HostPlan, view: DockerView, service: Service) -> Namespace:
    """A container's namespace, plugged into its host's own where its networks are bridges, or stand on a parent."""
    return _Container(own, host, view, service).inside


class _Container:
    """Makes it: the devices of its networks, in Docker's order, and its way out."""

    def __init__(self, own: Namespace, host: HostPlan, view: DockerView, service: Service) -> None:
        self._own, self._host, self._view = own, host, view
        self.inside = with_loopback(
            Namespace(
                name=f"{host.name}/{service.name}",
                kind=NamespaceKind.CONTAINER,
                machine=host.name,
                origin=service.origin,
            )
        )
        self.inside.sysctls.update({path_of(key): str(value) for key, value in service.sysctls.items()})
        if service.replicas > 1:
            self.inside.assumed.append(f"{service.name} is one of {service.replicas} like containers")
        for number, attached in enumerate(view.attached[service.name]):
            self._attach(attached, f"eth{number}")

    def _attach(self, attached: Attached, name: str) -> None:
        network = attached.network
        device = self.inside.device(
            attached.endpoint.interface_name or name,
            {"bridge": DeviceKind.VETH, "macvlan": DeviceKind.MACVLAN}.get(network.driver, DeviceKind.IPVLAN),
            attached.endpoint.origin,
        )
        if network.driver == "bridge":
            self._plug_into_bridge(device, attached)
        else:
            device.mode, device.flag = network.mode or "", network.flag or ""
            device.stand_on(self._parent(network))
            self._assume_of_the_air(device, attached)
        if network.name in self._view.stand_ins:
            self.inside.assumed.append(
                f"the subnet of {network.name} on {self._host.name} is Docker's choice; any will do here"
            )
        for version, address in attached.addresses.items():
            self.inside.hold(device, Held(address, _prefix(network, address), attached.endpoint.origin))
            if attached.service.ways_out.get(version, self._default_of(attached)) == network.name:
                self._lead_out(device, attached, version)

    def _assume_of_the_air(self, device: Device, attached: Attached) -> None:
        """A solicitation that an access point sends as unicast is the host's, as ipvlan sees it (`ipvlan_core.c`, get_L3_hdr)."""
        asked = device.kind is DeviceKind.IPVLAN and device.asks_neighbours and 6 in attached.addresses
        for card in device.radios if asked else ():
            self.inside.assumed.append(f"{card.name}'s access point sends multicast as multicast")

    def _default_of(self, attached: Attached) -> str | None:
        """A service that names no network leaves by the one it is on."""
        return None if attached.service.endpoints else attached.network.name

    def _lead_out(self, device: Device, attached: Attached, version: int) -> None:
        network = attached.network
        if network.internal:
            return
        origin = network.origin
        if is_routed(network):
            self.inside.route(Route(everything(version), device, origin=origin))
            return
        hop = next_hop(network, version, attached.addresses[version])
        if hop is not None:
            self.inside.route(Route(everything(version), device, via=hop, origin=origin))

    def _parent(self, network: DockerNetwork) -> Device:
        """What they stand on; where none is named Docker makes a dummy link, unless the network is there already."""
        name = network.parent or f"{_DUMMIES[network.driver]}-{network.name}"
        if name not in self._own.devices:
            made = self._own.device(name, DeviceKind.DUMMY, network.origin)
            if network.owner is Owner.EXTERNAL:
                made.beyond = f"what the containers of {network.name} on {self._host.name} stand on"
        return self._own.devices[name]

    def _plug_into_bridge(self, device: Device, attached: Attached) -> None:
        bridge = self._own.devices.get(attached.network.bridge or "")
        port = self._own.device(
            f"veth-{attached.service.name}@{attached.network.name}",
            DeviceKind.VETH,
            attached.endpoint.origin,
        )
        device.peer, port.peer = port, device
        port.hairpin = not self._host.daemon.userland_proxy
        if bridge is not None:
            bridge.enslave(port)


def _prefix(network: DockerNetwork, address: Address) -> Prefix:
    """The subnet that an address is given with; alone where it is in none (LW213)."""
    inside = (subnet.prefix for subnet in network.subnets if address in subnet.prefix)
    return next(inside, host_prefix(address))
