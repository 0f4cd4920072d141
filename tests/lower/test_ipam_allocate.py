"""The subnets that Docker gives its networks."""

from ipaddress import ip_interface, ip_network

import pytest

from lanwright.lower.ipam import Allocation, Claim, Pool, Request, allocate, docker0
from lanwright.plan.docker_version import DockerVersion
from lanwright.plan.intervals import Network

V26, V27, V28, V29 = map(DockerVersion.parse, ("26", "27.0", "28.0", "29.0"))
ALL = pytest.mark.parametrize("version", [V26, V27, V28, V29], ids=str)


def pools(*entries: str) -> tuple[Pool, ...]:
    """Pools written as "BASE:SIZE"."""
    return tuple(
        Pool(ip_network(base), int(size)) for base, _, size in (entry.rpartition(":") for entry in entries)
    )


def prefixes(*texts: str) -> list[Network]:
    """Networks from their texts."""
    return [ip_network(text) for text in texts]


def network(name: str, *claims: str, ipv6: bool = False) -> Request:
    """A network with subnets written as "SUBNET" or "SUBNET RANGE"."""
    parts = (claim.split() for claim in claims)
    asked = tuple(Claim(ip_network(part[0]), ip_network(part[1]) if part[1:] else None) for part in parts)
    return Request(name, asked, ipv6=ipv6)


def automatic(count: int) -> list[Request]:
    """Networks without a subnet."""
    return [Request(f"n{number}") for number in range(count)]


def subnets(allocations: tuple[Allocation, ...]) -> list[str]:
    """What each network got, or "refused"."""
    return ["refused" if got.refusal else " ".join(map(str, got.subnets)) for got in allocations]


@ALL
def test_without_bip_docker0_takes_the_first_block(version: DockerVersion) -> None:
    """A daemon.json with only a pool: docker0 has its first /24, networks start at the second."""
    got = allocate(version, pools("172.17.0.0/16:24"), (), docker0(), automatic(2))
    assert subnets(got) == ["172.17.0.0/24", "172.17.1.0/24", "172.17.2.0/24"]
    assert [one.name for one in got] == ["docker0", "n0", "n1"]


@ALL
def test_with_bip_networks_start_at_the_first_block(version: DockerVersion) -> None:
    """docker0 has bip's network; the second pool comes when the first is used up, and then nothing."""
    got = allocate(
        version,
        pools("10.201.0.0/16:24", "10.202.0.0/16:24"),
        (),
        docker0([ip_interface("10.200.0.1/24")]),
        automatic(513),
    )
    expected = [f"10.{pool}.{block}.0/24" for pool in (201, 202) for block in range(256)]
    assert subnets(got) == ["10.200.0.0/24", *expected, "refused"]
    assert got[-1].exhausted


@ALL
def test_bip_inside_a_pool_is_skipped(version: DockerVersion) -> None:
    """Networks go around docker0's subnet."""
    got = allocate(
        version, pools("10.201.0.0/16:24"), (), docker0([ip_interface("10.201.3.1/24")]), automatic(4)
    )
    assert subnets(got)[1:] == ["10.201.0.0/24", "10.201.1.0/24", "10.201.2.0/24", "10.201.4.0/24"]


@ALL
def test_fixed_cidr_alone_is_docker0s_subnet(version: DockerVersion) -> None:
    """Without bip the fixed_cidr is the subnet; with bip it is a range inside it."""
    cidr = ip_network("10.201.0.128/25")
    assert docker0([], [cidr]).claims == (Claim(cidr, cidr),)
    bip = ip_interface("10.201.0.1/24")
    assert docker0([bip], [cidr]).claims == (Claim(bip.network, cidr),)
    got = allocate(version, pools("10.201.0.0/16:24"), (), docker0([], [cidr]), automatic(1))
    assert subnets(got) == ["10.201.0.128/25", "10.201.1.0/24"]


@ALL
def test_an_on_link_route_is_skipped(version: DockerVersion) -> None:
    """A LAN inside a pool: docker0 gets the first block behind it."""
    reserved = prefixes("192.168.0.0/22")
    got = allocate(version, pools("192.168.0.0/16:24"), reserved, docker0(), automatic(1))
    assert subnets(got) == ["192.168.4.0/24", "192.168.5.0/24"]


@ALL
def test_a_pool_that_is_the_lan_has_nothing_to_give(version: DockerVersion) -> None:
    """Docker doesn't even start then."""
    reserved = prefixes("192.168.0.0/22")
    got = allocate(version, pools("192.168.0.0/22:24"), reserved, docker0(), ())
    assert got[0].exhausted


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (
            V26,
            "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
        ),
        (V27, "all predefined address pools have been fully subnetted"),
        (V28, "all predefined address pools have been fully subnetted"),
        (V29, "all predefined address pools have been fully subnetted"),
    ],
    ids=str,
)
def test_a_pool_of_one_block_goes_to_docker0(version: DockerVersion, words: str) -> None:
    """Size equal to the base: the first network already fails, in the version's words."""
    got = allocate(version, pools("10.201.0.0/24:24"), (), docker0(), automatic(1))
    assert subnets(got) == ["10.201.0.0/24", "refused"]
    assert got[1].refusal == words


@ALL
def test_of_the_built_in_pools_30_networks_can_be_made(version: DockerVersion) -> None:
    """31 subnets, the first of them docker0's."""
    got = allocate(version, (), (), docker0(), automatic(31))
    assert subnets(got)[:4] == ["172.17.0.0/16", "172.18.0.0/16", "172.19.0.0/16", "172.20.0.0/16"]
    assert subnets(got)[14:17] == ["172.31.0.0/16", "192.168.0.0/20", "192.168.16.0/20"]
    assert [one.exhausted for one in got] == [False] * 31 + [True]


def test_26_uses_pools_in_the_files_order_and_27_in_that_of_addresses() -> None:
    """The first network tells which."""
    configured = pools("10.202.0.0/16:24", "10.201.0.0/16:24")
    first = {
        version: subnets(allocate(version, configured, (), None, automatic(1))) for version in (V26, V27)
    }
    assert first == {V26: ["10.202.0.0/24"], V27: ["10.201.0.0/24"]}


def test_a_pool_inside_another_gives_nothing_since_27() -> None:
    """26 fills the inner pool's blocks first if it stands first; 27 never sees it."""
    configured = pools("10.0.1.0/24:25", "10.0.0.0/22:24")
    assert subnets(allocate(V26, configured, (), None, automatic(6))) == [
        "10.0.1.0/25",
        "10.0.1.128/25",
        "10.0.0.0/24",
        "10.0.2.0/24",
        "10.0.3.0/24",
        "refused",
    ]
    assert subnets(allocate(V27, configured, (), None, automatic(5)))[-1] == "refused"


@ALL
@pytest.mark.parametrize(
    ("configured", "taken", "expected"),
    [
        (["192.168.0.0/16:24"], ["192.168.255.0/24"], "192.168.0.0/24"),
        (["10.0.0.0/8:24", "192.168.0.0/16:24"], ["10.0.0.0/7"], "192.168.0.0/24"),
        (["10.1.0.0/16:24", "10.2.0.0/16:24", "11.0.0.0/16:24"], ["10.0.0.0/8"], "11.0.0.0/24"),
        (["10.20.0.0/16:24", "192.168.0.0/16:24"], ["10.0.0.0/8", "192.168.0.0/24"], "192.168.1.0/24"),
        (["10.20.0.0/22:24", "10.30.0.0/16:24"], ["10.20.0.0/23", "10.20.2.0/23"], "10.30.0.0/24"),
        (["192.168.0.0/16:24"], ["192.168.0.0/23", "192.168.2.4/30"], "192.168.3.0/24"),
        (["192.168.0.0/16:24"], ["192.168.0.77/32"], "192.168.1.0/24"),
        (["10.0.0.0/31:31", "192.168.0.0/16:24"], ["10.0.0.0/32"], "192.168.0.0/24"),
        (["172.16.0.0/15:16"], ["172.16.128.0/17", "172.17.0.0/17"], "refused"),
        (["172.16.0.0/12:16"], ["172.16.0.0/24"], "172.17.0.0/16"),
        (
            ["192.168.0.0/24:28"],
            ["192.168.0.0/25", "192.168.0.128/25", "192.168.0.130/31", "192.168.0.240/28"],
            "refused",
        ),
        (["192.168.0.0/21:24"], ["192.168.0.0/22", "192.168.4.0/22", "192.168.4.1/32"], "refused"),
    ],
)
def test_the_lowest_whole_aligned_block_is_taken(
    version: DockerVersion, configured: list[str], taken: list[str], expected: str
) -> None:
    """A block that is partly taken is skipped, a pool inside a taken prefix as a whole."""
    assert subnets(allocate(version, pools(*configured), prefixes(*taken), None, automatic(1))) == [expected]


def test_since_27_a_nameserver_inside_the_lan_opens_the_lan() -> None:
    """Docker's walk goes on behind the last prefix that it met, here the nameserver's; 26 compares with all."""
    reserved = prefixes("192.168.0.0/22", "192.168.0.1/32")
    first = {
        version: subnets(allocate(version, pools("192.168.0.0/16:24"), reserved, None, automatic(1)))[0]
        for version in (V26, V27, V28, V29)
    }
    assert first == {
        V26: "192.168.4.0/24",
        V27: "192.168.1.0/24",
        V28: "192.168.1.0/24",
        V29: "192.168.1.0/24",
    }


@ALL
def test_two_bridges_never_share_addresses(version: DockerVersion) -> None:
    """With an ip_range the address space lets the second one pass, the bridge driver doesn't; macvlan has no such check."""
    claim = (Claim(ip_network("10.201.0.0/16"), ip_network("10.201.9.0/24")),)
    got = {
        bridge: allocate(
            version,
            pools("10.201.0.0/16:24"),
            (),
            docker0(),
            [Request("a", claim, bridge=bridge), *automatic(1)],
        )
        for bridge in (True, False)
    }
    assert got[True][1].refusal == "networks have overlapping IPv4"
    assert subnets(got[True]) == ["10.201.0.0/24", "refused", "10.201.1.0/24"]
    assert subnets(got[False]) == ["10.201.0.0/24", "10.201.0.0/16", "refused"]


def test_in_26_a_block_over_a_lan_hides_the_smaller_ones_inside_it_for_one_request() -> None:
    """It is held while Docker looks for another, and let go when there is none; the next request begins behind it."""
    configured = pools("10.201.8.0/21:21", "10.201.8.0/26:26")
    got = allocate(V26, configured, prefixes("10.201.10.32/27"), None, automatic(3))
    assert subnets(got) == ["refused", "10.201.8.0/26", "refused"]


def test_in_26_both_families_go_through_one_list() -> None:
    """A request of one family moves the list on for the other; what was passed comes when the list begins again."""
    configured = pools("10.201.0.0/22:24", "fd00:1::/63:64")
    asked = [
        network("a"),
        network("b", "10.202.0.0/24"),
        network("c", "fd00:2::/64", ipv6=True),
        network("d"),
    ]
    asked.insert(1, Request("six", (Claim(ip_network("10.203.0.0/24")),), ipv6=True))
    got = allocate(V26, configured, (), None, asked)
    assert subnets(got) == [
        "10.201.0.0/24",
        "10.203.0.0/24 fd00:1::/64",
        "10.202.0.0/24",
        "10.201.1.0/24 fd00:2::/64",
        "10.201.2.0/24",
    ]


@ALL
def test_explicit_subnets_are_gone_around(version: DockerVersion) -> None:
    """A network that is made before takes its subnet from the pool; one made later may find it taken."""
    got = allocate(
        version,
        pools("10.201.0.0/16:24"),
        (),
        None,
        [network("a", "10.201.1.0/25"), *automatic(2), network("late", "10.201.2.0/24")],
    )
    assert subnets(got) == ["10.201.1.0/25", "10.201.0.0/24", "10.201.2.0/24", "refused"]
    assert [one.predicted for one in got] == [False, True, True, False]
    assert not got[3].exhausted


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (V26, "Pool overlaps with other one on this address space"),
        (V27, "invalid pool request: Pool overlaps with other one on this address space"),
    ],
    ids=str,
)
def test_an_overlapping_subnet_is_refused_in_the_daemons_words(version: DockerVersion, words: str) -> None:
    """The written subnet stands in the refused allocation; it takes no room."""
    got = allocate(version, (), (), None, [network("a", "10.9.0.0/16"), network("b", "10.9.3.0/24")])
    assert got[1] == Allocation("b", tuple(prefixes("10.9.3.0/24")), refusal=words)


@ALL
@pytest.mark.parametrize(
    ("first", "second", "made"),
    [
        ("10.9.0.0/16", "10.9.0.0/16 10.9.1.0/24", True),
        ("10.9.0.0/16 10.9.1.0/24", "10.9.0.0/16", False),
        ("10.9.0.0/16 10.9.1.0/24", "10.9.0.0/16 10.9.1.0/24", False),
        ("10.9.0.0/16 10.9.1.0/24", "10.9.0.0/16 10.9.2.0/24", True),
        ("10.9.0.0/16", "10.0.0.0/8 10.9.1.0/24", True),
        ("10.0.0.0/8 10.9.1.0/24", "10.7.0.0/24", False),
        ("10.9.0.0/16 10.0.0.0/8", "10.9.0.0/16 10.9.0.0/16", False),
    ],
)
def test_a_subnet_with_a_range_is_refused_only_beside_its_twin(
    version: DockerVersion, first: str, second: str, *, made: bool
) -> None:
    """With an ip_range Docker compares nothing but the pair of subnet and range (moby#46756)."""
    got = allocate(version, (), (), None, [network("a", first), network("b", second)])
    assert (got[1].refusal is None) == made


@ALL
def test_the_subnets_of_one_network_may_not_overlap_either(version: DockerVersion) -> None:
    """macvlan and ipvlan take several subnets; they are checked one after the other."""
    fine = network("a", "10.1.0.0/24", "10.2.0.0/24")
    clash = network("b", "10.3.0.0/24", "10.3.0.0/25")
    got = allocate(version, (), (), None, [fine, clash])
    assert subnets(got) == ["10.1.0.0/24 10.2.0.0/24", "refused"]


@ALL
def test_an_explicit_ipv6_subnet_is_taken_as_it_is(version: DockerVersion) -> None:
    """The IPv4 subnet comes from the pools; both stand in the allocation."""
    got = allocate(version, pools("10.201.0.0/16:24"), (), None, [network("a", "fd00:1::/64", ipv6=True)])
    assert got == (
        Allocation("a", tuple(prefixes("10.201.0.0/24", "fd00:1::/64")), tuple(prefixes("10.201.0.0/24"))),
    )


@ALL
def test_an_ipv6_subnet_without_ipv6_is_ignored(version: DockerVersion) -> None:
    """As Docker ignores it, without a word."""
    got = allocate(version, pools("10.201.0.0/16:24"), (), None, [network("a", "fd00:1::/64")])
    assert subnets(got) == ["10.201.0.0/24"]


@pytest.mark.parametrize("version", [V27, V28, V29], ids=str)
def test_an_automatic_ipv6_subnet_of_the_engines_ula_is_not_predicted(version: DockerVersion) -> None:
    """It depends on the engine's id, also where only IPv4 pools are configured."""
    for configured in ((), pools("10.201.0.0/16:24")):
        got = allocate(version, configured, (), None, [Request("a", ipv6=True)])
        assert got[0].engine_ula
        assert [one.version for one in got[0].subnets] == [4]


@ALL
def test_a_configured_ipv6_pool_is_predicted(version: DockerVersion) -> None:
    """The first /112 of a /104; then there is no ULA."""
    configured = pools("10.201.0.0/16:24", "2001:db8::/104:112")
    got = allocate(version, configured, (), None, [Request("a", ipv6=True), Request("b", ipv6=True)])
    assert subnets(got) == ["10.201.0.0/24 2001:db8::/112", "10.201.1.0/24 2001:db8::1:0/112"]
    assert not got[0].engine_ula


def test_docker_26_has_no_ula() -> None:
    """An IPv6 network without a subnet needs a configured pool there."""
    got = allocate(V26, (), (), None, [Request("a", ipv6=True)])
    assert got[0].exhausted
    assert "IPv6 address pool among the defaults" in str(got[0].refusal)


@pytest.mark.parametrize(
    ("version", "following"),
    [(V26, "10.201.2.0/24"), (V27, "10.201.1.0/24"), (V28, "10.201.1.0/24"), (V29, "10.201.1.0/24")],
    ids=str,
)
def test_a_network_that_fails_in_one_family_keeps_nothing_of_the_other(
    version: DockerVersion, following: str
) -> None:
    """Docker gives the IPv4 subnet back when the IPv6 one is refused; the list of 26 has moved on all the same."""
    requests = [network("a", "fd00::/64", ipv6=True), network("b", "fd00::/64", ipv6=True), *automatic(1)]
    got = allocate(version, pools("10.201.0.0/16:24"), (), None, requests)
    assert subnets(got) == ["10.201.0.0/24 fd00::/64", "refused", following]


def test_in_26_a_subnet_that_was_given_back_comes_when_the_list_begins_again() -> None:
    """It is the list's last one that the refused network gave back."""
    requests = [network("a", "fd00::/64", ipv6=True), network("b", "fd00::/64", ipv6=True), *automatic(2)]
    got = allocate(V26, pools("10.201.0.0/31:32"), (), None, requests)
    assert subnets(got) == ["10.201.0.0/32 fd00::/64", "refused", "10.201.0.1/32", "refused"]


@ALL
def test_without_a_pool_that_fits_there_is_nothing_to_give(version: DockerVersion) -> None:
    """The size is another finding's (LW204)."""
    (got,) = allocate(version, pools("10.201.0.0/24:16"), (), None, automatic(1))
    assert got.exhausted


@ALL
def test_a_prefix_over_millions_of_blocks_is_passed_at_once(version: DockerVersion) -> None:
    """A LAN of 10.0.0.0/8 in a pool that is cut into /30."""
    configured = pools("10.0.0.0/8:30", "192.168.0.0/16:24")
    assert subnets(allocate(version, configured, prefixes("10.0.0.0/8"), None, automatic(1))) == [
        "192.168.0.0/24"
    ]


@ALL
def test_networks_that_find_the_pools_used_up_are_told_at_once(version: DockerVersion) -> None:
    """A look at each block for each network would be eight million."""
    got = allocate(version, pools("10.201.0.0/16:28"), (), None, automatic(6_000))
    assert sum(one.exhausted for one in got) == 6_000 - 4096


def test_pools_of_one_family_leave_the_other_without() -> None:
    """A list with only IPv6 pools replaces the built-in IPv4 ones too; 29 says so in other words."""
    only_six = pools("fd00::/48:64")
    words = {version: allocate(version, only_six, (), docker0(), ())[0].refusal for version in (V28, V29)}
    assert words == {
        V28: "all predefined address pools have been fully subnetted",
        V29: "invalid address pool",
    }
