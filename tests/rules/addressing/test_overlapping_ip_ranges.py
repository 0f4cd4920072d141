"""LW217: two Docker engines that hand out the same addresses."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanwright.rules.addressing.overlapping_ip_ranges import clashes
from tests.plan.strategies import intervals
from tests.rules.found import found, messages

if TYPE_CHECKING:
    from lanwright.plan.intervals import Interval
    from lanwright.rules.addressing.handed_out import HandOut


def site(first: str, second: str, *, lan: str = "home", service: str = "") -> str:
    """Two hosts, the second one maybe on another LAN; `first` and `second` are further keys of their network."""
    services = f"services: {{web: {{networks: {{real_lan: {service or '{}'}}}}}}}"
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}
          lab: {{subnet: 192.168.8.0/22, gateway: 192.168.8.1}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home}}}}
            networks: {{real_lan: {{driver: macvlan, parent: eth0, lan: home{first}}}}}
            {services}
          dock2:
            interfaces: {{eth0: {{lan: {lan}}}}}
            networks: {{real_lan: {{driver: macvlan, parent: eth0, lan: {lan}{second}}}}}
            {services}
        """


V6 = ', ip_range: "fd00:8::1:0/112"'


@pytest.mark.parametrize(
    ("text", "extents"),
    [
        (
            site(
                ", ip_range: 192.168.2.0/28",
                ", ip_range: 192.168.2.0/28",
                service='[192.168.0.9, "fd00:8::9"]',
            ),
            ["192.168.2.0-192.168.2.15"],
        ),
        (
            site(
                ", ip_range: 192.168.2.0/24",
                ", ip_range: 192.168.2.64/28",
                service='[192.168.0.9, "fd00:8::9"]',
            ),
            ["192.168.2.64-192.168.2.79"],
        ),
        (
            site(
                ", ip_range: 192.168.2.0/28",
                ", ip_range: 192.168.2.16/28",
                service='[192.168.0.9, "fd00:8::9"]',
            ),
            [],
        ),
        (
            site(
                ", ip_range: 192.168.2.0/24",
                ", ip_range: 192.168.2.0/28",
                service='[192.168.0.9, "fd00:8::9"]',
            ),
            ["192.168.2.0-192.168.2.15"],
        ),
        (site(V6, V6, service='[192.168.0.9, "fd00:8::9"]'), ["fd00:8::1:0-fd00:8::1:ffff"]),
        (site("", "", service='[192.168.0.9, "fd00:8::9"]'), []),
        (site("", ""), ["192.168.0.2", "fd00:8::2"]),
        (site(', ip_range: [192.168.2.0/28, "fd00:8::1:0/112"]', ""), []),
        (
            site(
                ", ip_range: 192.168.10.0/28", ", ip_range: 192.168.10.0/28", lan="lab", service="192.168.0.9"
            ),
            [],
        ),
    ],
)
def test_two_hosts_of_one_lan_must_hand_out_different_addresses(text: str, extents: list[str]) -> None:
    """Both families; without an ip_range both begin at the bottom, where a container asks for an address."""
    told = [message.rpartition("`home`: ")[2] for message in messages("LW217", text)]
    assert told == extents


def test_the_second_host_gets_a_part_of_its_own() -> None:
    """As large, behind the first one's."""
    text = site(
        ", ip_range: 192.168.2.0/28", ", ip_range: 192.168.2.0/28", service='[192.168.0.9, "fd00:8::9"]'
    )
    (finding,) = found("LW217", text)
    assert finding.fix == "for `dock2` write `ip_range: 192.168.2.16/28`"
    assert finding.origin.path[:2] == ("hosts", "dock2")
    assert finding.related[0].origin.path[:2] == ("hosts", "dock1")


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (2, "`dock100`, `dock101`"),
        (3, "`dock100`, `dock101`, `dock102`"),
        (100, "`dock100`, `dock101`, `dock102` and 97 more"),
    ],
)
def test_a_range_from_the_defaults_is_one_finding_for_all_its_hosts(count: int, named: str) -> None:
    """A hundred hosts share one line: one finding names the first few; another line is another finding."""
    hosts = "\n".join(f"          dock{number}: {{}}" for number in range(100, 100 + count))
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        defaults:
          host:
            interfaces: {{eth0: {{lan: home}}}}
            networks:
              real_lan: {{driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.2.0/28}}
              more: {{driver: ipvlan, mode: l2, parent: eth0, lan: home, ip_range: 192.168.3.0/28}}
        hosts:\n{hosts}
        """
    said = f"the hosts {named} hand out the same addresses of the LAN `home`"
    assert messages("LW217", text) == [
        f"{said}: 192.168.2.0-192.168.2.15",
        f"{said}: 192.168.3.0-192.168.3.15",
    ]


class _Given(NamedTuple):
    """As much of a hand-out as the sweep looks at."""

    host: str
    extent: Interval


@given(st.lists(st.tuples(st.sampled_from("abc"), intervals()), max_size=10))
def test_without_the_told_ones_nothing_clashes_and_each_told_pair_does(
    items: list[tuple[str, Interval]],
) -> None:
    """Compared with all pairs."""
    given = cast("list[HandOut]", [_Given(host, extent) for host, extent in items])
    told = list(clashes(given))
    assert all(one.host != other.host and one.extent.overlaps(other.extent) for one, other in told)
    named = [id(one) for one, _ in told]
    left = [item for item in given if id(item) not in named]
    assert len(set(named)) == len(named)
    assert not any(
        one.host != other.host and one.extent.overlaps(other.extent) for one, other in combinations(left, 2)
    )
