"""LW703: settings that dockerd refuses together."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(docker: str) -> list[tuple[str, str, str]]:
    """Each finding's severity, message and fix."""
    text = f"""
        version: 1
        hosts:
          dock1:
            interfaces: {{eth0: {{}}, br0: {{kind: bridge, ports: [eth0]}}}}
            docker: {{{docker}}}
        """
    return [(item.severity.value, item.message, item.fix) for item in found("LW703", text)]


@pytest.mark.parametrize(
    ("docker", "expected"),
    [
        ("bridge: br0", []),
        ("bip: 10.9.0.1/24", []),
        ("bridge: br0, bip: 10.9.0.1/24", ["`bip` 10.9.0.1/24 beside `bridge: br0`"]),
        ("bridge: none, bip: 10.9.0.1/24", ["`bip` 10.9.0.1/24 beside `bridge: none`"]),
        ("bridge: none, bip: [10.9.0.1/24]", ["`bip` 10.9.0.1/24 beside `bridge: none`"]),
        (
            'bridge: none, bip: [10.9.0.1/24, "fd00:9::1/64"]',
            ["`bip` 10.9.0.1/24 beside `bridge: none`", "`bip` fd00:9::1/64 beside `bridge: none`"],
        ),
        ('version: "28.0", bridge: br0, bip: "fd00:9::1/64"', ["`bip` fd00:9::1/64 beside `bridge: br0`"]),
        ('version: "27", bridge: br0, bip: "fd00:9::1/64"', []),
        ('version: "27", bridge: br0, bip: 10.9.0.1/24', ["`bip` 10.9.0.1/24 beside `bridge: br0`"]),
    ],
)
def test_a_bridge_of_the_hosts_own_has_its_own_address(docker: str, expected: list[str]) -> None:
    """Up to 27 there is no bip6; what is written for it instead isn't refused."""
    assert [message for _, message, _ in told(docker)] == expected


@pytest.mark.parametrize(
    ("docker", "expected"),
    [
        ("settings: {icc: false}", []),
        ("settings: {iptables: false}", []),
        ("settings: {icc: true, iptables: false}", []),
        ("settings: {icc: false, iptables: false}", ["`icc: false` beside `iptables: false`"]),
        ("settings: {icc: false, ip6tables: false}", []),
        (
            "settings: {icc: false, ip6tables: false, ipv6: true}",
            ["`icc: false` beside `ip6tables: false` beside `ipv6: true`"],
        ),
        (
            'bip: [10.9.0.1/24, "fd00:9::1/64"], settings: {icc: false, ip6tables: false}',
            ["`icc: false` beside `ip6tables: false`"],
        ),
        ('version: "26", settings: {icc: false, ip6tables: false, ipv6: true}', ["`ipv6: true`"]),
        ('version: "26", settings: {ipv6: true}, fixed_cidr: "fd00:9::/64"', []),
        ('version: "26", settings: {ipv6: true}, bridge: none', []),
        ("settings: {ipv6: true}", []),
        ('version: "27", settings: {ipv6: true}', []),
        ('version: "27.0", settings: {ipv6: true, ip6tables: true}', []),
        (
            'version: "27.0", settings: {icc: false, ip6tables: false, ipv6: true}',
            ["`icc: false` beside `ip6tables: false` beside `ipv6: true`"],
        ),
        ('version: "26", settings: {ip6tables: true}', ["`ip6tables: true`"]),
        ('version: "26", settings: {ip6tables: true, experimental: true}', []),
        ('version: "27", settings: {ip6tables: true}', []),
        (
            "settings: {host-gateway-ip: 10.0.0.1, host-gateway-ips: [10.0.0.1]}",
            ["`host-gateway-ip` beside `host-gateway-ips`"],
        ),
        ('version: "27", settings: {host-gateway-ip: 10.0.0.1, host-gateway-ips: [10.0.0.1]}', []),  # LW702
    ],
)
def test_some_settings_need_or_exclude_each_other(docker: str, expected: list[str]) -> None:
    """As dockerd's own check at its start has it, version by version."""
    findings = told(docker)
    assert [message for _, message, _ in findings] == expected
    assert {severity for severity, _, _ in findings} <= {"error"}


@pytest.mark.parametrize(
    ("settings", "option"),
    [('hosts: ["unix:///run/docker.sock"]', "-H"), ("containerd: /run/own.sock", "--containerd")],
)
def test_what_the_unit_says_is_a_warning_since_it_may_have_been_changed(settings: str, option: str) -> None:
    """It has both as Debian and Docker ship it (28.5.2)."""
    ((severity, _, fix),) = told(f"settings: {{{settings}}}")
    assert severity == "warning"
    assert fix == f"drop it, or give docker.service a drop-in whose `ExecStart` has no `{option}`"
