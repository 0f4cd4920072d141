"""LW725: links of less than IPv6 asks for."""

from __future__ import annotations

import pytest

from tests.rules.found import messages

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
        ("docker: {settings: {mtu: 1200}}", []),
        ('networks: {net1: {driver: bridge, subnet: "fd00:1::/64", mtu: 1280}}', []),
        ("networks: {net1: {driver: bridge, subnet: 10.1.0.0/24, mtu: 576}}", []),
        ('networks: {net1: {driver: bridge, subnet: "fd00:1::/64", mtu: 1279, external: true}}', []),
    ],
)
def test_what_is_too_small_is_told(host: str, expected: list[str]) -> None:
    """Wherever the MTU is written; IPv4 may have less."""
    assert told(host) == expected
