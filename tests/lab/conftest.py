"""What the lab's stories start from: a home LAN with a laptop, and a Docker host in either shape.

The figures are those of the documents: router 192.168.0.1, laptop .50, host .231, all in a /22.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lab import chroot, shapes
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host
    from tests.lab.lan import Lan
    from tests.lab.machine import Machine


HERE = Path(__file__).parent
FAST = frozenset(
    {
        "test_boot.py",
        "test_daemon.py",
        "test_lab.py",
        "test_links.py",
        "test_macvlan.py",
        "test_tools.py",
        "samples/test_dmz.py",
        "samples/test_home.py",
        "samples/test_home_networkd.py",
        "samples/test_host_bridge.py",
        "samples/test_nat.py",
    }
)
"""A story of each kind, for a look between two changes: `pytest -m fast`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what belongs to the fast lab."""
    for item in items:
        here = item.path.is_relative_to(HERE)
        if here and item.path.relative_to(HERE).as_posix() in FAST and item.get_closest_marker("lab"):
            item.add_marker(pytest.mark.fast)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the lab measured with: its verdicts hold for these versions."""
    for root in chroot.in_use():
        terminalreporter.write_line(f"lab: {chroot.versions(root)}")


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """An empty lab; at the end of the module nothing of it is left."""
    with Lab(debian_or_skip()) as lab:
        yield lab


@pytest.fixture(scope="module")
def home(lab: Lab) -> Lan:
    """The LAN 192.168.0.0/22 with its router."""
    return lab.lan("home", "192.168.0.1/22")


@pytest.fixture(scope="module")
def laptop(home: Lan) -> Machine:
    """A device of the LAN, with a service of its own."""
    laptop = home.device("laptop", "192.168.0.50")
    laptop.listen("laptop", "80", "80/udp")
    return laptop


@pytest.fixture(scope="module", params=["eth0", "br0"])
def parent(request: pytest.FixtureRequest) -> str:
    """The interface that holds the host's LAN address: tests that use it, or dock1, run once for each."""
    return str(request.param)


@pytest.fixture(scope="module")
def dock1(lab: Lab, home: Lan, parent: str) -> Iterator[Host]:
    """A host at 192.168.0.231, with its address on eth0 or on a bridge above it; Docker isn't started."""
    host = lab.host(f"dock1-{parent}")
    home.plug(host, "eth0")
    host.set_up(shapes.BY_NAME[parent]("192.168.0.231/22", gateway="192.168.0.1"))
    yield host
    host.power_off()
