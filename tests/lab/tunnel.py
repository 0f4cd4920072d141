"""A VPN's tunnel: a pair of links from its container to a client that is nowhere else.

No kernel of the lab need have WireGuard or tun for it: what is asked of hosts and routers is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lab.command import attempt, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab.container import Container
    from tests.lab.lab import Lab


class Tunnel:
    """`ends` are the server's and the client's address with their prefix, a pair for each family."""

    def __init__(self, lab: Lab, name: str, *ends: tuple[str, str]) -> None:
        self._lab, self._ends = lab, ends
        self.client = lab.machine(name)
        self.client.listen(name, "80", "80/udp")

    @property
    def clients(self) -> tuple[str, ...]:
        """The client's addresses."""
        return tuple(client.partition("/")[0] for _, client in self._ends)

    def connect(self, container: Container) -> None:
        """Bring `tun0` up in the container, as its VPN program does whenever it starts."""
        # The kernel takes the pair of a container that has ended away in its own time: it may still be there.
        attempt(self._lab.in_network(self.client.netns, "ip", "link", "del", "eth0"))
        self._ip(
            container,
            f"link add tun0 type veth peer name eth0 netns {self.client.number}",
            *(f"addr add {server} dev tun0{_at_once(server)}" for server, _ in self._ends),
            "link set tun0 up",
        )
        self.client.run("ip link set eth0 up")
        for server, client in self._ends:
            self.client.run(f"ip addr add {client} dev eth0{_at_once(client)}")
            self.client.run(f"ip route add default via {server.partition('/')[0]}")

    def _ip(self, container: Container, *lines: str) -> None:
        batch: Sequence[str] = self._lab.in_network(container.netns, "ip", "-batch", "-")
        run(list(batch), stdin="\n".join((*lines, "")))


def _at_once(address: str) -> str:
    return " nodad" if ":" in address else ""
