"""LW219: static addresses that Docker may hand out to another container."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def host(network: str, services: str) -> str:
    """A host with one network."""
    return f"""
        version: 1
        lans: {{home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}
            networks: {{net1: {{{network}}}}}
            services: {{{services}}}
        """


LAN = "driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.2.0/28"
BRIDGE = "driver: bridge, subnet: 172.22.0.0/24"


def on(address: str = "{}", replicas: int = 1) -> str:
    """A service's keys."""
    return f"{{networks: {{net1: {address}}}, replicas: {replicas}}}"


@pytest.mark.parametrize(
    ("network", "services", "told"),
    [
        (LAN, f"web: {on('192.168.2.16')}", 0),
        (LAN, f"web: {on('192.168.2.15')}", 1),
        (LAN, f"web: {on('192.168.2.0')}", 1),
        (LAN + ", reserve: {old: 192.168.2.9}", f"web: {on('192.168.2.9')}", 0),  # LW214
        (BRIDGE, f"web: {on('172.22.0.2')}", 0),
        (BRIDGE, f"web: {on('172.22.0.2')}, api: {on()}", 1),
        (BRIDGE, f"web: {on('172.22.0.3')}, api: {on()}", 0),
        (BRIDGE, f"web: {on('172.22.0.3')}, api: {on(replicas=2)}", 1),
        (BRIDGE, f"web: {on('172.22.0.3')}, db: {on('172.22.0.2')}, api: {on()}", 2),
        (BRIDGE + ", ip_range: 172.22.0.128/25", f"web: {on('172.22.0.2')}, api: {on()}", 0),
        (
            LAN.replace("192.168.2.0/28", '"fd00:8::1:0/112"'),
            f"web: {on('[192.168.2.9, ' + chr(34) + 'fd00:8::1:9' + chr(34) + ']')}",
            1,
        ),
    ],
)
def test_a_container_without_an_address_may_get_one_that_is_promised(
    network: str, services: str, told: int
) -> None:
    """The whole ip_range; without one, as much of the bottom as there are such containers, each static one missing."""
    assert len(found("LW219", host(network, services))) == told


def test_a_subnet_of_dockers_choice_is_another_rules_matter() -> None:
    """LW221."""
    assert messages("LW219", host("driver: bridge", f"web: {on('172.18.0.2')}, api: {on()}")) == []


def test_the_nearest_address_outside_is_proposed() -> None:
    """Just behind what the other containers get."""
    (finding,) = found("LW219", host(BRIDGE, f"web: {on('172.22.0.2')}, api: {on()}"))
    assert finding.fix == "write `172.22.0.4`, which is free"


def test_an_address_that_replicas_would_share_is_another_rules_matter() -> None:
    """LW226."""
    services = "web: {networks: {net1: 172.22.0.2}, replicas: 2}, api: {networks: {net1: {}}}"
    assert messages("LW219", host(BRIDGE, services)) == []
