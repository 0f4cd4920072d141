"""One lab: all its machines and LANs, what may be asked between them, and their end."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Protocol, TypeVar

from tests.lab import neighbours
from tests.lab import probe as probing
from tests.lab.command import attempt, run
from tests.lab.disks import Disks
from tests.lab.host import Host
from tests.lab.lan import Lan
from tests.lab.machine import Machine

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from tests.lab.container import Container
    from tests.lab.probe import Answer, Lost

HIDE = """\
table inet lab {
    chain out { type nat hook postrouting priority srcnat; oifname wan masquerade; }
    chain in { type filter hook forward priority filter; iifname wan ct state new drop; }
}
"""

AnyMachine = TypeVar("AnyMachine", bound=Machine)


class Place(Protocol):
    """Where a probe can start: a machine or a container."""

    @property
    def netns(self) -> Path:
        """Its network namespace."""


class Lab:
    """Machines on LANs. Use it in a `with`: at its end all of it is gone, whatever happened."""

    def __init__(self, debian: Path) -> None:
        self._debian = debian
        self._end = ExitStack()
        self._disks = Disks(debian)
        self._end.callback(self._disks.close)
        self.machines: dict[str, Machine] = {}
        self.lans: dict[str, Lan] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.__exit__(kind, problem, trace)

    def machine(self, name: str) -> Machine:
        """Add a bare machine, on and without cables."""
        return self._added(Machine(name, self._debian, self._disks))

    def host(self, name: str) -> Host:
        """Add a Docker host, booted and without cables."""
        return self._added(Host(name, self._debian, self._disks))

    def lan(self, name: str, *gateways: str, router: Machine | None = None) -> Lan:
        """Add a LAN with its router, or one that an existing router joins; `gateways` are its addresses there."""
        self.lans[name] = Lan(self, name, gateways, router or self.machine(f"{name}-router"))
        return self.lans[name]

    def internet(self, router: Machine) -> Machine:
        """Add a machine beyond a router, which hides what is behind it (source NAT) and lets nothing in."""
        self.lan("wan", "198.51.100.1/24", "2001:db8::1/64", router=router)
        router.run("nft -f -", stdin=HIDE)
        return self.lans["wan"].device("internet", "198.51.100.9", "2001:db8::9")

    def behind(self, container: Container, address: str, client: str) -> Machine:
        """Add a client of a container's VPN: `tun0` in the container has `address`, the client is beyond it.

        Both are written with a prefix. The container forwards; what else it must do is the test's business.
        """
        machine = self.machine(f"client-of-{container.name}")
        inside, outside = container.netns, machine.netns
        pair = f"link add tun0 type veth peer name eth0 netns {machine.number}\n"
        run(
            self.in_network(inside, "ip", "-batch", "-"),
            stdin=f"{pair}addr add {address} dev tun0\nlink set tun0 up\n",
        )
        run(self.in_network(inside, "sysctl", "-qw", "net.ipv4.ip_forward=1"))
        via = address.partition("/")[0]
        client_side = f"link set eth0 up\naddr add {client} dev eth0\nroute add default via {via}\n"
        run(self.in_network(outside, "ip", "-batch", "-"), stdin=client_side)
        return machine

    def _added(self, machine: AnyMachine) -> AnyMachine:
        assert machine.name not in self.machines, f"two machines named {machine.name}"
        self.machines[machine.name] = machine
        self._end.callback(machine.power_off)
        machine.power_on()
        return machine

    def in_network(self, netns: Path, *argv: str) -> list[str]:
        """Give the command that runs a tool of the Debian root in a network namespace, and in nothing else of it."""
        enter = ["nsenter", f"--mount={self._disks.namespace}", f"--net={netns}"]
        return [*enter, "chroot", str(self._debian), *argv]

    def probe(self, start: Place, address: str, port: int, protocol: str = "tcp") -> Answer | Lost:
        """Ask who answers at an address, with every neighbour forgotten: a stale one would hide a failure."""
        self.forget_neighbours()
        return probing.probe(start.netns, address, port, protocol)

    def ping(self, start: Place, address: str) -> bool:
        """Tell whether one ICMP echo is answered, with every neighbour forgotten."""
        self.forget_neighbours()
        return attempt(self.in_network(start.netns, "ping", "-n", "-c1", "-W1", address)).rc == 0

    def forget_neighbours(self, but: Path | None = None) -> None:
        """Flush the ARP and NDP tables of every machine and container, `but` those of one network namespace."""
        kept = but and but.stat().st_ino
        for machine in self.machines.values():
            for netns in machine.network_namespaces:
                with suppress(FileNotFoundError):  # a container may stop just now
                    if netns.stat().st_ino != kept:
                        neighbours.forget(netns)
