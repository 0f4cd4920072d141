"""LW225: written subnets that lie in a pool."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(networks: str, pools: str = "[{base: 10.201.0.0/16, size: 24}]") -> list[tuple[str, str]]:
    """Each finding: where the subnet lies, and what to write."""
    written = f"default_address_pools: {pools}" if pools else "bip: 10.200.0.1/24"
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1, routes: [{{to: 10.201.64.0/24, via: 192.168.0.9}}]}}}}
        avoid: {{vpn: 10.201.128.0/17}}
        hosts:
          dock1:
            docker: {{{written}}}
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}, eth1: {{}}}}
            networks: {networks}
        """
    return [(item.message.partition(" lies in ")[2], item.fix) for item in found("LW225", text)]


@pytest.mark.parametrize(
    ("subnet", "expected"),
    [
        ("10.201.9.0/24", [("the pool 10.201.0.0/16", "write `subnet: 10.202.0.0/24`")]),
        ("10.201.9.0/26", [("the pool 10.201.0.0/16", "write `subnet: 10.202.0.0/26`")]),
        ("10.200.0.0/15", []),  # it overlaps the range that is to be avoided (LW203)
        ("10.201.64.0/25", []),  # behind a router (LW203)
        ("10.202.9.0/24", []),
        ("172.22.0.0/16", []),
        ("10.201.0.0/24", []),  # docker0's, for certain (LW209)
    ],
)
def test_a_subnet_in_a_written_pool_may_be_given_away_first(
    subnet: str, expected: list[tuple[str, str]]
) -> None:
    """What Docker gives away for certain, or may not have for another reason, is told as that."""
    assert told(f"{{net1: {{driver: bridge, subnet: {subnet}}}}}") == expected


def test_where_no_pools_are_written_dockers_own_are_in_force() -> None:
    """172.17.0.0/16 to 172.31.0.0/16 and 192.168.0.0/16."""
    networks = "{aa: {driver: bridge, subnet: 172.22.0.0/16}, bb: {driver: bridge, subnet: 192.168.99.0/24}, cc: {driver: bridge, subnet: 172.16.0.0/16}}"
    assert told(networks, pools="") == [
        ("172.20.0.0/14, one of Docker's own pools", "write `subnet: 10.0.0.0/16`"),
        ("192.168.0.0/16, one of Docker's own pools", "write `subnet: 10.1.0.0/24`"),
    ]


@pytest.mark.parametrize(
    "network",
    [
        "{driver: bridge, subnet: 10.201.9.0/24, external: true}",
        "{driver: macvlan, parent: eth0, lan: home}",
        "{driver: macvlan, parent: eth0, lan: home, subnet: 192.168.0.0/22, gateway: 192.168.0.1}",
        "{driver: macvlan, parent: eth1, subnet: 10.201.9.0/24, gateway: 10.201.9.1}",
        "{driver: bridge}",
    ],
)
def test_what_is_there_already_or_on_a_lan_isnt_judged(network: str) -> None:
    """A pool over the LAN itself is LW202; where a cable leads, another subnet can't be written."""
    pools = "[{base: 10.201.0.0/16, size: 24}, {base: 192.168.0.0/20, size: 24}]"
    assert told(f"{{net1: {network}}}", pools) == []


def test_what_the_intents_own_networks_get_is_told_as_an_overlap() -> None:
    """`front` gets 10.201.1.0/24 before compose makes `back` (LW209)."""
    assert told("{front: {driver: bridge}, back: {driver: bridge, subnet: 10.201.1.0/24}}") == []


def test_no_range_is_proposed_for_two_hosts_and_none_where_none_is_left() -> None:
    """Of a public range, too, a network may have its subnet."""
    text = """
        version: 1
        avoid: {}
        hosts:
          dock1:
            docker: {default_address_pools: [{base: 100.64.0.0/16, size: 24}]}
            networks: {net1: {driver: bridge, subnet: 100.64.9.0/24}}
          dock2:
            docker: {default_address_pools: [{base: 100.64.0.0/16, size: 24}]}
            networks: {net1: {driver: bridge, subnet: 100.64.9.0/24}}
        """
    assert [item.fix for item in found("LW225", text)] == [
        "write `subnet: 172.16.0.0/24`",
        "write `subnet: 172.16.1.0/24`",
    ]
    avoided = "avoid: {one: [10.0.0.0/8, 'fd00::/8'], two: 172.16.0.0/12, three: 192.168.0.0/16}"
    full = found("LW225", text.replace("avoid: {}", avoided))
    assert [(item.fix, item.edits) for item in full] == [("write a subnet outside of the pools", ())] * 2
