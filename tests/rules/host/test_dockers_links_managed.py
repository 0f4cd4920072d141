"""LW712: network managers and Docker's links."""

from __future__ import annotations

import pytest

from lanwright import targets
from tests.intents import host_of
from tests.rules.found import found


def site(network: str) -> str:
    """A host with one interface."""
    return f"version: 1\nhosts:\n  dock1:\n    network: {network}\n    interfaces: {{eth0: {{}}}}\n"


@pytest.mark.parametrize(("network", "expected"), [("ifupdown", 0), ("networkd", 1), ("none", 1)])
def test_managers_that_may_take_every_interface_are_told_of(network: str, expected: int) -> None:
    """ifupdown takes only what has a stanza."""
    assert [item.severity.value for item in found("LW712", site(network))] == ["info"] * expected


def test_the_file_that_is_named_is_there() -> None:
    """And says what the finding says that it does."""
    (file,) = (
        item
        for item in targets.emit(host_of(site("networkd")))
        if item.path.endswith("06-lanwright-docker.network")
    )
    assert "Unmanaged=yes" in file.content
