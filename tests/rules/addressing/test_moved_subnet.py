"""A network gets another subnet, and all that lies in the old one goes along."""

from __future__ import annotations

from tests.rules.mended import mended


def test_what_lies_in_the_subnet_moves_along_and_nothing_else() -> None:
    """Each at its own place, be it one of a list; what the other family has stays, and so do other networks."""
    (lines,) = mended(
        "LW224",
        """
        version: 1
        hosts:
          dock1:
            networks:
              net1:
                driver: bridge
                subnet: ["fd00:22::/64", 169.254.7.0/24]
                gateway: ["fd00:22::1", 169.254.7.1]
                ip_range: ["fd00:22::/80", 169.254.7.128/25]
                reserve: {nas: ["fd00:22::9", 169.254.7.9], tv: 169.254.7.10}
              net2: {driver: bridge, subnet: 10.22.0.0/24}
            services:
              web: {networks: {net1: ["fd00:22::40", 169.254.7.40]}}
              api: {networks: {net1: {address: 169.254.7.41}, net2: 10.22.0.41}}
              job: {networks: {net2: 10.22.0.42}}
        """,
    )
    assert lines == (
        'subnet: ["fd00:22::/64", 172.16.0.0/24] '
        'gateway: ["fd00:22::1", 172.16.0.1] '
        'ip_range: ["fd00:22::/80", 172.16.0.128/25] '
        'reserve: {nas: ["fd00:22::9", 172.16.0.9], tv: 172.16.0.10} '
        'web: {networks: {net1: ["fd00:22::40", 172.16.0.40]}} '
        "api: {networks: {net1: {address: 172.16.0.41}, net2: 10.22.0.41}}"
    )


def test_what_lies_in_another_subnet_of_the_network_stays() -> None:
    """An ipvlan network may have two of a family."""
    (lines,) = mended(
        "LW224",
        """
        version: 1
        hosts:
          dock1:
            interfaces: {eth0: {}}
            networks:
              net1:
                driver: ipvlan
                mode: l3
                parent: eth0
                subnet: [169.254.7.0/24, 10.30.0.0/24]
                ip_range: 10.30.0.128/25
            services:
              web: {networks: {net1: 10.30.0.7}}
        """,
    )
    assert lines == "subnet: [172.16.0.0/24, 10.30.0.0/24]"
