"""LW227: what has no place in its LAN's subnet."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(
    lan: str = "", address: str = "192.168.0.231/22", subnet: str = '[192.168.0.0/22, "fd00:8::/64"]'
) -> str:
    """One LAN with one host."""
    return f"""
        version: 1
        lans:
          home: {{subnet: {subnet}, {lan}}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: {address}}}
        """


@pytest.mark.parametrize(
    ("lan", "message"),
    [
        ('gateway: [192.168.0.1, "fd00:8::1"]', None),
        ('gateway: "fe80::1"', None),
        (
            "gateway: 192.168.4.1",
            "the gateway 192.168.4.1 isn't inside 192.168.0.0/22, the subnet of the LAN `home`",
        ),
        (
            "gateway: 192.168.0.0",
            "the gateway 192.168.0.0 isn't a host of 192.168.0.0/22, the subnet of the LAN `home`",
        ),
        (
            'gateway: "fd00:9::1"',
            "the gateway fd00:9::1 isn't inside fd00:8::/64, the subnet of the LAN `home`",
        ),
        (
            "devices: {nas: {address: 192.168.9.9}}",
            "the device `nas` 192.168.9.9 isn't inside 192.168.0.0/22, the subnet of the LAN `home`",
        ),
        (
            "shared: {vip: 192.168.3.255}",
            "the shared address `vip` 192.168.3.255 isn't a host of 192.168.0.0/22, the subnet of the LAN `home`",
        ),
        ("dhcp: [192.168.1.0-192.168.1.255]", None),
        ("dhcp: [192.168.0.0-192.168.3.255]", None),
        (
            "dhcp: [192.168.3.0-192.168.4.9]",
            "the DHCP range 192.168.3.0-192.168.4.9 isn't inside 192.168.0.0/22, the subnet of the LAN `home`",
        ),
        ("dhcp: [192.168.1.9-192.168.1.9]", None),
        ("dhcp: [192.168.1.9-192.168.1.2]", "the DHCP range 192.168.1.9-192.168.1.2 ends before it begins"),
    ],
)
def test_what_the_lan_names_lies_inside_it(lan: str, message: str | None) -> None:
    """Both families; link-local addresses belong to every LAN; a DHCP range may be the whole subnet."""
    assert messages("LW227", site(lan)) == ([message] if message else [])


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ('[192.168.0.231/22, "fd00:8::17/64"]', None),
        ('[192.168.0.231/22, "fe80::17/64"]', None),
        (
            '["fe80::17/64", 192.168.8.231/22]',
            "the host's address 192.168.8.231/22 isn't inside 192.168.0.0/22, the subnet of the LAN `home`",
        ),
        (
            "192.168.0.231/24",
            "the host's address 192.168.0.231/24 has another prefix length than the LAN `home` (192.168.0.0/22)",
        ),
        (
            "192.168.0.231/32",
            "the host's address 192.168.0.231/32 has another prefix length than the LAN `home` (192.168.0.0/22)",
        ),
        (
            "192.168.8.231/22",
            "the host's address 192.168.8.231/22 isn't inside 192.168.0.0/22, the subnet of the LAN `home`",
        ),
        (
            "192.168.3.255/22",
            "the host's address 192.168.3.255/22 isn't a host of 192.168.0.0/22, the subnet of the LAN `home`",
        ),
        (
            '"fd00:8::17/48"',
            "the host's address fd00:8::17/48 has another prefix length than the LAN `home` (fd00:8::/64)",
        ),
    ],
)
def test_a_hosts_address_is_its_lans_with_the_lans_prefix_length(address: str, message: str | None) -> None:
    """Otherwise one of the two directions fails."""
    assert messages("LW227", site(address=address)) == ([message] if message else [])


def test_a_lan_of_one_family_holds_no_address_of_the_other() -> None:
    """Nothing could be said about it."""
    text = site('gateway: [192.168.0.1, "fd00:8::1"]', '"fd00:8::17/64"', subnet="192.168.0.0/22")
    assert messages("LW227", text) == [
        "the gateway fd00:8::1 is IPv6, and `home` has no IPv6 subnet",
        "the host's address fd00:8::17/64 is IPv6, and `home` has no IPv6 subnet",
    ]


@pytest.mark.parametrize(
    ("lan", "fix"),
    [
        (
            "gateway: 192.168.4.1",
            "write an address of 192.168.0.0/22, or the LAN's whole subnet: 192.168.0.0/21 holds both",
        ),
        (
            "gateway: 192.168.32.1",
            "write an address of 192.168.0.0/22, or the LAN's whole subnet: 192.168.0.0/18 holds both",
        ),
        ("gateway: 192.168.64.1", "write an address from 192.168.0.1 to 192.168.3.254"),
        ("gateway: 10.0.0.1", "write an address from 192.168.0.1 to 192.168.3.254"),
        ("dhcp: [192.168.1.9-192.168.1.2]", "write `192.168.1.2-192.168.1.9`"),
    ],
)
def test_the_fix_names_the_subnet_that_would_hold_it(lan: str, fix: str) -> None:
    """Where that isn't far: a LAN that grew, most likely."""
    assert [item.fix for item in found("LW227", site(lan))] == [fix]


def test_a_hosts_address_is_mended_with_the_lans_length() -> None:
    """The address stays."""
    (finding,) = found("LW227", site(address="192.168.0.231/24"))
    assert finding.fix == "write `192.168.0.231/22`"


PUT_THERE = """
        version: 1
        lans:
          home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: 192.168.0.1}
        hosts:
          dock1:
            interfaces: {eth0: {lan: home, address: ADDRESS/22}}
            networks:
              shop: {driver: bridge, subnet: 10.50.0.0/24}
              real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29}
            services: {web: {networks: {shop: {}}, listens: [80]}}
        """


@pytest.mark.parametrize(
    ("before", "keys"),
    [
        ("listens: [80]", "publish: [{port: 80, address: NOBODYS}]"),
        ("listens: [80]", "publish: [{port: 80, address: NOBODYS, via: dnat}]"),
        ("listens: [80]", "leaves_as: NOBODYS"),
        ("subnet: 10.50.0.0/24", "leaves_as: NOBODYS"),
        ("ip_range: 192.168.0.248/29", "host_access: {address: NOBODYS/32}"),
    ],
)
@pytest.mark.parametrize("address", ["192.168.3.255", "192.168.0.0"])
def test_what_is_put_on_the_host_is_a_hosts_address(before: str, keys: str, address: str) -> None:
    """The subnet's own and the broadcast address are nobody's; any other is fine, and one of no LAN is LW609, LW624."""
    text = PUT_THERE.replace(before, f"{before}, {keys}").replace("ADDRESS", "192.168.0.231")
    (item,) = found("LW227", text.replace("NOBODYS", address))
    assert (
        item.message == f"{address} on `dock1` isn't a host of 192.168.0.0/22, the subnet of the LAN `home`"
    )
    assert "nobody gets a connection there" in (item.why or "")
    assert messages("LW227", text.replace("NOBODYS", "192.168.0.240")) == []
    assert messages("LW227", text.replace("NOBODYS", "203.0.113.9")) == []


def test_the_hosts_own_address_is_told_once() -> None:
    """A shim has it, too."""
    text = PUT_THERE.replace("ip_range: 192.168.0.248/29", "host_access: true")
    assert len(messages("LW227", text.replace("ADDRESS", "192.168.3.255"))) == 1


def test_each_address_is_told_at_its_own_place() -> None:
    """Of a device, of a shared address and of the host the IPv6 one is the LAN's."""
    text = site(
        'devices: {nas: ["fd00:8::9", 192.168.9.9]}, shared: {vip: ["fd00:8::3", 192.168.9.3]}',
        '["fd00:8::17/64", 192.168.9.231/22]',
    )
    assert [item.origin.dotted for item in found("LW227", text)] == [
        "lans.home.devices.nas.1",
        "lans.home.shared.vip.1",
        "hosts.dock1.interfaces.eth0.address.1",
    ]
