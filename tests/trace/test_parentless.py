"""Networks on a parent that names none: Docker makes a dummy link for one; for one that is there already nobody knows."""

from __future__ import annotations

import pytest

from tests.trace.asking import asked

SITE = """
    version: 1
    lans:
      office: {subnet: 10.1.0.0/20, gateway: 10.1.0.1, devices: {desk: 10.1.4.4}}
    hosts:
      srv:
        interfaces: {eth0: {lan: office, address: 10.1.2.3/20}}
        listens: [22/tcp]
        networks:
          net: {NETWORK}
        services:
          web: {networks: {net: 10.90.0.50}, listens: [80/tcp]}
          db: {networks: {net: 10.90.0.51}, listens: [80/tcp]}
    """
MADE = "internal: true, subnet: 10.90.0.0/24"
THERE = "external: true, subnet: 10.90.0.0/24, gateway: 10.90.0.1"
UNKNOWN = "not modelled: what the containers of net on srv stand on"


@pytest.mark.parametrize(
    ("network", "source", "address", "port", "outcome"),
    [
        (f"driver: macvlan, {MADE}", "web", "10.90.0.51", "80", "saw 10.90.0.50"),
        (f"driver: macvlan, mode: vepa, {MADE}", "web", "10.90.0.51", "80", "macvlan-mode-isolation"),
        (f"driver: ipvlan, {MADE}", "web", "10.90.0.51", "80", "saw 10.90.0.50"),
        (f"driver: ipvlan, flag: private, {MADE}", "web", "10.90.0.51", "80", "ipvlan-mode-isolation"),
        (f"driver: ipvlan, mode: l3, {MADE}", "web", "10.90.0.51", "80", "saw 10.90.0.50"),
        (f"driver: ipvlan, mode: l3s, {MADE}", "web", "10.90.0.51", "80", "saw 10.90.0.50"),
        (f"driver: macvlan, {MADE}", "web", "10.1.2.3", "22", "no-route"),
        (f"driver: ipvlan, mode: l3, {MADE}", "web", "10.90.0.77", "80", "address-unused"),
        (f"driver: macvlan, {THERE}", "web", "10.90.0.51", "80", "saw 10.90.0.50"),
        (f"driver: macvlan, {THERE}", "web", "10.90.0.77", "80", UNKNOWN),
        (f"driver: ipvlan, {THERE}", "web", "10.90.0.77", "80", UNKNOWN),
        (f"driver: ipvlan, mode: l3, {THERE}", "web", "10.90.0.77", "80", UNKNOWN),
    ],
)
def test_its_containers_have_each_other(
    network: str, source: str, address: str, port: str, outcome: str
) -> None:
    """In the modes that let them; all else a dummy link leads nowhere, and another one who knows where."""
    assert asked(SITE.replace("NETWORK", network), source, address, port) == outcome
