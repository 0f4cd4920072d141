"""LW602: which address a shim may have."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages


def site(
    access: str,
    *,
    own: str = "address: 192.168.0.231/22",
    network: str = "lan: home, ip_range: 192.168.0.248/29",
    more: str = "",
    driver: str = "macvlan",
    lan: str = "192.168.0.0/22",
    web: str = "192.168.0.241",
) -> str:
    """A host with a shim; the LAN has a DHCP range and another LAN beside it."""
    return f"""
        version: 1
        lans:
          home: {{subnet: {lan}, gateway: 192.168.0.1, dhcp: 192.168.1.0-192.168.1.255}}
          iot: {{subnet: 192.168.40.0/24, gateway: 192.168.40.1, devices: {{lamp: 192.168.40.9}}}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, {own}}}
              eth1: {{lan: iot, address: 192.168.40.2/24}}
            docker: {{{more}}}
            networks:
              real_lan: {{driver: {driver}, parent: eth0, {network}, host_access: {access}}}
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
            services:
              web: {{networks: {{real_lan: {web}}}}}
              app: {{networks: {{backend: {{}}}}}}
        """


@pytest.mark.parametrize("driver", ["macvlan", "ipvlan"])
@pytest.mark.parametrize(
    "access",
    [
        "true",
        "{interface: macvlan0}",
        "{address: 192.168.0.231/32}",
        "{address: 192.168.0.239/32}",
        "{address: 192.168.0.249/29}",
        "{address: 192.168.143.91/32}",
    ],
)
def test_what_does_no_harm_is_not_told(access: str, driver: str) -> None:
    """The host's own, a free one, the prefix of the ip_range; a dummy one that nobody has (LW604, LW404)."""
    assert messages("LW602", site(access, driver=driver)) == []


@pytest.mark.parametrize(
    ("address", "lan", "severity"),
    [
        ("192.168.0.239/22", "192.168.0.0/22", Severity.WARNING),
        ("192.168.0.231/22", "192.168.0.0/22", Severity.WARNING),
        ("192.168.0.239/24", "192.168.0.0/22", Severity.ERROR),
        ("192.168.40.77/24", "192.168.40.0/24", Severity.ERROR),
        ("192.168.0.239/0", "192.168.0.0/22", Severity.ERROR),
    ],
)
def test_a_prefix_that_holds_more_than_the_address_makes_a_second_route(
    address: str, lan: str, severity: Severity
) -> None:
    """Behind the interface's own it does no harm yet; the fix is the address alone, which is clean."""
    (finding,) = found("LW602", site(f"{{address: {address}}}"))
    assert finding.severity is severity
    assert finding.message.endswith(f"a second route to {lan}")
    assert finding.fix == f"write `{address.partition('/')[0]}/32`"


def test_an_address_in_the_dhcp_range_will_be_leased() -> None:
    """For a host that has an address there, its own one will do."""
    (finding,) = found("LW602", site("{interface: macvlan0, address: 192.168.1.9/32}"))
    assert finding.fix == "write `host_access: {interface: macvlan0}`"
    assert finding.related[0].origin.path[-1] == "dhcp"


def test_the_hosts_own_address_may_be_in_the_dhcp_range() -> None:
    """It is the server's reservation for the host, and the shim is the host."""
    own = "address: 192.168.1.31/22"
    assert (
        messages("LW602", site("true", own=own))
        == messages("LW602", site("{address: 192.168.1.31/32}", own=own))
        == []
    )


@pytest.mark.parametrize(
    ("address", "more", "place"),
    [
        ("10.201.3.4", "default_address_pools: [{base: 10.201.0.0/16, size: 24}]", "base"),
        ("10.200.0.9", "bip: 10.200.0.1/24", "bip"),
        ("172.22.0.9", "bip: 10.200.0.1/24", "subnet"),
        ("172.17.0.9", "", "docker"),
    ],
)
def test_an_address_in_a_range_of_dockers_will_be_a_containers(address: str, more: str, place: str) -> None:
    """A written pool, docker0, a network's subnet; of Docker's own pools what it takes for this intent."""
    (finding,) = found("LW602", site(f"{{address: {address}/32}}", more=more))
    assert (
        finding.related[0].origin.path[-1].removesuffix("0") in {place, ""}
        or place in finding.related[0].origin.path
    )
    assert finding.fix == "write `host_access: true`"


def test_the_rest_of_dockers_own_pools_is_nobodys() -> None:
    """192.168.143.91 of many notes lies in 192.168.0.0/16, which Docker won't get to."""
    assert messages("LW602", site("{address: 172.30.0.9/32}")) == []


def test_an_address_of_another_lans_machine_is_in_use() -> None:
    """The host would take the lamp's address for its own."""
    (finding,) = found("LW602", site("{address: 192.168.40.9/32}"))
    assert "`iot/lamp`" in finding.message


def test_the_hosts_address_on_another_lan_is_its_own() -> None:
    """Nobody else has it; that containers don't answer to it is LW604's."""
    assert messages("LW602", site("{address: 192.168.40.2/32}")) == []


def test_a_host_without_an_address_there_has_none_to_carry() -> None:
    """A free one near the containers is proposed, and is clean."""
    (finding,) = found("LW602", site("true", own="mtu: 1500"))
    assert finding.fix.startswith("write `host_access: {address: 192.168.0.247/32}`")
    assert messages("LW602", site("{address: 192.168.0.247/32}", own="mtu: 1500")) == []


def test_where_that_is_told_otherwise_nothing_is_told_here() -> None:
    """ipvlan: LW404; a lease: LW604."""
    assert messages("LW602", site("true", own="mtu: 1500", driver="ipvlan")) == []
    assert messages("LW602", site("true", own="dhcp: true")) == []


def test_ipv6_is_judged_as_ipv4_is() -> None:
    """With /128 in the place of /32."""
    text = site("{address: 'fd00:8::239/64'}", own="address: [192.168.0.231/22, 'fd00:8::17/64']")
    text = text.replace("{subnet: 192.168.0.0/22,", "{subnet: [192.168.0.0/22, 'fd00:8::/64'],")
    (finding,) = found("LW602", text)
    assert finding.fix == "write `fd00:8::239/128`"


DUAL = "[192.168.0.0/22, 'fd00:8::/64']"


def test_a_free_one_takes_its_place_where_the_hosts_own_cant() -> None:
    """The host has a lease, or the shim is of ipvlan."""
    for text in (
        site("{interface: macvlan0, address: 192.168.1.9/32}", own="dhcp: true"),
        site("{interface: macvlan0, address: 192.168.1.9/32}", driver="ipvlan"),
    ):
        (finding,) = found("LW602", text)
        assert finding.fix == "write `192.168.0.247/32`, which is free"
        assert [edit.text for edit in finding.edits] == ["192.168.0.247/32"]


def test_of_two_addresses_the_one_is_told_that_is_at_fault() -> None:
    """The other one stays."""
    (finding,) = found(
        "LW602", site("{address: ['fd00:8::9/128', 192.168.40.9/32]}", lan=DUAL, own="dhcp: true")
    )
    assert finding.origin.path[-2:] == ("address", "1")
    assert [edit.text for edit in finding.edits] == ["192.168.0.247/32"]


def test_with_the_hosts_own_goes_a_free_one_of_the_family_that_it_hasnt() -> None:
    """The network has IPv6, the host not."""
    (finding,) = found("LW602", site("{address: 192.168.1.9/32}", lan=DUAL))
    assert finding.fix == 'write `host_access: {address: "fd00:8::2/128"}`'
    assert [edit.text for edit in finding.edits] == ["{address: fd00:8::2/128}"]


def test_where_none_is_left_none_is_named() -> None:
    """The network is a small one, on no LAN."""
    network = "subnet: 10.9.0.0/30, gateway: 10.9.0.1"
    (finding,) = found(
        "LW602",
        site("{address: 172.22.0.9/32}", network=network, own="mtu: 1500", web="10.9.0.2").replace(
            "{lan: home, mtu", "{mtu"
        ),
    )
    assert finding.fix == "give the shim an address of the LAN that nobody has"
    assert finding.edits == ()


def test_a_network_on_no_lan_has_addresses_of_its_own() -> None:
    """One of them is free for the shim."""
    text = site("true", network="subnet: 10.9.0.0/24", own="mtu: 1500", web="10.9.0.9").replace(
        "{lan: home, mtu", "{mtu"
    )
    (finding,) = found("LW602", text)
    assert finding.fix.startswith("write `host_access: {address: 10.9.0.1/32}`, or give the host an address")


@pytest.mark.parametrize(
    ("eth0", "more", "told"),
    [
        ("address: 10.9.0.5/24", "", 0),
        ("address: 10.8.0.5/24", "", 1),
        ("mtu: 1500", ", eth2: {address: 10.9.0.5/24}", 1),
    ],
)
def test_there_the_hosts_own_address_is_the_parents_in_that_subnet(eth0: str, more: str, told: int) -> None:
    """Another interface leads elsewhere, and another subnet is none of the containers'."""
    text = site("true", network="subnet: 10.9.0.0/24", web="10.9.0.9")
    text = text.replace(
        "eth0: {lan: home, address: 192.168.0.231/22}",
        f"eth0: {{{eth0}}}{more}".replace(", eth2", "\n              eth2"),
    )
    assert len(messages("LW602", text)) == told


def test_on_a_lan_any_interface_there_has_the_hosts_own_address() -> None:
    """The parent needn't have one."""
    text = site("true", own="mtu: 1500").replace(
        "eth1: {lan: iot, address: 192.168.40.2/24}", "eth1: {lan: home, address: 192.168.0.232/22}"
    )
    assert messages("LW602", text) == []


def test_a_vlan_that_docker_makes_has_no_address_of_the_hosts() -> None:
    """Nobody has written it as an interface."""
    text = site("true", network="subnet: 10.9.0.0/24", web="10.9.0.9").replace(
        "parent: eth0", "parent: eth0.9"
    )
    assert len(messages("LW602", text)) == 1


def test_of_all_lans_its_own_is_named() -> None:
    """Where the prefix holds several."""
    text = site("{address: 192.168.40.77/16}", network="lan: iot", web="192.168.40.10").replace(
        "parent: eth0", "parent: eth1"
    )
    (message,) = messages("LW602", text)
    assert message.endswith("a second route to 192.168.40.0/24")


def test_two_shims_are_given_an_address_each() -> None:
    """Both can be written at once."""
    text = site("true", own="mtu: 1500", network="lan: home").replace(
        "backend: {driver",
        "other: {driver: macvlan, parent: eth0, lan: home, host_access: true}\n              backend: {driver",
    )
    assert len({item.fix for item in found("LW602", text)}) == 2
