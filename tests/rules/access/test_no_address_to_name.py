"""LW617: services that a rule must name, and what address they have."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(service: str, network: str = "driver: bridge, subnet: 172.22.0.0/24") -> str:
    """A host with one network behind NAT, one on the LAN, and a service."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, 'fd00:8::17/64']}}
            docker: {{default_address_pools: [{{base: 10.201.0.0/16, size: 24}}]}}
            networks:
              backend: {{{network}}}
              real_lan: {{driver: macvlan, parent: eth0, lan: home, subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
            services:
              shop: {{{service}}}
        """


DNAT = "publish: [{address: 192.168.0.240, port: 80, via: dnat}]"
LEAVES = "leaves_as: 192.168.0.240"
DNAT6 = "publish: [{address: 'fd00:8::40', port: 80, via: dnat}]"
AUTOMATIC = "driver: bridge"


@pytest.mark.parametrize("asked", [DNAT, LEAVES])
@pytest.mark.parametrize(
    "networks", ["{backend: {}}", "{backend: 172.22.0.10}", "{backend: {}, real_lan: {}}"]
)
def test_a_written_subnet_has_an_address_for_it(asked: str, networks: str) -> None:
    """Pinned by the plan, or given by the intent."""
    assert messages("LW617", site(f"networks: {networks}, {asked}")) == []


@pytest.mark.parametrize(("asked", "place"), [(DNAT, "via"), (LEAVES, "leaves_as")])
def test_a_subnet_of_dockers_choice_has_none(asked: str, place: str) -> None:
    """The fix is a free subnet, and it is clean."""
    (finding,) = found("LW617", site(f"networks: {{backend: {{}}}}, {asked}", AUTOMATIC))
    assert finding.origin.path[-1] == place
    assert finding.fix == "write `subnet: 172.22.0.0/24` for `backend`"


def test_replicas_cant_share_one() -> None:
    """A rule leads from one address."""
    (finding,) = found("LW617", site(f"replicas: 2, networks: {{backend: {{}}}}, {LEAVES}"))
    assert finding.fix == "write `replicas: 1`"


def test_a_full_subnet_has_none_left() -> None:
    """Network, gateway and broadcast, and one that the network keeps."""
    network = "driver: bridge, subnet: 172.22.0.0/30, gateway: 172.22.0.1, reserve: {other: 172.22.0.2}"
    (finding,) = found("LW617", site(f"networks: {{backend: {{}}}}, {DNAT}", network))
    assert finding.fix == "write a larger `subnet` for `backend`"


@pytest.mark.parametrize(
    ("network", "count"),
    [
        ("driver: bridge, subnet: 172.22.0.0/24", 1),
        ("driver: bridge, subnet: [172.22.0.0/24, 'fd00:22::/64']", 0),
    ],
)
def test_ipv6_needs_a_network_with_ipv6(network: str, count: int) -> None:
    """A rule of one family names an address of that family."""
    told = found("LW617", site(f"networks: {{backend: {{}}}}, {DNAT6}", network))
    assert [item.fix for item in told] == ["give `backend` an IPv6 subnet"] * count


def test_a_port_at_all_of_the_hosts_addresses_asks_for_no_more_than_there_is() -> None:
    """The host has IPv6, the network hasn't: served by IPv4 alone."""
    asked = "publish: [{port: 80, via: dnat}]"
    assert messages("LW617", site(f"networks: {{backend: {{}}}}, {asked}")) == []


def test_who_stands_on_the_lan_leaves_as_itself() -> None:
    """`leaves_as` has nothing to translate there; a dnat to such a service is LW601's or LW610's."""
    (finding,) = found("LW617", site(f"networks: {{real_lan: 192.168.0.241}}, {LEAVES}"))
    assert finding.fix == "drop `leaves_as`"
    assert messages("LW617", site(f"networks: {{real_lan: 192.168.0.241}}, {DNAT}")) == []


def test_a_service_that_no_rule_names_needs_no_address() -> None:
    """Published by Docker, it may have any."""
    assert messages("LW617", site("networks: {backend: {}}, publish: [80]", AUTOMATIC)) == []


def test_it_is_told_once_whatever_asks_for_it() -> None:
    """Two ports, or a port and `leaves_as`; and in each family for itself."""
    two = "publish: [{address: 192.168.0.240, port: 80, via: dnat}, {address: 192.168.0.240, port: 81, via: dnat}]"
    assert len(messages("LW617", site(f"networks: {{backend: {{}}}}, {two}, {LEAVES}", AUTOMATIC))) == 1
    both = "leaves_as: [192.168.0.240, 'fd00:8::40']"
    dual = "driver: bridge, subnet: [172.22.0.0/24, 'fd00:22::/64']"
    told = messages("LW617", site(f"replicas: 2, networks: {{backend: {{}}}}, {both}", dual))
    assert [message.partition("IPv")[2][0] for message in told] == ["4", "6"]


def test_a_port_at_all_of_the_hosts_addresses_needs_one_too() -> None:
    """Of the families that it is served by."""
    (finding,) = found("LW617", site("networks: {backend: {}}, publish: [{port: 80, via: dnat}]", AUTOMATIC))
    assert finding.origin.path[-1] == "via"
    assert "IPv4" in finding.message


@pytest.mark.parametrize(("asked", "count"), [(DNAT, 0), (LEAVES, 1)])
def test_where_another_network_gives_the_default_route_no_port_is_led_there(asked: str, count: int) -> None:
    """That is LW619; `leaves_as` is wanted behind NAT all the same."""
    networks = "{backend: {}, real_lan: {address: 192.168.0.241, gw_priority: 1}}"
    assert len(messages("LW617", site(f"networks: {networks}, {asked}", AUTOMATIC))) == count


def test_the_address_is_wanted_where_the_port_is_published() -> None:
    """Not on whatever network comes first."""
    text = site(f"networks: {{backend: {{}}, front: {{gw_priority: 1}}}}, {DNAT}", AUTOMATIC)
    text = text.replace(
        "real_lan: {driver", "front: {driver: bridge, subnet: 10.9.0.0/24}\n              real_lan: {driver"
    )
    assert messages("LW617", text) == []


def test_each_network_is_given_a_subnet_of_its_own() -> None:
    """Beside the one of the other family that is written already; where none is free none is named."""
    text = site(f"networks: {{backend: {{}}}}, {LEAVES}", AUTOMATIC)
    more = "other: {driver: bridge, subnet: 'fd00:33::/64'}\n              real_lan: {driver"
    text = text.replace("real_lan: {driver", more).replace(
        "services:\n", f"services:\n              mail: {{networks: {{other: {{}}}}, {LEAVES}}}\n"
    )
    told = found("LW617", text)
    assert [item.fix for item in told] == [
        "write `subnet: 172.22.0.0/24` for `other`",
        "write `subnet: 172.22.1.0/24` for `backend`",
    ]
    assert [edit.text for item in told for edit in item.edits] == [
        "['fd00:33::/64', 172.22.0.0/24]",
        ", subnet: 172.22.1.0/24",
    ]
    used = "avoid: {ten: 10.0.0.0/8, twelve: 172.16.0.0/12, sixteen: 192.168.0.0/16}\n        hosts:"
    (finding,) = found(
        "LW617", site(f"networks: {{backend: {{}}}}, {LEAVES}", AUTOMATIC).replace("hosts:", used)
    )
    assert finding.fix == "write a `subnet` for `backend`"
    assert finding.edits == ()


NETWORK = """
version: 1
lans: {home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
hosts:
  dock1:
    interfaces: {br0: {kind: bridge, lan: home, address: 192.168.0.231/22}}
    networks: {net: {KEYS, leaves_as: ADDRESS}}
"""


@pytest.mark.parametrize(
    ("keys", "address", "fix"),
    [
        ("driver: macvlan, parent: br0, lan: home", "192.168.0.9", "drop `leaves_as`"),
        ("driver: ipvlan, mode: l3, parent: br0, subnet: 10.9.0.0/24", "192.168.0.9", "drop `leaves_as`"),
        ("driver: bridge, host_bridge: br0, lan: home", "192.168.0.9", "drop `leaves_as`"),
        ("driver: bridge, internal: true", "192.168.0.9", "drop `leaves_as`, or `internal`"),
        ("driver: bridge", "'fd00::9'", "give `net` an IPv6 subnet, or drop fd00::9"),
        (
            "driver: bridge, external: true",
            "192.168.0.9",
            "write its `subnet`, as `docker network inspect net` shows it",
        ),
        ("driver: bridge, external: true, subnet: 10.9.0.0/24", "192.168.0.9", None),
        ("driver: bridge", "192.168.0.9", None),
        ("driver: bridge", "[192.168.0.9, 'fd00::9']", "give `net` an IPv6 subnet, or drop fd00::9"),
    ],
)
def test_a_whole_network_leaves_as_another_behind_nat_alone(keys: str, address: str, fix: str | None) -> None:
    """On the LAN, where nothing translates, it never does."""
    text = NETWORK.replace("KEYS", keys).replace("ADDRESS", address)
    assert [item.fix for item in found("LW617", text)] == ([] if fix is None else [fix])
