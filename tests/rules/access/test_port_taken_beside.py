"""LW623: who shares a network shares its ports."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages


def site(first: str, second: str, host: str = "[]") -> str:
    """Two services, and what the host listens on."""
    return f"""
        version: 1
        hosts:
          dock1:
            listens: {host}
            networks: {{inner: {{driver: bridge, subnet: 10.22.0.0/24}}}}
            services:
              web: {first}
              side: {second}
        """


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[80/tcp]", "[80/tcp]"),
        ("['10.0.0.1:80']", "[80/tcp]"),
        ("['0.0.0.0:80']", "['10.0.0.1:80']"),
        ("[8000-8010/tcp]", "[8005/tcp]"),
    ],
)
def test_one_port_at_one_address_is_one_program_s(first: str, second: str) -> None:
    """At the same address, or where one listens everywhere; ranges too."""
    text = site(f"{{network_mode: host, listens: {first}}}", f"{{network_mode: host, listens: {second}}}")
    (message,) = messages("LW623", text)
    assert message.startswith("`side` and `web` listen on")
    assert message.endswith("in the host's network")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[80/tcp]", "[80/udp]"),
        ("['10.0.0.1:80']", "['10.0.0.2:80']"),
        ("['0.0.0.0:80']", "['[::1]:80']"),
        ("[80/tcp, '127.0.0.1:80']", "[]"),
    ],
)
def test_what_doesnt_meet_is_left_alone(first: str, second: str) -> None:
    """Another protocol, address or family; and what one program has twice."""
    text = site(f"{{network_mode: host, listens: {first}}}", f"{{network_mode: host, listens: {second}}}")
    assert messages("LW623", text) == []


def test_the_host_and_a_sidecar_s_service_are_neighbours_as_well() -> None:
    """A chain of `service:` modes ends in one network."""
    text = site(
        "{network_mode: host, listens: [80]}", "{network_mode: 'service:web', listens: [81]}", "[80, 81]"
    )
    assert messages("LW623", text) == [
        "`web` and the host listen on 80/tcp in the host's network",
        "`side` and the host listen on 81/tcp in the host's network",
    ]
    text = site("{networks: {inner: {}}, listens: [80]}", "{network_mode: 'service:web', listens: [80]}")
    assert messages("LW623", text) == ["`side` and `web` listen on 80/tcp in the network of `web`"]
    text = site("{networks: {inner: {}}, listens: [80]}", "{networks: {inner: {}}, listens: [80]}", "[80]")
    assert messages("LW623", text) == []


def test_udp_may_be_shared_on_purpose() -> None:
    """As mDNS responders do."""
    text = site("{network_mode: host, listens: [5353/udp]}", "{network_mode: host, listens: [5353/udp]}")
    (finding,) = found("LW623", text)
    assert finding.severity is Severity.WARNING
