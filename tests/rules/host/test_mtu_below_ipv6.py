"""LW725: links of less than IPv6 asks for."""

from __future__ import annotations

import pytest

from tests.rules.found import messages

UNSAID = 'com.docker.network.driver.mtu: "0"'
SMALL = 'com.docker.network.driver.mtu: "1200"'


def told(host: str) -> list[str]:
    """What is found on a host."""
    return messages("LW725", f"version: 1\nhosts: {{dock1: {{{host}}}}}\n")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (
            'networks: {net1: {driver: bridge, subnet: "fd00:1::/64", mtu: 1279}}',
            ["`net1` has IPv6, and an MTU of 1279"],
        ),
        (
            f'networks: {{net1: {{driver: bridge, subnet: "fd00:1::/64", options: {{{SMALL}}}}}}}',
            ["`net1` has IPv6, and an MTU of 1200"],
        ),
        (
            f'docker: {{settings: {{default-network-opts: {{bridge: {{{SMALL}}}}}}}}}, networks: {{net1: {{driver: bridge, subnet: "fd00:1::/64"}}}}',
            ["`net1` has IPv6, and an MTU of 1200"],
        ),
        ('docker: {bip: "fd00:2::1/64", settings: {mtu: 1200}}', ["docker0 has IPv6, and an MTU of 1200"]),
        ('docker: {bip: "fd00:2::1/64", settings: {mtu: 1280}}', []),
        ("docker: {settings: {mtu: 1200}}", []),
        (f'networks: {{net1: {{driver: bridge, subnet: "fd00:1::/64", options: {{{UNSAID}}}}}}}', []),
        ('networks: {net1: {driver: bridge, subnet: "fd00:1::/64", mtu: 1280}}', []),
        ("networks: {net1: {driver: bridge, subnet: 10.1.0.0/24, mtu: 576}}", []),
        ('networks: {net1: {driver: bridge, subnet: "fd00:1::/64", mtu: 1279, external: true}}', []),
    ],
)
def test_what_is_too_small_is_told(host: str, expected: list[str]) -> None:
    """Wherever the MTU is written; IPv4 may have less."""
    assert told(host) == expected


@pytest.mark.parametrize(
    ("interface", "expected"),
    [
        ('address: "fd00:8::2/64", mtu: 1279, managed: true', ["`eth1` has IPv6, and an MTU of 1279"]),
        ('address: "fd00:8::2/64", mtu: 1280, managed: true', []),
        ('address: "fd00:8::2/64", mtu: 1279', []),
        ("address: 10.5.0.2/24, mtu: 1279, managed: true", []),
    ],
)
def test_an_interface_of_less_gets_no_ipv6_address(interface: str, expected: list[str]) -> None:
    """Told where Lanwright writes both; what others configure is seen to be so, or not, there."""
    assert told(f"interfaces: {{eth1: {{{interface}}}}}") == expected
