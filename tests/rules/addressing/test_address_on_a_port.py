"""LW229: an address, a lease or a LAN on a port."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(interfaces: str) -> list[tuple[str, str, str]]:
    """Each finding: severity, the key that it is at, and what to write."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: [192.168.0.0/22, "fd00:8::/64"]}}, other: {{subnet: 192.168.8.0/24}}}}
        hosts: {{dock1: {{interfaces: {{{interfaces}}}}}}}
        """
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
