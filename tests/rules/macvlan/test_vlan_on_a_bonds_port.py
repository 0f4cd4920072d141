"""LW318: a VLAN on one port of a bond."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(interfaces: str, parent: str = "eth9") -> list[tuple[str, str]]:
    """Each finding: what it is about, and what to write."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth9: {{}}, eth0: {{}}, eth1: {{}}, {interfaces}}}
            networks: {{real_lan: {{driver: macvlan, parent: {parent}, lan: home}}}}
        """
    return [(item.message.split("`")[1], item.fix) for item in found("LW318", text)]


BOND = "bond0: {kind: bond, ports: [eth0, eth1]}"
BRIDGE = "br0: {kind: bridge, ports: [eth0, eth1]}"


@pytest.mark.parametrize(
    ("interfaces", "parent", "expected"),
    [
        (f"{BOND}, eth0.10: {{}}", "eth9", [("eth0.10", "put it on the bond: `bond0.10`")]),
        (f"{BOND}, eth0.10: {{}}", "eth0.10", [("eth0.10", "put it on the bond: `bond0.10`")]),
        (
            f"{BOND}, iot: {{kind: vlan, link: eth1, id: 7}}",
            "eth9",
            [("iot", "put it on the bond: `bond0.7`")],
        ),
        (BOND, "eth1.20", [("eth1.20", "put it on the bond: `bond0.20`")]),
        (f"{BOND}, bond0.10: {{}}", "bond0.10", []),
        (BOND, "bond0.20", []),
        (f"{BRIDGE}, eth0.10: {{}}", "eth0.10", []),
    ],
)
def test_a_vlan_belongs_on_the_bond(interfaces: str, parent: str, expected: list[tuple[str, str]]) -> None:
    """Of the host's own or made by Docker; on a bridge's port it works."""
    assert told(interfaces, parent) == expected
