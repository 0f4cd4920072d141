"""LW228: LANs with the same addresses, and hosts that are on one LAN twice."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(text: str) -> list[tuple[str, str]]:
    """Each finding's severity, and what is joined or where it is."""
    return [
        (item.severity.value, item.why.partition(" sends")[0].partition(";")[0])
        for item in found("LW228", text)
    ]


def lans(other: str, host: str = "{}") -> str:
    """`home`, another LAN, and a host."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"], router: gate}}
          other: {other}
        hosts: {{dock1: {{interfaces: {host}}}}}
        """


APART = ("warning", "nothing joins them now")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("{subnet: 192.168.4.0/24, router: gate}", []),
        ("{subnet: 192.168.3.0/24, router: gate}", [("error", "the router `gate`")]),
        ("{subnet: 192.168.0.0/22, router: gate}", [("error", "the router `gate`")]),
        ("{subnet: 192.168.0.0/16, router: gate}", [("error", "the router `gate`")]),
        ('{subnet: [10.0.0.0/24, "fd00:8::/80"], router: gate}', [("error", "the router `gate`")]),
        ("{subnet: 192.168.3.0/24}", [APART]),
        ("{subnet: 192.168.3.0/24, router: door}", [APART]),
    ],
)
def test_lans_that_a_router_joins_lie_apart(other: str, expected: list[tuple[str, str]]) -> None:
    """In each family; LANs that nothing joins are only warned of."""
    assert told(lans(other)) == expected


def test_so_do_those_that_a_host_joins() -> None:
    """It needs no address on either."""
    both = "{eth0: {lan: home}, eth1: {lan: other}}"
    assert told(lans("{subnet: 192.168.3.0/24}", both)) == [("error", "the host `dock1`")]
    assert told(lans("{subnet: 192.168.3.0/24}", "{eth0: {lan: home}}")) == [APART]


def test_each_lan_is_told_once_and_with_one_that_it_overlaps() -> None:
    """A hundred LANs of one subnet aren't five thousand findings."""
    many = "\n".join(f"          lan{number}: {{subnet: 10.0.0.0/24}}" for number in range(100))
    text = f"\n        version: 1\n        lans:\n{many}\n"
    assert told(text) == [APART] * 99


def test_a_smaller_lan_inside_a_joined_one_is_found_behind_an_unjoined_one() -> None:
    """The largest one around both is joined to neither."""
    text = """
        version: 1
        lans:
          whole: {subnet: 10.0.0.0/8}
          home: {subnet: 10.1.0.0/16, router: gate}
          guest: {subnet: 10.1.2.0/24, router: gate}
        """
    assert sorted(told(text)) == [("error", "the router `gate`"), APART]


@pytest.mark.parametrize(
    ("interfaces", "expected"),
    [
        ("eth0: {lan: home, address: 192.168.0.2/22}, eth1: {lan: home, address: 192.168.0.3/22}", 1),
        ("eth0: {lan: home, address: 192.168.0.2/22}, eth1: {lan: home, dhcp: true}", 1),
        ("eth0: {lan: home, address: 192.168.0.2/22}, eth1: {lan: home}", 0),
        ("eth0: {lan: home, address: 192.168.0.2/22}, eth1: {lan: other, address: 192.168.8.3/24}", 0),
        ("eth0: {lan: home}, br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.0.2/22}", 0),
        (
            "eth1: {lan: home, address: 192.168.0.3/22}, br0: {kind: bridge, ports: [eth1], lan: home, address: 192.168.0.2/22}",
            0,
        ),  # LW229
        ("eth0: {address: 10.1.0.2/24}, eth1: {address: 10.2.0.2/24}", 0),
    ],
)
def test_two_addressed_interfaces_of_a_host_on_one_lan_are_warned_of(interfaces: str, expected: int) -> None:
    """The kernel answers ARP for both addresses on both; a port of a bridge and a bare parent have none."""
    findings = found("LW228", lans("{subnet: 192.168.8.0/24}", f"{{{interfaces}}}"))
    assert [(item.severity.value, item.origin.path[-2:]) for item in findings] == (
        [("warning", ("eth1", "lan"))] * expected
    )


@pytest.mark.parametrize(
    ("sysctls", "expected"),
    [
        ("{}", 1),
        ("{net.ipv4.conf.all.arp_ignore: 1}", 0),
        ("{net.ipv4.conf.all.arp_ignore: 0}", 1),
        ("{net.ipv4.conf.all.arp_ignore: ''}", 1),
        ("{net/ipv4/conf/eth0.5/arp_ignore: 2}", 0),
        ("{net.ipv4.conf.eth0.arp_ignore: 1}", 1),
    ],
)
def test_with_arp_ignore_each_speaks_for_itself(sysctls: str, expected: int) -> None:
    """On all interfaces, or on the one in question."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            sysctls: {sysctls}
            interfaces:
              eth1: {{lan: home, address: 192.168.0.2/22}}
              eth0.5: {{link: eth9, id: 5, lan: home, address: 192.168.0.3/22}}
              eth9: {{}}
        """
    assert len(found("LW228", text)) == expected


def test_another_subnet_is_proposed_as_long_as_there_is_one() -> None:
    """The site may avoid all private ones."""
    text = lans("{subnet: 192.168.3.0/24}")
    (finding,) = found("LW228", text)
    assert finding.fix == "give one of the two another subnet, for example 10.0.0.0/24 for `other`"
    avoid = "avoid: {one: [10.0.0.0/8, 'fd00::/8'], two: 172.16.0.0/12, three: 192.168.0.0/16}"
    (finding,) = found("LW228", text.replace("lans:", f"{avoid}\n        lans:"))
    assert finding.fix == "give one of the two another subnet"
