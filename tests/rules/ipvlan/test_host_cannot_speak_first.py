"""LW404: which host access to an ipvlan network works, and which doesn't."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages

OWN = "address: 192.168.0.231/22"


def site(network: str, *, host: str = OWN, lan: str = "subnet: 192.168.0.0/22, gateway: 192.168.0.1") -> str:
    """A laptop on wireless with an ipvlan network and a service there."""
    return f"""
        version: 1
        lans:
          home: {{{lan}}}
        hosts:
          laptop1:
            interfaces:
              wlan0: {{kind: wireless, lan: home, {host}}}
            networks:
              air: {{driver: ipvlan, parent: wlan0, {network}}}
            services:
              web: {{networks: {{air: {{}}}}}}
        """


DUAL = "subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']"
BOTH = "address: [192.168.0.231/22, 'fd00:8::17/64']"


@pytest.mark.parametrize(
    "access", ["{address: 192.168.0.239/32}", "{interface: ipvlan0, address: 192.168.0.239/32}", "false"]
)
def test_an_address_of_its_own_on_the_lan_is_right(access: str) -> None:
    """And no shim at all."""
    assert messages("LW404", site(f"lan: home, host_access: {access}")) == []


@pytest.mark.parametrize(
    ("access", "fix"),
    [
        ("true", "write `host_access: {address: 192.168.0.3/32}`"),
        ("{interface: ipvlan0}", "write `host_access: {interface: ipvlan0, address: 192.168.0.3/32}`"),
    ],
)
def test_without_an_address_a_free_one_is_proposed(access: str, fix: str) -> None:
    """The host's own one isn't taken: it would cost the host its LAN."""
    (finding,) = found("LW404", site(f"lan: home, host_access: {access}"))
    assert finding.message == "the ipvlan shim of `air` has no IPv4 address of its own"
    assert finding.fix == fix


def test_the_hosts_own_address_costs_it_the_lan() -> None:
    """What the LAN answers to the host's ARP comes in on the shim."""
    (finding,) = found("LW404", site("lan: home, host_access: {address: 192.168.0.231/32}"))
    assert finding.message == "the ipvlan shim of `air` has the host's own IPv4 address"
    assert "neither its router nor the LAN" in finding.why


def test_both_families_need_one_and_what_is_right_is_kept() -> None:
    """The fix names both, as YAML takes them."""
    access = "host_access: {address: 192.168.0.239/32}"
    (finding,) = found("LW404", site(f"lan: home, {access}", host=BOTH, lan=DUAL))
    assert finding.fix == 'write `host_access: {address: [192.168.0.239/32, "fd00:8::3/128"]}`'
    right = "host_access: {address: [192.168.0.239/32, 'fd00:8::3/128']}"
    assert messages("LW404", site(f"lan: home, {right}", host=BOTH, lan=DUAL)) == []


@pytest.mark.parametrize(
    ("access", "fix"),
    [
        ("{address: 192.168.143.91/32}", "write `host_access: {address: 192.168.0.3/32}`"),
        (
            "{interface: ipvlan0, address: 192.168.143.91/32}",
            "write `host_access: {interface: ipvlan0, address: 192.168.0.3/32}`",
        ),
    ],
)
def test_a_dummy_address_keeps_the_host_from_speaking_first(access: str, fix: str) -> None:
    """The finding is at the address; the shim keeps its name."""
    (finding,) = found("LW404", site(f"lan: home, host_access: {access}"))
    assert finding.severity is Severity.ERROR
    assert finding.origin.path[-2:] == ("host_access", "address")
    assert finding.fix == fix


@pytest.mark.parametrize("host", ["mtu: 1500", "dhcp: true"])
def test_a_host_without_a_known_address_gets_a_free_one_proposed(host: str) -> None:
    """It has none, or a lease that nothing tells; the proposal is one that nobody has and that Docker won't hand out."""
    (finding,) = found("LW404", site("lan: home, host_access: true", host=host))
    assert finding.message.startswith("the shim of `air` has no IPv4 address")
    assert finding.fix == "write `host_access: {address: 192.168.0.3/32}`"
    assert messages("LW404", site("lan: home, host_access: {address: 192.168.0.3/32}", host=host)) == []


def test_a_host_without_ipv6_is_warned_of_that_family_alone() -> None:
    """The network has IPv6 from its LAN, the host's interface has no such address."""
    (finding,) = found("LW404", site("lan: home, host_access: {address: 192.168.0.239/32}", lan=DUAL))
    assert finding.severity is Severity.WARNING
    assert "no IPv6 address" in finding.message


def test_of_two_families_each_dummy_is_told() -> None:
    """At its own place in the list."""
    access = "host_access: {address: [192.168.143.91/32, 'fd00:dead::1/128']}"
    told = found("LW404", site(f"lan: home, {access}", host=BOTH, lan=DUAL))
    assert [item.origin.path[-2:] for item in told] == [("address", "0"), ("address", "1")]


@pytest.mark.parametrize("flag", ["private", "vepa"])
def test_a_flag_that_keeps_links_apart_keeps_the_shim_apart_too(flag: str) -> None:
    """It holds for all links of the parent."""
    (finding,) = found("LW404", site(f"flag: {flag}, lan: home, host_access: true"))
    assert finding.origin.path[-1] == "flag"
    address = "host_access: {address: 192.168.0.239/32}"
    assert messages("LW404", site(f"flag: bridge, lan: home, {address}")) == []
    assert messages("LW404", site(f"flag: {flag}, lan: home")) == []


@pytest.mark.parametrize("mode", ["l3", "l3s"])
def test_a_routed_network_takes_a_route_on_the_router_instead(mode: str) -> None:
    """The fix is that route, as the intent takes it."""
    (finding,) = found("LW404", site(f"mode: {mode}, subnet: 10.9.0.0/24, host_access: true"))
    assert "`routes: [{to: 10.9.0.0/24, via: 192.168.0.231}]`" in finding.fix
    assert "`lans.home`" in finding.fix
    assert messages("LW404", site(f"mode: {mode}, subnet: 10.9.0.0/24")) == []


def test_a_router_that_has_the_route_is_the_hosts_way() -> None:
    """Nothing is left to write."""
    routes = "routes: [{to: 10.9.0.0/24, via: 192.168.0.231}]"
    lan = f"subnet: 192.168.0.0/22, gateway: 192.168.0.1, {routes}"
    (finding,) = found("LW404", site("mode: l3, subnet: 10.9.0.0/24, host_access: true", lan=lan))
    assert finding.fix.endswith("the host gets there by the LAN's router, which has the route")


def test_a_macvlan_shim_is_another_rules() -> None:
    """With a dummy address it works by IPv4 (LW604)."""
    text = site("lan: home, host_access: {address: 192.168.143.91/32}").replace("ipvlan", "macvlan")
    assert messages("LW404", text) == []


def test_a_routed_network_of_two_subnets_takes_two_routes() -> None:
    """Each by the host's address."""
    (finding,) = found("LW404", site("mode: l3, subnet: [10.9.0.0/24, 10.9.1.0/24], host_access: true"))
    both = "{to: 10.9.0.0/24, via: 192.168.0.231}, {to: 10.9.1.0/24, via: 192.168.0.231}"
    assert f"`routes: [{both}]`" in finding.fix


def test_a_host_whose_address_isnt_known_has_no_route_to_write() -> None:
    """A lease: the subnets are named, the way there is the user's."""
    network = "mode: l3, subnet: [10.9.0.0/24, 10.9.1.0/24], host_access: true"
    (finding,) = found("LW404", site(network, host="dhcp: true"))
    assert finding.fix.endswith("give the LAN's router a route to 10.9.0.0/24 and 10.9.1.0/24 by this host")


def test_a_network_that_docker_has_no_subnet_for_has_none_to_name() -> None:
    """docker0 has the only one of the pool (LW208)."""
    pools = "docker: {default_address_pools: [{base: 10.0.0.0/24, size: 24}]}"
    text = site("mode: l3, host_access: true").replace(
        "            networks:\n", f"            {pools}\n            networks:\n", 1
    )
    (finding,) = found("LW404", text)
    assert finding.fix.endswith("give the LAN's router a route to its subnet by this host")
