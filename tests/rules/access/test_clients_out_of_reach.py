"""LW615: VPN clients' addresses, and the way back to them."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.lower.test_vpn import BRIDGED, STATIC
from tests.rules.found import found, messages

LED = "{to: 10.8.0.0/24, via: 192.168.0.242}"


def site(
    *,
    clients: str = "10.8.0.0/24",
    network: str = "{driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: true}",
    at: str = "192.168.0.242",
    routes: str = LED,
    more: str = "",
    lan: str = "gateway: 192.168.0.1, ",
) -> str:
    """A VPN on a network, with what the router knows."""
    return f"""
version: 1
lans:
  home: {{subnet: 192.168.0.0/22, {lan}routes: [{routes}]}}
hosts:
  dock1:
    interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}, eth1: {{}}}}
    docker:
      bip: 10.200.0.1/24
      default_address_pools: [{{base: 10.201.0.0/16, size: 24}}]
    networks:
      net: {network}
    services:
      vpn: {{networks: {{net: {at}}}, clients: {clients}}}
{more}"""


NAT = "{range: 10.8.0.0/24, return: nat}"
OTHER = "      also: {networks: {net: 192.168.0.243}, clients: CLIENTS}\n"
DOCK2 = """  dock2:
    interfaces: {eth0: {lan: LAN, address: ADDRESS}}
    docker:
      bip: 10.200.1.1/24
      default_address_pools: [{base: 10.8.0.0/16, size: 24}]
"""


def test_all_is_well() -> None:
    """The router has its route, the host gets one."""
    assert messages("LW615", site()) == []
    assert messages("LW615", site(clients=NAT, routes="")) == []


@pytest.mark.parametrize(
    ("clients", "said"),
    [
        ("192.168.2.0/24", "the LAN `home` (192.168.0.0/22)"),
        ("192.168.0.0/16", "the LAN `home` (192.168.0.0/22)"),
        ("10.201.9.0/24", "the pool 10.201.0.0/16"),
        ("10.200.0.0/16", "docker0's subnet 10.200.0.0/24"),
        ("{range: 10.201.9.0/24, return: nat}", "the pool 10.201.0.0/16"),
    ],
)
def test_addresses_of_something_else(clients: str, said: str) -> None:
    """Whichever of the two holds the other; with NAT as well: the container itself would be mistaken."""
    (item,) = found("LW615", site(clients=clients))
    assert item.severity is Severity.ERROR
    assert item.message.endswith(f"have addresses of {said}")
    assert item.related[0].message == said


def test_each_vpn_is_given_a_range_of_its_own() -> None:
    """Two that have the LAN's don't get one between them; where nothing that large is free none is named."""
    text = site(clients="192.168.2.0/24", routes="", more=OTHER.replace("CLIENTS", "192.168.2.0/24"))
    taken = [item for item in found("LW615", text) if item.severity is Severity.ERROR]
    assert [item.fix.rpartition(": ")[2] for item in taken] == ["192.168.4.0/24", "192.168.5.0/24"]
    (item,) = found("LW615", site(clients="10.0.0.0/8"))
    assert item.fix == "give the clients a range that nothing else uses"
    assert item.edits == ()


def test_a_subnet_that_docker_takes_from_its_own_pools() -> None:
    """As in LW202 the pools themselves count for nothing."""
    text = site(clients="172.18.0.0/16", routes="{to: 172.18.0.0/16, via: 192.168.0.242}")
    text = text.replace("      default_address_pools: [{base: 10.201.0.0/16, size: 24}]\n", "")
    assert messages("LW615", text.replace("bip: 10.200.0.1/24", "version: '28'")) == []
    taken = text.replace("18.0.0/16", "17.0.0/16").replace("bip: 10.200.0.1/24", "version: '28'")
    assert "which Docker takes for docker0" in messages("LW615", taken)[0]


def test_another_vpn_s_clients() -> None:
    """Told once, at the later one; unless both hide theirs."""
    text = site(more=OTHER.replace("CLIENTS", "10.8.0.128/25"))
    (item,) = (item for item in found("LW615", text) if item.severity is Severity.ERROR)
    assert item.message == (
        "the VPN clients of `vpn` (10.8.0.0/24) have addresses of the VPN clients of `also` (10.8.0.128/25)"
    )
    assert messages("LW615", site(clients=NAT, more=OTHER.replace("CLIENTS", NAT))) == []
    assert len(messages("LW615", site(more=OTHER.replace("CLIENTS", NAT)))) == 1


@pytest.mark.parametrize(
    ("avoided", "told"), [("10.8.0.0/24", 0), ("10.8.0.128/25", 0), ("10.8.0.0/16", 1), ("10.9.0.0/16", 0)]
)
def test_a_range_that_pools_are_kept_off(avoided: str, told: int) -> None:
    """Who writes the clients' own range there means them; of a wider one they would be cut out."""
    items = found("LW615", site().replace("hosts:", f"avoid: {{corp: {avoided}}}\nhosts:"))
    assert [item.severity for item in items] == [Severity.WARNING] * told


def test_pools_of_another_host_that_asks_the_same_router() -> None:
    """Where the router's route is written, LW203 says it there; with NAT nobody else is concerned."""
    beside = DOCK2.replace("LAN", "home").replace("ADDRESS", "192.168.0.230/22")
    assert "have addresses of the pool 10.8.0.0/16" in messages("LW615", site(routes="", more=beside))[0]
    assert messages("LW615", site(more=beside)) == []
    assert len(messages("LW203", site(more=beside))) == 1
    assert messages("LW615", site(clients=NAT, routes="", more=beside)) == []


def test_pools_of_the_own_host_are_said_once() -> None:
    """The route leads to what the host's own service holds, so that LW203 keeps silent."""
    text = site(clients="10.201.8.0/24", routes="{to: 10.201.8.0/24, via: 192.168.0.242}")
    assert len(messages("LW615", text)) == 1
    assert messages("LW203", text) == []


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ("", "has no route to them (`dock1` itself gets one)"),
        ("{to: 10.8.0.0/25, via: 192.168.0.242}", "has no route to them (`dock1` itself gets one)"),
        ("{to: 10.0.0.0/8, via: 192.168.0.231}", "leads them to 192.168.0.231"),
        ("{to: 10.0.0.0/8, via: 192.168.0.242}, {to: 10.8.0.0/16, via: 192.168.0.9}", "leads them to 192.168.0.9"),
    ],
)  # fmt: skip
def test_what_the_router_lacks(routes: str, said: str) -> None:
    """A route to all of them via the container; of two the closer one counts."""
    (item,) = found("LW615", site(routes=routes))
    assert item.severity is Severity.WARNING
    assert said in item.why
    assert "{to: 10.8.0.0/24, via: 192.168.0.242}" in item.fix
    assert messages("LW615", site(routes="{to: 10.0.0.0/8, via: 192.168.0.242}")) == []


def test_a_lan_without_a_router() -> None:
    """Nobody there could be told once for all."""
    (item,) = found("LW615", site(routes="", lan=""))
    assert "has no IPv4 router" in item.why


def test_a_router_that_is_the_host_itself() -> None:
    """It has the route by the shim."""
    text = site(routes="").replace("gateway: 192.168.0.1", "gateway: 192.168.0.231")
    assert messages("LW615", text) == []


IPVLAN = "{driver: ipvlan, parent: eth0, lan: home, host_access: true}"
BRIDGE = "{driver: bridge, subnet: 172.22.0.0/24}"
ON_BRIDGE = "{driver: bridge, host_bridge: eth0, lan: home}"


@pytest.mark.parametrize(
    ("network", "at", "why"),
    [
        (IPVLAN, "192.168.0.242", "`net` is ipvlan"),
        (BRIDGE, "{}", "`net` is behind Docker's NAT"),
        ("{driver: macvlan, parent: eth0, lan: home}", "{}", "it has no static IPv4 address on `net`"),
    ],
)
def test_networks_that_no_route_leads_into(network: str, at: str, why: str) -> None:
    """NAT in the container does there, or an address."""
    (item,) = found("LW615", site(network=network, at=at))
    assert item.severity is Severity.WARNING
    assert why in item.why
    assert messages("LW615", site(clients=NAT, network=network, at=at)) == []


ROUTED = "{driver: ipvlan, mode: MODE, parent: eth0, subnet: [10.45.0.0/24, 'fd00:45::/64']}"
OVER_BRIDGE = "eth1: {}, br0: {kind: bridge, ports: [eth1], lan: home, address: 192.168.0.231/22}"
MODE_SAID = "`net` is ipvlan in mode l3s: the kernel hands a container what has passed the host's packet rules, past its own"
BRIDGE_SAID = "`net` is ipvlan over the bridge `br0`, whose packets the host tracks"
UNFILTERED = "sysctls: {net.bridge.bridge-nf-call-iptables: 0}"


def over_bridge(network: str, *, clients: str = NAT, host: str = "") -> str:
    """The same with the host's address on a bridge, which is the network's parent."""
    text = site(clients=clients, network=network.replace("eth0", "br0"), at="{}", routes="")
    there = "eth0: {lan: home, address: 192.168.0.231/22}, eth1: {}"
    return text.replace(f"interfaces: {{{there}}}", f"interfaces: {{{OVER_BRIDGE}}}\n    {host}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (site(clients=NAT, network=ROUTED.replace("MODE", "l3s"), at="{}"), MODE_SAID),
        (over_bridge(ROUTED.replace("MODE", "l3s"), host=UNFILTERED), MODE_SAID),
        (over_bridge(ROUTED.replace("MODE", "l3")), BRIDGE_SAID),
        (over_bridge(IPVLAN), BRIDGE_SAID),
        (over_bridge(ROUTED.replace("MODE", "l3"), host=UNFILTERED), None),
        (over_bridge(ROUTED.replace("MODE", "l3"), host=UNFILTERED.replace("ip", "ip6")), BRIDGE_SAID),
        (over_bridge(IPVLAN.replace("ipvlan", "macvlan")), None),
        (site(clients=NAT, network=ROUTED.replace("MODE", "l3"), at="{}"), None),
    ],
    ids=[
        "l3s",
        "l3s unfiltered",
        "l3",
        "l2",
        "l3 unfiltered",
        "l3 unfiltered by IPv6",
        "macvlan",
        "l3 on a card",
    ],
)
def test_nat_that_is_never_undone(text: str, why: str | None) -> None:
    """By ipvlan's mode, or its parent; what is hidden on other networks finds back."""
    said = [item for item in found("LW615", text) if "NAT isn't undone" in item.why]
    assert [item.why.startswith(why or "") for item in said] == [True] * (why is not None)
    for item in said:
        assert (item.severity, item.related[0].message) == (Severity.WARNING, "`vpn` on `net`")
        assert "macvlan" in item.fix


def test_nat_isn_t_advised_where_it_is_never_undone() -> None:
    """Of ipvlan over a bridge; on a card it is."""
    told = [
        item.fix
        for text in (over_bridge(IPVLAN, clients="10.8.0.0/24"), site(network=IPVLAN))
        for item in found("LW615", text)
    ]
    assert ["return: nat" in fix for fix in told] == [False, True]


def test_each_container_is_given_an_address_of_its_own() -> None:
    """Of its network where that is on no LAN; where none is left none is named."""
    network = "{driver: macvlan, parent: eth0, lan: home}"
    text = site(
        network=network, at="{}", more=OTHER.replace("192.168.0.243", "{}").replace("CLIENTS", "10.9.0.0/24")
    )
    assert [item.fix for item in found("LW615", text)] == [
        "write its address on `net`, for example 192.168.0.4",
        "write its address on `net`, for example 192.168.0.5",
    ]
    for subnet, example in (("10.5.0.0/24", ", for example 10.5.0.3"), ("10.5.0.0/30", "")):
        network = f"{{driver: macvlan, parent: eth1, subnet: {subnet}, gateway: 10.5.0.1}}"
        (item,) = found("LW615", site(network=network, at="{}"))
        assert item.fix == f"write its address on `net`{example}"


def test_composes_own_network_is_behind_nat() -> None:
    """It has no name to tell."""
    (item,) = found("LW615", site().replace("networks: {net: 192.168.0.242}, ", ""))
    assert item.why.startswith("`vpn` is behind Docker's NAT")


def test_several_containers() -> None:
    """A route leads to one."""
    text = site(at="{}").replace("clients:", "replicas: 2, clients:")
    assert "the service has several" in found("LW615", text)[0].why


def test_a_family_that_the_network_lacks() -> None:
    """The other one is well."""
    (item,) = found("LW615", site(clients='[10.8.0.0/24, "fd00:9::/64"]'))
    assert "(fd00:9::/64)" in item.message
    assert "`net` has no IPv6" in item.why


def test_a_nat_script_that_knows_no_interface() -> None:
    """Docker chooses the subnet, and may choose another tomorrow."""
    (item,) = found("LW615", site(clients=NAT, network="{driver: bridge}", at="{}"))
    assert "Docker chooses" in item.why


def test_the_host_s_own_network() -> None:
    """There is no container to lead to."""
    text = site().replace("networks: {net: 192.168.0.242}", "network_mode: host")
    assert "its network is the host's" in found("LW615", text)[0].why


def test_a_network_shared_with_another_service() -> None:
    """It is entered where that one is."""
    text = site(more='      side: {network_mode: "service:vpn", clients: 10.9.0.0/24}\n')
    assert "via 192.168.0.242" in found("LW615", text)[0].fix


def test_a_host_without_access() -> None:
    """The LAN is well; whether the host should be, nobody says: an info."""
    (item,) = found("LW615", site(network="{driver: macvlan, parent: eth0, lan: home}"))
    assert item.severity is Severity.INFO
    assert "host_access" in item.fix


def test_a_host_that_has_them_on_its_own_bridge() -> None:
    """It asks the router as every machine of the LAN, and strict filtering lets them in (measured)."""
    text = site(network=ON_BRIDGE).replace("eth0: {lan: home", "eth0: {kind: bridge, lan: home")
    assert messages("LW615", text) == []


@pytest.mark.parametrize(
    ("manager", "own", "said"),
    [
        (
            "networkd",
            STATIC,
            "ports that `dock1` publishes don't answer the VPN clients of `vpn` (10.8.0.0/24)",
        ),
        ("networkd", STATIC + ", unit: 20-br0.network", None),
        ("ifupdown", STATIC, None),
    ],
)
def test_a_bridge_whose_file_nobody_names(manager: str, own: str, said: str | None) -> None:
    """The host's route to the clients would be written there; their range's place is what is marked."""
    text = BRIDGED.replace("MANAGER", manager).replace("OWN", own).replace("JOINED", "host_bridge: br0")
    items = [item for item in found("LW615", text) if "publishes" in item.message]
    assert [item.message for item in items[:1]] == ([said] if said else [])
    assert all(item.severity is Severity.INFO and "`unit`" in item.fix for item in items)
