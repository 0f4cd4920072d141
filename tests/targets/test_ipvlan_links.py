"""An ipvlan shim in each network manager's own words: kind, mode and flag, on its parent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lanwright.targets import ifupdown, links
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip
from tests.targets.hosts import sample_hosts
from tests.targets.networkd_units import files, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan
    from tests.lab.machine import Machine

WORDS = "ipvlan mode l2 bridge"


def laptop(manager: str) -> HostPlan:
    """The wifi sample's host, its interfaces configured by that manager."""
    host = sample_hosts()["wifi/laptop"]
    own = {"wlan0": replace(host.links["wlan0"], unit="20-wifi.network")}
    return replace(host, network=manager, links={**host.links, **own})


def test_ifupdown_makes_it_with_ip() -> None:
    """As `ip link` takes it: the flag behind the mode."""
    stanzas = ifupdown.emit(laptop("ifupdown")).artifacts[0].content
    assert f"ip link add $IFACE link wlan0 type {WORDS}\n" in stanzas


def test_lanwright_links_makes_it_with_ip() -> None:
    """The same words."""
    (script,) = links.emit(laptop("none")).artifacts
    assert f"part link shim-air wlan0 {WORDS}\n" in script.content


def test_networkd_makes_it_from_its_own_file() -> None:
    """It spells the mode in capitals (systemd.netdev(5)); the parent's unit says what stands on it."""
    found = files(laptop("networkd"))
    device = found["05-lanwright-shim-air.netdev"]
    assert values(device, "NetDev", "Kind") == ["ipvlan"]
    assert values(device, "IPVLAN", "Mode") == ["L2"]
    assert values(device, "IPVLAN", "Flags") == ["bridge"]
    assert values(found["20-wifi.network.d/lanwright.conf"], "Network", "IPVLAN") == ["shim-air"]


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """A machine with a real `ip`."""
    with Lab(debian_or_skip()) as lab:
        yield lab.machine("any")


@pytest.mark.lab
def test_the_real_ip_knows_these_words(machine: Machine) -> None:
    """It hands them to the kernel, which may have no ipvlan; a word that it doesn't know it refuses by itself."""
    assert not made(machine, WORDS).startswith("ipvlan:")
    assert made(machine, "ipvlan mode l2 brigde").startswith("ipvlan: unknown")


def made(machine: Machine, words: str) -> str:
    """What `ip` says to a link of that kind."""
    return machine.attempt(f"ip link add shim link lo type {words}").text
