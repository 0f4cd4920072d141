"""Which network gives a container's default route, by Docker's version; the lab asks a real one the same."""

from __future__ import annotations

import pytest

from lanwright.plan.default_route import leads_out, next_hop, priority_for
from tests.intents import host_of

SITE = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
  storage: {subnet: 192.168.8.0/24}
hosts:
  dock1:
    docker: {version: "VERSION"}
    interfaces:
      eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}
      eth1: {lan: storage, address: 192.168.8.231/24}
      eth2: {}
    networks:
      lan: {driver: macvlan, parent: eth0, subnet: 192.168.0.0/22, gateway: 192.168.0.1}
      both_lan: {driver: macvlan, parent: eth0, subnet: [192.168.4.0/22, "fd00:8::/64"], gateway: [192.168.4.1, "fd00:8::1"]}
      mute: {driver: macvlan, parent: eth1, lan: storage}
      routed: {driver: ipvlan, mode: l3, parent: eth2, subnet: 10.9.0.0/24}
      abr: {driver: bridge, subnet: 172.22.0.0/24}
      zbr: {driver: bridge, subnet: 172.23.0.0/24}
      zbr6: {driver: bridge, subnet: [172.24.0.0/24, "fd00:24::/64"]}
      ain: {driver: bridge, subnet: 172.25.0.0/24, internal: true}
    services:
      web: {networks: NETWORKS}
"""


def ways(version: str, networks: str) -> dict[int, str]:
    """The planned ways out of a service on these networks."""
    host = host_of(SITE.replace("VERSION", version).replace("NETWORKS", networks))
    return dict(host.services["web"].ways_out)


@pytest.mark.parametrize("version", ["26", "27", "28", "29.3", "29"])
@pytest.mark.parametrize(
    ("networks", "way"),
    [
        ("{abr: {}}", {4: "abr"}),
        ("{lan: {}, abr: {}}", {4: "abr"}),
        ("{lan: {}, zbr: {}}", {4: "lan"}),
        ("{zbr: {}, lan: {}}", {4: "lan"}),
        ("{ain: {}, lan: {}}", {4: "lan"}),
        ("{ain: {}}", {}),
        ("{}", {}),
        ("{abr: {}, zbr6: {}}", {4: "zbr6", 6: "zbr6"}),
        ("{zbr6: {}, both_lan: {}}", {4: "both_lan", 6: "both_lan"}),
        ("{mute: {}, zbr: {}}", {4: "mute"}),
        ("{mute: {}, abr: {}}", {4: "abr"}),
    ],
)
def test_it_is_the_first_by_families_and_name(version: str, networks: str, way: dict[int, str]) -> None:
    """Never an internal one; what is written first means nothing."""
    assert ways(version, networks) == way


@pytest.mark.parametrize(
    ("version", "networks", "way"),
    [
        ("27", "{lan: {}, zbr: {gw_priority: 1}}", {4: "lan"}),
        ("28", "{lan: {}, zbr: {gw_priority: 1}}", {4: "zbr"}),
        ("29", "{lan: {gw_priority: -1}, zbr: {}}", {4: "zbr"}),
        ("28", "{ain: {gw_priority: 9}, zbr: {}}", {4: "zbr"}),
        ("28", "{zbr6: {}, abr: {gw_priority: 1}}", {4: "zbr6", 6: "zbr6"}),
        ("29.3", "{zbr6: {}, abr: {gw_priority: 1}}", {4: "zbr6", 6: "zbr6"}),
        ("29.4", "{zbr6: {}, abr: {gw_priority: 1}}", {4: "abr", 6: "zbr6"}),
        ("27", "{routed: {}, zbr: {}}", {4: "zbr"}),
        ("27", "{routed: {}}", {4: "routed"}),
        ("28", "{routed: {}, zbr: {}}", {4: "routed"}),
        ("28", "{routed: {}, abr: {}}", {4: "abr"}),
    ],
)
def test_what_counts_depends_on_the_version(version: str, networks: str, way: dict[int, str]) -> None:
    """Priorities since 28, family by family since 29.4.1, ipvlan's routed modes since 28."""
    assert ways(version, networks) == way


def test_a_way_out_needs_a_router() -> None:
    """A network without one is taken all the same; the routed modes of ipvlan need none."""
    host = host_of(SITE.replace("VERSION", "29").replace("NETWORKS", "{mute: {}, zbr: {}}"))
    assert {name for name, net in host.networks.items() if leads_out(host.daemon.version, net, 4)} == {
        *("lan", "both_lan", "routed", "abr", "zbr", "zbr6")
    }
    assert str(next_hop(host.networks["zbr"], 4)) == "172.23.0.1"
    assert str(next_hop(host.networks["both_lan"], 6)) == "fd00:8::1"
    assert next_hop(host.networks["routed"], 4) is None


def test_another_default_gateway_of_a_bridge_is_the_router() -> None:
    """Docker's reserved name for it, DefaultGatewayIPv4."""
    text = SITE.replace("VERSION", "28").replace("NETWORKS", "{abr: {}}")
    text = text.replace("172.22.0.0/24}", "172.22.0.0/24, reserve: {DefaultGatewayIPv4: 172.22.0.9}}")
    assert str(next_hop(host_of(text).networks["abr"], 4)) == "172.22.0.9"


@pytest.mark.parametrize(
    ("version", "networks", "wanted", "priority"),
    [
        ("28", "{lan: {}, zbr: {}}", "zbr", 1),
        ("28", "{lan: {gw_priority: 4}, zbr: {}}", "zbr", 5),
        ("28", "{zbr6: {}, abr: {}}", "abr", None),
        ("29", "{zbr6: {}, abr: {}}", "abr", 1),
        ("27", "{lan: {}, zbr: {}}", "zbr", None),
    ],
)
def test_a_priority_is_named_where_it_helps(
    version: str, networks: str, wanted: str, priority: int | None
) -> None:
    """Up to 29.3 none makes a network of one family go before one of both."""
    host = host_of(SITE.replace("VERSION", version).replace("NETWORKS", networks))
    endpoints = host.services["web"].endpoints
    assert priority_for(host.daemon.version, host.networks, endpoints, wanted, 4) == priority
