"""LW213: static addresses outside their network's subnet."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def host(network: str, address: str, version: str = "28") -> str:
    """A host with one network and one service on it."""
    return f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/24, gateway: 192.168.0.1, devices: {{nas: 192.168.0.50}}}}}}
        hosts:
          dock1:
            docker: {{version: "{version}"}}
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/24}}}}
            networks: {{net1: {{{network}}}}}
            services: {{web: {{networks: {{net1: {address}}}}}}}
        """


BRIDGE = "driver: bridge, subnet: 172.22.0.0/16"
LAN = "driver: macvlan, parent: eth0, lan: home"


@pytest.mark.parametrize(
    ("network", "address", "fixes"),
    [
        (BRIDGE, "172.22.9.9", []),
        (BRIDGE + ", ip_range: 172.22.8.0/24", "172.22.9.9", []),
        (BRIDGE, "172.23.9.9", ["write `172.22.9.9`, which is free"]),
        (LAN, "192.168.1.50", ["write `192.168.0.49`, which is free"]),
        (LAN, '[192.168.0.60, "fd00:8::60"]', []),  # LW224
        (
            'driver: bridge, subnet: [172.22.0.0/16, "fd00:1::/64"]',
            '"fd00:2::60"',
            ["write `fd00:1::60`, which is free"],
        ),
        (
            "driver: macvlan, parent: eth0, subnet: [10.1.0.0/24, 10.2.0.0/24], gateway: 10.1.0.1",
            "10.2.0.7",
            [],
        ),
        (
            "driver: macvlan, parent: eth0, subnet: [10.1.0.0/24, 10.2.0.0/24], gateway: 10.1.0.1",
            "10.3.0.7",
            ["write `10.1.0.7`, which is free"],
        ),
    ],
)
def test_the_same_host_part_inside_the_subnet_is_proposed(
    network: str, address: str, fixes: list[str]
) -> None:
    """Or the nearest address to it that nobody has."""
    assert [item.fix for item in found("LW213", host(network, address))] == fixes


def test_the_words_are_those_of_the_version() -> None:
    """29 changed them."""
    older, newer = (found("LW213", host(BRIDGE, "10.0.0.3", version))[0].why for version in ("28", "29.0"))
    assert older.endswith('"no configured subnet or ip-range contain the IP address 10.0.0.3"')
    assert newer.endswith('"invalid endpoint settings: no configured subnet contains IP address 10.0.0.3"')


def test_a_subnet_of_dockers_choice_holds_no_static_address_at_all() -> None:
    """That is LW221."""
    assert found("LW213", host("driver: bridge", "10.0.0.3")) == ()


def test_each_address_is_told_at_its_own_place() -> None:
    """The first of the two is fine."""
    both = 'driver: bridge, subnet: [172.22.0.0/16, "fd00:2::/64"]'
    (finding,) = found("LW213", host(both, '{address: [172.22.0.9, "fd00:1::9"]}'))
    assert finding.origin.path[-2:] == ("address", "1")
