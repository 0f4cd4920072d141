"""LW209: subnets of one host that overlap."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanwright.diagnostics import NOWHERE
from lanwright.plan import Subnet
from lanwright.plan.intervals import Network, interval
from lanwright.rules.addressing.overlapping_subnets import Held, clashes
from tests.plan.strategies import networks
from tests.rules.found import found, messages


def host(*networks: str, docker: str = "bip: 10.200.0.1/24") -> str:
    """A host with networks n1, n2 ... written as their keys."""
    listed = "\n".join(f"              n{number}x: {{{keys}}}" for number, keys in enumerate(networks, 1))
    return f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}, eth1: {{}}}}
            docker: {{{docker}}}
            networks:\n{listed}
        """


BRIDGE = "driver: bridge, subnet: "
MACVLAN = "driver: macvlan, parent: eth0, gateway: 10.50.0.1, subnet: "
IPVLAN = "driver: ipvlan, mode: l3, parent: eth0, subnet: "


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (BRIDGE + "10.50.0.0/24", BRIDGE + "10.50.1.0/24", 0),
        (BRIDGE + "10.50.0.0/24", BRIDGE + "10.50.0.0/24", 1),
        (BRIDGE + "10.50.0.0/24", BRIDGE + "10.50.0.128/25", 1),
        (BRIDGE + "10.50.0.0/24", BRIDGE + "10.0.0.0/8", 1),
        (BRIDGE + "10.50.0.0/24", BRIDGE + "10.200.0.0/24", 1),
        (BRIDGE + '"fd00:1::/64"', BRIDGE + '"fd00:1::/80"', 1),
        (BRIDGE + '[10.50.0.0/24, "fd00:1::/64"]', BRIDGE + "10.51.0.0/24", 0),
        (BRIDGE + "10.50.0.0/24", MACVLAN + "10.50.0.0/24", 1),
        (MACVLAN + "10.50.0.0/24", MACVLAN + "10.50.0.0/24", 0),  # LW301
        (MACVLAN + "10.50.0.0/24", MACVLAN + "10.50.0.0/25", 1),
        (IPVLAN + "10.50.0.0/24", IPVLAN + "10.50.0.0/25", 0),  # LW401
        (IPVLAN + "10.50.0.0/24", IPVLAN.replace("eth0", "eth1") + "10.50.0.0/25", 1),
        (IPVLAN + "10.50.0.0/24", MACVLAN.replace("eth0", "eth1") + "10.50.0.0/25", 1),
        (MACVLAN + "[10.50.0.0/24, 10.50.0.128/25]", BRIDGE + "10.51.0.0/24", 1),
        (MACVLAN + "[10.50.0.0/24, 10.50.0.0/24]", BRIDGE + "10.51.0.0/24", 1),
        (BRIDGE + "10.200.0.0/24, external: true", BRIDGE + "10.51.0.0/24, external: true", 0),
        (BRIDGE + "10.50.0.0/24, external: true", BRIDGE + "10.50.0.0/24, external: true", 0),
        (BRIDGE + "10.50.0.0/24, external: true", BRIDGE + "10.50.0.0/24", 1),
    ],
)
def test_subnets_of_one_host_overlap_whatever_their_driver(first: str, second: str, told: int) -> None:
    """Both families, docker0 among them; what another rule tells, and what Docker has taken already, is left out."""
    assert len(found("LW209", host(first, second))) == told


def test_docker0_has_its_subnet_before_any_network() -> None:
    """With Docker's own pools docker0 takes 172.17.0.0/16, whoever writes it down."""
    text = host(BRIDGE + "172.17.0.0/16", docker="")
    assert messages("LW209", text) == [
        "the subnet 172.17.0.0/16 of `n1x` overlaps the subnet 172.17.0.0/16 of docker0"
    ]
    assert messages("LW209", host(BRIDGE + "172.17.0.0/16", docker="bridge: none")) == []


@pytest.mark.parametrize(
    ("docker", "place"),
    [
        ("bip: 10.50.0.1/24", "docker.bip"),
        ("fixed_cidr: 10.50.0.0/24", "docker.fixed_cidr"),
        ("bip: 10.50.0.1/24, fixed_cidr: 10.50.0.128/25", "docker.bip"),
        ("default_address_pools: [{base: 10.50.0.0/16, size: 24}]", "docker"),
    ],
)
def test_docker0s_subnet_is_shown_where_it_comes_from(docker: str, place: str) -> None:
    """With an ip_range it is the bridge driver that refuses the other one."""
    text = host(BRIDGE + "10.50.0.0/24, gateway: 10.50.0.9, ip_range: 10.50.0.64/26", docker=docker)
    (finding,) = found("LW209", text)
    assert finding.related[0].origin.dotted == f"hosts.dock1.{place}"
    assert finding.why == 'Docker refuses the later one: "networks have overlapping IPv4"'


def test_who_has_the_lans_subnet_must_give_it_up() -> None:
    """docker0, or another network; the one that is on the LAN has no other."""
    macvlan = "driver: macvlan, parent: eth0, lan: home"
    said = "one network of this host can have the LAN's subnet: put the services on it, or change "
    (docker0,) = found("LW209", host(macvlan, docker="bip: 192.168.1.1/24"))
    assert docker0.fix == f"{said}docker0"
    (network,) = found("LW209", host(BRIDGE + "192.168.1.0/24", macvlan))
    assert network.fix == f"{said}`n1x`"


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (
            BRIDGE + "10.50.0.0/24",
            'Docker refuses the network that is made later: "invalid pool request: Pool overlaps',
        ),
        (
            BRIDGE + "10.50.0.0/24, gateway: 10.50.0.1, ip_range: 10.50.0.128/25",
            'Docker refuses the later one: "failed to allocate gateway (10.50.0.1)',
        ),
        (
            BRIDGE + "10.50.0.0/24, gateway: 10.50.0.9, ip_range: 10.50.0.128/25",
            'Docker refuses the later one: "networks have overlapping IPv4"',
        ),
        (
            "driver: macvlan, parent: eth0, subnet: 10.50.0.0/24, gateway: 10.50.0.9, ip_range: 10.50.0.128/25",
            "with an ip_range Docker skips its check",
        ),
    ],
)
def test_an_ip_range_changes_only_what_docker_says(second: str, why: str) -> None:
    """moby#46756: the check is skipped, the clash is there."""
    (finding,) = found("LW209", host(BRIDGE + "10.50.0.0/24, gateway: 10.50.0.1", second))
    assert finding.why.startswith(why)


def test_one_finding_for_each_subnet_that_cannot_be() -> None:
    """Ten networks with one subnet are nine findings, each with a subnet of its own to write."""
    findings = found("LW209", host(*[BRIDGE + "10.50.0.0/24"] * 10))
    assert len(findings) == len({item.fix for item in findings}) == 9
    assert findings[0].fix == "write `subnet: 10.50.1.0/24`"


@given(st.lists(networks(), max_size=8))
def test_the_told_subnets_are_those_that_overlap_an_earlier_one(prefixes: list[Network]) -> None:
    """As comparing all pairs would find them."""
    held = [_held(number, prefix) for number, prefix in enumerate(prefixes)]
    told = {item.network for item, _ in clashes(held)}
    reference = {
        str(number)
        for number, prefix in enumerate(prefixes)
        if any(interval(prefix).overlaps(interval(earlier)) for earlier in prefixes[:number])
    }
    assert told == reference


def test_however_many_networks_share_what_another_rule_tells_they_are_passed_at_once() -> None:
    """A look at all pairs would be two hundred million (LW301)."""
    held = [replace(_held(number, ip_network("10.50.0.0/24")), sort="macvlan") for number in range(20_000)]
    assert list(clashes(held)) == []


def _held(number: int, prefix: Network) -> Held:
    subnet = Subnet(prefix=prefix, gateway=None, ip_range=None, reserved={}, written=True, origin=NOWHERE)
    return Held(subnet, "", NOWHERE, exists=False, is_bridge=True, network=str(number))
