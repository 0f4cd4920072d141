"""LW625: one port in one network namespace."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages


def site(host: str = "", web: str = "", sidecar: str = "", mode: str = "service:web") -> str:
    """A host, a container with a network, and one that lives in another's."""
    return f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}
            listens: [{host}]
            networks: {{backend: {{driver: bridge, subnet: 10.22.0.0/24}}}}
            services:
              web: {{networks: {{backend: {{}}}}, listens: [{web}]}}
              agent: {{network_mode: '{mode}', listens: [{sidecar}]}}
        """


@pytest.mark.parametrize(
    ("host", "sidecar"),
    [
        ("22/tcp", "22/tcp"),
        ("192.168.0.231:22", "22"),
        ("22", "192.168.0.231:22"),
        ("20-30", "22"),
        ("0.0.0.0:22", "127.0.0.1:22"),
    ],
)
def test_a_container_in_the_hosts_network_finds_the_port_taken(host: str, sidecar: str) -> None:
    """At one address, or where either is on every address."""
    (finding,) = found("LW625", site(host=host, sidecar=sidecar, mode="host"))
    assert {finding.origin.path[-3], *(each.origin.path[-3] for each in finding.related)} & {"agent"}
    assert finding.severity is Severity.ERROR


def test_a_sidecar_finds_the_port_of_its_container_taken() -> None:
    """Told once, at the sidecar."""
    (finding,) = found("LW625", site(web="80/tcp", sidecar="80/tcp"))
    assert finding.origin.path == ("hosts", "dock1", "services", "agent", "listens", "0")
    assert "`agent` listens on 80/tcp, and so does `web`" in finding.message


@pytest.mark.parametrize(
    ("host", "web", "sidecar", "mode"),
    [
        ("22/tcp", "", "22/udp", "host"),
        ("192.168.0.231:22", "", "127.0.0.1:22", "host"),
        ("'[::]:22'", "", "0.0.0.0:22", "host"),
        ("80", "80", "81", "service:web"),
        ("80", "", "80", "service:web"),
        ("", "80", "80", "host"),
        ("22, '192.168.0.231:22'", "", "", "host"),
    ],
)
def test_what_has_a_place_of_its_own_is_in_nobodys_way(host: str, web: str, sidecar: str, mode: str) -> None:
    """Another protocol, address, family or namespace."""
    assert messages("LW625", site(host, web, sidecar, mode)) == []


def test_each_port_is_told_where_it_is_listened_on() -> None:
    """One on every address is in the way in both families, and told once."""
    told = found("LW625", site(host="22, 80", sidecar="22, '192.168.0.231:80', '127.0.0.1:80'", mode="host"))
    assert [item.origin.path[-1] for item in told] == ["0", "1", "2"]
    assert [item.related[0].origin.path[-1] for item in told] == ["0", "1", "1"]


def test_a_sidecar_of_what_is_in_the_hosts_network_is_there_too() -> None:
    """Of three that want a port the first has it."""
    text = site(host="'192.168.0.231:22'", mode="host", sidecar="22").replace(
        "listens: [22]}",
        "listens: [22]}\n              more: {network_mode: 'service:agent', listens: ['192.168.0.231:22']}",
    )
    assert [item.message for item in found("LW625", text)] == [
        "`agent` listens on 22/tcp, and so does the host, in the same network",
        "`more` listens on 192.168.0.231:22/tcp, and so does the host, in the same network",
    ]


def test_programs_may_share_a_udp_port() -> None:
    """As mDNS responders do: a warning."""
    (finding,) = found("LW625", site(host="5353/udp", sidecar="5353/udp", mode="host"))
    assert finding.severity is Severity.WARNING
