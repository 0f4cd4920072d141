"""LW501 for what two samples can't show."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended

HOST = """
version: 1
lans:
  home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}
hosts:
  dock1:
    {docker}
    interfaces:
      eth0: {{}}
      br0: {{kind: bridge, ports: [eth0], lan: home, address: {address}}}
    networks:
      shop: {{driver: bridge, subnet: [10.22.0.0/24, "fd00:22::/64"]}}
      net: {{driver: bridge, lan: home, {keys}}}
    services:
      app: {{networks: {{shop: {{}}}}, listens: [80/tcp]{publish}}}
"""
BOTH = '[192.168.0.231/22, "fd00:8::231/64"]'
OFF = 'options: {com.docker.network.bridge.inhibit_ipv4: "false"}'
ALIAS = ', publish: [{address: "fd00:8::240", port: 80}]'


def host(keys: str, address: str = BOTH, publish: str = "", docker: str = "docker: {}") -> str:
    return HOST.format(keys=keys, address=address, publish=publish, docker=docker)


@pytest.mark.parametrize(
    "keys",
    [
        "host_bridge: br0",
        "uplink: {veth_to: br0}",
        f"host_bridge: br0, gateway: 192.168.0.231, {OFF}",
        f"host_bridge: br0, reserve: {{DefaultGatewayIPv4: 192.168.0.1}}, {OFF}",
        "host_bridge: br0, external: true",
    ],
)
def test_shapes_that_leave_the_host_its_addresses(keys: str) -> None:
    """Those that are generated, the host as the gateway, and what is there already."""
    assert messages("LW501", host(keys)) == []


@pytest.mark.parametrize(
    ("keys", "put"),
    [
        (f"host_bridge: br0, {OFF}", "192.168.0.1"),
        (f"host_bridge: br0, gateway: 192.168.0.9, {OFF}", "192.168.0.9"),
        (f"uplink: {{veth_to: br0}}, {OFF}", "192.168.0.1"),
    ],
)
def test_the_option_turned_off(keys: str, put: str) -> None:
    """On the option's own line; with the other shape as the fix where there is one."""
    (item,) = found("LW501", host(keys))
    assert f"has Docker put {put} on " in item.message
    assert item.origin.path[-1] == "com.docker.network.bridge.inhibit_ipv4"


@pytest.mark.parametrize("keys", ["host_bridge: br0", "uplink: {veth_to: br0}"])
def test_a_bridge_without_an_ipv6_address(keys: str) -> None:
    """Docker is told the router then: there is nothing else to tell it. IPv4 alone is fine."""
    (item,) = found("LW501", host(keys, "192.168.0.231/22"))
    assert "put fd00:8::1 on" in item.message
    assert "write `subnet: 192.168.0.0/22`, without IPv6" in item.fix
    assert messages("LW501", host(f"{keys}, subnet: 192.168.0.0/22", "192.168.0.231/22")) == []


def test_ipv6_aliases_on_the_bridge() -> None:
    """Not beside an uplink, nor where the network has no IPv6; the default bridge is no better."""
    (item,) = found("LW501", host("host_bridge: br0", publish=ALIAS))
    assert "fd00:8::240 is an alias on `br0`" in item.message
    assert messages("LW501", host("uplink: {veth_to: br0}", publish=ALIAS)) == []
    assert messages("LW501", host("host_bridge: br0, subnet: 192.168.0.0/22", publish=ALIAS)) == []
    docker = 'docker: {bridge: br0, fixed_cidr: [192.168.0.248/29, "fd00:8::f8/125"]}'
    (item,) = found("LW501", host("uplink: {veth_to: br0}", publish=ALIAS, docker=docker))
    assert "the default bridge is on" in item.message


OFF_THE_LAN = "host_bridge: br0, subnet: {subnet}, ip_range: {subnet}"


@pytest.mark.parametrize("subnet", [f"10.5.0.0/24, {OFF}", '"fd00:5::/64"'])
@pytest.mark.parametrize("address", [BOTH, "192.168.0.231/22", '"fd00:8::231/64"', "[]"])
def test_without_a_gateway_docker_takes_the_first_of_the_ip_range(subnet: str, address: str) -> None:
    """Whatever the bridge has, or hasn't: a lease may be there that nothing tells."""
    prefix, _, rest = subnet.partition(", ")
    text = host(f"host_bridge: br0, subnet: {prefix}, {rest}", address).replace(
        "bridge, lan: home,", "bridge,"
    )
    (item,) = found("LW501", text.replace(", }", "}"))
    assert item.message == "`net` has Docker put the first free address of the ip_range on `br0`"


def test_the_place_is_the_network_where_no_option_is_written() -> None:
    """IPv4 behind an uplink: the router's address would be on our bridge."""
    (item,) = found(
        "LW501", host('uplink: {veth_to: br0}, options: {com.docker.network.bridge.inhibit_ipv4: "0"}')
    )
    assert item.origin.path[-1] == "com.docker.network.bridge.inhibit_ipv4"
    assert ", or write" not in item.fix


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("host_bridge: br0", "every other IPv6 address of `br0`, the host's own too, is removed"),
        ("uplink: {veth_to: br0}", "fd00:8::9 is on the LAN twice then"),
    ],
)
def test_a_gateway_of_ipv6_beside_a_reserved_router_is_put_on_the_bridge(keys: str, why: str) -> None:
    """Without it the host's own address is told to Docker, and the router is where its containers go."""
    gateway = 'gateway: [192.168.0.1, "fd00:8::9"], reserve: {DefaultGatewayIPv6: "fd00:8::1"}'
    (item,) = found("LW501", host(f'{keys}, subnet: [192.168.0.0/22, "fd00:8::/64"], {gateway}'))
    assert "put fd00:8::9 on" in item.message
    assert item.why.startswith(why)
    assert item.fix.endswith("fd00:8::231 is told to Docker, and fd00:8::1 reserved as DefaultGatewayIPv6")
    assert messages("LW501", host(f'{keys}, subnet: [192.168.0.0/22, "fd00:8::/64"]')) == []


def test_a_network_of_ipv6_alone_leaves_that_to_macvlan() -> None:
    """Where there is no IPv4 subnet to keep."""
    (item,) = found("LW501", host('host_bridge: br0, subnet: "fd00:8::/64"', "192.168.0.231/22"))
    assert item.fix == "write an IPv6 `address` of `br0`, or leave IPv6 to a macvlan network"


def test_of_two_uplinks_each_looks_at_the_bridge_that_it_leads_to() -> None:
    """One leads to a bridge that has IPv6, the other doesn't."""
    other = "br1: {kind: bridge, lan: home, address: 192.168.0.239/22}\n    networks:\n      more: {driver: bridge, lan: home, uplink: {veth_to: br1}}"
    text = host("uplink: {veth_to: br0}").replace("networks:", f"  {other}", 1)
    assert messages("LW501", text) == ["`more` has Docker put fd00:8::1 on `br-more`"]


@pytest.mark.parametrize(
    ("gateway", "left"),
    [
        ('gateway: [192.168.0.1, "fd00:8::9"], ', "gateway: [192.168.0.1], "),
        ('gateway: ["fd00:8::9"], ', ""),
        ('gateway: "fd00:8::9", ', ""),
    ],
)
def test_the_gateway_of_ipv6_goes_and_that_of_ipv4_stays(gateway: str, left: str) -> None:
    """The key, too, where nothing else is there."""
    keys = 'host_bridge: br0, subnet: [192.168.0.0/22, "fd00:8::/64"], %sreserve: {DefaultGatewayIPv6: "fd00:8::1"}'
    (line,) = mended("LW501", host(keys % gateway))
    assert keys % left in line
