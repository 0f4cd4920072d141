"""Containers on LANs with router advertisements."""

from __future__ import annotations

import pytest

from lanwright.plan.service import ENDPOINT_SYSCTLS
from tests.intents import host_of

TEXT = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: [192.168.0.231/22, 'fd00:8::17/64']}}
    docker: {version: "28"}
    networks:
      real_lan: {driver: macvlan, parent: eth0, lan: home}
      backend: {driver: bridge, subnet: [172.22.0.0/24, 'fd00:22::/64']}
    services:
      web: {networks: {real_lan: [192.168.0.241, 'fd00:8::42'], backend: {}}}
"""
UNHEARD = {ENDPOINT_SYSCTLS: "net.ipv6.conf.IFNAME.accept_ra=0"}


def options_of(text: str, network: str = "real_lan") -> dict[str, str]:
    endpoints = host_of(text).services["web"].endpoints
    return dict(next(item.options for item in endpoints if item.network == network))


@pytest.mark.parametrize("driver", ["driver: macvlan", "driver: ipvlan", "driver: macvlan, mode: private"])
def test_a_container_on_the_lan_heeds_no_advertisement(driver: str) -> None:
    """It would send from an address of the router's making, not from its own."""
    assert options_of(TEXT.replace("driver: macvlan", driver)) == UNHEARD


def test_a_container_whose_address_docker_chooses_is_no_exception() -> None:
    """It has an IPv6 address of Docker's, and that is the one which others know."""
    assert (
        options_of(TEXT.replace("{real_lan: [192.168.0.241, 'fd00:8::42'], ", "{real_lan: {}, ")) == UNHEARD
    )


def test_behind_dockers_nat_nobody_advertises() -> None:
    """Nothing is said of the endpoint on a bridge."""
    assert options_of(TEXT, "backend") == {}


def test_a_default_route_that_only_the_router_tells_is_kept() -> None:
    """The network has no IPv6 gateway: advertisements are heeded, their addresses aren't made (kernel, ip-sysctl)."""
    text = TEXT.replace("gateway: [192.168.0.1, 'fd00:8::1']", "gateway: 192.168.0.1")
    assert options_of(text) == {ENDPOINT_SYSCTLS: "net.ipv6.conf.IFNAME.autoconf=0"}


def test_an_internal_network_gets_no_way_out_by_an_advertisement() -> None:
    """It has no gateway on purpose."""
    assert (
        options_of(TEXT.replace("lan: home}\n      backend", "lan: home, internal: true}\n      backend"))
        == UNHEARD
    )


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("gateway: [", "ra: false, gateway: ["),
        TEXT.replace("driver: macvlan", "driver: ipvlan, mode: l3"),
        TEXT.replace(
            "parent: eth0, lan: home}",
            "parent: eth0, lan: home, subnet: 192.168.0.0/22, gateway: 192.168.0.1}",
        ).replace(", 'fd00:8::42']", "]"),
        TEXT.replace('"28"', '"26"'),
    ],
    ids=["no advertisements", "no multicast", "no IPv6", "Docker 26 knows no such option"],
)
def test_nothing_is_said_where_it_would_do_nothing(text: str) -> None:
    """An option more would only be one more thing to understand."""
    assert options_of(text) == {}


def test_a_lan_that_advertises_without_a_subnet_of_its_own_counts() -> None:
    """The network's own IPv6 subnet and the router's word are enough."""
    text = (
        TEXT.replace(
            "{subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']}",
            "{subnet: 192.168.0.0/22, gateway: 192.168.0.1, ra: true}",
        )
        .replace("address: [192.168.0.231/22, 'fd00:8::17/64']", "address: 192.168.0.231/22")
        .replace(
            "parent: eth0, lan: home", "parent: eth0, lan: home, subnet: [192.168.0.0/22, 'fd00:8::/64']"
        )
    )
    assert options_of(text) == {ENDPOINT_SYSCTLS: "net.ipv6.conf.IFNAME.autoconf=0"}
    assert options_of(text.replace("ra: true", "ra: false")) == {}


def test_a_vpn_container_that_forwards_still_heeds_its_router() -> None:
    """Where the default route is advertised; the kernel makes a machine that forwards deaf otherwise (measured)."""
    text = TEXT.replace("gateway: [192.168.0.1, 'fd00:8::1']", "gateway: 192.168.0.1, ra: true")
    vpn = text.replace("web: {", "web: {clients: 'fd00:9::/64', ")
    alone = "net.ipv6.conf.IFNAME.autoconf=0"
    assert options_of(text) == {ENDPOINT_SYSCTLS: alone}
    assert options_of(vpn) == {ENDPOINT_SYSCTLS: f"{alone},net.ipv6.conf.IFNAME.accept_ra=2"}
    assert options_of(vpn.replace("fd00:9::/64", "10.8.0.0/24")) == {ENDPOINT_SYSCTLS: alone}
