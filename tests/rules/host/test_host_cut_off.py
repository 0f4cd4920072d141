"""LW708: changes that cut the host off while they are made."""

from __future__ import annotations

import pytest

from tests.rules.found import messages


def told(interfaces: str, network: str = "ifupdown") -> list[str]:
    """What is found on a host."""
    return messages(
        "LW708",
        f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1: {{network: {network}, interfaces: {{eth0: {{}}, eth1: {{}}, {interfaces}}}}}
        """,
    )


ADDRESS = "lan: home, address: 192.168.0.231/22"
TAKES = "is made of `eth0` and takes over the host's address 192.168.0.231"


@pytest.mark.parametrize(
    ("interfaces", "expected"),
    [
        (f"br0: {{kind: bridge, ports: [eth0], {ADDRESS}, managed: true}}", [f"`br0` {TAKES}"]),
        (f"br0: {{kind: bridge, ports: [eth0], {ADDRESS}}}", []),
        ("br0: {kind: bridge, ports: [eth0], lan: home, managed: true}", []),
        (f"br0: {{kind: bridge, {ADDRESS}, managed: true}}", []),
        (
            "br0: {kind: bridge, ports: [eth0, eth1], lan: home, dhcp: true, managed: true}",
            ["`br0` is made of `eth0`, `eth1` and takes over the host's lease"],
        ),
        (f"br0: {{kind: bridge, ports: [eth0], managed: true}}, br0.7: {{{ADDRESS}}}", [f"`br0` {TAKES}"]),
        (f"br0: {{kind: bridge, ports: [eth0], {ADDRESS}, managed: true}}, br0.7: {{}}", [f"`br0` {TAKES}"]),
        (f"eth2: {{{ADDRESS}, managed: true}}", []),
    ],
)
def test_a_managed_bridge_takes_the_hosts_address_from_its_port(interfaces: str, expected: list[str]) -> None:
    """Its own or a VLAN's above it, or a lease; without ports, or without an address, nothing moves."""
    assert told(interfaces) == expected


BOND = "bond0: {kind: bond, ports: [eth0, eth1], managed: true}"
STACK = f"{BOND}, bond0.20: {{managed: true}}, br20: {{kind: bridge, ports: [bond0.20], {ADDRESS}, managed: true}}"
ON_ITS_CABLES = "`bond0` is made of `eth0`, `eth1` and takes over the host's address 192.168.0.231"


@pytest.mark.parametrize(
    ("interfaces", "network", "expected"),
    [
        (STACK, "ifupdown", [ON_ITS_CABLES]),
        (STACK, "networkd", [ON_ITS_CABLES]),
        (
            f"eth2: {{managed: true}}, br0: {{kind: bridge, ports: [eth2], {ADDRESS}, managed: true}}",
            "ifupdown",
            ["`br0` is made of `eth2` and takes over the host's address 192.168.0.231"],
        ),
        (
            f"eth0.7: {{}}, br0: {{kind: bridge, ports: [eth0.7], {ADDRESS}, managed: true}}",
            "ifupdown",
            ["`br0` is made of `eth0.7` and takes over the host's address 192.168.0.231"],
        ),
        (STACK.replace(BOND, BOND.replace(", managed: true", "")), "ifupdown", []),
        (f"bond0: {{kind: bond, ports: [eth0], {ADDRESS}, managed: true}}", "ifupdown", [f"`bond0` {TAKES}"]),
        (f"bond0: {{kind: bond, ports: [eth0], {ADDRESS}, managed: true}}", "none", []),
    ],
)
def test_a_stack_takes_the_address_from_what_was_there_before(
    interfaces: str, network: str, expected: list[str]
) -> None:
    """The bond from its cards; not the bridge above it from a VLAN that is made with it. What isn't written moves nothing."""
    assert told(interfaces, network) == expected
