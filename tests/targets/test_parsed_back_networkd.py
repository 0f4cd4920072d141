"""What networkd would read in our files is exactly what the plan adds: links, what they stand on, addresses, routes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lanwright.plan import LinkKind, Maker, Purpose
from tests.intents import host_of
from tests.targets.hosts import sample_hosts
from tests.targets.networkd_units import made_by

if TYPE_CHECKING:
    from lanwright.plan import HostPlan

WHOLE = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
  dmz: {subnet: 192.168.8.0/24, gateway: 192.168.8.1}
hosts:
  dock1:
    network: networkd
    interfaces:
      br0:
        kind: bridge
        ports: [bond0]
        lan: home
        address: [192.168.0.231/22, "fd00:8::17/64"]
        mtu: 1400
        promiscuous: true
        managed: true
      bond0: {kind: bond, ports: [eth0, eth1], mode: active-backup, managed: true}
      eth0: {managed: true}
      eth1: {unit: 30-second.network}
      eth2: {unit: 40-third.network, promiscuous: true, lan: dmz, address: 192.168.8.231/24}
      eth2.10: {managed: true}
      br0.20: {managed: true, address: 10.20.0.2/24}
    networks:
      real_lan: {driver: macvlan, parent: br0, lan: home, ip_range: 192.168.0.248/29, host_access: true}
      other: {driver: macvlan, parent: eth2, lan: dmz, ip_range: 192.168.8.248/29, host_access: {address: 192.168.143.91/32}}
    services:
      web:
        networks: {real_lan: [192.168.0.241, "fd00:8::241"]}
        listens: [80/tcp]
      site:
        publish:
          - {address: 192.168.0.232, port: 80}
          - {address: "fd00:8::232", port: 80}
          - {address: 192.168.8.232, port: 80}
"""


def hosts() -> dict[str, HostPlan]:
    """Every sample as if networkd configured it, where it extends no unit without a name; and one with everything."""
    samples = {name: named(host) for name, host in sample_hosts().items()}
    return {**samples, "whole": host_of(WHOLE)}


def named(host: HostPlan) -> HostPlan:
    """The host on networkd, each of its own links with a unit."""
    links = {
        name: link if link.maker is Maker.LANWRIGHT else replace(link, unit=link.unit or f"50-{name}.network")
        for name, link in host.links.items()
    }
    return replace(host, network="networkd", links=links)


@pytest.mark.parametrize("name", hosts())
def test_networkd_would_make_what_the_plan_has(name: str) -> None:
    """Link by link, and nothing else."""
    host = hosts()[name]
    made = made_by(host)
    ours = {link.name: link for link in host.links.values() if link.maker is Maker.LANWRIGHT}
    assert made.kinds == {
        link.name: (link.kind.value, str(link.vlan) if link.kind is LinkKind.VLAN else link.mode)
        for link in ours.values()
        if link.kind is not LinkKind.PHYSICAL
    }
    assert made.stands_on == {
        *(
            (link.name, link.parent, link.kind.value)
            for link in ours.values()
            if link.parent and link.kind is not LinkKind.VETH
        ),
        *((link.name, link.bridge, "bridge") for link in ours.values() if link.kind is LinkKind.VETH),
        *((port, link.name, link.kind.value) for link in ours.values() for port in link.ports),
    }
    assert made.addresses == {
        (item.link, str(item.address)) for item in host.addresses if item.maker is Maker.LANWRIGHT
    }
    assert made.routes == {
        (item.link, str(item.destination), item.via and str(item.via), item.source and str(item.source))
        for item in host.routes
        if item.maker is Maker.LANWRIGHT
    }
    assert made.promiscuous == {link.name for link in host.links.values() if link.promiscuous}
    assert made.mtu == {link.name: link.mtu for link in ours.values() if link.mtu}


def test_the_host_with_everything_has_everything() -> None:
    """Otherwise the comparison above would compare nothing."""
    host = hosts()["whole"]
    assert {link.kind for link in host.links.values() if link.maker is Maker.LANWRIGHT} == {
        LinkKind.BRIDGE,
        LinkKind.BOND,
        LinkKind.PHYSICAL,
        LinkKind.VLAN,
        LinkKind.MACVLAN,
    }
    assert {item.purpose for item in host.addresses} == {Purpose.HOST, Purpose.SHIM, Purpose.ALIAS}
