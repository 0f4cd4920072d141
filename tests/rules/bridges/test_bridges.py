"""LW502 to LW512 for what two samples each can't show."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages
from tests.rules.mended import mended
from tests.trace.asking import asked

HOST = """
version: 1
lans:
  home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1, dhcp: [192.168.1.0-192.168.1.255], devices: {{nas: 192.168.0.20}}}}
hosts:
  dock1:
    docker: {docker}
    interfaces:
      eth0: {{}}
      br0: {{kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}}
    networks: {{{networks}}}
    services: {{{services}}}
"""
UPLINK = "net: {driver: bridge, uplink: {veth_to: br0}, lan: home}"
ON_IT = "net: {driver: bridge, host_bridge: br0, lan: home}"
NAS = "nas: {address: 192.168.0.20, listens: [80/tcp]}"
SHOP = "shop: {driver: bridge, subnet: 10.22.0.0/24}"


def host(networks: str = "", docker: str = "{}", services: str = "") -> str:
    return HOST.format(networks=networks, docker=docker, services=services)


@pytest.mark.parametrize(
    ("networks", "docker", "last"),
    [
        (UPLINK, "{settings: {icc: false}}", "icc"),
        (UPLINK, "{userland_proxy: false}", "userland_proxy"),
        (
            UPLINK,
            '{settings: {default-network-opts: {bridge: {com.docker.network.bridge.enable_icc: "false"}}}}',
            "com.docker.network.bridge.enable_icc",
        ),
        (
            UPLINK + ', shop: {driver: bridge, options: {com.docker.network.bridge.enable_icc: "0"}}',
            "{}",
            "com.docker.network.bridge.enable_icc",
        ),
    ],
)
def test_what_has_docker_filter_bridged_packets(networks: str, docker: str, last: str) -> None:
    """LW502, where it is written; nothing of it without an uplink, or where Docker writes no rules."""
    (item,) = found("LW502", host(networks, docker))
    assert item.origin.path[-1] == last
    assert messages("LW502", host(networks.replace(UPLINK, ON_IT), docker)) == []
    silent = docker.replace("settings: {", "settings: {iptables: false, ") if "settings" in docker else None
    assert silent is None or messages("LW502", host(networks, silent)) == []


def test_an_uplink_is_worth_it_beside_nat_or_a_taken_bridge() -> None:
    """LW503 is for a host where host_bridge would do."""
    assert len(messages("LW503", host(UPLINK))) == 1
    assert messages("LW503", host(f"{UPLINK}, {SHOP}")) == []
    taken = "{bridge: br0, fixed_cidr: 192.168.0.240/29, default_gateway: 192.168.0.1}"
    assert messages("LW503", host(UPLINK, taken)) == []


def test_containers_behind_nat_and_on_the_bridge() -> None:
    """LW506: said where two can't meet, refused where Docker's backend has no chain for our accepts."""
    services = "web: {networks: {net: 192.168.0.41}}, app: {networks: {shop: {}}}"
    for network in (ON_IT, UPLINK):
        (item,) = found("LW506", host(f"{network}, {SHOP}", services=services))
        assert item.severity is Severity.WARNING
    meet = services.replace("{shop: {}}", "{shop: {}, net: {}}")
    assert messages("LW506", host(f"{ON_IT}, {SHOP}", services=meet)) == []
    backend = '{version: "29", firewall_backend: nftables}'
    (item,) = found("LW506", host(f"{ON_IT}, {SHOP}", backend, services))
    assert item.severity is Severity.ERROR
    (item,) = found("LW506", host(f"{UPLINK}, {SHOP}", backend, services))
    assert item.severity is Severity.WARNING


def test_internal_networks_on_the_lan() -> None:
    """LW507, by an uplink too; one of Docker's own bridge is what it says."""
    for network in (ON_IT, UPLINK):
        assert len(messages("LW507", host(network.replace("lan: home", "lan: home, internal: true")))) == 1
    assert messages("LW507", host(SHOP.replace("subnet", "internal: true, subnet"))) == []


@pytest.mark.parametrize(
    ("network", "count"),
    [
        ("driver: macvlan, parent: br0, lan: home, ip_range: 192.168.0.248/29", 1),
        ("driver: ipvlan, parent: br0, ip_range: 192.168.0.248/29, subnet: 192.168.0.0/22", 1),
        ("driver: macvlan, subnet: 10.22.0.0/24", 0),
        ("driver: macvlan, lan: home, ip_range: 192.168.0.248/29", 0),
        ("driver: ipvlan, mode: l3, parent: br0, subnet: 10.22.0.0/24", 0),
    ],
)
def test_internal_networks_on_a_parent(network: str, count: int) -> None:
    """LW507: the LAN's machines reach them; not what has no parent, nor a subnet of its own behind the host."""
    told = found("LW507", host(f"net: {{{network}, internal: true}}"))
    assert [item.severity for item in told] == [Severity.WARNING] * count


def test_of_an_interface_on_no_lan_nobody_knows_who_is_there() -> None:
    """LW507."""
    text = host("net: {driver: macvlan, parent: br0, subnet: 10.22.0.0/24, internal: true}")
    assert messages("LW507", text.replace("lan: home, address: 192.168.0.231/22", "mtu: 1500")) == []


BARE = "bare: {driver: bridge, subnet: 10.22.0.0/24, masquerade: false"


@pytest.mark.parametrize(
    ("network", "docker", "services"),
    [
        (f"{BARE}}}", '{version: "28.1"}', "web: {networks: {bare: 10.22.0.9}, leaves_as: 192.168.0.40}"),
        (f"{BARE}}}", "{settings: {allow-direct-routing: true}}", ""),
        (f"{BARE}, internal: true}}", "{}", ""),
        (f"{BARE}, options: {{com.docker.network.bridge.trusted_host_interfaces: br0}}}}", "{}", ""),
        (f"{BARE}}}", "{}", "web: {networks: {bare: 10.22.0.9}, leaves_as: 192.168.0.40}"),
        (ON_IT, "{}", ""),
    ],
)
def test_networks_whose_replies_come_in(network: str, docker: str, services: str) -> None:
    """LW508: direct routing, trusted links, a source of our own, with older Docker too; the host's own bridge.

    A route that leads to them is what they need besides.
    """
    known = host(network, docker, services).replace("devices:", f"{ROUTE}, devices:")
    assert messages("LW508", known) == []
    assert len(messages("LW508", host(f"{BARE}}}"))) == 1


MODE = "com.docker.network.bridge.gateway_mode_ipv"
ROUTE = "routes: [{to: 10.22.0.0/24, via: 192.168.0.231}]"


@pytest.mark.parametrize(
    ("network", "docker"),
    [
        (f"{BARE}}}", "{version: 26}"),
        (f"{BARE}, options: {{com.docker.network.bridge.trusted_host_interfaces: br0}}}}", "{}"),
        (f"{BARE}}}", "{settings: {allow-direct-routing: true}}"),
        (f"{BARE}, options: {{{MODE}4: nat-unprotected}}}}", "{}"),
        (f"{BARE.removesuffix(', masquerade: false')}, options: {{{MODE}4: routed}}}}", "{}"),
    ],
)
def test_networks_that_no_router_knows(network: str, docker: str) -> None:
    """LW508, where Docker lets replies in: a warning, and none with the route that it names; as the trace sees it."""
    text = host(network, docker, "web: {networks: {bare: 10.22.0.9}}").replace("nas: 192.168.0.20", NAS)
    (item,) = found("LW508", text)
    assert item.severity is Severity.WARNING
    assert f"write it at `home`: `{ROUTE}`" in item.fix
    assert not asked(text, "web", "192.168.0.20", "80").startswith("saw")
    known = text.replace("devices:", f"{ROUTE}, devices:")
    assert messages("LW508", known) == []
    assert asked(known, "web", "192.168.0.20", "80") == "saw 10.22.0.9"
    elsewhere = ROUTE.replace("231", "7")
    assert len(messages("LW508", text.replace("devices:", f"{elsewhere}, devices:"))) == 1
    assert messages("LW508", text.replace("gateway: 192.168.0.1,", "gateway: 192.168.0.231,")) == []


def test_a_lan_without_a_router_has_nobody_to_give_a_route_to() -> None:
    """LW508: each machine needs its own."""
    text = host(f"{BARE}}}", "{version: 26}").replace("gateway: 192.168.0.1, ", "")
    (item,) = found("LW508", text)
    assert (
        item.message == "`bare` isn't masqueraded, and nobody on `home` has a route to 10.22.0.0/24 by dock1"
    )
    assert mended("LW508", text) == ["networks: {bare: {driver: bridge, subnet: 10.22.0.0/24}}"]


def test_a_strict_host_takes_replies_by_the_interface_that_it_asked_by() -> None:
    """LW508: a router of both LANs brings them in by the one that it has the route on."""
    lans = f"annex: {{subnet: 192.168.9.0/24, gateway: 192.168.9.1, router: edge}}\n  home: {{router: edge, {ROUTE},"
    text = host(f"{BARE}}}", "{version: 26}").replace("home: {", f"{lans} ", 1)
    text = text.replace("eth0: {}", "eth0: {}\n      eth1: {lan: annex, address: 192.168.9.31/24}")
    assert messages("LW508", text) == []
    (item,) = found(
        "LW508", text.replace("docker:", "sysctls: {net.ipv4.conf.br0.rp_filter: 1}\n    docker:")
    )
    assert item.message == "`bare` isn't masqueraded, and replies from `annex` come in by another interface"
    assert "rp_filter to 2 on dock1" in item.fix


def test_each_family_has_its_own_way_back() -> None:
    """LW508: gateway mode routed of IPv6 alone, on a LAN that has IPv6."""
    routed = f'bare: {{driver: bridge, subnet: [10.22.0.0/24, "fd00:22::/64"], options: {{{MODE}6: routed}}}}'
    text = host(routed)
    assert messages("LW508", text) == []
    dual = text.replace("subnet: 192.168.0.0/22, gateway: 192.168.0.1", DUAL, 1)
    dual = dual.replace("address: 192.168.0.231/22", "address: [192.168.0.231/22, 'fd00:8::231/64']")
    (item,) = found("LW508", dual)
    assert 'routes: [{to: "fd00:22::/64", via: "fd00:8::231"}]' in item.fix


def test_a_family_that_a_network_has_not_leaves_by_no_mode() -> None:
    """LW508: an option of IPv4 at a network of IPv6."""
    off = 'com.docker.network.enable_ipv4: "false"'
    alone = f'bare: {{driver: bridge, subnet: "fd00:22::/64", options: {{{off}, {MODE}4: routed}}}}'
    assert messages("LW508", host(alone)) == []


def test_before_27_there_are_no_gateway_modes() -> None:
    """LW508: Docker takes the option for somebody else's, and masquerades."""
    routed = f"bare: {{driver: bridge, subnet: 10.22.0.0/24, options: {{{MODE}4: routed}}}}"
    assert messages("LW508", host(routed, "{version: 26}")) == []
    assert len(messages("LW508", host(routed, '{version: "27.0"}'))) == 1


@pytest.mark.parametrize(
    ("docker", "said"),
    [
        ("{bridge: br0, fixed_cidr: 192.168.0.240/29, default_gateway: 192.168.0.1}", []),
        ("{bridge: none}", []),
        (
            "{bridge: br0, fixed_cidr: 192.168.0.240/29}",
            ["containers on the default bridge send everything beyond `home` by the host"],
        ),
        (
            "{bridge: br0, fixed_cidr: 192.168.0.16/29, default_gateway: 192.168.0.1}",
            ["`fixed_cidr` 192.168.0.16/29 covers 192.168.0.20 of `home/nas`"],
        ),
        (
            "{bridge: br0, fixed_cidr: 192.168.1.8/29, default_gateway: 192.168.0.1}",
            ["`fixed_cidr` 192.168.1.8/29 covers leases of `home` (192.168.1.0 to 192.168.1.255)"],
        ),
    ],
)
def test_the_default_bridge_on_a_lan(docker: str, said: list[str]) -> None:
    """LW509 looks at what lies in the part that containers get."""
    assert messages("LW509", host(docker=docker)) == said


def test_bridges_that_are_none() -> None:
    """LW510, for an uplink and for the default bridge as well; the fix is the bridge above."""
    for text in (host(UPLINK.replace("br0", "eth0")), host(docker="{bridge: eth0}")):
        (item,) = found("LW510", text)
        assert item.fix == "write `br0`, which `eth0` is a port of"


def test_two_networks_on_one_bridge() -> None:
    """LW512 for two by name, too."""
    other = "old: {driver: bridge, host_bridge: br0, subnet: 10.30.0.0/24, gateway: 10.30.0.1}"
    assert len(messages("LW512", host(f"{ON_IT}, {other}"))) == 1
    assert messages("LW512", host(f"{ON_IT}, {UPLINK.replace('net:', 'more:')}")) == []


def test_each_of_two_bridges_may_have_a_network() -> None:
    """LW512 is about one bridge."""
    text = host(
        f"{ON_IT}, old: {{driver: bridge, host_bridge: br1, subnet: 10.30.0.0/24, gateway: 10.30.0.1}}"
    )
    assert messages("LW512", text.replace("    networks", "      br1: {kind: bridge}\n    networks")) == []


@pytest.mark.parametrize(
    ("network", "more", "fix"),
    [
        (ON_IT, "br1: {kind: bridge, lan: lab}", "write `lan: home`, or `host_bridge: br1`"),
        (UPLINK, "br1: {kind: bridge, lan: lab}", "write `lan: home`, or `veth_to: br1`"),
        (UPLINK, "eth1: {lan: lab}", "write `lan: home`"),
        (ON_IT, "br1: {kind: bridge}", "write `lan: home`"),
    ],
)
def test_a_bridge_on_another_lan_may_have_a_neighbour_on_the_right_one(
    network: str, more: str, fix: str
) -> None:
    """LW511 names it under the key that the network has; only a bridge will do."""
    text = host(network.replace("lan: home", "lan: lab"))
    text = text.replace("hosts:", "  lab: {subnet: 10.40.0.0/24, gateway: 10.40.0.1}\nhosts:")
    (item,) = found("LW511", text.replace("    networks", f"      {more}\n    networks"))
    assert item.fix == fix


def test_what_bridges_do_by_default_is_asked_for_by_its_own_name() -> None:
    """LW502: other options of theirs filter nothing, and those of other drivers are other drivers'."""
    for options in (
        "{bridge: {com.docker.network.driver.mtu: '1400'}}",
        "{macvlan: {parent: eth0}}",
        "{bridge: {}}",
    ):
        assert messages("LW502", host(UPLINK, f"{{settings: {{default-network-opts: {options}}}}}")) == []


def test_uplinks_and_settings_are_told_by_the_first_uplink() -> None:
    """LW502: each setting once, however many networks lose the LAN by it."""
    two = f"{SHOP}, {UPLINK}, {UPLINK.replace('net:', 'more:')}"
    told = found("LW502", host(two, "{userland_proxy: false, settings: {icc: false}}"))
    assert [item.origin.path[-1] for item in told] == ["userland_proxy", "icc"]
    assert all("`net` has an uplink" in item.message for item in told)


def with_links(text: str, *links: str) -> str:
    """The same host with more interfaces."""
    return text.replace("    networks:", "".join(f"      {link}\n" for link in links) + "    networks:", 1)


@pytest.mark.parametrize(
    ("links", "said", "fix"),
    [
        (("eth1: {}",), "`eth1` is a network card", "make a bridge with `ports: [eth1]` and write that"),
        (
            ("eth2: {}", "eth1: {kind: bond, ports: [eth2]}"),
            "`eth1` is a bond link",
            "make a bridge with `ports: [eth1]` and write that",
        ),
        (
            ("eth1: {}", "bond0: {kind: bond, ports: [eth1]}"),
            "`eth1` is a network card",
            "make a bridge with `ports: [eth1]` and write that",
        ),
    ],
)
def test_an_interface_without_a_bridge_above_may_become_a_port(
    links: tuple[str, ...], said: str, fix: str
) -> None:
    """LW510: what it is stands beside it; a bond above isn't a bridge."""
    told = found("LW510", with_links(host(f"{UPLINK}, other: {{driver: bridge, host_bridge: eth1}}"), *links))
    assert [item.related[0].message for item in told] == [said]
    assert told[0].fix.startswith(fix)


def test_none_is_no_interface_of_that_name() -> None:
    """LW510: to Docker `none` is no default bridge."""
    assert messages("LW510", with_links(host(docker="{bridge: none}"), "none: {}")) == []


def test_every_wrong_bridge_is_told() -> None:
    """LW510 at two networks of one host, with a right one between them."""
    networks = ", ".join(
        f"n{name}: {{driver: bridge, host_bridge: {name}}}" for name in ("eth0", "br0", "eth1")
    )
    assert len(messages("LW510", with_links(host(networks), "eth1: {}"))) == 2


def test_two_networks_behind_nat_are_both_named() -> None:
    """LW506: each bridge that cuts them off is told, whatever stands before it."""
    more = "cart: {driver: bridge, subnet: 10.23.0.0/24}, side: {driver: bridge, host_bridge: br1, subnet: 10.24.0.0/24, gateway: 10.24.0.1}"
    text = host(f"{SHOP}, {ON_IT}, {more}", '{version: "29", firewall_backend: nftables}')
    told = messages("LW506", with_links(text, "br1: {kind: bridge}"))
    assert told == [
        "`net` is on `br0`, and cuts `shop`, `cart` off from the LAN",
        "`side` is on `br1`, and cuts `shop`, `cart` off from the LAN",
    ]


@pytest.mark.parametrize(("count", "named"), [(3, "`s0`, `s1`, `s2`"), (4, "`s0`, `s1`, `s2` and more")])
def test_of_many_services_three_are_named(count: int, named: str) -> None:
    """LW506: in the message and beside it."""
    behind = ", ".join(f"s{number}: {{networks: {{shop: {{}}}}}}" for number in range(count))
    (item,) = found(
        "LW506", host(f"{SHOP}, {UPLINK}", services=f"web: {{networks: {{net: 192.168.0.41}}}}, {behind}")
    )
    assert item.message == f"{named}, behind Docker's NAT, and `web` on `net` don't reach each other"
    assert len(item.related) == 3


@pytest.mark.parametrize(
    ("version", "severity"),
    [("28.1", Severity.WARNING), ("28.2", Severity.ERROR), ("28.3", Severity.ERROR)],
)
def test_docker_drops_replies_from_28_2_on(version: str, severity: Severity) -> None:
    """LW508: before, they are lost only where no router knows the network."""
    (item,) = found("LW508", host(f"{BARE}}}", f'{{version: "{version}"}}'))
    assert item.severity is severity


def test_replies_of_both_families_are_routed_by_two_options() -> None:
    """LW508."""
    both = BARE.replace("10.22.0.0/24", '[10.22.0.0/24, "fd00:22::/64"]')
    (item,) = found("LW508", host(f"{both}}}"))
    mode = "com.docker.network.bridge.gateway_mode_ipv"
    assert f"`options: {{{mode}4: routed, {mode}6: routed}}`" in item.fix


def test_an_interface_is_trusted_where_there_is_one_on_a_lan() -> None:
    """LW508: on a host of no LAN there is none to name."""
    text = host(f"{BARE}}}")
    assert "trusted_host_interfaces: br0" in found("LW508", text)[0].fix
    alone = text.replace("lan: home, address: 192.168.0.231/22", "mtu: 1500")
    assert "trusted" not in found("LW508", alone)[0].fix


def test_the_place_is_where_masquerading_is_turned_off() -> None:
    """LW508: the key, or the option."""
    option = "com.docker.network.bridge.enable_ip_masquerade"
    by_option = f'bare: {{driver: bridge, subnet: 10.22.0.0/24, options: {{{option}: "false"}}}}'
    assert found("LW508", host(by_option))[0].origin.path[-1] == option
    assert found("LW508", host(f"{BARE}}}"))[0].origin.path[-1] == "masquerade"


MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade"
ALL_BARE = f"settings: {{default-network-opts: {{bridge: {{{MASQUERADE}: 'false'}}}}}}"


@pytest.mark.parametrize(
    ("keys", "version", "severities"),
    [
        ("", "28", [Severity.ERROR]),
        ("", "26", [Severity.WARNING]),
        ("masquerade: true", "28", []),
        (f"options: {{{MASQUERADE}: 'true'}}", "28", []),
        ("external: true", "28", []),
        ("internal: true", "28", []),
    ],
)
def test_masquerading_may_be_turned_off_for_all_networks(
    keys: str, version: str, severities: list[Severity]
) -> None:
    """LW508: by the daemon's own options, at their place; a network that says otherwise has it."""
    network = f"net: {{driver: bridge, subnet: 10.22.0.0/24, {keys}}}"
    told = found("LW508", host(network, f'{{version: "{version}", {ALL_BARE}}}'))
    assert [item.severity for item in told] == severities
    assert all(item.origin.path[-3:] == ("default-network-opts", "bridge", MASQUERADE) for item in told)


def test_a_gateway_mode_of_all_networks_is_as_if_each_said_it() -> None:
    """LW508: nothing is dropped in it, and a router must know each subnet."""
    mode = "com.docker.network.bridge.gateway_mode_ipv4"
    routed = f"{{settings: {{default-network-opts: {{bridge: {{{mode}: routed}}}}}}}}"
    (item,) = found("LW508", host(SHOP, routed))
    assert item.message.startswith("`shop` is in gateway mode routed, and the router of `home` has no route")
    assert item.origin.path[-1] == mode
    assert messages("LW508", host(SHOP, routed).replace("devices:", f"{ROUTE}, devices:")) == []


@pytest.mark.parametrize(
    ("docker", "told"),
    [
        (ALL_BARE, ["isn't masqueraded, and Docker drops the replies to it"]),
        (f'version: "26", {ALL_BARE}', ["isn't masqueraded, and no router knows the way back to it"]),
        (
            "settings: {default-network-opts: {bridge: {com.docker.network.bridge.gateway_mode_ipv4: routed}}}",
            ["is in gateway mode routed, and no router knows the way back to it"],
        ),
        ("", []),
    ],
)
def test_composes_own_networks_have_what_the_daemon_gives(docker: str, told: list[str]) -> None:
    """LW508: each project's, once; nothing else can be said of them, and a route to nowhere can't be written."""
    text = host(docker=f"{{{docker}}}", services="web: {}, cart: {}, run: {compose: false}")
    assert messages("LW508", text) == [f"the default network of `dock1` {item}" for item in told]


@pytest.mark.parametrize(
    ("to", "said", "why"),
    [
        ("br0", "a second time to `br0`", "two pairs between two bridges are a loop"),
        ("br1", "to `br1` as well", "`br0` and `br1` become one LAN"),
    ],
)
def test_two_uplinks_of_one_bridge_are_a_loop_or_one_lan_of_two(to: str, said: str, why: str) -> None:
    """LW504; another bridge of Docker's may have its own."""
    name = "options: {com.docker.network.bridge.name: br-lan}"
    second = f"more: {{driver: bridge, uplink: {{veth_to: {to}}}, lan: home, {name}}}"
    text = host(f"{UPLINK.replace('lan: home', f'lan: home, {name}')}, {second}")
    (item,) = found("LW504", with_links(text, "br1: {kind: bridge}"))
    assert item.message == f"`more` joins `br-lan` {said}"
    assert item.why.startswith(why)
    assert messages("LW504", with_links(text.replace(name, "options: {}", 1), "br1: {kind: bridge}")) == []


DUAL = "subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']"


@pytest.mark.parametrize(
    ("address", "network", "count"),
    [
        ("fd00:8::240", UPLINK, 0),
        ("192.168.0.240", UPLINK, 1),
        ("fd00:8::240", UPLINK.replace("lan: home", "lan: home, subnet: 192.168.0.0/22"), 1),
    ],
)
def test_an_alias_of_ipv6_is_worth_an_uplink(address: str, network: str, count: int) -> None:
    """LW503: Docker would take it off the host's bridge; IPv4 stays, and a network without IPv6 does nothing to it."""
    services = f"app: {{network_mode: host}}, web: {{networks: {{net: {{}}}}, publish: [{{address: '{address}', port: 80}}]}}"
    text = host(network, services=services).replace("subnet: 192.168.0.0/22, gateway: 192.168.0.1", DUAL, 1)
    text = text.replace("address: 192.168.0.231/22", "address: [192.168.0.231/22, 'fd00:8::231/64']")
    assert len(messages("LW503", text)) == count


def test_routed_mode_is_for_where_a_router_knows_the_way() -> None:
    """LW508: without a route no reply finds back in any mode, and containers are masqueraded as others are."""
    lost = host(f"{BARE}}}")
    assert mended("LW508", lost) == ["networks: {bare: {driver: bridge, subnet: 10.22.0.0/24}}"]
    mode = "{com.docker.network.bridge.gateway_mode_ipv4: routed}"
    assert mended("LW508", lost.replace("devices:", f"{ROUTE}, devices:")) == [
        f"networks: {{{BARE}, options: {mode}}}}}"
    ]
    option = "com.docker.network.bridge.enable_ip_masquerade"
    by_option = f'bare: {{driver: bridge, subnet: 10.22.0.0/24, options: {{{option}: "false"}}}}'
    assert mended("LW508", host(by_option)) == [
        "networks: {bare: {driver: bridge, subnet: 10.22.0.0/24, options: {}}}"
    ]


def test_before_28_2_the_route_is_what_is_written() -> None:
    """LW508: on a LAN; of who is around a host of none, nothing is known."""
    text = host(f"{BARE}}}", "{version: 26}")
    (line,) = mended("LW508", text)
    assert line.endswith(f"{ROUTE}}}")
    alone = text.replace("lan: home, address: 192.168.0.231/22", "mtu: 1500")
    assert mended("LW508", alone) == []


SOURCES = "com.docker.network.host_ipv4: {four}, com.docker.network.host_ipv6: '{six}'"


@pytest.mark.parametrize(
    ("network", "sources"),
    [
        (f"net: {{driver: bridge, options: {{{SOURCES}}}}}", ["192.168.0.9", "fd00:8::9"]),
        (
            f"net: {{driver: bridge, options: {{{SOURCES}}}}}".replace("{four}", "192.168.0.231"),
            ["fd00:8::9"],
        ),
        (
            f"net: {{driver: bridge, options: {{{SOURCES}}}}}".replace("{four}", "none"),
            ["fd00:8::9"],
        ),  # LW312
        ("net: {driver: bridge, options: {com.docker.network.host_ipv6: '{six}'}}", ["fd00:8::9"]),
        (
            f"net: {{driver: bridge, options: {{{SOURCES}}}}}".replace("{four}", "127.0.0.1"),
            ["127.0.0.1", "fd00:8::9"],
        ),
        (
            f"net: {{driver: bridge, options: {{{SOURCES}}}}}".replace("{four}", "fd00:9::9"),
            ["fd00:8::9"],
        ),  # LW312
        (f"net: {{driver: bridge, external: true, options: {{{SOURCES}}}}}", []),
        (f"net: {{driver: macvlan, parent: br0, lan: home, options: {{{SOURCES}}}}}", []),  # LW312
    ],
)
def test_a_source_is_an_address_of_the_hosts(network: str, sources: list[str]) -> None:
    """LW514, in each family; what is no bridge has no such option, and what is there already isn't made."""
    told = messages("LW514", host(network.replace("{four}", "192.168.0.9").replace("{six}", "fd00:8::9")))
    assert [message.split("source ")[1].split(",")[0] for message in told] == sources


def test_a_source_of_all_networks_is_told_where_it_is_written() -> None:
    """LW514: at the daemon's options; a network that says another has that, by `leaves_as` too."""
    option = "com.docker.network.host_ipv4"
    docker = f"{{settings: {{default-network-opts: {{bridge: {{{option}: 192.168.0.9}}}}}}}}"
    own = f"{{driver: bridge, options: {{{option}: 192.168.0.231}}}}"
    text = host(f"{SHOP}, own: {own}, named: {{driver: bridge, leaves_as: 192.168.0.240}}", docker)
    (item,) = found("LW514", text)
    assert item.message.startswith("what leaves `shop` has the source 192.168.0.9")
    assert item.origin.path[-3:] == ("default-network-opts", "bridge", option)


def test_a_wireless_port_is_taken_out_and_the_others_stay() -> None:
    """LW505, at its own place."""
    text = host().replace("ports: [eth0]", "ports: [eth0, wlan0]")
    text = with_links(text, "wlan0: {kind: wireless}")
    (item,) = found("LW505", text)
    assert item.origin.path[-2:] == ("ports", "1")
    (line,) = mended("LW505", text)
    assert "ports: [eth0]," in line
