"""LW229: an address, a lease or a LAN on a port."""

from __future__ import annotations

import pytest

from tests.rules.found import found
from tests.rules.mended import mended


def site(interfaces: str) -> str:
    """A host with these interfaces, and two LANs."""
    return f"""
        version: 1
        lans: {{home: {{subnet: [192.168.0.0/22, "fd00:8::/64"]}}, other: {{subnet: 192.168.8.0/24}}}}
        hosts:
          dock1:
            interfaces:
              {interfaces}
        """


def told(interfaces: str) -> list[tuple[str, str, str]]:
    """Each finding: severity, the key that it is at, and what to write."""
    text = site(f"{{{interfaces}}}")
    return [(item.severity.value, item.origin.path[-1], item.fix) for item in found("LW229", text)]


BRIDGE = "br0: {kind: bridge, ports: [eth0]}"


@pytest.mark.parametrize(
    ("interfaces", "expected"),
    [
        (f"eth0: {{}}, {BRIDGE}", []),
        (
            f"eth0: {{address: 192.168.0.2/22}}, {BRIDGE}",
            [("error", "address", "write `address: 192.168.0.2/22` at `br0`")],
        ),
        (
            f'eth0: {{address: [192.168.0.2/22, "fd00:8::2/64"]}}, {BRIDGE}',
            [("error", "address", "write `address: [192.168.0.2/22, fd00:8::2/64]` at `br0`")],
        ),
        (f"eth0: {{dhcp: true}}, {BRIDGE}", [("error", "dhcp", "write `dhcp: true` at `br0`")]),
        (f"eth0: {{lan: home}}, {BRIDGE}", [("warning", "lan", "write `lan: home` at `br0` alone")]),
        ("eth0: {lan: home}, br0: {kind: bridge, ports: [eth0], lan: home}", []),
        (
            "eth0: {lan: other}, br0: {kind: bridge, ports: [eth0], lan: home}",
            [("warning", "lan", "drop one of the two")],
        ),
        (
            "eth0: {address: 192.168.0.2/22}, bond0: {kind: bond, ports: [eth0]}, br0: {kind: bridge, ports: [bond0]}",
            [("error", "address", "write `address: 192.168.0.2/22` at `br0`")],
        ),
        ("eth0: {}, br0: {kind: bridge, ports: [eth0]}, eth0.10: {address: 192.168.8.2/24, lan: other}", []),
    ],
)
def test_what_a_port_has_is_out_of_reach(interfaces: str, expected: list[tuple[str, str, str]]) -> None:
    """It belongs to the topmost bridge or bond; a VLAN on a port is no part of it."""
    assert told(interfaces) == expected


@pytest.mark.parametrize(
    ("port", "above", "lines"),
    [
        (
            "address: 192.168.0.2/22",
            "",
            "eth0: {} br0: {kind: bridge, ports: [eth0], address: 192.168.0.2/22}",
        ),
        ("dhcp: true", "", "eth0: {} br0: {kind: bridge, ports: [eth0], dhcp: true}"),
        ("lan: home", "", "eth0: {} br0: {kind: bridge, ports: [eth0], lan: home}"),
        ("address: 192.168.0.2/22", ", address: 192.168.0.3/22", "-"),
        ("address: 192.168.0.2/22", ", dhcp: true", "-"),
        ("dhcp: true", ", address: 192.168.0.3/22", "-"),
        ("lan: other", ", lan: home", "-"),
    ],
)
def test_what_stands_at_the_port_is_moved_where_that_has_nothing_of_the_kind(
    port: str, above: str, lines: str
) -> None:
    """Of two addresses a person has to choose."""
    text = site(f"eth0: {{{port}}}\n              br0: {{kind: bridge, ports: [eth0]{above}}}")
    assert mended("LW229", text) == [lines]
