"""LW202: Docker's ranges where a LAN is."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def site(docker: str = "{}", networks: str = "{}", *, interfaces: str = "") -> str:
    """dock1 on `home`, which one router joins to `guest`; `island` has no router that home knows,
    `bare` none at all."""
    eth0 = 'eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}'
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"], router: gate}}
          guest: {{subnet: 192.168.50.0/24, gateway: 192.168.50.1, router: gate}}
          island: {{subnet: 192.168.60.0/24, gateway: 192.168.60.1}}
          bare: {{subnet: 192.168.70.0/24, router: gate}}
          docks: {{subnet: 172.17.0.0/16, gateway: 172.17.0.1, router: gate}}
        hosts:
          dock1:
            interfaces:
              {interfaces or eth0}
            docker: {docker}
            networks: {networks}
        """


OWN_POOLS = "default_address_pools: [{base: 10.201.0.0/16, size: 24}]"


def told(text: str) -> list[tuple[str, str]]:
    """Each finding as its severity and what its range overlaps."""
    return [(item.severity.value, item.message.partition(" overlaps ")[2]) for item in found("LW202", text)]


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        ("192.168.0.0/22", [("warning", "the LAN `home` (192.168.0.0/22)")]),
        ("192.168.2.0/24", [("warning", "the LAN `home` (192.168.0.0/22)")]),
        ("192.168.50.0/24", [("error", "the LAN `guest` (192.168.50.0/24)")]),
        ("192.168.0.0/18", [("error", "the LAN `guest` (192.168.50.0/24)")]),
        ("192.168.60.0/24", []),
        ("fd00:8::/48", [("error", "the LAN `home` (fd00:8::/64)")]),
    ],
)
def test_a_pool_is_a_warning_only_where_docker_skips_the_lan(
    pool: str, expected: list[tuple[str, str]]
) -> None:
    """Docker sees on-link IPv4 routes; not what lies behind a router, not IPv6; an unreachable LAN is no matter."""
    size = 64 if ":" in pool else 28
    pools = f'default_address_pools: [{{base: "{pool}", size: {size}}}]'
    assert told(site(f"{{bip: 10.200.0.1/24, {pools}}}")) == expected


@pytest.mark.parametrize(
    ("bip", "expected"),
    [
        ("192.168.1.1/24", [("error", "the LAN `home` (192.168.0.0/22)")]),
        ("192.168.50.1/24", [("error", "the LAN `guest` (192.168.50.0/24)")]),
        ("192.168.60.1/24", []),
        ("10.200.0.1/24", []),
        ('"fd00:8::1/64"', [("error", "the LAN `home` (fd00:8::/64)")]),
    ],
)
def test_bip_on_a_reachable_lan_is_an_error(bip: str, expected: list[tuple[str, str]]) -> None:
    """dockerd starts and says nothing."""
    assert (
        told(
            site(
                f"{{bip: [10.200.9.1/24, {bip}], {OWN_POOLS}}}"
                if ":" in bip
                else f"{{bip: {bip}, {OWN_POOLS}}}"
            )
        )
        == expected
    )


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        ("{driver: bridge, subnet: 192.168.3.0/24}", ["error"]),
        ("{driver: macvlan, parent: eth0, lan: home}", []),
        ("{driver: macvlan, parent: eth0, subnet: 192.168.0.0/22, gateway: 192.168.0.1}", []),
        ("{driver: macvlan, parent: eth0, lan: home, subnet: 192.168.2.0/24, gateway: 192.168.2.1}", []),
        ("{driver: ipvlan, mode: l2, parent: eth0, subnet: 192.168.0.0/22, gateway: 192.168.0.1}", []),
        ("{driver: ipvlan, mode: l3, parent: eth0, subnet: 192.168.0.0/22}", ["error"]),
        ("{driver: ipvlan, mode: l3s, parent: eth0, subnet: 192.168.0.0/22}", ["error"]),
        ("{driver: macvlan, parent: eth0, subnet: 192.168.50.0/24, gateway: 192.168.50.1}", ["error"]),
        ("{driver: bridge, subnet: 192.168.60.0/24}", []),
        ("{driver: bridge, subnet: 192.168.70.0/24}", []),
        (
            "{driver: macvlan, parent: eth0, lan: home, subnet: 192.168.0.0/21, gateway: 192.168.0.1}",
            [],
        ),  # LW220
    ],
)
def test_a_subnet_may_be_the_lans_only_where_its_containers_are_on_that_lan(
    network: str, expected: list[str]
) -> None:
    """By `lan`, or by what the parent stands on; a routed network (ipvlan l3) is on no LAN."""
    docker = f"{{bip: 10.200.0.1/24, {OWN_POOLS}}}"
    assert [severity for severity, _ in told(site(docker, f"{{net1: {network}}}"))] == expected


def test_a_network_that_belongs_on_the_lan_is_told_so() -> None:
    """The fix for a macvlan network is its `lan`, not another subnet."""
    network = "{driver: macvlan, parent: eth0, subnet: 192.168.50.0/24, gateway: 192.168.50.1}"
    (finding,) = found("LW202", site(f"{{bip: 10.200.0.1/24, {OWN_POOLS}}}", f"{{net1: {network}}}"))
    assert finding.fix.startswith("write `lan: guest` if it is meant to be on that LAN")


def test_dockers_own_pools_count_where_docker_would_take_a_lan_from_them() -> None:
    """docker0 gets 172.17.0.0/16, which is a LAN behind the router; the pools' other ranges aren't told."""
    (finding,) = found("LW202", site())
    assert finding.message == (
        "172.17.0.0/16, which Docker takes for docker0 from its default pools, overlaps the LAN `docks` (172.17.0.0/16)"
    )
    assert finding.fix == "write pools of your own: `default_address_pools: [{base: 10.0.0.0/16, size: 24}]`"
    assert found("LW202", site("{bip: 10.200.0.1/24}")) == ()


def test_a_host_without_an_address_on_a_lan_neither_sees_nor_reaches_it() -> None:
    """A bare parent (a VLAN for containers, say) makes no route; a lease does."""
    docker = f"{{bip: 192.168.1.1/24, {OWN_POOLS}}}"
    assert told(site(docker, interfaces="eth0: {lan: home}")) == []
    assert told(site(docker, interfaces="eth0: {lan: home, dhcp: true}")) == [
        ("error", "the LAN `home` (192.168.0.0/22)")
    ]


def test_a_lan_without_a_router_is_reached_by_those_on_it() -> None:
    """It has no gateway, and docker0 hides its machines all the same."""
    docker = f"{{bip: 192.168.70.129/25, {OWN_POOLS}}}"
    assert told(site(docker, interfaces="eth0: {lan: bare, address: 192.168.70.2/24}")) == [
        ("error", "the LAN `bare` (192.168.70.0/24)")
    ]


def test_what_docker_takes_for_a_network_on_that_lan_is_its_own() -> None:
    """The parent is on `docks` without an address: Docker doesn't see the LAN, and takes its range for the network on it."""
    interfaces = "{eth0: {lan: home, address: 192.168.0.231/22}, eth1: {lan: docks}}"
    networks = "{net1: {driver: macvlan, parent: eth1}}"
    assert told(site("{bip: 10.200.0.1/24}", networks, interfaces=interfaces)) == []
    assert told(site("{bip: 10.200.0.1/24}", "{net1: {driver: bridge}}", interfaces=interfaces)) == [
        ("error", "the LAN `docks` (172.17.0.0/16)")
    ]


def test_docker0s_ipv6_subnet_may_stand_beside_its_bip() -> None:
    """`fixed_cidr` alone has it, and is what is told."""
    docker = f'{{bip: 10.200.0.1/24, fixed_cidr: ["fd00:8::/80"], {OWN_POOLS}}}'
    (finding,) = found("LW202", site(docker))
    assert finding.origin.dotted == "hosts.dock1.docker.fixed_cidr.0"
    assert finding.edits == ()


def test_a_lease_on_one_lan_and_an_address_on_another_reach_both() -> None:
    """`island` has no router that `home` knows."""
    interfaces = "{eth0: {lan: island, address: 192.168.60.9/24}, eth1: {lan: home, dhcp: true}}"
    docker = f"{{bip: 192.168.60.129/25, {OWN_POOLS}}}"
    assert told(site(docker, interfaces=interfaces)) == [("error", "the LAN `island` (192.168.60.0/24)")]


def test_the_proposed_ranges_are_free_everywhere_in_the_site() -> None:
    """bip gets the first host address of a free subnet, the pool a base of its own length."""
    docker = "{bip: 192.168.50.1/24, default_address_pools: [{base: 192.168.0.0/18, size: 24}]}"
    assert [item.fix for item in found("LW202", site(docker))] == [
        "write `bip: 192.168.64.1/24`",
        "write `base: 192.168.128.0/18`",
    ]


def test_what_comes_from_a_written_pool_is_told_once() -> None:
    """At the pool; not again for docker0 and each network that Docker takes from it."""
    pools = "{default_address_pools: [{base: 192.168.50.0/24, size: 28}]}"
    assert told(site(pools, "{net1: {driver: bridge}}")) == [("error", "the LAN `guest` (192.168.50.0/24)")]


def test_a_default_bridge_that_is_the_hosts_own_has_the_lans_addresses() -> None:
    """`bridge: br0` puts the default network on the LAN (LW509)."""
    bridge = "br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}"
    assert told(site(f"{{bridge: br0, {OWN_POOLS}}}", interfaces=f"{{eth0: {{}}, {bridge}}}")) == []


@pytest.mark.parametrize(
    ("version", "pool", "container", "expected"),
    [
        ("28", "{base: 192.168.0.0/16, size: 24}", "192.168.0.241", ("error", "192.168.1.0/24")),
        ("27.0", "{base: 192.168.0.0/16, size: 24}", "192.168.2.10", ("error", "192.168.3.0/24")),
        ("28", "{base: 192.168.0.0/16, size: 28}", "192.168.3.200", ("error", "192.168.3.208/28")),
        ("28", "{base: 192.168.0.0/16, size: 32}", "192.168.3.254", ("error", "192.168.3.255/32")),
        ("28", "{base: 192.168.0.0/16, size: 24}", "192.168.3.241", ("warning", None)),
        ("28", "{base: 192.168.0.0/16}", "192.168.0.241", ("warning", None)),
        ("28", "{base: 192.168.0.0/16, size: 22}", "192.168.0.241", ("warning", None)),
        ("28", "{base: 192.168.2.0/23, size: 24}", "192.168.2.10", ("warning", None)),
        ("28", "{base: 192.168.0.0/22, size: 24}", "192.168.0.241", ("warning", None)),
        ("26", "{base: 192.168.0.0/16, size: 24}", "192.168.0.241", ("warning", None)),
    ],
)
def test_since_27_docker_goes_on_inside_the_lan_behind_a_shims_route(
    version: str, pool: str, container: str, expected: tuple[str, str | None]
) -> None:
    """With blocks smaller than the LAN, if another one of them fits into the LAN (dockerd 28.5.2); a pool inside the LAN is used up."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}
            docker: {{version: "{version}", bip: 10.200.0.1/24, default_address_pools: [{pool}]}}
            networks: {{net1: {{driver: macvlan, parent: eth0, lan: home, host_access: true}}}}
            services: {{web: {{networks: {{net1: {container}}}}}}}
        """
    (finding,) = found("LW202", text)
    severity, block = expected
    assert finding.severity.value == severity
    if block is not None:
        assert finding.why == (
            f"Docker goes on behind {container}/32, which the host has a route to, and a network gets {block} of the LAN"
        )


@pytest.mark.parametrize(
    ("nameservers", "severity", "why"),
    [
        (
            "192.168.0.1",
            "error",
            "behind the host's nameserver 192.168.0.1, and a network gets 192.168.1.0/24",
        ),
        ("[9.9.9.9]", "warning", "only while the interface is up: when it comes up later, a network has it"),
    ],
)
def test_with_the_nameservers_written_it_knows_what_docker_does(
    nameservers: str, severity: str, why: str
) -> None:
    """One inside the LAN opens it; one elsewhere leaves it shut."""
    pools = "{default_address_pools: [{base: 192.168.0.0/19, size: 24}], bip: 10.200.0.1/24}"
    text = site(pools).replace("docker:", f"nameservers: {nameservers}\n            docker:", 1)
    (finding,) = found("LW202", text)
    assert finding.severity.value == severity
    assert why in finding.why


@pytest.mark.parametrize(("size", "nameserver"), [(24, True), (22, False)])
def test_of_nameservers_it_warns_where_they_would_count(size: int, nameserver: bool) -> None:  # noqa: FBT001 - a column of the table
    """Where the intent doesn't name them."""
    pools = f"{{default_address_pools: [{{base: 192.168.0.0/19, size: {size}}}], bip: 10.200.0.1/24}}"
    (finding,) = found("LW202", site(pools))
    assert finding.severity.value == "warning"
    assert ("nameserver" in finding.why) == nameserver
