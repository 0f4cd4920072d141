"""A host: its links, addresses, routes and settings, what Docker adds to them, and its containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.docker import INHIBIT_IPV4
from lanwright.plan.docker_version import DockerVersion
from lanwright.plan.kernel import path_of
from lanwright.plan.link import LinkKind, Purpose
from lanwright.plan.parents import dockers_vlan
from lanwright.plan.shared_namespace import is_in_hosts_namespace, namespace_of
from lanwright.plan.truth import is_true
from lanwright.plan.vpn import carrier
from lanwright.world.clients import clients_machine
from lanwright.world.container import container
from lanwright.world.device import Device, DeviceKind, Held
from lanwright.world.docker import add_rules
from lanwright.world.docker.publishing import servings
from lanwright.world.namespace import Namespace, NamespaceKind, with_loopback
from lanwright.world.ours import add_ours, for_docker_user
from lanwright.world.route import Route
from lanwright.world.socket import Holder, Socket, listening
from lanwright.world.wiring import plugs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.plan import HostPlan, Link, Service
    from lanwright.world.containers import DockerView
    from lanwright.world.docker.publishing import Serving
    from lanwright.world.segment import Segment
    from lanwright.world.surroundings import Surroundings

_LOOKS = DockerVersion(28, 0)
"""From then on docker-proxy answers from the address that was asked."""

_KINDS = {
    LinkKind.PHYSICAL: DeviceKind.NIC,
    LinkKind.WIRELESS: DeviceKind.WIRELESS,
    LinkKind.BRIDGE: DeviceKind.BRIDGE,
    LinkKind.VLAN: DeviceKind.VLAN,
    LinkKind.BOND: DeviceKind.BOND,
    LinkKind.TUNNEL: DeviceKind.TUNNEL,
    LinkKind.MACVLAN: DeviceKind.MACVLAN,
    LinkKind.IPVLAN: DeviceKind.IPVLAN,
    LinkKind.VETH: DeviceKind.VETH,
}


def host_machine(
    host: HostPlan, view: DockerView, segments: Mapping[str, Segment], around: Surroundings
) -> dict[str, Namespace]:
    """The host's namespace, its containers' and its VPN clients', by full name."""
    return _HostMachine(host, view, segments, around).made


class _HostMachine:
    """Makes them in the order in which they come up: links, Docker's bridges, rules, containers, clients."""

    def __init__(
        self, host: HostPlan, view: DockerView, segments: Mapping[str, Segment], around: Surroundings
    ) -> None:
        self._host, self._view, self._segments, self._around = host, view, segments, around
        self._own = with_loopback(
            Namespace(name=host.name, kind=NamespaceKind.HOST, machine=host.name, origin=host.origin)
        )
        self.made: dict[str, Namespace] = {host.name: self._own}
        self._set_sysctls()
        self._add_links()
        self._add_addresses()
        self._add_bridges()
        self._add_rules()
        self._add_sockets()
        for service in host.services.values():
            self._add_container(service)
        for service in host.services.values():
            self._add_clients(service)

    def _set_sysctls(self) -> None:
        """As found, then ours; `bridge-nf-call-*` are 1 where br_netfilter is loaded, as Docker mostly has it."""
        found = self._own.sysctls
        found["net/bridge/bridge-nf-call-iptables"] = "1"
        found["net/bridge/bridge-nf-call-ip6tables"] = "1"
        found.update({path_of(key): str(value) for key, value in self._host.sysctls.items()})
        for setting in self._host.kernel:
            found[setting.path] = setting.value
        if self._host.foreign:
            self._own.assumed.append(
                f"{' and '.join(self._host.foreign)} on {self._host.name} lets through what Lanwright's and Docker's rules do"
            )

    def _add_links(self) -> None:
        for link in self._host.links.values():
            self._add_link(link)
        for link in self._host.links.values():
            self._join(link, self._own.devices[link.name])
        for network in self._host.networks.values():
            made = dockers_vlan(self._host, network)
            if made is not None and network.parent is not None and network.parent not in self._own.devices:
                device = self._own.device(network.parent, DeviceKind.VLAN, network.origin)
                device.vlan = made.vlan
                device.stand_on(self._own.devices[made.link.name])
        for card, vlan, lan in plugs(self._host):
            self._own.devices[card].wires[vlan] = self._segments[lan]
        for device in self._own.devices.values():
            if device.kind in (DeviceKind.NIC, DeviceKind.WIRELESS) and not device.wires:
                device.beyond = f"what {device.name} of {self._host.name} is plugged into"

    def _add_link(self, link: Link) -> None:
        device = self._own.device(link.name, _KINDS[link.kind], link.origin)
        device.mode, device.flag, device.vlan = link.mode or "", link.flag or "", link.vlan or 0
        own = (
            item for item in self._host.addresses if item.link == link.name and item.purpose is Purpose.HOST
        )
        device.lease = link.dhcp and all(item.address.version != 4 for item in own)
        if link.kind is LinkKind.TUNNEL:
            device.beyond = f"what is beyond the tunnel {link.name} of {self._host.name}"

    def _join(self, link: Link, device: Device) -> None:
        """What it is a port of, and what it stands on."""
        if link.bridge in self._own.devices:
            self._own.devices[link.bridge or ""].enslave(device)
        if link.kind is LinkKind.VETH:
            device.peer = self._own.devices.get(link.parent or "")
        elif link.parent in self._own.devices:
            device.stand_on(self._own.devices[link.parent or ""])

    def _add_addresses(self) -> None:
        for item in self._host.addresses:
            held = Held(item.address.ip, item.address.network, item.origin, item.deprecated)
            self._own.hold(self._own.devices[item.link], held)
        for route in self._host.routes:
            device = self._own.devices.get(route.link)
            if device is not None:
                self._own.route(
                    Route(route.destination, device, route.via, route.source, route.metric or 0, route.origin)
                )

    def _add_bridges(self) -> None:
        """Docker's own, each with its gateway's address; on a bridge that is there Docker puts nothing that we know of."""
        for network in self._view.networks.values():
            name = network.bridge
            if network.driver != "bridge" or name is None or name in self._own.devices:
                continue
            device = self._own.device(name, DeviceKind.BRIDGE, network.origin)
            for subnet in network.subnets:
                inhibited = subnet.prefix.version == 4 and is_true(network.in_force.get(INHIBIT_IPV4))
                if subnet.gateway is not None and not inhibited and not network.refusal:
                    self._own.hold(device, Held(subnet.gateway, subnet.prefix, subnet.origin))
            if not self._host.daemon.userland_proxy:
                self._own.sysctls[f"net/ipv4/conf/{name}/route_localnet"] = "1"

    def _add_rules(self) -> None:
        add_rules(self._own, self._host, self._view, for_docker_user(self._host))
        for version in (4, 6):
            add_ours(self._own.rulesets[version], self._host, version)

    def _add_sockets(self) -> None:
        services = self._host.services
        for listen in self._host.listens:
            self._own.sockets += listening(self._host.name, listen)
        for service in services.values():
            if is_in_hosts_namespace(services, service):
                for listen in service.listens:
                    self._own.sockets += listening(service.name, listen)
        holder = Holder.PROXY if self._host.daemon.userland_proxy else Holder.DOCKERD
        for item in servings(self._host, self._view):
            self._own.sockets.append(
                Socket(
                    owner=item.service.name,
                    version=item.version,
                    port=item.port,
                    address=item.address,
                    holder=holder,
                    to=item.to,
                    to_first=item.to_port.first,
                    answers_by_route=self._forgets_who_was_asked(item),
                    origin=item.origin,
                )
            )

    def _forgets_who_was_asked(self, item: Serving) -> bool:
        """Of UDP on every address docker-proxy didn't look which one a datagram was for (moby#48571)."""
        return item.address is None and item.port.protocol == "udp" and self._host.daemon.version < _LOOKS

    def _add_container(self, service: Service) -> None:
        services = self._host.services
        if is_in_hosts_namespace(services, service):
            return
        owner = namespace_of(services, service) or service
        name = f"{self._host.name}/{owner.name}"
        if name not in self.made:
            self.made[name] = container(self._own, self._host, self._view, owner)
        for listen in service.listens:
            self.made[name].sockets += listening(service.name, listen)

    def _add_clients(self, service: Service) -> None:
        owner = carrier(service, self._host.services)
        server = self.made.get(f"{self._host.name}/{owner.name}" if owner else self._host.name)
        if service.clients is not None and server is not None:
            made = clients_machine(self._host.name, service.name, service.clients, server, self._around)
            self.made[made.name] = made
