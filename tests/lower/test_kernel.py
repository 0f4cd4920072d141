"""Kernel parameters: forwarding where Docker doesn't switch it on, router advertisements where it does."""

from __future__ import annotations

import pytest

from lanwright.plan.kernel import path_of
from tests.intents import host_of

SITE = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
  old: {subnet: 10.5.0.0/24}
hosts:
  dock1:
    docker: {version: "29", DOCKER}
    sysctls: {SYSCTLS}
    interfaces: {INTERFACES}
    networks: {NETWORKS}
"""
LEASE = "eth0: {lan: home, dhcp: true}"
BRIDGE = 'shop: {driver: bridge, subnet: ["172.22.0.0/24", "fd00:22::/64"]}'
NFTABLES = "firewall_backend: nftables"
IPV4 = ["net.ipv4.ip_forward=1"]
BOTH = [*IPV4, "net.ipv6.conf.all.forwarding=1", "net.ipv6.conf.default.forwarding=1"]


def set_on(docker: str = "", sysctls: str = "", interfaces: str = "", networks: str = "") -> list[str]:
    """The parameters that a host gets, as `key=value`."""
    text = SITE.replace("DOCKER", docker).replace("SYSCTLS", sysctls)
    host = host_of(text.replace("INTERFACES", interfaces).replace("NETWORKS", networks))
    return [f"{item.path.replace('/', '.')}={item.value}" for item in host.kernel]


@pytest.mark.parametrize(
    ("docker", "networks", "wanted"),
    [
        ("", BRIDGE, []),
        (NFTABLES, "", IPV4),
        (NFTABLES, "shop: {driver: bridge}", IPV4),
        (NFTABLES, BRIDGE, BOTH),
        (NFTABLES + ', bip: ["10.9.0.1/24", "fd00:9::1/64"]', "", BOTH),
        (NFTABLES + ', fixed_cidr: "fd00:9::/64"', "", BOTH),
        (NFTABLES + ", settings: {ipv6: true}", "", BOTH),
        (NFTABLES + ", bridge: none", "", []),
        (NFTABLES + ", bridge: none", BRIDGE, BOTH),
        (NFTABLES + ", settings: {ip-forward: false}", BRIDGE, []),
    ],
)
def test_forwarding_is_switched_on_where_docker_refuses_to_go_on_without(
    docker: str, networks: str, wanted: list[str]
) -> None:
    """Its nftables backend alone; each family only where Docker has a bridge of it, and not where it isn't to look."""
    assert set_on(docker=docker, networks=networks) == wanted


@pytest.mark.parametrize(
    ("sysctls", "wanted"),
    [
        ("net.ipv4.ip_forward: 1", BOTH[1:]),
        ("net/ipv4/ip_forward: 1, net.ipv6.conf.all.forwarding: 1", BOTH[2:]),
        ("net.ipv4.ip_forward: 0", BOTH),
    ],
)
def test_what_a_host_has_already_is_left_to_its_owner(sysctls: str, wanted: list[str]) -> None:
    """However the intent spells the name."""
    assert set_on(docker=NFTABLES, networks=BRIDGE, sysctls=sysctls) == wanted


@pytest.mark.parametrize(
    ("interfaces", "heeded"),
    [
        (LEASE, ["eth0"]),
        ('eth0: {lan: home, dhcp: true, address: ["fd00:8::9/64"]}', ["eth0"]),
        ("eth0: {lan: home, address: 192.168.0.231/22}", ["eth0"]),
        ('eth0: {lan: home, address: ["192.168.0.231/22", "fd00:8::9/64"]}', []),
        ('eth0: {lan: home, address: "fd00:8::9/64", default_route: false}', ["eth0"]),
        ("eth0: {}, br0: {kind: bridge, ports: [eth0], lan: home, dhcp: true}", ["br0"]),
        ("eth0: {lan: old, dhcp: true}, eth1: {lan: home, dhcp: true}", ["eth1"]),
        ("eth0: {dhcp: true}", []),
    ],
)
def test_advertisements_are_heeded_where_the_default_route_comes_from_them(
    interfaces: str, heeded: list[str]
) -> None:
    """On links to a LAN that advertises, but for those with a static IPv6 address and gateway."""
    wanted = [f"net.ipv6.conf.{link}.accept_ra=2" for link in heeded]
    assert set_on(interfaces=interfaces, networks=BRIDGE) == wanted


@pytest.mark.parametrize(("manager", "heeded"), [("ifupdown", 1), ("networkd", 0), ("none", 1)])
def test_networkd_heeds_them_by_itself(manager: str, heeded: int) -> None:
    """It has the kernel's own parameter at 0, and isn't touched; another manager's 0 would be left as well."""
    text = SITE.replace("DOCKER", "").replace("SYSCTLS", "").replace("NETWORKS", BRIDGE)
    host = host_of(text.replace("INTERFACES", LEASE).replace("dock1:", f"dock1:\n    network: {manager}"))
    assert len(host.kernel) == heeded
    assert {item.replaces for item in host.kernel} <= {"1"}


@pytest.mark.parametrize(
    "networks",
    ["", "shop: {driver: bridge}", "far: {driver: macvlan, parent: eth0, lan: home}"],
    ids=["none", "ipv4", "macvlan"],
)
def test_advertisements_are_no_matter_where_docker_forwards_no_ipv6(networks: str) -> None:
    """Only an IPv6 bridge makes it forward."""
    assert set_on(interfaces=LEASE, networks=networks) == []


@pytest.mark.parametrize(
    ("sysctls", "heeded"),
    [
        ("net.ipv6.conf.eth0.accept_ra: 2", False),
        ("net/ipv6/conf/eth0/accept_ra: 0", False),
        ("net.ipv6.conf.default.accept_ra: 0", False),
        ("net.ipv6.conf.default.accept_ra: 0, net.ipv6.conf.eth0.accept_ra: 1", True),
        ("net.ipv6.conf.eth0.accept_ra: 1", True),
        ("net.ipv6.conf.eth1.accept_ra: 2", True),
    ],
)
def test_advertisements_that_a_host_never_heeded_stay_unheeded(sysctls: str, *, heeded: bool) -> None:
    """Nor is anything set that is set already; the interface's own value counts before the default."""
    assert bool(set_on(interfaces=LEASE, networks=BRIDGE, sysctls=sysctls)) is heeded


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("net.ipv4.ip_forward", "net/ipv4/ip_forward"),
        ("net/ipv6/conf/eth0.10/accept_ra", "net/ipv6/conf/eth0.10/accept_ra"),
        ("net.ipv6.conf.eth0/10.accept_ra", "net/ipv6/conf/eth0.10/accept_ra"),
        ("odd", "odd"),
    ],
)
def test_a_parameter_has_one_file_and_two_spellings(name: str, path: str) -> None:
    """The separator that comes first is the separator, as in sysctl.d."""
    assert path_of(name) == path


def test_a_dot_in_an_interface_s_name_is_no_separator() -> None:
    """A VLAN eth0.10 has the file net/ipv6/conf/eth0.10/accept_ra."""
    text = SITE.replace("DOCKER", "").replace("SYSCTLS", "").replace("NETWORKS", BRIDGE)
    host = host_of(text.replace("INTERFACES", "eth0: {}, eth0.10: {lan: home, dhcp: true}"))
    assert [item.path for item in host.kernel] == ["net/ipv6/conf/eth0.10/accept_ra"]
