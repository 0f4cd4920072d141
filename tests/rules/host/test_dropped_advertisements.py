"""LW714: a default route from router advertisements on a host that forwards IPv6."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages

SITE = """
version: 1
lans:
  home: {subnet: ["192.168.0.0/22", "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
hosts:
  dock1:
    network: MANAGER
    docker: {DOCKER}
    interfaces: {eth0: {lan: home, ADDRESS}}
    networks: {NETWORK}
"""
SHOP = 'shop: {driver: bridge, subnet: "fd00:22::/64"}'


def site(
    network: str = SHOP, address: str = "dhcp: true", docker: str = "", manager: str = "ifupdown"
) -> str:
    """A host on a LAN that advertises IPv6."""
    text = SITE.replace("NETWORK", network).replace("ADDRESS", address)
    return text.replace("DOCKER", docker).replace("MANAGER", manager)


def test_a_lease_s_default_route_is_told_at_its_interface() -> None:
    """With the network that Docker forwards IPv6 for, and what is set against it."""
    (finding,) = found("LW714", site())
    assert finding.origin.dotted == "hosts.dock1.interfaces.eth0"
    assert finding.message == (
        "the IPv6 default route over `eth0` comes from router advertisements, which a host that forwards IPv6 drops"
    )
    assert finding.why == (
        "Docker switches IPv6 forwarding on for `shop`; net.ipv6.conf.eth0.accept_ra=2 is set against it"
    )
    assert [item.origin.dotted for item in finding.related] == ["hosts.dock1.networks.shop"]


def test_docker0_is_a_cause_as_well() -> None:
    """Where it has IPv6."""
    (finding,) = found("LW714", site(network="", docker='bip: "fd00:9::1/64"'))
    assert " for docker0; " in finding.why
    assert finding.related[0].origin.dotted == "hosts.dock1.docker"


@pytest.mark.parametrize(
    "text",
    [
        site(address='address: [192.168.0.231/22, "fd00:8::231/64"]'),
        site(network="shop: {driver: bridge}"),
        site(network="far: {driver: macvlan, parent: eth0, lan: home}"),
        site(manager="networkd"),
        site().replace("    docker:", "    sysctls: {net.ipv6.conf.eth0.accept_ra: 2}\n    docker:"),
        site().replace("gateway:", "ra: false, gateway:"),
    ],
    ids=["static", "no IPv6", "macvlan", "networkd", "as found", "no advertisements"],
)
def test_nothing_is_lost_without_advertisements_or_forwarding(text: str) -> None:
    """Nor where something else sees to it."""
    assert messages("LW714", text) == []


def test_what_the_fix_says_can_be_written() -> None:
    """As it stands."""
    (finding,) = found("LW714", site())
    line = finding.fix.rpartition("`sysctls: ")[2].removesuffix("`")
    assert messages("LW714", site().replace("    docker:", f"    sysctls: {line}\n    docker:")) == []
