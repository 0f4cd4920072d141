"""LW721: from which version on a key of an endpoint is known."""

from __future__ import annotations

import pytest

from tests.rules.found import messages

SITE = """
version: 1
hosts:
  dock1:
    docker: {version: "VERSION"}
    networks: {one: {driver: bridge, subnet: 10.100.0.0/24}}
    services: {web: {networks: {one: {gw_priority: 0, interface_name: in0}}}}
"""


@pytest.mark.parametrize(
    ("version", "keys"),
    [
        ("26", ["gw_priority", "interface_name"]),
        ("27.5", ["gw_priority", "interface_name"]),
        ("28.0", ["interface_name"]),
        ("28.1", []),
        ("29", []),
    ],
)
def test_a_key_is_known_from_its_version_on(version: str, keys: list[str]) -> None:
    """0 is a priority like any other."""
    found = messages("LW721", SITE.replace("VERSION", version))
    assert [message.split("`")[1] for message in found] == keys
