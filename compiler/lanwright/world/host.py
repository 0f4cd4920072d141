"""A host: its links, addresses, routes and settings, what Docker adds to them, and its containers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lanwright.diagnostics import NOWHERE
from lanwright.plan.default_route import next_hop
from lanwright.plan.docker import INHIBIT_IPV4
from lanwright.plan.firewall import Hook
from lanwright.plan.kernel import path_of
from lanwright.plan.link import LinkKind
from lanwright.plan.parents import dockers_vlan
from lanwright.plan.routed import is_routed
from lanwright.plan.shared_namespace import is_in_hosts_namespace, namespace_of
from lanwright.plan.sockets import EVERY
from lanwright.plan.values import host_prefix
from lanwright.plan.vpn import Return, carrier
from lanwright.world.device import Device, DeviceKind, Held
from lanwright.world.docker import add_rules
from lanwright.world.docker.publishing import servings
from lanwright.world.namespace import Namespace, NamespaceKind, everything, with_loopback
from lanwright.world.ours import add_ours, for_docker_user
from lanwright.world.packet_rule import SRCNAT, Action, Chain, ChainKind, PacketRule, masks
from lanwright.world.route import Route
from lanwright.world.socket import Holder, Socket
from lanwright.world.wiring import plugs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan import Clients, DockerNetwork, HostPlan, Link, Service
    from lanwright.plan.port import Listen
    from lanwright.plan.values import Address, Prefix
    from lanwright.world.containers import Attached, DockerView
    from lanwright.world.segment import Segment
    from lanwright.world.surroundings import Surroundings

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
                _stand_on(device, self._own.devices[made.link.name])
        for card, vlan, lan in plugs(self._host):
            self._own.devices[card].wires[vlan] = self._segments[lan]
        for device in self._own.devices.values():
            if device.kind in (DeviceKind.NIC, DeviceKind.WIRELESS) and not device.wires:
                device.beyond = f"what {device.name} of {self._host.name} is plugged into"

    def _add_link(self, link: Link) -> None:
        device = self._own.device(link.name, _KINDS[link.kind], link.origin)
        device.mode, device.flag, device.vlan = link.mode or "", link.flag or "", link.vlan or 0
        own = (item for item in self._host.addresses if item.link == link.name)
        device.lease = link.dhcp and all(item.address.version != 4 for item in own)
        if link.kind is LinkKind.TUNNEL:
            device.beyond = f"what is beyond the tunnel {link.name} of {self._host.name}"

    def _join(self, link: Link, device: Device) -> None:
        """What it is a port of, and what it stands on."""
        if link.bridge in self._own.devices:
            _enslave(device, self._own.devices[link.bridge or ""])
        if link.kind is LinkKind.VETH:
            device.peer = self._own.devices.get(link.parent or "")
        elif link.parent in self._own.devices:
            _stand_on(device, self._own.devices[link.parent or ""])

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
                inhibited = subnet.prefix.version == 4 and network.options.get(INHIBIT_IPV4) == "true"
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
            self._own.sockets += _sockets(self._host.name, listen)
        for service in services.values():
            if is_in_hosts_namespace(services, service):
                for listen in service.listens:
                    self._own.sockets += _sockets(service.name, listen)
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
                    origin=item.origin,
                )
            )

    def _add_container(self, service: Service) -> None:
        services = self._host.services
        if is_in_hosts_namespace(services, service):
            return
        owner = namespace_of(services, service) or service
        name = f"{self._host.name}/{owner.name}"
        if name not in self.made:
            self.made[name] = self._container(owner)
        for listen in service.listens:
            self.made[name].sockets += _sockets(service.name, listen)

    def _container(self, service: Service) -> Namespace:
        inside = with_loopback(
            Namespace(
                name=f"{self._host.name}/{service.name}",
                kind=NamespaceKind.CONTAINER,
                machine=self._host.name,
                origin=service.origin,
            )
        )
        inside.sysctls.update({path_of(key): str(value) for key, value in service.sysctls.items()})
        if service.replicas > 1:
            inside.assumed.append(f"{service.name} is one of {service.replicas} like containers")
        for number, attached in enumerate(self._view.attached[service.name]):
            self._attach(inside, attached, f"eth{number}")
        return inside

    def _attach(self, inside: Namespace, attached: Attached, name: str) -> None:
        network = attached.network
        device = inside.device(
            attached.endpoint.interface_name or name,
            {"bridge": DeviceKind.VETH, "macvlan": DeviceKind.MACVLAN}.get(network.driver, DeviceKind.IPVLAN),
            attached.endpoint.origin,
        )
        if network.driver == "bridge":
            self._plug_into_bridge(device, attached)
        else:
            device.mode, device.flag = network.mode or "", network.flag or ""
            parent = self._own.devices.get(network.parent or "")
            if parent is not None:
                _stand_on(device, parent)
        if network.name in self._view.stand_ins:
            inside.assumed.append(
                f"the subnet of {network.name} on {self._host.name} is Docker's choice; any will do here"
            )
        for version, address in attached.addresses.items():
            inside.hold(device, Held(address, _prefix(network, address), attached.endpoint.origin))
            if attached.service.ways_out.get(version, self._default_of(attached)) == network.name:
                self._lead_out(inside, device, attached, version)

    def _default_of(self, attached: Attached) -> str | None:
        """A service that names no network leaves by the one it is on."""
        return None if attached.service.endpoints else attached.network.name

    def _lead_out(self, inside: Namespace, device: Device, attached: Attached, version: int) -> None:
        network = attached.network
        if network.internal:
            return
        origin = network.origin
        if is_routed(network):
            inside.route(Route(everything(version), device, origin=origin))
            return
        hop = next_hop(network, version, attached.addresses[version])
        if hop is not None:
            inside.route(Route(everything(version), device, via=hop, origin=origin))

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
            _enslave(port, bridge)

    def _add_clients(self, service: Service) -> None:
        """The clients' tunnel ends in the container's namespace; a pair of devices stands for whatever it is."""
        clients = service.clients
        owner = carrier(service, self._host.services)
        name = f"{self._host.name}/{owner.name}" if owner else self._host.name
        server = self.made.get(name)
        if clients is None or server is None:
            return
        full = f"{self._host.name}/{service.name}/clients"
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
        for port in self._around.clients:
            client.sockets += [
                Socket(owner=f"{service.name}-clients", version=version, port=port) for version in (4, 6)
            ]
        if clients.returned is Return.NAT:
            _masquerade_clients(server, clients)
        self.made[full] = client


def _prefix(network: DockerNetwork, address: Address) -> Prefix:
    """The subnet that an address is given with; alone where it is in none (LW213)."""
    inside = (subnet.prefix for subnet in network.subnets if address in subnet.prefix)
    return next(inside, host_prefix(address))


def _enslave(port: Device, master: Device) -> None:
    port.master = master
    master.ports.append(port)


def _stand_on(device: Device, parent: Device) -> None:
    device.parent = parent
    if device.kind is DeviceKind.VLAN:
        parent.vlans[device.vlan] = device
    else:
        parent.uppers.append(device)


def _sockets(owner: str, listen: Listen) -> Iterator[Socket]:
    for version, every in EVERY.items():
        if listen.address is None or listen.address.version == version:
            address = None if listen.address in (None, every) else listen.address
            yield Socket(
                owner=owner,
                version=version,
                port=listen.port,
                address=address,
                origin=listen.origin or NOWHERE,
            )


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
                for exit_ in clients.leaves_by
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
