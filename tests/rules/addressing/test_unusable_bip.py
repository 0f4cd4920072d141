"""LW206: a bip that docker0 can't have."""

from __future__ import annotations

import pytest

from tests.intents import refused_codes
from tests.rules.found import found
from tests.rules.mended import mended


def host(bip: str) -> str:
    """A host with that bip, in one line."""
    return f"{{version: 1, hosts: {{dock1: {{docker: {{bip: {bip}}}}}}}}}"


@pytest.mark.parametrize(
    ("bip", "fixes"),
    [
        ("10.200.0.1/24", []),
        ("10.200.0.254/24", []),
        ("10.200.0.0/24", ["write `bip: 10.200.0.1/24`"]),
        ("10.200.0.255/24", ["write `bip: 10.200.0.1/24`"]),
        ("10.200.0.255/23", []),
        ("10.200.0.0/31", []),
        ("10.200.0.0/32", ["write `bip: 10.200.0.1/24`"]),
        ('["10.200.0.1/24", "fd00:1::/64"]', ["write `bip: fd00:1::1/64`"]),
        ('["10.200.0.1/24", "fd00:1::1/64"]', []),
        ('"fd00:1::1/127"', ["write `bip: fd00:1::1/64`"]),
        ('"fd00:1::/127"', ["write `bip: fd00:1::1/64`"]),
        ('"fd00:1::1/126"', []),
    ],
)
def test_only_network_and_broadcast_addresses_are_refused(bip: str, fixes: list[str]) -> None:
    """/31 and /32 start (measured); IPv6 has no broadcast address, and its first one is the subnet's own."""
    findings = found("LW206", host(bip))
    assert [finding.fix for finding in findings] == fixes


def test_a_bip_without_room_gets_some() -> None:
    """Around its address, where that is a host's there."""
    for bip in ("10.200.0.0/32", "10.200.0.1/32"):
        (line,) = mended("LW206", host(bip))
        assert "bip: 10.200.0.1/24" in line


@pytest.mark.parametrize(("version", "severity"), [("27", "warning"), ("28", "error")])
def test_before_28_docker0_has_another_ipv6_address(version: str, severity: str) -> None:
    """dockerd starts; it knows the subnet alone."""
    docker = f'version: "{version}", bip: ["10.200.0.1/24", "fd00:1::/64"]'
    (item,) = found("LW206", f"{{version: 1, hosts: {{dock1: {{docker: {{{docker}}}}}}}}}")
    assert item.severity is not None
    assert item.severity.value == severity
    assert ("fd00:1::1" in (item.why or "")) == (severity == "warning")


@pytest.mark.parametrize(
    ("docker", "fix"),
    [
        (
            "bip: 10.200.0.1/24, fixed_cidr: 10.200.0.0/31",
            "write a larger part of docker0's subnet, or drop it",
        ),
        (
            "bip: 10.200.0.1/24, fixed_cidr: 10.200.0.1/32",
            "write a larger part of docker0's subnet, or drop it",
        ),
        ("bip: 10.200.0.1/24, fixed_cidr: 10.200.0.9/32", None),
        (
            "bip: 10.200.0.1/24, fixed_cidr: 10.200.0.9/32, default_gateway: 10.200.0.9",
            "write a larger part of docker0's subnet, or drop it",
        ),
        ("bip: 10.200.0.1/24, fixed_cidr: 10.201.0.1/32", None),  # LW210
        ("bip: 10.200.0.1/32, fixed_cidr: 10.200.0.1/32", "write `bip: 10.200.0.1/24`"),
        ("fixed_cidr: 10.200.0.4/32", "write `fixed_cidr: 10.200.0.0/24`"),
        ("fixed_cidr: 10.200.0.4/31", None),
        ('fixed_cidr: "fd00:1::8/128"', "write `fixed_cidr: fd00:1::/64`"),
        ('fixed_cidr: "fd00:1::/127"', "write `fixed_cidr: fd00:1::/64`"),
        ("bridge: br0, fixed_cidr: 10.200.0.4/32", None),
    ],
)
def test_a_fixed_cidr_has_an_address_for_a_container(docker: str, fix: str | None) -> None:
    """Beside docker0's own and another gateway's; on a bridge of the host's that is its owner's affair."""
    text = (
        f"{{version: 1, hosts: {{dock1: {{interfaces: {{br0: {{kind: bridge}}}}, docker: {{{docker}}}}}}}}}"
    )
    assert [finding.fix for finding in found("LW206", text)] == ([fix] if fix else [])


def test_of_ipv6_docker0_itself_needs_one() -> None:
    """Of IPv4 it takes the one there is; dockerd doesn't start without it."""
    (six,) = found("LW206", '{version: 1, hosts: {dock1: {docker: {fixed_cidr: "fd00:1::8/128"}}}}')
    (four,) = found("LW206", "{version: 1, hosts: {dock1: {docker: {fixed_cidr: 10.200.0.4/32}}}}")
    assert (six.why or "").startswith("dockerd refuses to start")
    assert (four.why or "").startswith("no container starts on docker0")


def test_a_bip_without_a_prefix_length_is_refused_before_any_rule() -> None:
    """The same code, found while the intent is typed."""
    assert refused_codes(host("10.200.0.1")) == [("LW206", 1)]
