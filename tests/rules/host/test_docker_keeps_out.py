"""LW704: a Docker that makes no rules, or doesn't forward."""

from __future__ import annotations

import pytest

from tests.rules.found import messages


def told(
    docker: str, *, sysctls: str = "{}", network: str = "{driver: bridge, subnet: 10.22.0.0/24}"
) -> list[str]:
    """What is found on a host with one network."""
    return messages(
        "LW704",
        f"""
        version: 1
        hosts:
          dock1:
            sysctls: {sysctls}
            docker: {{{docker}}}
            networks: {{net1: {network}}}
        """,
    )


DUAL = '{driver: bridge, subnet: [10.22.0.0/24, "fd00:22::/64"]}'
NO_FORWARDING = ["`ip-forward: false`: Docker doesn't switch forwarding on"]


@pytest.mark.parametrize(
    ("docker", "expected"),
    [
        ("settings: {iptables: true, ip-forward: true, ip-masq: true}", []),
        ("settings: {ip-masq: false}", ["`ip-masq: false`: no masquerade on docker0"]),
        ("bridge: none, settings: {ip-masq: false}", []),
        (
            "settings: {iptables: false}",
            ["`iptables: false`: no masquerade, published ports only by docker-proxy, no isolation"],
        ),
        (
            "userland_proxy: false, settings: {iptables: false}",
            ["`iptables: false`: no masquerade, no published ports, no isolation"],
        ),
        ("settings: {ip-forward: false}", NO_FORWARDING),
    ],
)
def test_it_says_what_stops_working(docker: str, expected: list[str]) -> None:
    """With docker-proxy, or without."""
    assert told(docker) == expected


@pytest.mark.parametrize(
    ("network", "docker", "expected"),
    [
        ("{driver: bridge, subnet: 10.22.0.0/24}", "", 0),
        (DUAL, "", 1),
        ("{driver: bridge, subnet: 10.22.0.0/24}", 'bip: [10.9.0.1/24, "fd00:9::1/64"], ', 1),
        ("{driver: ipvlan, mode: l3, subnet: 'fd00:22::/64'}", "", 0),
    ],
)
def test_ip6tables_matters_where_a_bridge_has_ipv6(network: str, docker: str, expected: int) -> None:
    """docker0 is one."""
    assert len(told(f"{docker}settings: {{ip6tables: false}}", network=network)) == expected


@pytest.mark.parametrize(
    ("sysctls", "expected"),
    [
        ("{net.ipv4.ip_forward: 1}", []),
        ("{net/ipv4/ip_forward: 1}", []),
        ("{net.ipv4.ip_forward: 0}", NO_FORWARDING),
        ("{net.ipv4.conf.all.forwarding: 1}", []),
    ],
)
def test_a_host_that_forwards_already_needs_no_docker_for_it(sysctls: str, expected: list[str]) -> None:
    """The sysctls are as found on the host, in either spelling of either name."""
    assert told("settings: {ip-forward: false}", sysctls=sysctls) == expected
