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


def test_a_bip_without_a_prefix_length_is_refused_before_any_rule() -> None:
    """The same code, found while the intent is typed."""
    assert refused_codes(host("10.200.0.1")) == [("LW206", 1)]
