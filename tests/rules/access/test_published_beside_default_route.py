"""LW619: what is published of a container on a bridge and on the LAN."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found
from tests.rules.mended import mended

SITE = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
  dmz: {subnet: 192.168.8.0/24, gateway: 192.168.8.1}
hosts:
  dock1:
    docker: {version: "VERSION"}
    interfaces:
      eth0: {lan: home, address: 192.168.0.231/22}
      eth1: {lan: dmz, address: 192.168.8.231/24}
    networks:
      lan: {driver: macvlan, parent: eth0, lan: home}
      abr: {driver: bridge, subnet: 172.22.0.0/24}
      zbr: {driver: bridge, subnet: 172.23.0.0/24}
      inside: {driver: bridge, subnet: 172.24.0.0/24, internal: true}
    services:
      web: {networks: NETWORKS, publish: [PUBLISH]}
"""


def severities(networks: str, publish: str = "{port: 8080, to: 80}", version: str = "28") -> list[Severity]:
    """What weight the findings have."""
    text = SITE.replace("NETWORKS", networks).replace("PUBLISH", publish).replace("VERSION", version)
    return [item.severity for item in found("LW619", text)]


@pytest.mark.parametrize(
    ("networks", "severity"),
    [
        ("{lan: {}, abr: {}}", [Severity.WARNING]),
        ("{lan: {}, zbr: {}}", [Severity.ERROR]),
        ("{lan: {gw_priority: 1}, abr: {}}", [Severity.ERROR]),
        ("{lan: {}, zbr: {gw_priority: 1}}", [Severity.WARNING]),
        ("{lan: {}, inside: {}}", []),
        ("{abr: {}, zbr: {}}", []),
        ("{abr: {}, inside: {}}", []),
        ("{abr: {}}", []),
        ("{lan: {}}", []),
    ],
)
def test_it_is_as_measured(networks: str, severity: list[Severity]) -> None:
    """Refused with the default route by the LAN, a timeout for its machines with it by the bridge."""
    assert severities(networks) == severity


@pytest.mark.parametrize("via", ["docker", "alias", "dnat"])
def test_the_way_of_publishing_makes_no_difference(via: str) -> None:
    """Docker's accept, which lets our rules through, isn't there either."""
    publish = f"{{address: 192.168.0.232, port: 8080, to: 80, via: {via}}}"
    assert severities("{lan: {}, zbr: {}}", publish) == [Severity.ERROR]
    assert severities("{lan: {}, abr: {}}", publish) == [Severity.WARNING]


@pytest.mark.parametrize("address", ["127.0.0.1", "192.168.8.231"])
def test_who_isnt_on_the_containers_lan_is_answered(address: str) -> None:
    """The host at its loopback address, by docker-proxy, and machines of another LAN."""
    publish = f"{{address: {address}, port: 8080, to: 80}}"
    assert severities("{lan: {}, abr: {}}", publish) == []
    assert severities("{lan: {}, zbr: {}}", publish) == [Severity.ERROR]


def test_the_fix_is_the_address_on_the_lan_or_a_priority() -> None:
    """Up to 27 there are no priorities: what helps is to keep the other network in, or its name."""
    text = SITE.replace("NETWORKS", "{lan: 192.168.0.241, zbr: {}}").replace("PUBLISH", "{port: 80}")
    (now,) = found("LW619", text.replace("VERSION", "28"))
    assert now.fix == "drop it: the LAN reaches `web` at 192.168.0.241; or write `zbr: {gw_priority: 1}`"
    (old,) = found("LW619", text.replace("VERSION", "27"))
    assert old.fix.endswith("or give `zbr` a name that sorts first: Docker 27.5 goes by the names")


def test_two_are_told_each() -> None:
    """Each stands at its own port."""
    assert severities("{lan: {}, zbr: {}}", "{port: 80}, {port: 443}") == [Severity.ERROR, Severity.ERROR]


def test_what_nobody_reaches_goes() -> None:
    """One entry alone, or the last of them with its key."""
    text = SITE.replace("VERSION", "28").replace("NETWORKS", "{lan: 192.168.0.241, zbr: {}}")
    assert mended("LW619", text.replace("PUBLISH", "{port: 80}")) == [
        "web: {networks: {lan: 192.168.0.241, zbr: {}}}"
    ]
    other = "web: {{networks: {{lan: 192.168.0.241, zbr: {{}}}}, publish: [{}]}}"
    assert mended("LW619", text.replace("PUBLISH", "80, 443")) == [other.format("443"), other.format("80")]
