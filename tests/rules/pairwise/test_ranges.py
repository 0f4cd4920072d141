"""Every rule that compares ranges names exactly what a look at all pairs names."""

from __future__ import annotations

from ipaddress import ip_interface
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.pairwise.drawn import (
    BIP,
    Network,
    bridge,
    meets,
    named,
    networks,
    overlap,
    per_family,
    places,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lanwright.diagnostics import Diagnostic

some_networks = st.lists(networks(), max_size=8)
some_pairs = st.lists(per_family(), max_size=6)


def pools_of(bases: Sequence[Network]) -> list[dict[str, Any]]:
    """Pools whose blocks are as large as they are."""
    return [{"base": str(base), "size": base.prefixlen} for base in bases]


def docker(**more: Any) -> dict[str, Any]:
    """A host with a daemon."""
    return {"hosts": {"dock1": {"docker": {"bip": BIP, **more}}}}


@given(some_networks)
def test_lw201_names_each_pool_that_docker_drops(bases: list[Network]) -> None:
    """In the order of their addresses, the shorter first: each that shares an address with one that was kept."""
    kept: list[Network] = []
    dropped = []
    ordered = sorted(
        range(len(bases)), key=lambda one: (bases[one].version, bases[one][0], bases[one].prefixlen)
    )
    for one in ordered:
        if meets([bases[one]], kept):
            dropped.append(f"hosts.dock1.docker.default_address_pools.{one}.base")
        else:
            kept.append(bases[one])
    found = named(docker(default_address_pools=pools_of(bases)), "LW201") if bases else []
    assert places(found) == sorted(dropped)


with_ipv4 = per_family().filter(lambda subnets: any(subnet.version == 4 for subnet in subnets))
"""Where a network has no IPv4 subnet, Docker takes one from the pools: that is another rule's business."""
ranges_of_docker = st.fixed_dictionaries(
    {"pools": st.lists(networks(), max_size=4), "subnets": st.lists(with_ipv4, max_size=5)}
)


def site_with(drawn: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A host with these pools and networks."""
    pools = {"default_address_pools": pools_of(drawn["pools"])} if drawn["pools"] else {}
    site = docker(**pools)
    site["hosts"]["dock1"]["networks"] = {
        bridge(number): {"driver": "bridge", "subnet": texts(subnets)}
        for number, subnets in enumerate(drawn["subnets"])
    }
    return {**site, **more}


def used(drawn: dict[str, Any]) -> dict[str, Network]:
    """The ranges of a host's Docker, by their places; a single value stands at its key."""
    found = {
        f"hosts.dock1.docker.default_address_pools.{number}.base": base
        for number, base in enumerate(drawn["pools"])
    }
    for number, subnets in enumerate(drawn["subnets"]):
        for index, subnet in enumerate(subnets):
            found[f"hosts.dock1.networks.{bridge(number)}.subnet.{index}"] = subnet
    return found


@given(ranges_of_docker, st.lists(per_family(), max_size=4))
def test_lw203_names_each_range_that_shadows_what_is_avoided(
    drawn: dict[str, Any], avoided: list[list[Network]]
) -> None:
    """Pools and written subnets, always an error, with what they shadow beside it."""
    site = site_with(drawn, avoid={f"a{number}": texts(item)[0] for number, item in enumerate(avoided)})
    ranges = {f"avoid.a{number}": item[0] for number, item in enumerate(avoided)}
    expected = {
        place: ("error", {name for name, range_ in ranges.items() if overlap(item, range_)})
        for place, item in used(drawn).items()
        if meets([item], ranges.values())
    }
    assert_told(named(site, "LW203"), expected)


def assert_told(found: list[Diagnostic], expected: dict[str, tuple[str, set[str]]]) -> None:
    """By its place each one's severity, and what it meets beside it: all of that, or three."""
    assert places(found) == sorted(expected)
    for item in found:
        severity, partners = expected[item.origin.dotted]
        beside = [other.origin.dotted for other in item.related]
        assert item.severity.value == severity
        assert set(beside) <= partners
        assert len(beside) == len(set(beside)) == min(len(partners), 3)


def is_cut_inside(pool: Network, size: int, lan: Network, nameservers: Sequence[Network]) -> bool:
    """Whether Docker goes on inside a LAN: behind the block that a nameserver is in lies one wholly of the LAN."""
    reaches_beyond = int(pool[0]) <= int(lan[0]) and int(lan[-1]) < int(pool[-1])
    if pool.version == 6 or not reaches_beyond or size <= lan.prefixlen:
        return False
    step = 1 << (32 - size)
    blocks = [range(first, first + step) for first in range(int(pool[0]), int(pool[-1]) + 1, step)]
    return any(
        int(server[0]) in before and int(lan[0]) <= int(server[0]) and behind[-1] <= int(lan[-1])
        for server in nameservers
        for before, behind in pairwise(blocks)
    )


@given(
    ranges_of_docker,
    st.lists(per_family(), min_size=1, max_size=4),
    st.lists(networks(4, longest=0), max_size=2),
    st.lists(st.integers(0, 5), min_size=4, max_size=4),
)
def test_lw202_names_each_range_that_overlaps_a_lan_of_the_host(
    drawn: dict[str, Any], lans: list[list[Network]], nameservers: list[Network], cut: list[int]
) -> None:
    """It has an interface on each of them. IPv4 pools are a warning, unless a nameserver lets Docker go on inside."""
    sizes = [
        min(base.prefixlen + cut[number], base.max_prefixlen) for number, base in enumerate(drawn["pools"])
    ]
    site = site_with(
        drawn, lans={f"lan{number}": {"subnet": texts(item)} for number, item in enumerate(lans)}
    )
    host = site["hosts"]["dock1"]
    host["interfaces"] = {
        f"eth{number}": {"lan": f"lan{number}", "dhcp": True} for number in range(len(lans))
    }
    host["nameservers"] = [str(item[0]) for item in nameservers]
    for pool, size in zip(host["docker"].get("default_address_pools", []), sizes, strict=True):
        pool["size"] = size
    inside = [item for item in nameservers if any(item[0] in subnet for lan in lans for subnet in lan)]
    expected = {}
    for place, item in used(drawn).items():
        hit = {
            f"lans.lan{number}.subnet": subnet
            for number, lan in enumerate(lans)
            for subnet in lan
            if overlap(item, subnet)
        }
        if hit:
            is_pool = ".default_address_pools." in place
            size = sizes[int(place.split(".")[-2])] if is_pool else 0
            goes_on = any(is_cut_inside(item, size, subnet, inside) for subnet in hit.values())
            harmless = is_pool and item.version == 4 and not goes_on
            expected[place] = ("warning" if harmless else "error", set(hit))
    assert_told(named(site, "LW202"), expected)


@given(ranges_of_docker, st.lists(networks(), max_size=2))
def test_lw225_names_each_written_subnet_in_a_pool(drawn: dict[str, Any], avoided: list[Network]) -> None:
    """Not where it may not be for another reason: an `avoid` range."""
    site = site_with(drawn, avoid={f"a{number}": str(item) for number, item in enumerate(avoided)})
    pools = drawn["pools"]
    expected = [
        place
        for place, item in used(drawn).items()
        if ".networks." in place and meets([item], pools) and not meets([item], avoided)
    ]
    assert places(named(site, "LW225")) == sorted(expected)


a_network = st.fixed_dictionaries(
    {
        "subnets": per_family(),
        "driver": st.sampled_from(["bridge", "bridge", "macvlan", "ipvlan"]),
        "parent": st.sampled_from(["eth0", "eth1"]),
        "external": st.booleans(),
    }
)


def left_to_others(one: dict[str, Any], other: dict[str, Any], mine: Network, theirs: Network) -> bool:
    """Two that exist; two macvlan networks of one subnet (LW301); two ipvlan networks on one parent (LW401)."""
    if one["external"] and other["external"]:
        return True
    drivers = {one["driver"], other["driver"]}
    if drivers == {"macvlan"}:
        return mine == theirs
    return drivers == {"ipvlan"} and one["parent"] == other["parent"]


@given(st.lists(a_network, max_size=7), networks(4, longest=6))
def test_lw209_names_each_subnet_that_overlaps_an_earlier_one(
    drawn: list[dict[str, Any]], bip: Network
) -> None:
    """docker0 is the first of all."""
    address = f"{bip[1]}/{bip.prefixlen}"
    site = docker(bip=address)
    site["hosts"]["dock1"]["interfaces"] = {"eth0": {}, "eth1": {}}
    site["hosts"]["dock1"]["networks"] = {
        bridge(number): {
            "driver": item["driver"],
            "subnet": texts(item["subnets"]),
            "external": item["external"],
            **({} if item["driver"] == "bridge" else {"parent": item["parent"]}),
        }
        for number, item in enumerate(drawn)
    }
    docker0 = {"driver": "bridge", "external": True, "subnets": [ip_interface(address).network]}
    expected = []
    for number, item in enumerate(drawn):
        for index, subnet in enumerate(item["subnets"]):
            earlier = [(other, theirs) for other in (docker0, *drawn[:number]) for theirs in other["subnets"]]
            if any(
                overlap(subnet, theirs) and not left_to_others(item, other, subnet, theirs)
                for other, theirs in earlier
            ):
                expected.append(f"hosts.dock1.networks.{bridge(number)}.subnet.{index}")
    assert places(named(site, "LW209")) == sorted(expected)


@given(some_pairs, st.lists(st.sampled_from(["a", "b"]), min_size=6, max_size=6))
def test_lw228_names_each_lan_that_overlaps_an_earlier_one(
    lans: list[list[Network]], routers: list[str]
) -> None:
    """An error where one router joins it to such a one, else a warning."""
    site = {
        "lans": {
            f"lan{number}": {"subnet": texts(item), "router": routers[number]}
            for number, item in enumerate(lans)
        }
    }
    expected = {}
    for number, item in enumerate(lans):
        met = {routers[other] for other in range(number) if meets(item, lans[other])}
        if met:
            expected[f"lans.lan{number}.subnet"] = "error" if routers[number] in met else "warning"
    found = named(site, "LW228")
    assert {item.origin.dotted: item.severity.value for item in found} == expected
    assert len(found) == len(expected)


LAN = {"subnet": ["10.9.0.0/24", "fd00:9::/120"]}


@given(st.lists(per_family(), max_size=6), st.lists(st.sampled_from("xyz"), min_size=6, max_size=6))
def test_lw217_names_each_ip_range_that_meets_one_below_it(
    given_: list[list[Network]], hosts: list[str]
) -> None:
    """Of another host; of two that begin with one address, the later."""
    site: dict[str, Any] = {"lans": {"home": LAN}, "hosts": {name: lan_host() for name in "xyz"}}
    items = []
    for number, ranges in enumerate(given_):
        networks_ = site["hosts"][hosts[number]]["networks"]
        networks_[bridge(number)] = {
            "driver": "macvlan", "parent": "eth0", "lan": "home", "ip_range": texts(ranges)
        }  # fmt: skip
        items += [
            (hosts[number], f"hosts.{hosts[number]}.networks.{bridge(number)}.ip_range.{index}", item)
            for index, item in enumerate(ranges)
        ]
    order = {host: place for place, host in enumerate("xyz")}
    items.sort(key=lambda item: order[item[0]])
    expected = [
        place
        for number, (host, place, mine) in enumerate(items)
        if any(
            host != other and overlap(mine, theirs) and (theirs[0], before) < (mine[0], number)
            for before, (other, _, theirs) in enumerate(items)
        )
    ]
    assert places(named(site, "LW217")) == sorted(expected)


def lan_host() -> dict[str, Any]:
    """A host on the LAN."""
    return {"interfaces": {"eth0": {"lan": "home"}}, "docker": {"bip": BIP}, "networks": {}, "services": {}}


@given(st.lists(per_family(), max_size=4), st.lists(networks(), max_size=3), st.lists(networks(), max_size=2))
def test_lw615_names_each_range_of_clients_that_is_somebody_elses(
    clients: list[list[Network]], subnets: list[Network], lans: list[Network]
) -> None:
    """A LAN, a network of the host, or the clients of a VPN that comes before it by name."""
    host = lan_host()
    host["networks"] = {
        "outer": {"driver": "macvlan", "parent": "eth0", "lan": "far"},
        **{bridge(number): {"driver": "bridge", "subnet": str(item)} for number, item in enumerate(subnets)},
    }
    host["interfaces"] = {"eth0": {"lan": "far"}}
    host["services"] = {
        f"vpn{number}": {
            "networks": {"outer": f"10.200.0.{number + 10}"},
            "clients": {"range": texts(ranges), "return": "route"},
        }
        for number, ranges in enumerate(clients)
    }
    far = {"subnet": "10.200.0.0/24", "gateway": "10.200.0.1"}
    site = {
        "lans": {"far": far, **{f"lan{number}": {"subnet": str(item)} for number, item in enumerate(lans)}},
        "hosts": {"dock1": host},
    }
    expected = []
    for number, ranges in enumerate(clients):
        earlier = [item for other in clients[:number] for item in other]
        expected += [
            f"hosts.dock1.services.vpn{number}.clients.range.{index}"
            for index, item in enumerate(ranges)
            if meets([item], [*subnets, *lans, *earlier])
        ]
    found = [item for item in named(site, "LW615") if "have addresses of" in item.message]
    assert places(found) == sorted(expected)
