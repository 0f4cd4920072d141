"""LW211: values that no subnet of their network holds."""

from __future__ import annotations

import pytest

from tests.rules.found import found
from tests.rules.mended import mended


def host(network: str) -> str:
    """A host on a LAN with one network."""
    return f"""
        version: 1
        lans: {{home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.3.254, "fd00:8::fe"]}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}
            networks: {{net1: {{{network}}}}}
        """


BRIDGE = "driver: bridge, subnet: 10.11.0.0/24, "
LAN = "driver: macvlan, parent: eth0, lan: home, "


@pytest.mark.parametrize(
    ("network", "whys", "fixes"),
    [
        (BRIDGE + "gateway: 10.11.0.1, ip_range: 10.11.0.0/24, reserve: {a: 10.11.0.9}", [], []),
        (BRIDGE + "gateway: 10.12.0.1", ["gateway 10.12.0.1"], ["write `gateway: 10.11.0.1`"]),
        (BRIDGE + "ip_range: 10.12.0.64/26", ["range 10.12.0.64/26"], ["write `ip_range: 10.11.0.64/26`"]),
        (BRIDGE + "ip_range: 10.11.0.0/16", ["range 10.11.0.0/16"], ["write `ip_range: 10.11.0.32/27`"]),
        (BRIDGE + "ip_range: 10.12.0.0/24", ["range 10.12.0.0/24"], ["write `ip_range: 10.11.0.0/27`"]),
        (
            "driver: bridge, subnet: 10.11.0.0/31, gateway: 10.11.0.1, ip_range: 10.12.0.0/32, reserve: {nas: 10.11.0.0}",
            ["range 10.12.0.0/32"],
            ["write a part of 10.11.0.0/31"],
        ),
        (BRIDGE + 'gateway: "fd00::1"', [], []),  # LW224
        ("driver: bridge, gateway: 10.12.0.1", [], []),  # LW224
        (
            LAN + 'gateway: [192.168.9.1, "fd00:8::1"]',
            ["gateway 192.168.9.1"],
            ["write `gateway: 192.168.3.254`"],
        ),
        (
            LAN + "subnet: 192.168.2.0/24, gateway: 192.168.9.1",
            ["gateway 192.168.9.1"],
            ["write `gateway: 192.168.2.1`"],
        ),
        (
            LAN + 'ip_range: [192.168.2.0/28, "fd00:9::/120"]',
            ["range fd00:9::/120"],
            ["write `ip_range: fd00:8::100/120`"],
        ),
        (
            "driver: macvlan, parent: eth0, subnet: [10.11.0.0/24, 10.12.0.0/24], gateway: 10.12.0.1, reserve: {a: 10.13.0.9}",
            ["aux-address 10.13.0.9"],
            [
                "write an address of 10.11.0.0/24, or drop the entry: outside its subnet Docker hands nothing out"
            ],
        ),
    ],
)
def test_each_value_needs_a_subnet_of_its_family(network: str, whys: list[str], fixes: list[str]) -> None:
    """A range larger than the subnet, too; with several subnets any of them will do; the LAN's router is proposed."""
    findings = found("LW211", host(network))
    assert [item.why.partition("for ")[2].rstrip('"') for item in findings] == whys
    assert [item.fix for item in findings] == fixes


@pytest.mark.parametrize(
    ("network", "part"),
    [
        (LAN + 'gateway: ["fd00:8::1", 192.168.9.1]', 'gateway: ["fd00:8::1", 192.168.3.254]'),
        (BRIDGE + "ip_range: 10.12.0.64/26", "ip_range: 10.11.0.64/26"),
        (BRIDGE + "reserve: {nas: 10.12.0.9}", "reserve: {}"),
        (BRIDGE + "reserve: {nas: 10.12.0.9, tv: 10.11.0.9}", "reserve: {tv: 10.11.0.9}"),
        (
            'driver: bridge, subnet: [10.11.0.0/24, "fd00:1::/64"], reserve: {nas: ["fd00:1::9", 10.12.0.9], tv: 10.11.0.9}',
            'reserve: {nas: ["fd00:1::9"], tv: 10.11.0.9}',
        ),
        (BRIDGE + "reserve: {nas: [10.12.0.9], tv: 10.11.0.9}", "reserve: {tv: 10.11.0.9}"),
    ],
)
def test_a_value_is_replaced_and_what_is_reserved_elsewhere_goes(network: str, part: str) -> None:
    """Each at its own place."""
    (line,) = mended("LW211", host(network))
    assert part in line


def test_no_range_is_proposed_for_two_networks() -> None:
    """Both are on one LAN."""
    text = host(LAN + "ip_range: 192.168.9.0/28").replace(
        "{net1:", f"{{net2: {{{LAN}ip_range: 192.168.9.0/28}}, net1:"
    )
    assert [item.fix for item in found("LW211", text)] == [
        "write `ip_range: 192.168.1.0/28`",
        "write `ip_range: 192.168.1.16/28`",
    ]
