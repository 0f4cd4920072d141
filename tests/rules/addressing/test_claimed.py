"""Who has an address that somebody else has, too, gets another one wherever it is written."""

from __future__ import annotations

import pytest

from tests.rules.found import found
from tests.rules.mended import mended

MACVLAN = "real_lan: {driver: macvlan, parent: eth0, lan: home}"
NAT = "inner: {driver: bridge, subnet: 172.22.0.0/24}"


def site(
    networks: str = MACVLAN,
    services: str = "",
    *,
    address: str = "192.168.0.2/24",
    devices: str = "printer: 192.168.0.9",
    subnet: str = "192.168.0.0/24",
) -> str:
    """A LAN with a printer, and one host on it."""
    return f"""
        version: 1
        lans:
          home:
            subnet: [{subnet}, "fd00:8::/64"]
            devices: {{{devices}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: [{address}, "fd00:8::2/64"]}}}}
            networks:
              {networks}
            services:
              {services or "{}"}
        """


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            site(services="web: {networks: {real_lan: 192.168.0.9}}"),
            "web: {networks: {real_lan: 192.168.0.8}}",
        ),
        (
            site(address="192.168.0.9/24"),
            'interfaces: {eth0: {lan: home, address: [192.168.0.8/24, "fd00:8::2/64"]}}',
        ),
        (
            site(f"{NAT}\n              {MACVLAN[:-1]}, host_access: {{address: 192.168.0.9/32}}}}"),
            f"{MACVLAN[:-1]}, host_access: {{address: 192.168.0.8/32}}}}",
        ),
        (
            site(f'{MACVLAN[:-1]}, host_access: {{address: [192.168.0.9/32, "fd00:8::40/128"]}}}}'),
            f'{MACVLAN[:-1]}, host_access: {{address: [192.168.0.8/32, "fd00:8::40/128"]}}}}',
        ),
        (
            site(NAT, devices="printer: 192.168.0.9, scanner: 192.168.0.9"),
            "devices: {printer: 192.168.0.9, scanner: 192.168.0.8}",
        ),
        (
            site(
                NAT,
                """web: {networks: {inner: {}}, publish: [{address: 192.168.0.9, port: 80}]}
              api:
                networks: {inner: {}}
                publish: [{address: 192.168.0.9, port: 81}, {address: 192.168.0.40, port: 81}]""",
            ),
            (
                "web: {networks: {inner: {}}, publish: [{address: 192.168.0.8, port: 80}]} "
                "publish: [{address: 192.168.0.8, port: 81}, {address: 192.168.0.40, port: 81}]"
            ),
        ),
        (
            site(
                f'{NAT[:-1]}, leaves_as: [192.168.0.9]}}\n              two: {{driver: bridge, subnet: ["fd00:2::/64"], leaves_as: ["fd00:8::40"]}}',
                'web: {networks: {inner: {}}, leaves_as: [192.168.0.9, "fd00:8::41"]}',
            ),
            (
                f"{NAT[:-1]}, leaves_as: [192.168.0.8]}} "
                'web: {networks: {inner: {}}, leaves_as: [192.168.0.8, "fd00:8::41"]}'
            ),
        ),
        (
            site(
                services="web: {networks: {real_lan: 192.168.0.1}}",
                subnet="192.168.0.0/30",
                devices="printer: 192.168.0.1",
            ),
            "-",
        ),
        (
            site(
                NAT,
                "web: {networks: {inner: {}}, publish: [{address: 192.168.0.1, port: 80}]}",
                subnet="192.168.0.0/30",
                devices="printer: 192.168.0.1",
            ),
            "-",
        ),
    ],
    ids=[
        "service",
        "host",
        "shim",
        "shim of two families",
        "device",
        "published",
        "leaves as",
        "full",
        "full for an alias",
    ],
)
def test_the_address_is_another_one_wherever_it_is_written(text: str, lines: str) -> None:
    """With its prefix length, where it has one; an alias at each port that it serves. On a full LAN nothing is offered."""
    assert mended("LW215", text) == [lines]


def test_on_a_full_lan_room_must_be_made_first() -> None:
    """A /30 has two addresses."""
    text = site(
        services="web: {networks: {real_lan: 192.168.0.1}}",
        subnet="192.168.0.0/30",
        devices="printer: 192.168.0.1",
    )
    (finding,) = found("LW215", text)
    assert finding.fix == "no address is known to be free here: make room first"


def test_each_lan_has_addresses_of_its_own() -> None:
    """What is free on one isn't proposed on another."""
    text = """
        version: 1
        lans:
          home: {subnet: 192.168.0.0/24, devices: {printer: 192.168.0.9, scanner: 192.168.0.9}}
          guest: {subnet: 192.168.50.0/24, devices: {printer: 192.168.50.9, scanner: 192.168.50.9}}
        """
    assert [item.fix for item in found("LW215", text)] == [
        "write `192.168.0.8`, which is free",
        "write `192.168.50.8`, which is free",
    ]
