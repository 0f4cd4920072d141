"""A port that our own rule leads to a container: the rules, the address they name, the loopback port beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.plan import Hook, RulePurpose, Verdict, Via
from tests.intents import host_of

if TYPE_CHECKING:
    from lanwright.plan import HostPlan, Rule

SITE = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: 192.168.0.1}
hosts:
  dock1:
    docker: {DOCKER}
    listens: [LISTENS]
    interfaces: {eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}}
    networks:
      back: {driver: bridge, subnet: [172.22.0.0/24, "fd00:22::/64"]}
      cellar: {driver: bridge, subnet: 172.23.0.0/24}
      shut: {driver: bridge, subnet: 172.24.0.0/24, internal: true}
      loose: {driver: bridge}
    services:
      site: {networks: NETWORKS, listens: [8082/tcp], publish: [PUBLISH], compose: COMPOSE, replicas: REPLICAS}
"""


def host_with(
    publish: str = "{address: 192.168.0.233, port: 80, to: 8082, via: dnat}",
    *,
    networks: str = "{back: {}}",
    compose: str = "true",
    docker: str = "",
    listens: str = "",
    replicas: str = "1",
) -> HostPlan:
    """A host of two families whose service is published so."""
    text = SITE.replace("PUBLISH", publish).replace("NETWORKS", networks).replace("COMPOSE", compose)
    text = text.replace("DOCKER", docker).replace("LISTENS", listens).replace("REPLICAS", replicas)
    return host_of(text)


def dnats(host: HostPlan) -> list[tuple[str, str, str]]:
    """Hook, what is met and where it goes, of each DNAT rule."""
    return [
        (rule.hook.value, f"{rule.destination[0].network_address} {rule.port}", f"{rule.to} {rule.to_port}")
        for rule in host.rules
        if rule.verdict is Verdict.DNAT
    ]


def of(host: HostPlan, purpose: RulePurpose) -> list[Rule]:
    return [rule for rule in host.rules if rule.purpose is purpose]


def loopback(host: HostPlan) -> list[str]:
    """What is published on loopback."""
    return [
        f"{published.address} {published.port} {published.to}"
        for published in host.services["site"].published
        if published.address is not None and published.address.is_loopback
    ]


def test_the_port_leads_to_the_pinned_container_from_outside_and_from_the_host() -> None:
    """The highest address of its network, which Docker gives to nobody by itself for long."""
    host = host_with()
    assert host.services["site"].endpoints[0].pinned
    assert dnats(host) == [
        ("prerouting", "192.168.0.233 80/tcp", "172.22.0.254 8082/tcp"),
        ("output", "192.168.0.233 80/tcp", "172.22.0.254 8082/tcp"),
    ]
    assert {rule.priority for rule in host.rules if rule.verdict is Verdict.DNAT} == {-101}


def test_a_written_address_is_taken() -> None:
    """Nothing is pinned where the intent says it."""
    host = host_with(networks="{back: 172.22.0.9}")
    assert not host.services["site"].endpoints[0].pinned
    assert {to for _, _, to in dnats(host)} == {"172.22.0.9 8082/tcp"}


def test_neighbours_on_the_same_network_are_masqueraded_once_for_each_family() -> None:
    """Else the container would answer them itself, with an address that they didn't ask."""
    publish = "{address: 192.168.0.233, port: 80, to: 8082, via: dnat}, {address: 'fd00:8::233', port: 80, to: 8082, via: dnat}"
    hairpins = of(host_with(publish), RulePurpose.HAIRPIN)
    assert [(rule.version, str(rule.source[0]), str(rule.destination[0])) for rule in hairpins] == [
        (4, "172.22.0.0/24", "172.22.0.254/32"),
        (6, "fd00:22::/64", "fd00:22::ffff:ffff:ffff:ffff/128"),
    ]
    assert all(rule.translated and rule.hook is Hook.POSTROUTING for rule in hairpins)


def test_a_port_without_an_address_is_served_at_each_of_the_hosts_own() -> None:
    """Of both families, where the container has both."""
    host = host_with("{port: 80, to: 8082, via: dnat}")
    assert [met for hook, met, _ in dnats(host) if hook == "output"] == [
        "192.168.0.231 80/tcp",
        "fd00:8::231 80/tcp",
    ]
    assert loopback(host) == ["127.0.0.1 20000/tcp 8082/tcp", "::1 20001/tcp 8082/tcp"]


def test_a_container_without_ipv6_is_not_led_to_by_ipv6() -> None:
    """Its network has no such subnet."""
    host = host_with("{port: 80, to: 8082, via: dnat}", networks="{cellar: {}}")
    assert {to for _, _, to in dnats(host)} == {"172.23.0.254 8082/tcp"}
    assert loopback(host) == ["127.0.0.1 20000/tcp 8082/tcp"]


def test_an_ipv6_address_is_served_over_ipv6() -> None:
    """And published on IPv6's loopback."""
    host = host_with("{address: 'fd00:8::233', port: 80, to: 8082, via: dnat}")
    assert {rule.version for rule in host.rules} == {6}
    assert loopback(host) == ["::1 20000/tcp 8082/tcp"]


@pytest.mark.parametrize(
    ("networks", "docker", "to"),
    [
        ("{cellar: {}, back: {}}", "28", "172.22.0.254 8082/tcp"),
        ("{back: {}, cellar: {gw_priority: 1}}", "28", "172.22.0.254 8082/tcp"),
        ("{back: {}, cellar: {gw_priority: 1}}", "29", "172.23.0.254 8082/tcp"),
        ("{shut: {}, cellar: {}}", "28", "172.23.0.254 8082/tcp"),
    ],
    ids=["both families first", "even before priority", "by priority", "never an internal one"],
)
def test_of_several_networks_the_one_with_the_default_route_is_taken(
    networks: str, docker: str, to: str
) -> None:
    """There Docker publishes, and there alone; the others get no address."""
    host = host_with(
        "{address: 192.168.0.233, port: 80, to: 8082, via: dnat}",
        networks=networks,
        docker=f'version: "{docker}"',
    )
    assert {found for _, _, found in dnats(host)} == {to}
    assert sum(endpoint.pinned for endpoint in host.services["site"].endpoints) == 1


@pytest.mark.parametrize(
    ("networks", "replicas"),
    [("{loose: {}}", "1"), ("{shut: {}}", "1"), ("{}", "1"), ("{back: {}}", "2")],
    ids=["Docker chooses the subnet", "no way out", "compose's own network", "two containers"],
)
def test_what_no_rule_can_name_gets_none(networks: str, replicas: str) -> None:
    """Nor a loopback port that would lead nowhere."""
    host = host_with(networks=networks, replicas=replicas)
    assert host.rules == ()
    assert loopback(host) == []
    assert not any(endpoint.pinned for endpoint in host.services["site"].endpoints)


@pytest.mark.parametrize(
    ("listens", "publish", "found"),
    [
        ("", "", ["127.0.0.1 20000/tcp 8082/tcp"]),
        ("20000/tcp", "", ["127.0.0.1 20001/tcp 8082/tcp"]),
        ("", ", {port: 8080, to: 8082}", []),
        ("", ", {address: 192.168.0.234, port: 80, to: 8082}", []),
        ("", ", {address: 192.168.0.231, port: 8080-8085, to: 8080-8085}", []),
        ("", ", {port: 20000, to: 9000}", ["127.0.0.1 20001/tcp 8082/tcp"]),
        ("", ", {port: 8080, to: 8082/udp}", ["127.0.0.1 20000/tcp 8082/tcp"]),
        ("", ", {address: 'fd00:8::231', port: 8080, to: 8082}", ["127.0.0.1 20000/tcp 8082/tcp"]),
    ],
    ids=["free", "taken", "everywhere", "alias", "in a range", "another port", "udp", "ipv6 alone"],
)
def test_the_port_is_published_on_loopback_where_nothing_else_publishes_it(
    listens: str, publish: str, found: list[str]
) -> None:
    """Docker's accept is for the container's port, whatever port of the host leads there."""
    host = host_with("{address: 192.168.0.233, port: 80, to: 8082, via: dnat}" + publish, listens=listens)
    assert loopback(host) == found


def test_a_range_gets_as_many_loopback_ports_in_a_row() -> None:
    """And one loopback port serves each of the container's ports."""
    publish = "{address: 192.168.0.233, port: 5000-5003, to: 6000-6003, via: dnat}"
    host = host_with(publish, listens="20002/tcp")
    assert loopback(host) == ["127.0.0.1 20003-20006/tcp 6000-6003/tcp"]


@pytest.mark.parametrize(
    ("taken", "publish", "found"),
    [
        ("20000-65535/tcp", "80, to: 8082", ["127.0.0.1 1024/tcp 8082/tcp"]),
        ("20000-65534/tcp", "80, to: 8082", ["127.0.0.1 65535/tcp 8082/tcp"]),
        ("20000-65534/tcp", "80-81, to: 8082-8083", ["127.0.0.1 1024-1025/tcp 8082-8083/tcp"]),
        ("1025-65535/tcp", "80-81, to: 8082-8083", []),
        ("1024-65535/tcp", "80, to: 8082", []),
        ("", "1-65535", []),
    ],
)
def test_there_is_no_port_beyond_the_last(taken: str, publish: str, found: list[str]) -> None:
    """What is free below serves as well, down to those that are root's; where nothing is free, nothing is published."""
    host = host_with(f"{{address: 192.168.0.233, port: {publish}, via: dnat}}", listens=taken)
    assert loopback(host) == found


def test_two_addresses_share_one_loopback_port() -> None:
    """Once is enough."""
    publish = "{address: 192.168.0.233, port: 80, to: 8082, via: dnat}, {address: 192.168.0.234, port: 81, to: 8082, via: dnat}"
    assert loopback(host_with(publish)) == ["127.0.0.1 20000/tcp 8082/tcp"]


def test_each_service_has_a_loopback_port_of_its_own() -> None:
    """Docker binds it."""
    text = (
        SITE
        + "      twin: {networks: {back: {}}, publish: [{address: 192.168.0.234, port: 80, via: dnat}]}\n"
    )
    for key, value in {
        "PUBLISH": "{address: 192.168.0.233, port: 80, via: dnat}",
        "NETWORKS": "{back: {}}",
        "COMPOSE": "true",
        "DOCKER": "",
        "LISTENS": "",
        "REPLICAS": "1",
    }.items():
        text = text.replace(key, value)
    host = host_of(text)
    ports = [published.port.first for item in host.services.values() for published in item.published]
    assert ports == [80, 20000, 80, 20001]
    assert {str(rule.to) for rule in host.rules if rule.to} == {"172.22.0.254", "172.22.0.253"}


def test_what_compose_does_not_run_is_accepted_in_dockers_own_chain() -> None:
    """It isn't ours to publish."""
    host = host_with(compose="false")
    assert loopback(host) == []
    (accept,) = of(host, RulePurpose.UNPUBLISHED)
    assert (accept.verdict, accept.hook, accept.translated) == (Verdict.ACCEPT, Hook.FORWARD, True)
    assert ([str(prefix) for prefix in accept.destination], str(accept.port)) == (
        ["172.22.0.254/32"],
        "8082/tcp",
    )


@pytest.mark.parametrize(
    ("docker", "more"),
    [
        ("version: '29', firewall_backend: nftables", ""),
        ("", ", {address: 127.0.0.1, port: 8099, to: 8082}"),
    ],
    ids=["no such chain", "published by whoever runs it"],
)
def test_no_accept_where_there_is_no_chain_for_it_or_no_need(docker: str, more: str) -> None:
    """Docker's nftables backend has no DOCKER-USER."""
    publish = "{address: 192.168.0.233, port: 80, to: 8082, via: dnat}" + more
    assert of(host_with(publish, compose="false", docker=docker), RulePurpose.UNPUBLISHED) == []


def test_what_compose_runs_needs_no_accept() -> None:
    """Its loopback port does it, whatever backend Docker has."""
    assert of(host_with(), RulePurpose.UNPUBLISHED) == []


def test_published_is_told_apart_by_who_serves_it() -> None:
    """The loopback port is Docker's, the other ours."""
    assert [item.via for item in host_with().services["site"].published] == [Via.DNAT, Via.DOCKER]
