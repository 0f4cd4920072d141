"""The lab itself: its LANs carry what they should, and it is gone when its test is, however that ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lab.chroot import cache
from tests.lab.lab import Lab
from tests.lab.power import PowerError, Supply
from tests.lab.precondition import debian_or_skip
from tests.lab.probe import Answer, Lost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.lab.machine import Machine

pytestmark = pytest.mark.lab

KILLED = """
import sys, time
from tests.lab.chroot import debian
from tests.lab.chroot import cache
from tests.lab.lab import Lab

with Lab(debian()) as lab:
    home = lab.lan("home", "192.168.0.1/22")
    home.plug(lab.host("dock1"), "eth0")
    print(*[machine.number for machine in lab.machines.values()], flush=True)
    time.sleep(600)
"""


def alive(numbers: Iterable[int]) -> list[int]:
    """Tell which of these processes still run; one that only waits to be reaped doesn't."""
    states = {number: Path(f"/proc/{number}/stat") for number in numbers}
    return [number for number, stat in states.items() if stat.exists() and stat.read_text().split()[2] != "Z"]


def cgroups_of(process: int) -> list[Path]:
    return list(Path("/sys/fs/cgroup").glob(f"**/lanwright-lab.{process}.*"))


def test_a_dual_stack_lan_carries_both_families(lab: Lab) -> None:
    """Devices of a LAN reach each other by IPv4 and IPv6, TCP and UDP, each seen as itself."""
    lan = lab.lan("dual", "192.168.0.1/22", "fd00:8::1/64")
    one = lan.device("one", "192.168.0.50", "fd00:8::9")
    lan.device("two", "192.168.0.51", "fd00:8::10").listen("two", "80", "80/udp")
    for protocol in ("tcp", "udp"):
        assert lab.probe(one, "192.168.0.51", 80, protocol) == Answer("two", seen_as="192.168.0.50")
        assert lab.probe(one, "fd00:8::10", 80, protocol) == Answer("two", seen_as="fd00:8::9")
    assert lab.ping(one, "fd00:8::1")


def test_a_probe_begins_with_neighbours_forgotten(lab: Lab) -> None:
    """Of both families, everywhere; what somebody made permanent stays."""
    lan = lab.lan("forgetful", "192.168.48.1/24", "fd00:48::1/64")
    one = lan.device("one-of-them", "192.168.48.50", "fd00:48::50")
    one.run("ip neigh add 192.168.48.9 lladdr 02:00:00:00:99:99 dev eth0 nud permanent")
    one.run("ping -n -c1 192.168.48.1; ping -n -c1 fd00:48::1")
    assert {"192.168.48.1", "fd00:48::1"} < known(one)
    assert {"192.168.48.50", "fd00:48::50"} <= known(lan.router)
    lab.forget_neighbours()
    assert known(one) == {"192.168.48.9"}
    assert known(lan.router) == set()


def known(machine: Machine) -> set[str]:
    """The neighbours that a machine knows; who is asked for in vain isn't one."""
    lines = machine.run("ip -4 neigh; ip -6 neigh").splitlines()
    return {line.split()[0] for line in lines if "lladdr" in line}


def test_a_probe_tells_how_it_failed(lab: Lab) -> None:
    """Nobody there, nobody listening, and no route are three different things."""
    lan = lab.lan("quiet", "192.168.16.1/24")
    asker = lan.device("asker", "192.168.16.50")
    assert lab.probe(asker, "192.168.16.1", 80) is Lost.REFUSED
    assert lab.probe(asker, "192.168.16.1", 80, "udp") is Lost.REFUSED
    assert lab.probe(asker, "192.168.16.99", 80) is Lost.TIMEOUT
    assert lab.probe(asker, "10.99.0.1", 80) is Lost.UNREACHABLE
    assert not lab.ping(asker, "192.168.16.99")


def test_lans_of_one_router_are_routed_and_hidden_from_the_internet(lab: Lab) -> None:
    """A router joins its LANs as they are, hides them from the internet, and lets nothing in."""
    left = lab.lan("left", "192.168.32.1/24")
    right = lab.lan("right", "192.168.33.1/24", router=left.router)
    internet = lab.internet(left.router)
    internet.listen("internet", "443")
    near = left.device("near", "192.168.32.50")
    far = right.device("far", "192.168.33.50")
    far.listen("far", "80")
    assert lab.probe(near, "192.168.33.50", 80) == Answer("far", seen_as="192.168.32.50")
    assert lab.probe(near, "198.51.100.9", 443) == Answer("internet", seen_as="198.51.100.1")
    assert lab.probe(internet, "192.168.33.50", 80) is Lost.TIMEOUT


def test_a_vpn_client_stands_behind_its_container(lab: Lab) -> None:
    """A client beyond a container reaches it; who answers the LAN's side is up to the routes."""
    host = lab.host("vpn-host")
    host.start_docker()
    client = lab.behind(host.run_container("vpn", "80"), "10.1.1.1/24", "10.1.1.2/24")
    assert lab.probe(client, "10.1.1.1", 80) == Answer("vpn", seen_as="10.1.1.2")
    assert lab.probe(client, "172.17.0.1", 80) is Lost.TIMEOUT


def mounts_of_the_lab() -> list[str]:
    return [line for line in Path("/proc/self/mountinfo").read_text().splitlines() if str(cache()) in line]


def fail_in_the_midst(debian: Path, numbers: list[int]) -> None:
    """Build a lab with a running container, note its processes, and fail."""
    with Lab(debian) as lab:
        lab.lan("home", "192.168.0.1/22")
        host = lab.host("dock1")
        host.start_docker()
        host.run_container("web", "80")
        numbers += [machine.number for machine in lab.machines.values()]
        raise RuntimeError("in the midst")


def test_nothing_is_left_of_a_failed_test() -> None:
    """After a failure every process and cgroup of the lab is gone, and it never had a mount out here."""
    cgroups = cgroups_of(os.getpid())
    mounts = mounts_of_the_lab()
    numbers: list[int] = []
    with pytest.raises(RuntimeError, match="in the midst"):
        fail_in_the_midst(debian_or_skip(), numbers)
    assert len(numbers) == 3
    assert alive(numbers) == []
    assert cgroups_of(os.getpid()) == cgroups
    assert mounts_of_the_lab() == mounts


def test_nothing_is_left_of_a_killed_test() -> None:
    """Even SIGKILL of the test process takes every machine with it; the next lab removes its empty cgroups."""
    debian_or_skip()
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        numbers = [int(word) for word in process.stdout.readline().split()]
        assert len(numbers) == len(alive(numbers)) == 3
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 60
    while alive(numbers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert alive(numbers) == []
    with Lab(debian_or_skip()):
        assert cgroups_of(process.pid) == []


def test_a_machine_that_cannot_boot_says_why(lab: Lab) -> None:
    """A boot that fails is an error with its own words, not a silence."""
    with pytest.raises(PowerError, match="no such folder"):
        Supply(["sh", "-c", "echo no such folder >&2; exit 1"])
    assert lab.machine("after").run("echo up") == "up\n"
