"""LW616: which default route is meant, as far as an intent tells."""

from __future__ import annotations

import pytest

from tests.rules.found import found

SITE = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
  storage: {subnet: 192.168.8.0/24}
hosts:
  dock1:
    docker: {version: "VERSION"}
    interfaces:
      eth0: {lan: home, address: 192.168.0.231/22}
      eth1: {lan: storage, address: 192.168.8.231/24}
    networks:
      lan: {driver: macvlan, parent: eth0, lan: home, subnet: 192.168.0.0/22, gateway: 192.168.0.1}
      both: {driver: macvlan, parent: eth0, lan: home}
      al3: {driver: ipvlan, mode: l3, parent: eth0, subnet: 10.9.0.0/24}
      abr6: {driver: bridge, subnet: [172.24.0.0/24, "fd00:24::/64"]}
      mute: {driver: macvlan, parent: eth1, lan: storage}
      found: {driver: macvlan, parent: eth1, subnet: 192.168.9.0/24, external: true}
      abr: {driver: bridge, subnet: 172.22.0.0/24}
      zbr: {driver: bridge, subnet: 172.23.0.0/24}
    services:
      web: {networks: NETWORKS, KEYS}
"""


def fixes(networks: str, keys: str = "listens: [80]", version: str = "29") -> list[str]:
    """What is to be written."""
    text = SITE.replace("NETWORKS", networks).replace("KEYS", keys).replace("VERSION", version)
    return [item.fix for item in found("LW616", text)]


@pytest.mark.parametrize("keys", ["listens: [80]", "clients: 10.1.1.0/24"])
def test_who_serves_the_lan_leaves_by_it(keys: str) -> None:
    """The bridge sorts first: replies to other networks leave by it."""
    assert fixes("{lan: {}, abr: {}}", keys) == [
        "write `lan: {gw_priority: 1}`, or `internal: true` at `abr`"
    ]
    assert fixes("{lan: {}, zbr: {}}", keys) == []


@pytest.mark.parametrize(
    ("networks", "keys"),
    [
        ("{lan: {}, abr: {}}", "sysctls: {}"),
        ("{lan: {}, abr: {gw_priority: 1}}", "listens: [80]"),
        ("{lan: {}, abr: {}}", "listens: [80], publish: [{port: 80}]"),
        ("{abr: {}, zbr: {}}", "listens: [80]"),
        ("{found: {}, zbr: {}}", "listens: [80]"),
        ("{lan: {}}", "listens: [80]"),
        ("{abr: {}, zbr: {}}", "leaves_as: 192.168.0.240"),
        ("{al3: {}, lan: {}}", "listens: [80]"),
        ("{lan: {}, abr: {}}", "network_mode: host, listens: [80]"),
    ],
    ids=[
        *("says nothing", "is written", "is published", "no LAN", "nobody knows", "only one"),
        *("leaves by a bridge", "is routed", "is the host's"),
    ],
)
def test_nothing_is_said_without_a_reason(networks: str, keys: str) -> None:
    """A priority that is written is meant; published ports are LW619's."""
    assert fixes(networks, keys) == []


def test_what_leaves_as_another_leaves_by_the_bridge() -> None:
    """On the LAN nothing translates it."""
    assert fixes("{lan: {}, zbr: {}}", "leaves_as: 192.168.0.240") == ["write `zbr: {gw_priority: 1}`"]
    assert fixes("{lan: {}, abr: {}}", "leaves_as: 192.168.0.240, listens: [80]") == []


def test_a_network_without_a_router_leads_nowhere() -> None:
    """Its LAN has none, which is in order until it is to give the default route."""
    assert fixes("{mute: {}, zbr: {}}", "sysctls: {}") == ["write `zbr: {gw_priority: 1}`"]
    assert fixes("{mute: {}, abr: {}}", "sysctls: {}") == []


def test_both_families_are_told_as_one() -> None:
    """What mends the one mends the other."""
    assert fixes("{both: {}, abr6: {}}") == ["write `both: {gw_priority: 1}`, or `internal: true` at `abr6`"]


def test_before_priorities_an_internal_bridge_helps() -> None:
    """Docker 27 goes by names."""
    assert fixes("{lan: {}, abr: {}}", version="27") == ["write `internal: true` at `abr`"]
