"""LW724: options that all networks of a driver get."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(options: str, version: str = "28") -> list[tuple[str, str]]:
    """Message and fix of each finding."""
    text = f"""
        version: 1
        hosts:
          dock1:
            docker: {{version: "{version}", settings: {{default-network-opts: {options}}}}}
        """
    return [(item.message, item.fix) for item in found("LW724", text)]


MTU = "com.docker.network.driver.mtu"
TRUSTED = "com.docker.network.bridge.trusted_host_interfaces"


@pytest.mark.parametrize(
    ("options", "message", "fix"),
    [
        ("{bridge: {mtu: '1400'}}", "`mtu` is no option of Docker's bridge driver", f"write `{MTU}`"),
        ("{bridge: {quux: x}}", "`quux` is no option of Docker's bridge driver", "drop it"),
        (f"{{bridge: {{{MTU}: '60'}}}}", f"`{MTU}: 60` isn't valid", "write 68 to 65535, or 0"),
        (f"{{macvlan: {{{MTU}: '1400'}}}}", f"`{MTU}` is no option of Docker's macvlan driver", "drop it"),
        ("{brigde: {}}", "`brigde` is none of Docker's own network drivers", "write `bridge`"),
        (
            "{weave: {}}",
            "`weave` is none of Docker's own network drivers",
            "write bridge, macvlan, ipvlan, or drop it",
        ),
    ],
)
def test_what_no_network_can_have_is_told(options: str, message: str, fix: str) -> None:
    """With what was meant, where that is plain."""
    assert told(options) == [(message, fix)]


def test_an_option_of_a_newer_docker_is_told() -> None:
    """An older one ignores it."""
    options = f"{{bridge: {{{TRUSTED}: eth0}}}}"
    assert [message for message, _ in told(options, "28.1")] == [
        f"`{TRUSTED}` came with Docker 28.2, and this host has 28.1"
    ]
    assert told(options, "28.2") == []


@pytest.mark.parametrize(
    "options",
    [
        f"{{bridge: {{{MTU}: '1400'}}, macvlan: {{parent: eth0}}, overlay: {{encrypted: 'true'}}}}",
        "{'example/net': {anything: x}, 'net:1': {anything: x}}",
        f"{{bridge: {{{MTU}: 1400}}}}",  # LW702
        "[]",
    ],
)
def test_what_they_can_have_is_not_told(options: str) -> None:
    """Nor what a plugin may take."""
    assert told(options) == []
