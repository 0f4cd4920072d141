"""What Docker hands out by itself."""

from __future__ import annotations

import pytest

from lanwright.lower import lower
from lanwright.rules.addressing.handed_out import hand_outs_of
from tests.intents import site_of


def extents(network: str, services: str = "") -> list[str]:
    """The hand-outs of a network `net1`, each as its range."""
    text = f"""
        version: 1
        hosts:
          dock1:
            interfaces: {{eth0: {{}}}}
            networks: {{net1: {{{network}}}}}
            services: {{{services}}}
        """
    site = site_of(text)
    host = lower(site).hosts["dock1"]
    return [str(item.extent) for item in hand_outs_of(site.hosts["dock1"], host, host.networks["net1"])]


BRIDGE = "driver: bridge, subnet: 172.22.0.0/24"


@pytest.mark.parametrize(
    ("network", "services", "expected"),
    [
        (BRIDGE, "", []),
        (BRIDGE, "web: {networks: {net1: 172.22.0.9}}", []),
        (BRIDGE, "web: {networks: {net1: {}}}", ["172.22.0.2"]),
        (BRIDGE, "web: {networks: {net1: {}}, replicas: 3}", ["172.22.0.2-172.22.0.4"]),
        (
            BRIDGE,
            "web: {networks: {net1: {}}}, db: {networks: {net1: 172.22.0.2}}",
            ["172.22.0.2-172.22.0.3"],
        ),
        (
            BRIDGE + ", gateway: 172.22.0.9, reserve: {a: 172.22.0.1}",
            "web: {networks: {net1: {}}}",
            ["172.22.0.2"],
        ),
        (BRIDGE + ", ip_range: 172.22.0.128/25", "", ["172.22.0.128-172.22.0.255"]),
        (BRIDGE + ", ip_range: 172.23.0.128/25", "web: {networks: {net1: {}}}", []),
        ("driver: bridge, subnet: 172.22.0.0/30", "web: {networks: {net1: {}}, replicas: 9}", ["172.22.0.2"]),
        (
            'driver: bridge, subnet: [172.22.0.0/24, "fd00:1::/64"]',
            "web: {networks: {net1: 172.22.0.9}}",
            ["fd00:1::2"],
        ),
        (
            "driver: macvlan, parent: eth0, subnet: [10.1.0.0/24, 10.2.0.0/24], gateway: [10.1.0.1]",
            "web: {networks: {net1: {}}}",
            ["10.1.0.2"],
        ),
    ],
)
def test_docker_hands_out_the_ip_range_or_the_bottom_of_the_subnet(
    network: str, services: str, expected: list[str]
) -> None:
    """As much as there are containers without an address, over static ones and what is reserved; the first subnet first."""
    assert extents(network, services) == expected
