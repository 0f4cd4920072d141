"""An address that a DHCP server gives is known to nobody: neither what a host sends itself nor what it masquerades is guessed."""

from __future__ import annotations

import pytest

from tests.trace.asking import asked

SITE = """
    version: 1
    lans:
      office:
        subnet: 10.1.0.0/20
        gateway: 10.1.0.1
        dhcp: [10.1.8.0-10.1.8.255]
        devices: {desk: {address: 10.1.4.4, listens: [80/tcp]}}
    hosts:
      srv:
        interfaces: {eth0: {lan: office, dhcp: true ADDRESS}}
        networks:
          shop: {driver: bridge, subnet: 10.90.0.0/24}
        services:
          app: {networks: {shop: 10.90.0.50}, listens: [80/tcp] PUBLISH}
    """
ALIAS = ", publish: [{address: 10.1.2.9, port: 80}]"
UNKNOWN = "not modelled: the address that DHCP gives eth0 of srv"


@pytest.mark.parametrize(
    ("address", "publish", "source", "outcome"),
    [
        ("", "", "srv", UNKNOWN),
        ("", "", "app", UNKNOWN),
        ("", ALIAS, "srv", UNKNOWN),
        ("", ALIAS, "app", UNKNOWN),
        (", address: 10.1.2.3/20", "", "srv", "saw 10.1.2.3"),
        (", address: 10.1.2.3/20", ALIAS, "app", "saw 10.1.2.3"),
    ],
)
def test_a_lease_is_known_where_it_is_reserved(address: str, publish: str, source: str, outcome: str) -> None:
    """An alias on the same interface isn't the host's own."""
    site = SITE.replace("ADDRESS", address).replace("PUBLISH", publish)
    assert asked(site, source, "10.1.4.4", "80") == outcome
