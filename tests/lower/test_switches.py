"""What the switches must be told of links that we make."""

from __future__ import annotations

import pytest

from tests.intents import host_of

HOST = """
version: 1
lans: {{home: {{subnet: 192.168.0.0/22}}, things: {{subnet: 192.168.20.0/24}}}}
hosts: {{dock1: {{interfaces: {{eth0: {{}}, eth1: {{}}, {interfaces}}}}}}}
"""
BOND = "bond0: {kind: bond, ports: [eth0, eth1], lan: home, managed: true, mode: MODE}"


def told(interfaces: str) -> list[tuple[str, str]]:
    """Where, and what."""
    return [(task.where, task.what) for task in host_of(HOST.format(interfaces=interfaces)).tasks]


@pytest.mark.parametrize(
    ("interfaces", "expected"),
    [
        ("eth0.20: {managed: true}", [("switch of dock1", "carry VLAN 20, tagged, to dock1's eth0")]),
        (
            "eth0.20: {managed: true, lan: things}",
            [("switch of things", "carry VLAN 20, tagged, to dock1's eth0")],
        ),
        ("eth0.20: {lan: things}", []),
        (
            "br2: {kind: bridge, ports: [t20], lan: things, managed: true}, t20: {kind: vlan, link: eth1, id: 20, managed: true}",
            [("switch of things", "carry VLAN 20, tagged, to dock1's eth1")],
        ),
        (
            f"{BOND.replace('MODE', 'active-backup')}, bond0.20: {{managed: true, lan: things}}",
            [("switch of things", "carry VLAN 20, tagged, to dock1's eth0 and eth1")],
        ),
        (
            BOND.replace("MODE", "802.3ad"),
            [("switch of home", "make the ports of dock1's eth0 and eth1 one group by LACP (IEEE 802.3ad)")],
        ),
        (
            BOND.replace("MODE", "0"),
            [("switch of home", "make the ports of dock1's eth0 and eth1 one group, static")],
        ),
        (BOND.replace("MODE", "balance-alb"), []),
        (BOND.replace("MODE", "802.3ad").replace("managed: true, ", ""), []),
    ],
)
def test_a_switch_is_told_of_tags_and_groups(interfaces: str, expected: list[tuple[str, str]]) -> None:
    """Of ours; what the host has already, its switch knows."""
    assert told(interfaces) == expected
