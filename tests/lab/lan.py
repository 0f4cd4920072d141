"""A LAN of the lab: a switch, a router, and the cables to whatever is plugged in."""

from __future__ import annotations

import json
from ipaddress import ip_interface
from itertools import count
from typing import TYPE_CHECKING

from tests.lab.command import attempt, run

if TYPE_CHECKING:
    from ipaddress import IPv4Interface, IPv6Interface

    from tests.lab.lab import Lab
    from tests.lab.machine import Machine

_numbers = count(1)


class Cable:
    """The way from a machine's network card to a port of a LAN's switch.

    A trunk carries further LANs, `tagged` by their VLAN's number; on one without `untagged` frames the LAN itself isn't.
    """

    def __init__(self, lan: Lan, machine: Machine, nic: str, mac: str | None) -> None:
        number = next(_numbers)
        self.lan, self.machine, self.nic = lan, machine, nic
        self.tagged: dict[int, Lan] = {}
        self.untagged = True
        self.by_air = False
        self._state = "up"
        self.port = f"port{number}"
        self.mac = mac or f"02:00:00:00:{number // 256:02x}:{number % 256:02x}"

    def connect(self) -> None:
        """Make the card and the port. A machine's card dies with it, so each start needs this again."""
        # The kernel takes the old pair away in its own time: it may still be there.
        attempt(self.lan.switch_ip("link", "del", self.port))
        card = f"peer name {self.nic} address {self.mac} netns {self.machine.number}"
        master = " master lan" if self.untagged else ""
        self.lan.switch_command(f"link add {self.port} type veth {card}\nlink set {self.port}{master} up\n")
        for vlan, lan in self.tagged.items():
            self._carry(vlan, lan)
        if self.by_air:
            self.lead_through_the_air()

    def lead_through_the_air(self) -> None:
        """Make the port an access point's: it takes frames of this card's own MAC address alone, as 802.11 has it."""
        self.by_air = True
        self.lan.switch_command(f"link set {self.port} type bridge_slave locked on learning off\n")
        self.lan.know(self)

    def carry(self, vlan: int, lan: Lan) -> None:
        """Carry another LAN too, tagged."""
        self.tagged[vlan] = lan
        self._carry(vlan, lan)

    def _carry(self, vlan: int, lan: Lan) -> None:
        """Give the other LAN's switch a port whose frames come and go by this one, with the tag."""
        inside = f"{self.port}v{vlan}"
        there = f" netns {lan.switch_number}" if lan is not self.lan else ""
        self.lan.switch_command(f"link add link {self.port} name {inside}{there} type vlan id {vlan}\n")
        lan.switch_command(f"link set {inside} master lan up\n")

    def pull(self) -> None:
        """Take the carrier away, as pulling the plug does; over a reboot it stays away."""
        self._state = "down"
        self.lan.switch_command(f"link set {self.port} down\n")

    def plug_in_again(self) -> None:
        """Give the carrier back."""
        self._state = "up"
        self.lan.switch_command(f"link set {self.port} up\n")
        for vlan, lan in self.tagged.items():
            lan.switch_command(f"link set {self.port}v{vlan} up\n")


class Lan:
    """One layer-2 network. `gateways` are the router's addresses on it, with prefix, one a family."""

    def __init__(self, lab: Lab, name: str, gateways: tuple[str, ...], router: Machine) -> None:
        self.name, self.router = name, router
        self.gateways = tuple(map(ip_interface, gateways))
        self._lab = lab
        self._switch = lab.machine(f"{name}-switch")
        self.switch_command("link add lan type bridge mcast_snooping 0\nlink set lan up\n")
        self.plug(router, name)
        for gateway in gateways:
            self._give(router, name, gateway)
        router.run("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1")

    def switch_ip(self, *words: str) -> list[str]:
        """Give the command that runs `ip` in the switch. Process numbers in it are those of the outside."""
        return self._lab.in_network(self._switch.netns, "ip", *words)

    def switch_command(self, commands: str) -> None:
        """Run lines of `ip` in the switch."""
        run(self.switch_ip("-batch", "-"), stdin=commands)

    def forget_machines(self, cable: Cable) -> None:
        """Let the switch forget which MAC addresses are behind a cable."""
        self.switch_command(f"link set {cable.port} type bridge_slave fdb_flush\n")

    def know(self, cable: Cable) -> None:
        """Let the switch know for good what MAC address is behind a cable."""
        entry = ("fdb", "replace", cable.mac, "dev", cable.port, "master", "static")
        run(self._lab.in_network(self._switch.netns, "bridge", *entry))

    def macs_behind(self, cable: Cable) -> set[str]:
        """Give the MAC addresses that the switch has learned at a cable's port."""
        shown = run(
            self._lab.in_network(self._switch.netns, "bridge", "-j", "fdb", "show", "dev", cable.port)
        ).stdout
        return {item["mac"] for item in json.loads(shown) if item.get("state") != "permanent"}

    @property
    def switch_number(self) -> int:
        """The number of the switch's first process, as seen from outside."""
        return self._switch.number

    def plug(self, machine: Machine, nic: str, mac: str | None = None, *, untagged: bool = True) -> Cable:
        """Plug a machine's (new) network card into this LAN; over a reboot the cable stays plugged in."""
        cable = Cable(self, machine, nic, mac)
        cable.untagged = untagged
        machine.cables.append(cable)
        cable.connect()
        return cable

    def device(self, name: str, *addresses: str, mac: str | None = None) -> Machine:
        """Add a machine that has `addresses` on eth0 and its default routes to the router.

        An address in the LAN of a gateway needs no prefix.
        """
        machine = self._lab.machine(name)
        self.plug(machine, "eth0", mac)
        for address in map(ip_interface, addresses):
            gateway = self._gateway_for(address)
            prefix = gateway.network.prefixlen if gateway else address.network.prefixlen
            self._give(machine, "eth0", f"{address.ip}/{prefix}")
            if gateway:
                machine.run(f"ip route add default via {gateway.ip}")
        return machine

    def _gateway_for(self, address: IPv4Interface | IPv6Interface) -> IPv4Interface | IPv6Interface | None:
        return next((gateway for gateway in self.gateways if address.ip in gateway.network), None)

    def _give(self, machine: Machine, nic: str, address: str) -> None:
        nodad = "nodad" if ":" in address else ""
        machine.run(f"ip link set {nic} up && ip addr add {address} dev {nic} {nodad}")
