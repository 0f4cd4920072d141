"""LW711: nftables.conf."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize(
    ("foreign", "expected"),
    [("[]", 0), ("[ufw, firewalld]", 0), ("[nftables.conf]", 1), ("[ufw, nftables.conf]", 1)],
)
def test_an_nftables_conf_that_is_named_flushes_dockers_rules(foreign: str, expected: int) -> None:
    """It is told at its own place in the list."""
    findings = found("LW711", f"version: 1\nhosts:\n  dock1:\n    foreign: {foreign}\n")
    assert len(findings) == expected
    for item in findings:
        assert item.severity.value == "warning"
        assert item.origin.path[-2] == "foreign"
