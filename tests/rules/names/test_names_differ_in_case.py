"""LW109: names that differ in case alone."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages

SITE = """
    version: 1
    lans: {home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
    hosts:
      dock1:
        network: NETWORK
        interfaces: INTERFACES
        networks:
          NETWORKS
        services: SERVICES
    """
ETH0 = "{eth0: {lan: home, address: 192.168.0.231/22}}"
BACK = "back: {driver: bridge, subnet: 10.22.0.0/24}"


def said(
    services: str = "{}", interfaces: str = ETH0, networks: str = BACK, network: str = "ifupdown"
) -> list[str]:
    """What differs in case alone."""
    text = SITE.replace("NETWORKS", networks).replace("NETWORK", network).replace("INTERFACES", interfaces)
    return [one.partition(" differ")[0] for one in messages("LW109", text.replace("SERVICES", services))]


def test_hosts_have_folders() -> None:
    """Each that differs from an earlier one, at its own name."""
    text = "\nversion: 1\nhosts: {Web: {}, db: {}, web: {}, WEB: {}, web2: {}}"
    first, second = found("LW109", text)
    assert first.message == "the hosts `Web` and `web` differ in case alone"
    assert second.message == "the hosts `Web` and `WEB` differ in case alone"
    assert (first.origin.dotted, first.related[0].origin.dotted) == ("hosts.web", "hosts.Web")
    assert "(macOS, Windows)" in first.why


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        (
            "{Web: {networks: {back: {}}}, web: {networks: {back: {}}}}",
            ["the names on `back` `Web` and `web`"],
        ),
        ("{Web: {networks: {back: {}}}, web: {networks: {far: {}}}}", []),
        ("{Web: {networks: {back: {}}}, web: {networks: {back: {}}, service: app}}", []),
        (
            "{app: {networks: {back: {}}, service: Web}, web: {networks: {back: {}}}}",
            ["the names on `back` `Web` and `web`"],
        ),
        (
            "{app: {networks: {back: {aliases: [www, Web]}}}, web: {networks: {back: {}}}}",
            ["the names on `back` `Web` and `web`"],
        ),
        ("{web: {networks: {back: {aliases: [Web]}}}}", []),
        ("{app: {networks: {back: {aliases: [web]}}}, web: {networks: {back: {}}}}", []),
    ],
)
def test_dockers_dns_knows_no_case(services: str, expected: list[str]) -> None:
    """On one network; of one service both are meant, and so is one name for two."""
    assert (
        said(services, networks=f"{BACK}\n          far: {{driver: bridge, subnet: 10.23.0.0/24}}")
        == expected
    )


SHIMS = """
          one: {driver: macvlan, parent: eth0, lan: home, host_access: {interface: Shim}}
          two: {driver: macvlan, parent: eth1, subnet: 10.9.0.0/24, host_access: {interface: shim, address: 10.9.0.9/32}}
"""
TWO = "{eth0: {lan: home, address: 192.168.0.231/22, unit: UNIT}, eth1: {unit: 20-lan.network}}"


def test_interfaces_that_we_make_have_files_with_networkd() -> None:
    """With ifupdown all of them are in one; a card that we have nothing to do with has none."""
    interfaces = TWO.replace("UNIT", "10-lan.network")
    assert said(networks=SHIMS.strip(), interfaces=interfaces, network="networkd") == [
        "the interfaces `Shim` and `shim`"
    ]
    assert said(networks=SHIMS.strip(), interfaces=interfaces) == []
    cards = "{eth0: {lan: home, address: 192.168.0.231/22}, Eth0: {}}"
    assert said(interfaces=cards, network="networkd") == []


def test_so_have_the_ports_of_what_we_make() -> None:
    interfaces = (
        "{eth0: {}, Eth0: {}, br0: {kind: bridge, ports: [eth0, Eth0], managed: true, lan: home, "
        "address: 192.168.0.231/22}}"
    )
    assert said(interfaces=interfaces, network="networkd") == ["the interfaces `eth0` and `Eth0`"]
    assert said(interfaces=interfaces.replace("managed: true, ", ""), network="networkd") == []


def test_units_that_are_extended_have_folders() -> None:
    """One unit may be of two interfaces."""
    assert said(interfaces=TWO.replace("UNIT", "20-LAN.network"), network="networkd") == [
        "the units `20-LAN.network` and `20-lan.network`"
    ]
    assert said(interfaces=TWO.replace("UNIT", "20-LAN.network")) == []
    assert said(interfaces=TWO.replace("UNIT", "20-lan.network"), network="networkd") == []


VPN = "{{project: {0}, networks: {{{1}: {2}}}, listens: [1194/udp], clients: {{range: {3}, return: nat}}}}"


def test_scripts_of_vpn_services_have_folders() -> None:
    """Whatever networks they are on; other services have none."""
    networks = "one: {driver: macvlan, parent: eth0, lan: home}\n          " + BACK
    vpn = VPN.format("shop", "one", "192.168.0.240", "10.8.0.0/24")
    other = VPN.format("shop", "back", "10.22.0.9", "10.9.0.0/24")
    assert said(f"{{vpn: {vpn}, VPN: {other}}}", networks=networks) == ["the VPN services `vpn` and `VPN`"]
    assert said(f"{{vpn: {vpn}, VPN: {{networks: {{back: {{}}}}}}}}", networks=networks) == []
