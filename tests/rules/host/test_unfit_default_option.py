"""LW723: options that every new network of a driver would get."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(options: str, docker: str = "") -> str:
    """A daemon with `default-network-opts`."""
    return f"""
        version: 1
        hosts:
          dock1:
            docker: {{settings: {{default-network-opts: {options}}}{docker}}}
        """


@pytest.mark.parametrize(
    ("options", "severity"),
    [
        ("{bridge: {com.docker.network.bridge.enable_icc: maybe}}", "error"),
        ("{macvlan: {macvlan_mode: Bridge}}", "error"),
        ("{ipvlan: {com.docker.network.driver.mtu: '1400'}}", "warning"),
        ("{bridge: {com.docker.network.bridge.trusted_host_interfaces: eth0}}", "warning"),
    ],
)
def test_what_the_driver_doesnt_take_or_know(options: str, severity: str) -> None:
    """A wrong value, a wrong driver, one that is newer than this Docker."""
    (finding,) = found("LW723", site(options, ", version: '28.1'"))
    assert finding.severity == severity


@pytest.mark.parametrize(
    "options",
    [
        "{bridge: {com.docker.network.driver.mtu: '1400'}, overlay: {a: b}}",
        "{bridge: {com.docker.network.driver.mtu: 9}}",
        "text",
    ],
)
def test_what_is_right_or_told_by_others(options: str) -> None:
    """LW702 tells what isn't text."""
    assert messages("LW723", site(options)) == []
