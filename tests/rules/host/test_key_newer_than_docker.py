"""LW721: from which version on a key of an endpoint is known."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages

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
    told = messages("LW721", SITE.replace("VERSION", version))
    assert [message.split("`")[1] for message in told] == keys


@pytest.mark.parametrize(
    ("networks", "compose", "severity"),
    [
        ("one: {gw_priority: 1}", True, Severity.WARNING),
        ("one: {gw_priority: 1}", False, Severity.ERROR),
        ("one: {gw_priority: 1}, two: {}", True, Severity.WARNING),
        ("one: {}, two: {gw_priority: 1}", True, Severity.ERROR),
        ("two: {}, inner: {gw_priority: 1}", True, Severity.WARNING),
    ],
)
def test_a_priority_that_changes_nothing_is_no_error(
    networks: str, *, compose: bool, severity: Severity
) -> None:
    """The first by name is the way out as well, and an internal network never is; by hand Docker refuses the key."""
    two = "two: {driver: bridge}, inner: {driver: bridge, internal: true}"
    text = SITE.replace("VERSION", "26").replace("10.100.0.0/24}", f"10.100.0.0/24}}, {two}")
    text = text.replace(
        "networks: {one: {gw_priority: 0, interface_name: in0}}",
        f"compose: {compose}, networks: {{{networks}}}",
    )
    (item,) = found("LW721", text)
    assert item.severity is severity


@pytest.mark.parametrize(
    ("version", "whys"),
    [
        ("26", ['docker refuses it: ""--gw-priority" requires', "it is ignored: the interface has a name"]),
        ("28.0", []),
    ],
)
def test_by_hand_docker_itself_is_asked(version: str, whys: list[str]) -> None:
    """compose refuses an interface's name up to 28.0; docker knows it there, and ignores it before."""
    text = SITE.replace("VERSION", version).replace("web: {", "web: {compose: false, ")
    told = [item.why for item in found("LW721", text)]
    assert len(told) == len(whys)
    assert all(why.startswith(start) for why, start in zip(told, whys, strict=True))
