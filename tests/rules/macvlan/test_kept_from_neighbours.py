"""LW308: what modes private and vepa keep apart, and who needs it."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50}, switch: {hairpin: HAIRPIN}}
    hosts:
      dock1:
        interfaces: {INTERFACES}
        networks:
          guests: {driver: macvlan, mode: MODE, lan: home, parent: PARENT, ACCESS}
          backend: {driver: bridge, subnet: 10.50.0.0/24}
          cellar: {driver: bridge, subnet: 10.51.0.0/24}
        services:
          web: {networks: {guests: 192.168.0.241, backend: {}}}
          db: {networks: {guests: 192.168.0.242, backend: {}}}
          cam: {networks: {guests: 192.168.0.243}}
          door: {networks: {guests: 192.168.0.244}}
          app: {networks: {cellar: {}}}
          agent: {network_mode: host}
          side: {network_mode: "service:cam"}
          spy: {network_mode: "service:agent"}
          ear: {network_mode: "service:side"}
      dock2:
        interfaces: {eth0: {lan: home, address: 192.168.0.232/22}}
        networks: {far: {driver: bridge, subnet: 10.60.0.0/24}}
        services: {cat: {networks: {far: {}}}}
    expect:
      - {from: FROM, to: TO, REACH}
    """
OWN = "eth0: {lan: home, address: 192.168.0.231/22}"
BRIDGE = "eth0: {}, br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}"


def text(
    start: str = "laptop",
    end: str = "cam",
    mode: str = "private",
    *,
    hairpin: str = "false",
    access: str = "internal: false",
    reach: str = "reach: true",
    parent: str = "eth0",
) -> str:
    """A host with a macvlan network and two behind NAT, and one expectation."""
    filled = (
        BASE.replace("HAIRPIN", hairpin)
        .replace("MODE", mode)
        .replace("ACCESS", access)
        .replace("REACH", reach)
    )
    filled = filled.replace("INTERFACES", OWN if parent == "eth0" else BRIDGE).replace("PARENT", parent)
    return filled.replace("FROM", start).replace("TO", end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("cam", "door"),
        ("dock1", "cam"),
        ("cam", "dock1"),
        ("cam", "192.168.0.231"),
        ("192.168.0.243", "door"),
        ("app", "cam"),
        ("agent", "cam"),
        ("spy", "cam"),
        ("door", "side"),
        ("door", "ear"),
        ("cam", "app"),
        ("host/dock1", "door"),
    ],
)
def test_a_way_that_the_mode_closes_is_told(start: str, end: str) -> None:
    """Between containers, with the host, by way of the host; whatever name the ends go by."""
    (item,) = found("LW308", text(start, end))
    assert item.origin.path[:3] == ("expect", "0", "to")
    assert item.severity is Severity.ERROR
    assert "mode: bridge" in item.fix


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("laptop", "cam"),  # the LAN
        ("web", "db"),  # another network joins them
        ("dock1", "web"),  # so it does host and container
        ("app", "web"),
        ("cam", "cam"),
        ("internet", "cam"),
        ("cam", "laptop"),
        ("cam", "192.168.3.77"),
        ("dock2", "cam"),  # another machine on the LAN
        ("cat", "cam"),
    ],
)
def test_a_way_that_is_open_is_not(start: str, end: str) -> None:
    """By the LAN, or by a network beside."""
    assert messages("LW308", text(start, end)) == []


def test_each_end_is_told_at_its_place() -> None:
    """Of several, those that can't be reached."""
    (item,) = found("LW308", text("cam", "[laptop, door]"))
    assert item.origin.path == ("expect", "0", "to", "1")


def test_a_lan_that_is_not_written_is_the_networks_own() -> None:
    own = text(mode="vepa", access="host_access: true").replace(
        "lan: home, parent", "subnet: 192.168.0.0/22, parent"
    )
    (item,) = found("LW308", own.replace("{lan: home, address: 192.168.0.231/22}", "{}"))
    assert item.fix.endswith("`switch: {hairpin: true}` at its LAN")


def test_what_must_not_get_through_is_what_the_mode_is_for() -> None:
    """`reach: false` between guests."""
    assert messages("LW308", text("cam", "door", reach="reach: false")) == []
    assert messages("LW308", text("cam", "door", "bridge")) == []


def test_a_switch_that_reflects_joins_vepa_and_nothing_else() -> None:
    """Without it vepa is as private as private."""
    assert len(found("LW308", text("cam", "door", "vepa"))) == 1
    assert messages("LW308", text("cam", "door", "vepa", hairpin="true")) == []
    assert messages("LW308", text("dock1", "door", "vepa", hairpin="true")) == []
    assert len(found("LW308", text("cam", "door", "private", hairpin="true"))) == 1


def test_behind_a_bridge_the_switch_joins_the_containers_and_not_the_host() -> None:
    """The bridge drops what comes back with its own MAC address (measured)."""
    assert messages("LW308", text("cam", "door", "vepa", hairpin="true", parent="br0")) == []
    (item,) = found("LW308", text("dock1", "door", "vepa", hairpin="true", parent="br0"))
    assert item.fix == "write `mode: bridge` and `host_access: true` at `guests`"


@pytest.mark.parametrize("mode", ["private", "vepa"])
def test_a_shim_there_is_told(mode: str) -> None:
    """It would reach nobody."""
    (item,) = found("LW308", text(mode=mode, access="host_access: true"))
    assert item.message == f"`guests` is in mode {mode}, and has `host_access`"
    assert ("hairpin: true" in item.fix) == (mode == "vepa")


def test_behind_a_switch_that_reflects_no_shim_is_made() -> None:
    """`true` says all there is to say."""
    assert messages("LW308", text(mode="vepa", hairpin="true", access="host_access: true")) == []
    (item,) = found("LW308", text(mode="vepa", hairpin="true", access="host_access: {interface: shim0}"))
    assert item.severity is Severity.WARNING
