"""The places that a path of the grammar leads to."""

from __future__ import annotations

import pytest

from lanwright.rules.reading.written import written
from tests.intents import site_of

SITE = """
version: 1
defaults: {host: {firewall: iptables}}
hosts:
  dock1: {network: networkd, docker: {settings: {debug: true, ipv6: false}}}
  dock2: {docker: {settings: {debug: false}}}
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("hosts.*.network", [("hosts.dock1.network", "networkd")]),
        ("hosts.*.firewall", [("hosts.dock1.firewall", "iptables"), ("hosts.dock2.firewall", "iptables")]),
        (
            "hosts.*.docker.settings.debug",
            [("hosts.dock1.docker.settings.debug", True), ("hosts.dock2.docker.settings.debug", False)],
        ),
        ("hosts.*.docker.settings.ipv6", [("hosts.dock1.docker.settings.ipv6", False)]),
        ("hosts.*.docker.bip", []),
        ("version", [("version", 1)]),
    ],
)
def test_a_key_is_found_where_it_is_written(path: str, found: list[tuple[str, object]]) -> None:
    """By a host or by the defaults; not where it has its default value alone."""
    assert [(item.origin.dotted, item.value) for item in written(site_of(SITE), path)] == found
