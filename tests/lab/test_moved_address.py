"""The host's LAN address moved onto a macvlan link, as older notes have it: what open TCP sessions show of it.

Why the intent's `takes_host_address` is refused (LW622): the move itself is no danger, what comes after it is.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.lab.session import serve_sessions, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host
    from tests.lab.lab import Lab
    from tests.lab.lan import Lan
    from tests.lab.machine import Machine

pytestmark = pytest.mark.lab

HOST, ROUTER, PORT = "192.168.0.231", "192.168.0.1", 2200
MOVE = f"""
ip link add macvlan0 link PARENT type macvlan mode bridge
ip link set macvlan0 up
ip addr add {HOST}/22 dev macvlan0
ip addr del {HOST}/22 dev PARENT
ip route replace default via {ROUTER} dev macvlan0
"""
BACK = f"""
ip addr add {HOST}/22 dev PARENT 2>/dev/null
ip link del macvlan0 2>/dev/null
ip route replace default via {ROUTER} dev PARENT
"""
BESIDE = f"""
ip link add macvlan0 link PARENT type macvlan mode bridge
ip addr add {HOST}/32 dev macvlan0
ip link set macvlan0 up
ip route add 192.168.0.240/29 dev macvlan0 src {HOST}
"""
FLAP = "ip link set macvlan0 down && ip link set macvlan0 up"


@pytest.fixture(scope="module")
def far(lab: Lab, home: Lan) -> Machine:
    """A machine beyond the router."""
    return lab.lan("beyond", "10.99.0.1/24", router=home.router).device("far", "10.99.0.9")


@pytest.fixture(scope="module")
def host(dock1: Host, laptop: Machine, home: Lan) -> Host:
    """The host, which serves sessions on its LAN address; its neighbours ask soon who has an address that is silent."""
    for machine in (laptop, home.router):
        machine.run(
            "for each in /proc/sys/net/ipv4/neigh/*/base_reachable_time_ms; do echo 1000 >$each; done"
        )
        machine.run("for each in /proc/sys/net/ipv4/neigh/*/delay_first_probe_time; do echo 1 >$each; done")
    serve_sessions(dock1, PORT)
    return dock1


@contextmanager
def changed(host: Host, parent: str, commands: str) -> Iterator[None]:
    """The host after some commands; at the end as it was."""
    host.run(commands.replace("PARENT", parent))
    try:
        yield
    finally:
        host.run(BACK.replace("PARENT", parent))


def has_default_route(host: Host) -> bool:
    """Whether the host has a way out."""
    return "default" in host.run("ip route show default")


def test_a_session_lives_through_the_move_and_the_way_back(
    lab: Lab, laptop: Machine, far: Machine, host: Host, parent: str
) -> None:
    """From the LAN and from beyond the router; and over a flap of the parent."""
    with session(lab, laptop, HOST, PORT) as near, session(lab, far, HOST, PORT) as distant:
        with changed(host, parent, MOVE):
            assert near.is_alive()
            assert distant.is_alive()
            host.run(f"ip link set {parent} down && ip link set {parent} up")
            assert near.is_alive()
            assert distant.is_alive()
        assert near.is_alive()
        assert distant.is_alive()


def test_once_moved_a_flap_of_the_link_costs_the_default_route(
    lab: Lab, far: Machine, host: Host, parent: str
) -> None:
    """Nothing brings it back, and whoever comes from beyond the router isn't answered any more."""
    with changed(host, parent, MOVE), session(lab, far, HOST, PORT) as distant:
        host.run(FLAP)
        assert not has_default_route(host)
        assert not distant.is_alive(within=2)


def test_once_moved_the_link_s_end_is_the_host_s_end(
    lab: Lab, laptop: Machine, host: Host, parent: str
) -> None:
    """Whatever deletes the link (ifdown, a slip of the pen) leaves a host without any address."""
    with changed(host, parent, MOVE), session(lab, laptop, HOST, PORT) as near:
        host.run("ip link del macvlan0")
        assert not near.is_alive(within=2)
        assert HOST not in host.run("ip addr show")


def test_a_shim_beside_the_address_may_flap_and_go(
    lab: Lab, laptop: Machine, far: Machine, host: Host, parent: str
) -> None:
    """The generated way: the host's address stays where it is, and the link has it as well, alone in its prefix."""
    with session(lab, laptop, HOST, PORT) as near, session(lab, far, HOST, PORT) as distant:
        with changed(host, parent, BESIDE):
            for commands in (FLAP, "ip link del macvlan0"):
                host.run(commands)
                assert has_default_route(host)
                assert near.is_alive()
                assert distant.is_alive()
        assert near.is_alive()
