"""The host's way to its ipvlan containers."""

from __future__ import annotations

import pytest

from lanwright.plan import LinkKind, RulePurpose
from tests.intents import LAN, host_of

HOST = (
    LAN
    + """
hosts:
  laptop1:
    interfaces: {wlan0: {kind: wireless, lan: home, address: 192.168.0.231/22}}
    networks:
      air: {driver: ipvlan, parent: wlan0, lan: home, ip_range: 192.168.0.248/29, host_access: ACCESS}
    services:
      web: {networks: {air: 192.168.0.241}}
"""
)
DUAL = (
    HOST.replace("subnet: 192.168.0.0/22", "subnet: [192.168.0.0/22, 'fd00:8::/64']")
    .replace("address: 192.168.0.231/22", "address: [192.168.0.231/22, 'fd00:8::17/64']")
    .replace("{air: 192.168.0.241}", "{air: [192.168.0.241, 'fd00:8::42']}")
)


def shim_of(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    host = host_of(text)
    name = host.networks["air"].shim
    addresses = [str(item.address) for item in host.addresses if item.link == name]
    routes = [(str(item.destination), str(item.source)) for item in host.routes if item.link == name]
    return addresses, routes


def test_the_shim_is_an_ipvlan_link_on_the_networks_parent() -> None:
    """Of the network's own mode and flag: the parent has one of each, and another link would switch them for all."""
    host = host_of(HOST.replace("ACCESS", "true"))
    link = host.links["shim-air"]
    assert (link.kind, link.parent, link.mode, link.flag) == (LinkKind.IPVLAN, "wlan0", "l2", "bridge")
    assert host.networks["air"].shim == "shim-air"
    options = host.networks["air"].options
    assert (options["ipvlan_mode"], options["ipvlan_flag"]) == (link.mode, link.flag)


@pytest.mark.parametrize("flag", ["bridge", "private", "vepa"])
def test_the_shim_has_the_networks_flag(flag: str) -> None:
    """As written."""
    host = host_of(HOST.replace("ACCESS", "true").replace("driver: ipvlan", f"driver: ipvlan, flag: {flag}"))
    assert host.links["shim-air"].flag == host.networks["air"].options["ipvlan_flag"] == flag


def test_the_hosts_own_address_stays_on_the_parent() -> None:
    """The shim would take the LAN's replies from it; it has none until one is written (LW404)."""
    addresses, _ = shim_of(HOST.replace("ACCESS", "true"))
    assert addresses == []


def test_an_address_of_the_lan_is_the_routes_source() -> None:
    """Containers answer to it where it is: on the shim."""
    assert shim_of(HOST.replace("ACCESS", "{address: 192.168.0.239/32}")) == (
        ["192.168.0.239/32"],
        [("192.168.0.248/29", "192.168.0.239"), ("192.168.0.241/32", "192.168.0.239")],
    )


def test_both_families_get_an_address_and_routes() -> None:
    """As written."""
    assert shim_of(DUAL.replace("ACCESS", "{address: [192.168.0.239/32, 'fd00:8::239/128']}")) == (
        ["192.168.0.239/32", "fd00:8::239/128"],
        [
            ("192.168.0.248/29", "192.168.0.239"),
            ("192.168.0.241/32", "192.168.0.239"),
            ("fd00:8::42/128", "fd00:8::239"),
        ],
    )


@pytest.mark.parametrize("mode", ["l3", "l3s"])
def test_the_routed_modes_have_no_shim(mode: str) -> None:
    """A link of ours can't stand between networks that are routed: the LAN's router has the route."""
    host = host_of(HOST.replace("ACCESS", "true").replace("driver: ipvlan", f"driver: ipvlan, mode: {mode}"))
    assert host.networks["air"].shim is None
    assert list(host.links) == ["wlan0"]


@pytest.mark.parametrize("access", ["false", "null"])
def test_without_host_access_there_is_no_shim(access: str) -> None:
    """Nothing is added to a host that doesn't ask for it."""
    assert list(host_of(HOST.replace("ACCESS", access)).links) == ["wlan0"]


def test_an_ipvlan_shim_answers_the_lan_as_its_parent_does() -> None:
    """Both have one MAC address, and the kernel gives the shim all that is meant for its address: nothing is dropped."""
    host = host_of(DUAL.replace("ACCESS", "true"))
    assert not [rule for rule in host.rules if rule.purpose is RulePurpose.NEIGHBOURS]
    macvlan = host_of(DUAL.replace("ACCESS", "true").replace("ipvlan", "macvlan"))
    assert [rule for rule in macvlan.rules if rule.purpose is RulePurpose.NEIGHBOURS]
