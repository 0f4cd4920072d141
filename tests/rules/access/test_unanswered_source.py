"""LW626: sources that another LAN of the host has no way back to."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended
from tests.trace.asking import asked

SITE = """
version: 1
lans:
  home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1{home}}}
  office: {{subnet: 192.168.40.0/24{office}, devices: {{nas: {{address: 192.168.40.50, listens: [80/tcp]}}}}}}
hosts:
  dock1:
    sysctls: {{{sysctls}}}
    interfaces:
      eth0: {{lan: home, address: 192.168.0.231/22}}
      eth1: {{lan: office, address: 192.168.40.231/24}}
    docker: {{version: "{docker}"}}
    firewall: {firewall}
    networks:
      inner: {{driver: bridge, subnet: 10.22.0.0/24{network}}}
      {networks}
    services:
      web: {{networks: {{inner: 10.22.0.9{own}}}{leaves_as}}}
"""
GATEWAY = ", gateway: 192.168.40.1"
EDGE = ", router: edge"
STRICT = "net.ipv4.conf.{}.rp_filter: {}"


def site(
    *,
    home: str = "",
    office: str = GATEWAY,
    leaves_as: str = ", leaves_as: 192.168.0.240",
    network: str = "",
    networks: str = "",
    own: str = "",
    firewall: str = "nftables",
    docker: str = "28",
    sysctls: str = "",
) -> str:
    """A host on two LANs, with a service behind NAT that leaves as an address of the first."""
    return SITE.format(**locals())


def route(to: str, via: str) -> str:
    return f", routes: [{{to: {to}, via: {via}}}]"


@pytest.mark.parametrize(
    ("said", "is_answered"),
    [
        ({}, False),
        ({"office": ""}, False),
        ({"office": GATEWAY + route("192.168.0.240/32", "192.168.40.231")}, True),
        ({"office": GATEWAY + route("192.168.0.0/22", "192.168.40.231")}, True),
        ({"office": GATEWAY + route("192.168.9.0/24", "192.168.40.231")}, False),
        ({"office": GATEWAY + EDGE, "home": EDGE}, True),
        ({"office": GATEWAY + EDGE}, False),
        ({"office": GATEWAY + EDGE, "home": EDGE, "sysctls": STRICT.format("eth0", 1)}, False),
        ({"office": GATEWAY + EDGE, "home": EDGE, "sysctls": STRICT.format("default", 1)}, False),
        ({"office": GATEWAY + EDGE, "home": EDGE, "sysctls": STRICT.format("eth1", 1)}, True),
        ({"office": GATEWAY + EDGE, "home": EDGE, "sysctls": STRICT.format("all", 2)}, True),
        ({"office": GATEWAY + EDGE, "home": EDGE, "sysctls": STRICT.format("all", "strict")}, True),
        (
            {
                "office": GATEWAY + route("192.168.0.240/32", "192.168.40.231"),
                "sysctls": STRICT.format("all", 1),
            },
            True,
        ),
        ({"office": ", gateway: 192.168.40.231"}, True),
        ({"leaves_as": ", leaves_as: 192.168.40.240"}, True),
        ({"leaves_as": "", "network": ", leaves_as: 192.168.0.240"}, False),
        ({"leaves_as": "", "network": ", leaves_as: 192.168.0.240", "firewall": "iptables"}, False),
        ({"leaves_as": ""}, True),
    ],
)
def test_it_says_what_the_trace_says(said: dict[str, str], *, is_answered: bool) -> None:
    """By a router without a route, without a router; with a route, one router of both LANs, the host as the router."""
    text = site(**said)
    told = [message for message in messages("LW626", text) if "`office`" in message]
    assert asked(text, "web", "192.168.40.50", "80").startswith("saw") is is_answered
    assert bool(told) is not is_answered


def test_a_router_of_both_lans_brings_it_in_where_it_isn_t_looked_for() -> None:
    """The remedy is the host's own setting, or a route by the LAN that was asked."""
    (item,) = found("LW626", site(office=GATEWAY + EDGE, home=EDGE, sysctls=STRICT.format("all", 1)))
    assert "rp_filter to 2 on dock1" in item.fix
    assert "via: 192.168.40.231" in item.fix


def test_what_leads_by_another_machine_is_trusted() -> None:
    """A firewall between the two LANs, for instance, which no intent tells of."""
    assert messages("LW626", site(office=GATEWAY + route("192.168.0.0/22", "192.168.40.7"))) == []


@pytest.mark.parametrize(
    ("routes", "is_told"),
    [
        (("192.168.0.0/22", "192.168.40.231", "192.168.0.240/32", "192.168.40.7"), True),
        (("192.168.0.0/22", "192.168.40.7", "192.168.0.240/32", "192.168.40.231"), False),
        (("192.168.0.240/32", "192.168.40.7", "192.168.0.240/32", "192.168.40.231"), True),
    ],
)
def test_a_router_goes_by_its_longest_route(routes: tuple[str, str, str, str], is_told: bool) -> None:  # noqa: FBT001
    """And of two that are as long by the first: the other machine brings it in where a strict host doesn't look for it."""
    wide, by_wide, narrow, by_narrow = routes
    known = f", routes: [{{to: {wide}, via: {by_wide}}}, {{to: {narrow}, via: {by_narrow}}}]"
    told = messages("LW626", site(office=GATEWAY + known, sysctls=STRICT.format("eth0", 1)))
    assert bool(told) is is_told


def test_somebody_must_be_there_to_be_asked() -> None:
    """Of a LAN without a router and devices nobody says that containers ask there."""
    alone = ", devices: {nas: {address: 192.168.40.50, listens: [80/tcp]}}"
    assert len(messages("LW626", site(office=""))) == 1
    assert messages("LW626", site(office="").replace(alone, "")) == []


def test_an_address_of_another_interface_is_known_to_no_lan() -> None:
    """Both are told; an address that isn't the host's at all is LW624's."""
    text = site(leaves_as=", leaves_as: 10.99.0.7")
    assert messages("LW626", text) == []
    assert len(messages("LW626", text.replace("eth1:", "wan0: {address: 10.99.0.7/24}\n      eth1:"))) == 2


def test_what_lies_beyond_that_lan_is_told() -> None:
    """The default route is the first LAN's."""
    (item,) = found("LW626", site(leaves_as=", leaves_as: 192.168.40.240"))
    assert item.message == "`web` leaves as 192.168.40.240, and nobody on `home` or beyond can answer that"


@pytest.mark.parametrize(
    "said",
    [
        {"networks": "lan2: {driver: macvlan, parent: eth1, lan: office}", "own": ", lan2: 192.168.40.60"},
        {"networks": "lan2: {driver: macvlan, parent: eth1, lan: office}", "own": ", lan2: {gw_priority: 1}"},
        {"leaves_as": "", "network": ", leaves_as: 192.168.0.240, internal: true"},
        {"networks": "lan1: {driver: macvlan, parent: eth0, lan: home}", "own": ", lan1: {gw_priority: 1}"},
        {
            "leaves_as": "",
            "networks": "lan1: {driver: macvlan, parent: eth0, lan: home, options: {com.docker.network.host_ipv4: 192.168.0.240}}",
            "own": ", lan1: {gw_priority: 1}",
        },
        {
            "networks": "lan2: {driver: macvlan, parent: eth1, subnet: 192.168.40.0/24, gateway: 192.168.40.1}",
            "own": ", lan2: 192.168.40.60",
        },
    ],
)
def test_who_doesn_t_ask_there_by_that_address(said: dict[str, str]) -> None:
    """A container with an interface there, one with another way out, an internal network, an option at macvlan."""
    assert messages("LW626", site(**said)) == []


def test_a_source_of_its_own_comes_before_the_network_s() -> None:
    """The network's is told for the others alone."""
    own = {"leaves_as": ", leaves_as: 192.168.40.240", "network": ", leaves_as: 192.168.0.240"}
    assert [item.split("`")[1] for item in messages("LW626", site(**own))] == ["web"]


def test_ipv6_has_a_source_of_its_own() -> None:
    """Of a network and of a service."""
    dual = '[10.22.0.0/24, "fd00:22::/64"], leaves_as: "fd00:8::40"'
    for said in ({"leaves_as": ""}, {"leaves_as": ', leaves_as: "fd00:8::41"'}):
        text = site(**said).replace("10.22.0.0/24", dual)
        for lan, third in (("192.168.0", "8"), ("192.168.40", "16")):
            text = text.replace(f"subnet: {lan}.0/", f"subnet: ['fd00:{third}::/64', {lan}.0/", 1)
            text = text.replace(f"gateway: {lan}.1", f"gateway: [{lan}.1, 'fd00:{third}::1']", 1)
            text = text.replace(f"address: {lan}.231/", f"address: ['fd00:{third}::231/64', {lan}.231/", 1)
        text = text.replace("0/22,", "0/22],").replace("0/24, gateway", "0/24], gateway")
        text = text.replace("231/22}", "231/22]}").replace("231/24}", "231/24]}")
        (item,) = found("LW626", text)
        assert 'via: "fd00:16::231"' in item.fix


def test_where_the_host_s_address_is_a_lease_the_route_names_none() -> None:
    """Nor is there anything to write."""
    text = site().replace("lan: office, address: 192.168.40.231/24", "lan: office, dhcp: true")
    (item,) = found("LW626", text)
    assert "under `lans.office` to 192.168.0.240;" in item.fix
    assert mended("LW626", text) == ["-"]


def test_docker_s_own_option_is_a_source_as_well() -> None:
    """Where it is an address; in gateway mode routed nobody heeds it."""
    option = ", options: {com.docker.network.host_ipv4: 192.168.0.231"
    (item,) = found("LW626", site(leaves_as="", network=f"{option}}}"))
    assert item.origin.path[-1] == "com.docker.network.host_ipv4"
    assert messages("LW626", site(leaves_as="", network=f"{option.replace('192.168.0.231', 'mine')}}}")) == []
    routed = f"{option}, com.docker.network.bridge.gateway_mode_ipv4: routed}}"
    assert messages("LW626", site(leaves_as="", network=routed)) == []


def test_a_dummy_shim_of_an_iptables_host_is_named() -> None:
    """Its networks are told the host's address for the shim's sake, so that another LAN doesn't answer them."""
    shim = "real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: {address: 192.168.143.91/32}}"
    text = site(leaves_as="", networks=shim, firewall="iptables")
    (item,) = found("LW626", text)
    assert "host_access" in item.fix
    assert [related.message for related in item.related] == ["for the sake of its shim `shim-real_lan`"]
    assert asked(text, "web", "192.168.40.50", "80") == "lost-in-the-internet"
    assert messages("LW626", site(leaves_as="", networks=shim)) == []
    (item,) = found("LW626", text.replace("10.22.0.0/24", "10.22.0.0/24, leaves_as: 192.168.0.231"))
    assert (item.related, item.origin.path[-1]) == ((), "leaves_as")


def test_the_route_is_what_is_written() -> None:
    """Where there is a router to have it."""
    (line,) = mended("LW626", site())
    assert "routes: [{to: 192.168.0.240/32, via: 192.168.40.231}]" in line
    assert mended("LW626", site(office="")) == ["-"]
