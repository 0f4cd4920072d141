"""LW710: Docker's nftables backend."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(docker: str, host: str = "") -> list[tuple[str, str]]:
    """Each finding's severity and message."""
    text = f"""
        version: 1
        hosts:
          dock1:
            docker: {{{docker}}}
            {host}
        """
    return [(item.severity.value, item.message) for item in found("LW710", text)]


@pytest.mark.parametrize(
    ("docker", "expected"),
    [
        ('version: "28", firewall_backend: nftables', ["error"]),
        ("firewall_backend: nftables", ["error"]),
        ('version: "29.0", firewall_backend: nftables', ["info"]),
        ('version: "28", firewall_backend: iptables', []),
        ('version: "29", firewall_backend: iptables', []),
        ('version: "29"', []),
    ],
)
def test_it_is_there_from_29_on(docker: str, expected: list[str]) -> None:
    """Before, the other one is the only one there is, whether it is named or not."""
    assert [severity for severity, _ in told(docker)] == expected


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("", "IPv4 forwarding is switched on by a sysctl file of ours"),
        ("sysctls: {net.ipv4.ip_forward: 1}", "forwarding is left as it is"),
        (
            'networks: {net1: {driver: bridge, subnet: [10.22.0.0/24, "fd00:22::/64"]}}',
            "IPv4 and IPv6 forwarding is switched on by a sysctl file of ours",
        ),
    ],
)
def test_it_says_what_is_generated_for_it(host: str, said: str) -> None:
    """As the plan has it."""
    docker = 'version: "29", firewall_backend: nftables'
    assert told(docker, host) == [("info", f"Docker's nftables backend: no DOCKER-USER, {said}")]


@pytest.mark.parametrize(
    ("owner", "expected"), [("ufw", "error"), ("firewalld", "info"), ("nftables.conf", "info")]
)
def test_it_doesnt_go_with_ufw(owner: str, expected: str) -> None:
    """ufw drops what is forwarded by default."""
    findings = told('version: "29", firewall_backend: nftables', f"foreign: [{owner}]")
    assert [severity for severity, _ in findings] == [expected]
