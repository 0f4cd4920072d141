"""LW715: a host on several LANs that forwards between them."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages

SITE = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: GATEWAY}
  cams: {subnet: [10.5.0.0/24, "fd00:5::/64"]}
hosts:
  dock1:
    foreign: [FOREIGN]
    sysctls: {SYSCTLS}
    docker: {DOCKER}
    interfaces:
      eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}
      eth1: {lan: LAN, address: [10.5.0.2/24, "fd00:5::2/64"]}
    networks: {shop: {driver: bridge, subnet: [172.22.0.0/24, "fd00:22::/64"]}}
"""


def site(
    docker: str = "", sysctls: str = "", foreign: str = "", gateway: str = "192.168.0.1", lan: str = "cams"
) -> str:
    """A host on two LANs, with an IPv4 and IPv6 network behind NAT."""
    text = SITE.replace("DOCKER", docker).replace("SYSCTLS", sysctls).replace("FOREIGN", foreign)
    return text.replace("GATEWAY", gateway).replace("LAN", lan)


ROUTED = "this host will route IPv{} between `home` and `cams`"


@pytest.mark.parametrize(
    ("docker", "sysctls", "told"),
    [
        ("", "net.ipv4.ip_forward: 1", ["this host forwards IPv4 already, so it routes between `home` and `cams`"]),
        (
            "",
            "net/ipv4/ip_forward: 1, net.ipv6.conf.all.forwarding: 1",
            [f"this host forwards IPv{version} already, so it routes between `home` and `cams`" for version in (4, 6)],
        ),
        ("settings: {ip-forward-no-drop: true}", "", [ROUTED.format(4)]),
        ("settings: {iptables: false}", "", [ROUTED.format(4)]),
        ("settings: {ip6tables: false}", "", [ROUTED.format(6)]),
        ('version: "26"', "", []),
        ('version: "26", settings: {experimental: false}', "", [ROUTED.format(6)]),
        ('version: "26", settings: {experimental: true, ip6tables: true}', "", []),
        ("settings: {iptables: false, ip-forward: false}", "", []),
        ("", "net.ipv4.ip_forward: 0", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_what_leaves_the_way_open_is_told_at_its_place(docker: str, sysctls: str, told: list[str]) -> None:
    """The host's own forwarding, and settings by which Docker forwards without dropping."""
    findings = found("LW715", site(docker=docker, sysctls=sysctls))
    assert [item.message for item in findings] == told
    assert all(item.severity is Severity.WARNING and item.fix for item in findings)
    for item in findings:
        assert item.origin.path[2:3] == (("sysctls",) if sysctls else ("docker",))


def test_all_the_lans_are_named() -> None:
    """Three of them here."""
    text = site(sysctls="net.ipv4.ip_forward: 1").replace(
        "    networks:", "      eth2: {lan: guests, address: 10.6.0.2/24}\n    networks:"
    )
    (message,) = messages("LW715", text.replace("hosts:", "  guests: {subnet: 10.6.0.0/24}\nhosts:", 1))
    assert message.endswith("it routes between `home`, `cams` and `guests`")


def test_a_guard_is_told_as_an_information() -> None:
    """Once for both families: what is generated where Docker leaves forwarding to us."""
    (finding,) = found("LW715", site(docker='version: "29", firewall_backend: nftables'))
    assert finding.severity is Severity.INFO
    assert finding.message == (
        "this host forwards for Docker's nftables backend, and is kept from routing between `home` and `cams`"
    )


@pytest.mark.parametrize(
    "text",
    [
        site(sysctls="net.ipv4.ip_forward: 1", gateway="192.168.0.231"),
        site(sysctls="net.ipv4.ip_forward: 1", gateway="192.168.0.1, routes: [{to: 10.5.0.0/24, via: 192.168.0.231}]"),
        site(sysctls="net.ipv4.ip_forward: 1", foreign="ufw"),
        site(sysctls="net.ipv4.ip_forward: 1", foreign="firewalld"),
        site(sysctls="net.ipv4.ip_forward: 1", lan="home"),
    ],
    ids=["gateway", "route", "ufw", "firewalld", "one LAN"],
)  # fmt: skip
def test_a_host_that_is_meant_to_route_or_can_t_is_left_in_peace(text: str) -> None:
    """The intent says so, or somebody else drops what is forwarded."""
    assert messages("LW715", text) == []


def test_another_owner_of_rules_that_drops_nothing_is_no_excuse() -> None:
    """Debian's nftables.conf accepts all."""
    assert len(messages("LW715", site(sysctls="net.ipv4.ip_forward: 1", foreign="nftables.conf"))) == 1
