"""The host's way to its macvlan containers."""

from __future__ import annotations

import pytest

from tests.intents import LAN, host_of

HOST = (
    LAN
    + """
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
    networks:
      real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: ACCESS}
    services:
      web: {networks: {real_lan: 192.168.0.241}}
      inside: {networks: {real_lan: 192.168.0.250}}
      any: {networks: {real_lan: {}}}
"""
)


def shim_of(access: str) -> tuple[list[str], list[tuple[str, str]]]:
    host = host_of(HOST.replace("ACCESS", access))
    name = host.networks["real_lan"].shim
    addresses = [str(item.address) for item in host.addresses if item.link == name]
    routes = [(str(item.destination), str(item.source)) for item in host.routes if item.link == name]
    return addresses, routes


@pytest.mark.parametrize(
    ("access", "address", "source"),
    [
        ("true", "192.168.0.231/32", "192.168.0.231"),
        ("{address: 192.168.143.91/32}", "192.168.143.91/32", "192.168.0.231"),
        ("{address: 192.168.0.239/32}", "192.168.0.239/32", "192.168.0.239"),
    ],
)
def test_the_shims_routes_leave_from_an_address_that_containers_can_answer(
    access: str, address: str, source: str
) -> None:
    """The host's own address by default and beside a dummy one; an address on the LAN is its own source."""
    assert shim_of(access) == ([address], [("192.168.0.248/29", source), ("192.168.0.241/32", source)])


@pytest.mark.parametrize("access", ["false", "null"])
def test_without_host_access_there_is_no_shim(access: str) -> None:
    """Nothing is added to a host that doesn't ask for it."""
    host = host_of(HOST.replace("ACCESS", access))
    assert host.networks["real_lan"].shim is None
    assert list(host.links) == ["eth0"]


def test_a_static_address_inside_the_ip_range_needs_no_route_of_its_own() -> None:
    """The ip_range's route leads to it already."""
    _, routes = shim_of("true")
    assert "192.168.0.250/32" not in dict(routes)


def test_the_shims_name_is_made_from_the_networks_and_fits_the_kernel() -> None:
    """At most 15 characters; two long names that begin alike stay two."""
    text = HOST.replace("ACCESS", "true").replace("real_lan", "a_long_network_name")
    name = host_of(text).networks["a_long_network_name"].shim
    other = host_of(text.replace("network_name", "network_name2")).networks["a_long_network_name2"].shim
    assert name
    assert other
    assert len(name) <= 15
    assert name.startswith("shim-a_lon")
    assert name != other


def test_both_families_get_an_address_and_routes() -> None:
    """The host's own address as /32 and as /128."""
    text = (
        HOST.replace("ACCESS", "true")
        .replace("subnet: 192.168.0.0/22", "subnet: [192.168.0.0/22, 'fd00:8::/64']")
        .replace("address: 192.168.0.231/22", "address: [192.168.0.231/22, 'fd00:8::17/64']")
        .replace("{real_lan: 192.168.0.241}", "{real_lan: [192.168.0.241, 'fd00:8::42']}")
    )
    host = host_of(text)
    name = host.networks["real_lan"].shim
    assert [str(item.address) for item in host.addresses if item.link == name] == [
        "192.168.0.231/32",
        "fd00:8::17/128",
    ]
    assert [(str(item.destination), str(item.source)) for item in host.routes if item.link == name] == [
        ("192.168.0.248/29", "192.168.0.231"),
        ("192.168.0.241/32", "192.168.0.231"),
        ("fd00:8::42/128", "fd00:8::17"),
    ]


def test_the_parents_ipv6_aliases_are_the_shims_too() -> None:
    """Only a link that has an IPv6 address answers for it; for IPv4 any link of the host does."""
    text = (
        HOST.replace("ACCESS", "true")
        .replace("subnet: 192.168.0.0/22", "subnet: [192.168.0.0/22, 'fd00:8::/64']")
        .replace("address: 192.168.0.231/22", "address: [192.168.0.231/22, 'fd00:8::17/64']")
        .replace("any: {networks: {real_lan: {}}}", "shop: {publish: [{address: ADDRESS, port: 80}]}")
    )
    for address, expected in (("'fd00:8::18'", [("fd00:8::18/128", True)]), ("192.168.0.232", [])):
        host = host_of(text.replace("ADDRESS", address))
        held = [item for item in host.addresses if item.link == host.networks["real_lan"].shim]
        own = {"192.168.0.231/32", "fd00:8::17/128"}
        assert [
            (str(item.address), item.deprecated) for item in held if str(item.address) not in own
        ] == expected


def test_the_hosts_own_address_is_reserved_in_the_network() -> None:
    """Docker would let a container take it."""
    host = host_of(HOST.replace("ACCESS", "{address: 192.168.0.249/32}"))
    (subnet,) = host.networks["real_lan"].subnets
    assert {name: str(address) for name, address in subnet.reserved.items()} == {
        "host": "192.168.0.231",
        "shim": "192.168.0.249",
    }


def test_without_a_lan_the_parents_own_address_will_do() -> None:
    """It stands where the containers stand, if it is of their subnet."""
    text = HOST.replace("ACCESS", "true").replace("{lan: home, address", "{address")
    text = text.replace(
        "parent: eth0, lan: home", "parent: eth0, subnet: 192.168.0.0/22, gateway: 192.168.0.1"
    )
    host = host_of(text)
    assert [str(item.address) for item in host.addresses if item.link == "shim-real_lan"] == [
        "192.168.0.231/32"
    ]
    elsewhere = host_of(
        text.replace("subnet: 192.168.0.0/22, gateway: 192.168.0.1", "subnet: 192.168.8.0/22")
    )
    assert not [item for item in elsewhere.addresses if item.link == "shim-real_lan"]
