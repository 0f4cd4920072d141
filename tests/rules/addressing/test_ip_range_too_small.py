"""LW223: more containers than addresses."""

from __future__ import annotations

import pytest

from tests.rules.found import found
from tests.rules.mended import mended


def site(network: str, services: str) -> str:
    """A host on a LAN with one network."""
    return f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}
            networks: {{net1: {{{network}}}}}
            services: {services}
        """


def told(network: str, services: str) -> list[tuple[str, str]]:
    """What is found of one network: what there is, and what to write."""
    return [(item.message, item.fix) for item in found("LW223", site(network, services))]


LAN = "driver: macvlan, parent: eth0, lan: home, "


def workers(replicas: int) -> str:
    """So many containers without an address of their own."""
    return f"{{work: {{networks: {{net1: {{}}}}, replicas: {replicas}}}}}"


@pytest.mark.parametrize(
    ("network", "replicas", "room"),
    [
        (LAN + "ip_range: 192.168.2.0/29", 8, None),
        (LAN + "ip_range: 192.168.2.0/29", 9, 8),
        (LAN + "ip_range: 192.168.2.0/29, reserve: {nas: 192.168.2.3}", 8, 7),
        (LAN + "ip_range: 192.168.0.0/30", 2, None),
        (LAN + "ip_range: 192.168.0.0/30", 3, 2),
        ("driver: bridge, subnet: 10.22.0.0/29", 5, None),
        ("driver: bridge, subnet: 10.22.0.0/29", 6, 5),
        ("driver: macvlan, parent: eth0, subnet: [10.22.0.0/29, 10.23.0.0/29], gateway: 10.22.0.1", 11, None),
        ("driver: macvlan, parent: eth0, subnet: [10.22.0.0/29, 10.23.0.0/29], gateway: 10.22.0.1", 12, 11),
        ("driver: bridge", 9999, None),
    ],
)
def test_what_is_taken_and_the_subnets_edges_are_no_room(
    network: str, replicas: int, room: int | None
) -> None:
    """Gateways (a bridge's own among them), reserved addresses; several subnets are used one after the other."""
    found_ = told(network, workers(replicas))
    assert [message.rpartition("which has ")[2] for message, _ in found_] == (
        [] if room is None else [f"{room} to give"]
    )


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        ("driver: bridge, subnet: 10.22.0.0/29, ip_range: 10.22.0.0/32", ["error"]),
        ("driver: bridge, subnet: 10.22.0.0/29, ip_range: 10.22.0.0/32, gateway: 10.22.0.1", []),
        ("driver: bridge, subnet: 10.22.0.0/29, ip_range: 10.22.0.0/31", []),
        (
            "driver: bridge, subnet: 10.22.0.0/29, ip_range: 10.22.0.0/32, options: {com.docker.network.bridge.gateway_mode_ipv4: isolated}, internal: true",
            [],
        ),
        ("driver: macvlan, parent: eth0, subnet: 10.22.0.0/29, ip_range: 10.22.0.0/32", ["error"]),
        ("driver: macvlan, parent: eth0, subnet: 10.22.0.0/29, ip_range: 10.22.0.0/32, internal: true", []),
    ],
)
def test_dockers_own_gateway_needs_an_address(network: str, expected: list[str]) -> None:
    """The subnet's first address is none (26.1 and 28.5.2)."""
    text = f"""
        version: 1
        hosts: {{dock1: {{interfaces: {{eth0: {{}}}}, networks: {{net1: {{{network}}}}}}}}}
        """
    assert [item.severity.value for item in found("LW223", text)] == expected


def test_static_addresses_inside_the_range_take_room_and_need_none() -> None:
    """Four are free, five are wanted."""
    services = """{
        work: {networks: {net1: {}}, replicas: 5},
        aa: {networks: {net1: 192.168.2.1}}, bb: {networks: {net1: 192.168.2.2}},
        cc: {networks: {net1: 192.168.2.3}}, dd: {networks: {net1: 192.168.2.4}}, ee: {networks: {net1: 192.168.3.9}}}"""
    (finding,) = told(LAN + "ip_range: 192.168.2.0/29", services)
    assert finding == (
        "5 containers on `net1` get an address from the ip_range 192.168.2.0/29, which has 4 to give",
        "write `ip_range: 192.168.2.8/29`",
    )


def test_the_proposed_range_holds_all_of_them() -> None:
    """Or the subnet is too small for any."""
    assert told(LAN + "ip_range: 192.168.2.0/29", workers(40))[0][1] == "write `ip_range: 192.168.2.64/26`"
    bridge = "driver: bridge, subnet: 10.22.0.0/29, ip_range: 10.22.0.4/30"
    assert told(bridge, workers(5))[0][1] == "give the network a subnet larger than 10.22.0.0/29"
    full = "driver: bridge, subnet: 10.22.0.0/28, ip_range: 10.22.0.8/30, reserve: {nas: 10.22.0.3}"
    assert told(full, workers(5))[0][1] == "make room in 10.22.0.0/28 for 5 addresses"


def test_where_there_is_no_range_one_makes_no_room() -> None:
    """Seven addresses are left, and the last eight of the subnet are those with its broadcast address."""
    network = (
        "driver: bridge, subnet: 10.22.0.0/28, reserve: {many: 10.22.0.2, more: 10.22.0.3, nas: 10.22.0.4}"
    )
    services = (
        f"{{web: {{networks: {{net1: 10.22.0.5}}}}, mail: {{networks: {{net1: 10.22.0.6}}}}, {workers(9)[1:]}"
    )
    assert told(network, services) == [
        (
            "9 containers on `net1` get an address from the subnet 10.22.0.0/28, which has 8 to give",
            "give the network a subnet larger than 10.22.0.0/28",
        )
    ]
    services = services.replace("10.22.0.6", "[10.22.0.6]").replace("replicas: 9", "replicas: 8")
    services = services.replace("{web:", "{api: {networks: {net1: 10.22.0.7}}, web:")
    assert told(network, services) == [
        (
            "8 containers on `net1` get an address from the subnet 10.22.0.0/28, which has 7 to give",
            "make room in 10.22.0.0/28 for 8 addresses",
        )
    ]


def test_another_subnet_of_the_network_is_no_part_of_the_first() -> None:
    """It is used as it is, when the first is full."""
    network = "driver: macvlan, parent: eth0, subnet: [10.22.0.0/28, 10.23.0.0/28], gateway: 10.22.0.1"
    text = site(f"{network}, ip_range: 10.22.0.4/32, reserve: {{nas: 10.22.0.4}}", workers(16))
    (finding,) = found("LW223", text)
    assert finding.fix == "give the network a subnet larger than 10.22.0.0/28"
    assert finding.edits == ()


def test_one_container_is_told_as_one() -> None:
    """Its range has an address, which is reserved."""
    ((message, _),) = told(LAN + "ip_range: 192.168.2.0/32, reserve: {nas: 192.168.2.0}", workers(1))
    assert message == (
        "a container on `net1` gets an address from the ip_range 192.168.2.0/32, which has 0 to give"
    )


def test_the_range_of_the_family_is_the_one_that_is_replaced() -> None:
    """The other one stays."""
    network = (
        'driver: bridge, subnet: ["fd00:22::/64", 10.22.0.0/24], ip_range: ["fd00:22::100/120", 10.22.0.8/30]'
    )
    (line,) = mended("LW223", site(network, workers(9)))
    assert 'ip_range: ["fd00:22::100/120", 10.22.0.16/28]' in line
    (finding,) = found("LW223", site(network, workers(9)))
    assert finding.origin.path[-2:] == ("ip_range", "1")


def test_no_range_is_proposed_for_two_networks() -> None:
    """Both are on one LAN, and have the same one so far."""
    text = site(LAN + "ip_range: 192.168.2.0/30", workers(9)).replace(
        "networks: {net1:", f"networks: {{net2: {{{LAN}ip_range: 192.168.2.0/30}}, net1:", 1
    )
    text = text.replace("{networks: {net1: {}}", "{networks: {net1: {}, net2: {}}")
    assert [item.fix for item in found("LW223", text)] == [
        "write `ip_range: 192.168.2.16/28`",
        "write `ip_range: 192.168.2.32/28`",
    ]


def test_ipv6_is_counted_apart_and_no_further_than_needed() -> None:
    """A /64 has room for all; two addresses of an ip_range haven't, of which a bridge takes the first for itself."""
    both = 'driver: bridge, subnet: [10.22.0.0/24, "fd00:22::/64"]'
    assert told(both, workers(3)) == []
    ((message, _),) = told(both + ', ip_range: "fd00:22::8/127"', workers(3))
    assert message == (
        "3 containers on `net1` get an address from the ip_range fd00:22::8/127, which has 1 to give"
    )


def test_a_range_outside_its_subnet_is_told_elsewhere() -> None:
    """That is LW211."""
    assert told("driver: bridge, subnet: 10.22.0.0/24, ip_range: 10.23.0.0/30", workers(9)) == []
