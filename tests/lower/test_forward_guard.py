"""A host that forwards for its containers' sake stays no router between its LANs."""

from __future__ import annotations

import pytest

from lanwright.plan import Hook, RulePurpose, Verdict
from tests.intents import host_of

SITE = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: GATEWAY}
  cams: {subnet: [10.5.0.0/24, "fd00:5::/64"]}
hosts:
  dock1:
    docker: {version: "29", DOCKER}
    sysctls: {SYSCTLS}
    interfaces:
      eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}
      eth1: {lan: cams, address: [10.5.0.2/24, "fd00:5::2/64"]}
      MORE
    networks:
      shop: {driver: bridge, subnet: NETWORK}
"""
NFTABLES = "firewall_backend: nftables"


def guards(
    docker: str = NFTABLES,
    gateway: str = "192.168.0.1",
    more: str = "{}",
    network: str = "172.22.0.0/24",
    sysctls: str = "",
) -> set[tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """What is dropped: family, the links it comes in by, the links it would leave by."""
    text = SITE.replace("DOCKER", docker).replace("GATEWAY", gateway).replace("SYSCTLS", sysctls)
    host = host_of(text.replace("MORE", "" if more == "{}" else more).replace("NETWORK", network))
    rules = [rule for rule in host.rules if rule.purpose is RulePurpose.FORWARD_GUARD]
    assert all(rule.verdict is Verdict.DROP and rule.hook is Hook.FORWARD for rule in rules)
    return {(rule.version, rule.inputs, rule.outputs) for rule in rules}


APART = {(4, ("eth0",), ("eth1",)), (4, ("eth1",), ("eth0",))}


def test_two_lans_are_kept_apart_both_ways() -> None:
    """What comes in from one doesn't leave for the other; nothing is said of containers' bridges."""
    assert guards() == APART


@pytest.mark.parametrize(
    ("docker", "sysctls"),
    [
        ("", ""),
        (NFTABLES, "net.ipv4.ip_forward: 1"),
        (NFTABLES + ", settings: {ip-forward: false}", ""),
    ],
    ids=["Docker does it", "forwards as found", "nobody does"],
)
def test_a_host_that_doesn_t_forward_because_of_us_keeps_its_ways(docker: str, sysctls: str) -> None:
    """Docker's own switch comes with its own FORWARD DROP; a host that forwarded before may be a router."""
    assert guards(docker=docker, sysctls=sysctls) == set()


def test_only_families_that_we_forward_are_kept_apart() -> None:
    """IPv6 where a Docker bridge has it, and the host didn't forward it before."""
    both = '["172.22.0.0/24", "fd00:22::/64"]'
    assert {version for version, _, _ in guards(network=both)} == {4, 6}
    found = "net.ipv4.ip_forward: 1"
    assert {version for version, _, _ in guards(network=both, sysctls=found)} == {6}


def test_the_host_that_is_a_lan_s_gateway_goes_on_routing_it() -> None:
    """By the family that it is the gateway of; LANs that it isn't stay apart from each other."""
    assert guards(gateway="192.168.0.231") == set()
    assert guards(gateway='"fd00:8::231"') == APART
    assert guards(gateway="192.168.0.231", more="eth2: {address: 10.6.0.2/24}") == {
        (4, ("eth1",), ("eth2",)),
        (4, ("eth2",), ("eth1",)),
    }


@pytest.mark.parametrize(
    ("to", "kept_apart"),
    [("10.5.0.0/24", set()), ("10.77.0.0/16", set()), ("172.22.0.0/25", APART), ("fd00:5::/64", APART)],
    ids=["the other LAN", "further on", "a Docker network", "the other family"],
)
def test_the_host_that_a_lan_s_route_leads_to_goes_on_routing_it(
    to: str, kept_apart: set[tuple[int, tuple[str, ...], tuple[str, ...]]]
) -> None:
    """Where the route leads on from the host, not where it ends at its containers."""
    via = "192.168.0.231" if "." in to else "fd00:8::231"
    assert guards(gateway=f'192.168.0.1, routes: [{{to: "{to}", via: "{via}"}}]') == kept_apart


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("eth2: {}", {("eth0",): ("eth1", "eth2"), ("eth2",): ("eth0", "eth1")}),
        ("wg0: {kind: tunnel}", {("eth0",): ("eth1",)}),
        ("wg0: {kind: tunnel, address: 10.6.0.2/24}", {("eth0",): ("eth1",)}),
        ("wg0: {kind: tunnel, lan: cams}", {("eth0",): ("eth1", "wg0")}),
        ("eth2: {lan: cams}", {("eth0",): ("eth1", "eth2"), ("eth1", "eth2"): ("eth0",)}),
        ("br0: {kind: bridge, ports: [eth2]}\n      eth2: {}", {("br0",): ("eth0", "eth1")}),
        ("eth2: {}\n      eth2.7: {lan: cams}", {("eth0",): ("eth1", "eth2.7")}),
        ("eth2: {address: 10.6.0.2/24}\n      eth2.7: {lan: cams}", {("eth2",): ("eth0", "eth1", "eth2.7")}),
    ],
    ids=[
        "a link",
        "a tunnel",
        "its own address",
        "a tunnel to a LAN",
        "two links on one LAN",
        "a bridge and its port",
        "what carries VLANs",
        "with an address",
    ],
)
def test_a_side_is_a_lan_or_a_link_that_leads_elsewhere(
    more: str, wanted: dict[tuple[str, ...], tuple[str, ...]]
) -> None:
    """All links of one LAN are one side; a bridge's port and a link that only carries VLANs are none."""
    found = {inputs: outputs for _, inputs, outputs in guards(more=more)}
    assert wanted.items() <= found.items()
    named = {link for inputs, outputs in wanted.items() for link in (*inputs, *outputs)}
    assert {link for inputs, outputs in found.items() for link in (*inputs, *outputs)} == named


@pytest.mark.parametrize("lan", ["lan: home, ", ""], ids=["by its LAN", "by its parent's"])
def test_a_shim_is_on_its_parent_s_side(lan: str) -> None:
    """Else the other LAN would get to the macvlan containers through this host."""
    subnet = "" if lan else "subnet: 192.168.0.0/22, "
    real = f"{{driver: macvlan, parent: eth0, {lan}{subnet}ip_range: 192.168.0.248/29, host_access: true}}"
    text = SITE.replace("DOCKER", NFTABLES).replace("SYSCTLS", "").replace("GATEWAY", "192.168.0.1")
    host = host_of(text.replace("MORE", "").replace("NETWORK", "172.22.0.0/24") + f"      real_lan: {real}\n")
    guard = next(
        rule for rule in host.rules if rule.purpose is RulePurpose.FORWARD_GUARD and "eth1" in rule.inputs
    )
    assert guard.outputs == ("eth0", "shim-real_lan")


def test_one_lan_needs_no_guard() -> None:
    """There is nothing to route between."""
    host = host_of(
        """
        version: 1
        lans: {home: {subnet: 192.168.0.0/22}}
        hosts:
          dock1:
            docker: {version: "29", firewall_backend: nftables}
            interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
        """
    )
    assert host.switches_forwarding_on
    assert host.rules == ()
