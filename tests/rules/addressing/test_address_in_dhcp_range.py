"""LW216: addresses that the DHCP server may lease to somebody else."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(network: str = "", services: str = "", dhcp: str = "192.168.1.0-192.168.1.255") -> str:
    """One LAN with a DHCP range, one host on it."""
    return f"""
        version: 1
        lans:
          home:
            subnet: [192.168.0.0/22, "fd00:8::/64"]
            gateway: [192.168.0.1, "fd00:8::1"]
            dhcp: [{dhcp}]
            devices: {{tv: 192.168.1.9}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: [192.168.1.231/22, "fd00:8::17/64"]}}}}
            networks:
              real_lan: {{driver: macvlan, parent: eth0, lan: home{network}}}
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
            services: {{{services}}}
        """


ALIAS = "web: {networks: {backend: {}}, publish: [{address: 192.168.1.7, port: 80}]}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (site(services="web: {networks: {real_lan: 192.168.2.7}}"), []),
        (site(services="web: {networks: {real_lan: 192.168.1.7}}"), ["192.168.1.7 of `dock1/web` lies in"]),
        (site(services="web: {networks: {real_lan: 192.168.1.0}}"), ["192.168.1.0 of `dock1/web` lies in"]),
        (site(services=ALIAS), ["192.168.1.7 of the alias of `dock1` lies in"]),
        (site(", ip_range: 192.168.2.0/24"), []),
        (site(", ip_range: 192.168.1.128/25"), ["the ip_range 192.168.1.128/25 of `real_lan` meets"]),
        (site(", ip_range: 192.168.0.0/23"), ["the ip_range 192.168.0.0/23 of `real_lan` meets"]),
        (
            site(services="web: {networks: {real_lan: 192.168.1.7}}", dhcp="192.168.1.9-192.168.1.2"),
            [],
        ),  # LW227
        (
            site(services='web: {networks: {real_lan: "fd00:8::1007"}}', dhcp='"fd00:8::1000-fd00:8::1fff"'),
            ["fd00:8::1007 of `dock1/web` lies in"],
        ),
    ],
)
def test_what_docker_uses_and_the_dhcp_server_leases_must_be_apart(text: str, told: list[str]) -> None:
    """Services, aliases and ip_ranges; a host's or device's own address is maybe a reservation there."""
    assert [message.partition(" the DHCP range")[0] for message in messages("LW216", text)] == told


def test_a_network_without_an_ip_range_hands_out_from_the_bottom() -> None:
    """Two containers without an address get .2 and .3: inside a DHCP range that begins there, not one further up."""
    services = "web: {networks: {real_lan: {}}}, api: {networks: {real_lan: {}}}"
    low, high = (
        messages("LW216", site(services=services, dhcp=dhcp))
        for dhcp in ("192.168.0.3-192.168.0.99", "192.168.0.4-192.168.0.99")
    )
    assert low == [
        "what Docker hands out on `real_lan` (192.168.0.2-192.168.0.3) meets the DHCP range 192.168.0.3-192.168.0.99 of `home`"
    ]
    assert high == []


def test_a_static_address_in_two_ranges_is_told_once() -> None:
    """The first of them is enough to know."""
    text = site(
        services="web: {networks: {real_lan: 192.168.1.7}}",
        dhcp="192.168.1.0-192.168.1.9, 192.168.1.5-192.168.1.20",
    )
    assert len(found("LW216", text)) == 1


def test_the_fixes_lie_outside_the_dhcp_range() -> None:
    """The nearest free address; a block as large as the one that was written."""
    text = site(", ip_range: 192.168.1.16/28", "web: {networks: {real_lan: 192.168.1.7}}")
    assert [item.fix for item in found("LW216", text)] == [
        "write `ip_range: 192.168.2.0/28`",
        "write `192.168.0.254`, which is free",
    ]


def test_the_place_is_that_of_the_family() -> None:
    """The IPv6 range stands behind the IPv4 one."""
    text = site(', ip_range: [192.168.2.0/24, "fd00:8::1000/121"]', dhcp='"fd00:8::1000-fd00:8::1fff"')
    (finding,) = found("LW216", text)
    assert finding.origin.dotted == "hosts.dock1.networks.real_lan.ip_range.1"


def test_the_proposed_range_has_room_for_all_and_is_proposed_once() -> None:
    """Nine containers of each of two hosts need sixteen addresses each."""
    services = "web: {networks: {real_lan: {}}, replicas: 9}"
    text = site(services=services, dhcp="192.168.0.2-192.168.0.10")
    text += """
          dock2:
            interfaces: {eth0: {lan: home, address: 192.168.1.232/22}}
            networks: {real_lan: {driver: macvlan, parent: eth0, lan: home}}
            services: {web: {networks: {real_lan: {}}, replicas: 9}}
    """
    assert [item.fix for item in found("LW216", text)] == [
        "write `ip_range: 192.168.0.16/28`",
        "write `ip_range: 192.168.0.32/28`",
    ]


def test_where_the_lan_has_no_other_room_no_range_is_proposed() -> None:
    """Of a /29 nothing of its own size is left."""
    text = """
        version: 1
        lans: {home: {subnet: 192.168.0.0/29, gateway: 192.168.0.1, dhcp: 192.168.0.2-192.168.0.5}}
        hosts:
          dock1:
            interfaces: {eth0: {lan: home, address: 192.168.0.6/29}}
            networks: {real_lan: {driver: macvlan, parent: eth0, lan: home}}
            services: {web: {networks: {real_lan: {}}}}
        """
    (finding,) = found("LW216", text)
    assert finding.fix == "write an `ip_range` inside 192.168.0.0/29 that meets nothing else"
    assert finding.edits == ()
