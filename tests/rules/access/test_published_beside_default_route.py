"""LW619: what is published of a container on a bridge and on the LAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found
from tests.rules.mended import mended

if TYPE_CHECKING:
    from lanwright.diagnostics import Diagnostic

SITE = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
  dmz: {subnet: 192.168.8.0/24, gateway: 192.168.8.1}
hosts:
  dock1:
    docker: {version: "VERSION", userland_proxy: PROXY}
    interfaces:
      eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}
      eth1: {lan: dmz, address: 192.168.8.231/24}
    networks:
      lan: {driver: macvlan, parent: eth0, lan: home, subnet: 192.168.0.0/22, gateway: 192.168.0.1}
      both: {driver: macvlan, parent: eth0, lan: home}
      l2: {driver: ipvlan, parent: eth0, lan: home, subnet: 192.168.0.0/22, gateway: 192.168.0.1}
      l3: {driver: ipvlan, parent: eth0, mode: l3, subnet: 10.9.0.0/24}
      abr: {driver: bridge, subnet: 172.22.0.0/24}
      zbr: {driver: bridge, subnet: 172.23.0.0/24}
      zbr6: {driver: bridge, subnet: [172.25.0.0/24, "fd00:25::/64"]}
      inside: {driver: bridge, subnet: 172.24.0.0/24, internal: true}
    services:
      web: {networks: NETWORKS, publish: [PUBLISH]}
"""


def told(
    networks: str, publish: str = "{port: 8080, to: 80}", version: str = "28", *, proxy: str = "true"
) -> tuple[Diagnostic, ...]:
    """What is found."""
    text = SITE.replace("NETWORKS", networks).replace("PUBLISH", publish).replace("VERSION", version)
    return found("LW619", text.replace("PROXY", proxy))


def severities(networks: str, publish: str = "{port: 8080, to: 80}") -> list[Severity]:
    """What weight the findings have."""
    return [item.severity for item in told(networks, publish)]


@pytest.mark.parametrize(
    ("networks", "severity"),
    [
        ("{lan: {}, abr: {}}", [Severity.WARNING]),
        ("{lan: {}, zbr: {}}", [Severity.ERROR]),
        ("{lan: {gw_priority: 1}, abr: {}}", [Severity.ERROR]),
        ("{lan: {}, zbr: {gw_priority: 1}}", [Severity.WARNING]),
        ("{l2: {}, abr: {}}", [Severity.WARNING]),
        ("{l3: {}, abr: {}}", []),
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
    (now,) = told("{lan: 192.168.0.241, zbr: {}}", "{port: 80}")
    assert now.fix == "drop it: the LAN reaches `web` at 192.168.0.241; or write `zbr: {gw_priority: 1}`"
    (old,) = told("{lan: 192.168.0.241, zbr: {}}", "{port: 80}", "27")
    assert old.fix.endswith("or give `zbr` a name that sorts first: Docker 27.5 goes by the names")


SIX = '{address: "fd00:8::17", port: 8080, to: 80}'


@pytest.mark.parametrize(
    ("networks", "publish", "proxy", "way", "bridge"),
    [
        ("{lan: {}, zbr: {}}", "{port: 8080}", "false", "lan", "zbr"),
        ("{lan: {}, zbr: {}}", SIX, "true", "lan", "zbr"),
        ("{both: {}, zbr: {}, zbr6: {}}", SIX, "false", "both", "zbr6"),
        ("{both: {}, zbr: {}}", SIX, "true", "both", "zbr"),
        ("{both: {}, zbr: {gw_priority: 1}}", SIX, "true", "both", "zbr"),
        (
            "{lan: {gw_priority: 1}, zbr: {}, zbr6: {}}",
            "{address: 192.168.0.231, port: 8080}",
            "true",
            "lan",
            "zbr",
        ),
    ],
)
def test_the_default_route_of_the_ports_family_counts(
    networks: str, publish: str, proxy: str, way: str, bridge: str
) -> None:
    """IPv6's may go another way than IPv4's; where a container has none docker-proxy carries IPv6 over to IPv4."""
    (finding,) = told(networks, publish, "29", proxy=proxy)
    assert finding.severity is Severity.ERROR
    assert finding.message.endswith(f"its default route goes by `{way}`")
    assert [item.message for item in finding.related] == [f"`{way}`", f"`{bridge}`"]


@pytest.mark.parametrize(("publish", "version"), [(SIX, "29"), ("{port: 8080}", "28.0")])
def test_a_bridge_without_ipv6_has_no_priority_that_helps(publish: str, version: str) -> None:
    """It isn't IPv6's way out, and up to 29.3 a network with both families goes before it."""
    (finding,) = told("{both: [192.168.0.41, 'fd00:8::41'], zbr: {}}", publish, version)
    assert finding.fix.endswith("; or give `zbr` an IPv6 subnet")


@pytest.mark.parametrize(
    ("networks", "publish", "proxy"),
    [("{lan: {}, zbr: {}}", SIX, "false"), ("{lan: {gw_priority: 1}, zbr6: {}}", "{port: 8080}", "false")],
)
def test_what_is_published_in_no_family_or_in_another_isnt_refused(
    networks: str, publish: str, proxy: str
) -> None:
    """IPv6 without docker-proxy is LW610's; a port at every address may be open by IPv6 alone."""
    assert told(networks, publish, "29", proxy=proxy) == ()


@pytest.mark.parametrize(("address", "near"), [("0.0.0.0", "192.168.0.0/22"), ('"::"', "fd00:8::/64")])
def test_clients_of_the_addresss_family_get_no_reply(address: str, near: str) -> None:
    """Those of the other one aren't asked for."""
    publish = f"{{address: {address}, port: 8080}}"
    (finding,) = told("{both: {}, zbr6: {gw_priority: 1}}", publish, "29")
    assert finding.message.endswith(f"clients in {near} get no reply")


def test_two_are_told_each() -> None:
    """Each stands at its own port."""
    assert severities("{lan: {}, zbr: {}}", "{port: 80}, {port: 443}") == [Severity.ERROR, Severity.ERROR]


def test_what_nobody_reaches_goes() -> None:
    """One entry alone, or the last of them with its key."""
    text = SITE.replace("VERSION", "28").replace("PROXY", "true")
    text = text.replace("NETWORKS", "{lan: 192.168.0.241, zbr: {}}")
    assert mended("LW619", text.replace("PUBLISH", "{port: 80}")) == [
        "web: {networks: {lan: 192.168.0.241, zbr: {}}}"
    ]
    other = "web: {{networks: {{lan: 192.168.0.241, zbr: {{}}}}, publish: [{}]}}"
    assert mended("LW619", text.replace("PUBLISH", "80, 443")) == [other.format("443"), other.format("80")]
