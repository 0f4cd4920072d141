"""Networks on a bridge that Docker didn't make: what Docker is told, what the host gets for an uplink."""

from __future__ import annotations

import pytest

from lanwright.plan import HostPlan, LinkKind, Maker, Purpose, RulePurpose, Subnet
from tests.intents import host_of, refused_codes

LAN = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
  other: {subnet: 10.5.0.0/24}
hosts:
  dock1:
    interfaces:
      eth0: {}
      br0: {kind: bridge, ports: [eth0], lan: home, address: [192.168.0.231/22, "fd00:8::231/64"], mtu: 9000}
"""
HOST_BRIDGE = f"{LAN}    networks: {{net: {{driver: bridge, host_bridge: br0, lan: home, KEYS}}}}\n"
VETH = f"{LAN}    networks: {{net: {{driver: bridge, uplink: {{veth_to: br0}}, lan: home, KEYS}}}}\n"
NAT = "    networks:\n      net: {driver: bridge, host_bridge: br0, lan: home, ip_range: 192.168.0.240/29}\n      shop: {driver: bridge}\n"


def network(text: str, keys: str) -> tuple[Subnet, Subnet]:
    four, six = host_of(text.replace("KEYS", keys)).networks["net"].subnets
    return four, six


def told(subnet: Subnet) -> tuple[str, dict[str, str], str]:
    """Gateway, reserved addresses, default route."""
    reserved = {name: str(address) for name, address in subnet.reserved.items()}
    return str(subnet.gateway), reserved, str(subnet.way_out)


@pytest.mark.parametrize("text", [HOST_BRIDGE, VETH])
def test_docker_is_told_the_router_and_of_ipv6_the_host(text: str) -> None:
    """The router goes by Docker's own name for another default route."""
    four, six = network(text, "")
    assert told(four) == ("192.168.0.1", {"host": "192.168.0.231"}, "192.168.0.1")
    assert told(six) == ("fd00:8::231", {"DefaultGatewayIPv6": "fd00:8::1"}, "fd00:8::1")


def test_a_written_gateway_is_the_way_out() -> None:
    """The host's own is a detour; another router is told as the LAN's would be."""
    four, six = network(HOST_BRIDGE, 'gateway: [192.168.0.231, "fd00:8::231"]')
    assert told(four) == ("192.168.0.231", {}, "192.168.0.231")
    assert told(six) == ("fd00:8::231", {}, "fd00:8::231")
    _, six = network(HOST_BRIDGE, 'gateway: [192.168.0.2, "fd00:8::2"]')
    assert told(six) == ("fd00:8::231", {"DefaultGatewayIPv6": "fd00:8::2"}, "fd00:8::2")


def test_a_router_that_is_reserved_under_dockers_name_makes_the_host_the_gateway() -> None:
    """The other good shape, whether the gateway is written with it or not."""
    for keys in ("", "gateway: 192.168.0.231, "):
        four, _ = network(HOST_BRIDGE, f"{keys}reserve: {{DefaultGatewayIPv4: 192.168.0.1}}")
        assert told(four) == ("192.168.0.231", {"DefaultGatewayIPv4": "192.168.0.1"}, "192.168.0.1")


@pytest.mark.parametrize("text", [HOST_BRIDGE, VETH])
def test_nobody_on_the_lan_is_masqueraded(text: str) -> None:
    """Unless the intent says so."""
    key = "com.docker.network.bridge.enable_ip_masquerade"
    assert host_of(text.replace("KEYS", "mtu: 1400")).networks["net"].options[key] == "false"
    assert key not in host_of(text.replace("KEYS", "masquerade: true")).networks["net"].options


def uplink(keys: str = "") -> HostPlan:
    return host_of(VETH.replace("KEYS", keys))


def test_an_uplink_is_a_bridge_and_a_pair() -> None:
    """The pair's ends know each other, and the bridge that each is in; their MTU is that of the bridge they lead to."""
    host = uplink()
    bridge, up, down = (host.links[name] for name in ("br-net", "up-net", "down-net"))
    assert {link.maker for link in (bridge, up, down)} == {Maker.LANWRIGHT}
    assert {link.purpose for link in (bridge, up, down)} == {Purpose.UPLINK}
    assert (bridge.kind, bridge.bridge, bridge.mtu) == (LinkKind.BRIDGE, None, 9000)
    assert (up.kind, up.parent, up.bridge, up.mtu) == (LinkKind.VETH, "down-net", "br-net", 9000)
    assert (down.kind, down.parent, down.bridge) == (LinkKind.VETH, "up-net", "br0")
    assert [str(item.address) for item in host.addresses if item.link == "br-net"] == ["fd00:8::231/128"]
    assert host.networks["net"].shim is None


def test_bridged_packets_pass_by_the_packet_filter() -> None:
    """Of the families that the network has; what the host has so already is left alone."""
    keys = [item.path for item in uplink().kernel]
    assert keys == [
        "net/bridge/bridge-nf-call-iptables",
        "net/bridge/bridge-nf-call-ip6tables",
        "net/ipv4/conf/br-net/arp_ignore",
    ]
    assert [module.name for module in uplink().modules] == ["br_netfilter"]
    assert [item.path for item in uplink("subnet: 192.168.0.0/22").kernel][0:1] == keys[0:1]
    found = VETH.replace("KEYS", "subnet: 192.168.0.0/22").replace(
        "    interfaces", "    sysctls: {net.bridge.bridge-nf-call-iptables: 0}\n    interfaces"
    )
    assert [item.path for item in host_of(found).kernel] == keys[2:]


def test_long_names_are_cut_and_clashes_are_refused() -> None:
    """No link has a name of more than 15 characters, or one of two things."""
    text = VETH.replace("{net:", "{a_rather_long_name:").replace("KEYS", "mtu: 1400")
    assert max(map(len, host_of(text).links)) <= 15
    clash = VETH.replace("KEYS", "mtu: 1400").replace(
        "      eth0: {}\n", "      eth0: {}\n      up-net: {}\n"
    )
    assert [code for code, _ in refused_codes(clash)] == ["LW105"]


def test_other_networks_keep_the_lan_beside_a_host_bridge() -> None:
    """Out and in by DOCKER-USER, in each family of the network; not where Docker has no such chain."""
    host = host_of(LAN + NAT)
    mine = [rule for rule in host.rules if rule.purpose is RulePurpose.BESIDE_HOST_BRIDGE]
    assert [(rule.version, rule.inputs, rule.outputs, rule.translated) for rule in mine] == [
        (version, *way)
        for version, others in ((4, ("docker0", "br-shop")), (6, ("docker0",)))
        for way in ((others, ("br0",), False), (("br0",), others, True))
    ]
    without = LAN.replace(
        "    interfaces", '    docker: {version: "29", firewall_backend: nftables}\n    interfaces'
    )
    assert not [
        rule for rule in host_of(without + NAT).rules if rule.purpose is RulePurpose.BESIDE_HOST_BRIDGE
    ]


@pytest.mark.parametrize(("version", "replies"), [("26", True), ("27", True), ("28", False)])
def test_before_28_the_lans_replies_are_let_in_as_well(version: str, *, replies: bool) -> None:
    """Until then Docker keeps its networks apart before it accepts what belongs to a known connection."""
    older = LAN.replace("    interfaces", f'    docker: {{version: "{version}"}}\n    interfaces')
    mine = [rule for rule in host_of(older + NAT).rules if rule.purpose is RulePurpose.BESIDE_HOST_BRIDGE]
    found = {(rule.inputs, rule.outputs) for rule in mine if rule.established}
    assert found == ({(("br0",), ("docker0", "br-shop")), (("br0",), ("docker0",))} if replies else set())


def test_a_lan_on_dockers_bridge_gets_into_no_other_lan() -> None:
    """Unless the host is a router, as it says or as it is found."""
    two = LAN.replace("      eth0: {}\n", "      eth0: {}\n      eth1: {lan: other, address: 10.5.0.2/24}\n")
    guards = [rule for rule in host_of(two + NAT).rules if rule.purpose is RulePurpose.BRIDGE_GUARD]
    assert [(rule.version, rule.inputs, rule.outputs) for rule in guards] == [
        (4, ("br0",), ("eth1",)),
        (6, ("br0",), ("eth1",)),
    ]
    routes = two.replace("    interfaces", "    sysctls: {net.ipv4.ip_forward: 1}\n    interfaces")
    guards = [rule for rule in host_of(routes + NAT).rules if rule.purpose is RulePurpose.BRIDGE_GUARD]
    assert [rule.version for rule in guards] == [6]
