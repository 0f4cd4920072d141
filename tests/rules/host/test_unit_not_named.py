"""LW706: what is added to interfaces of networkd."""

from __future__ import annotations

import pytest

from lanwright import targets
from tests.intents import host_of
from tests.rules.found import found


def site(interfaces: str, *, network: str = "networkd", parent: str = "eth0", more: str = "") -> str:
    """A host with a macvlan network and a published alias."""
    return f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            network: {network}
            interfaces: {{{interfaces}}}
            networks: {{lan: {{driver: macvlan, parent: {parent}, lan: home, host_access: true}}}}
            services:
              web: {{networks: {{lan: 192.168.0.241}}}}
              {more}
        """


ETH0 = "eth0: {lan: home, address: 192.168.0.231/22}"
NAMED = "eth0: {lan: home, address: 192.168.0.231/22, unit: 20-lan.network}"
ALIAS = "site: {publish: [{address: 192.168.0.232, port: 80}]}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (site(ETH0), ["`eth0` gets the shim `shim-lan`, and its `unit` isn't named"]),
        (
            site(ETH0, more=ALIAS),
            ["`eth0` gets the shim `shim-lan`, the alias 192.168.0.232, and its `unit` isn't named"],
        ),
        (site(NAMED, more=ALIAS), []),
        (site(ETH0, network="ifupdown"), []),
        (site(ETH0, network="none"), []),
        (site("eth0: {lan: home, address: 192.168.0.231/22, managed: true}"), []),
        (
            site(NAMED + ", eth1: {promiscuous: true}"),
            ["`eth1` gets promiscuous mode, and its `unit` isn't named"],
        ),
        (
            site(NAMED + ", eth1: {}, eth1.7: {managed: true}"),
            ["`eth1` gets the VLAN `eth1.7`, and its `unit` isn't named"],
        ),
        (site(NAMED + ", eth1: {}, eth1.7: {}"), []),
        (site(NAMED, parent="eth0.10").replace(", host_access: true", ""), []),
    ],
)
def test_an_interface_of_the_hosts_own_needs_its_unit_named(text: str, expected: list[str]) -> None:
    """Where something of ours is added to it; other managers need none, and a managed interface has a file of ours."""
    assert [item.message for item in found("LW706", text)] == expected


def test_a_port_of_our_bridge_has_a_file_of_ours() -> None:
    """Unless its unit is named: then that one is extended."""
    bridge = ", br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22, managed: true}"
    assert found("LW706", site("eth0: {promiscuous: true}" + bridge, parent="br0")) == ()


def test_what_is_told_is_in_no_file() -> None:
    """Else it isn't an error any more."""
    host = host_of(site(ETH0))
    assert [file.path for file in targets.emit(host) if file.path.endswith("shim-lan.netdev")] == []
    host = host_of(site(NAMED))
    assert [file.path for file in targets.emit(host) if file.path.endswith("shim-lan.netdev")] != []


def test_two_interfaces_of_one_unit_would_both_get_it() -> None:
    """It is told at the one that something is added to."""
    text = site(NAMED + ", eth1: {unit: 20-lan.network}")
    (finding,) = found("LW706", text)
    assert finding.message == "`eth0` gets the shim `shim-lan`, and `eth1` has the same unit, 20-lan.network"
    assert finding.origin.path[-2:] == ("eth0", "unit")
    assert found("LW706", site(NAMED + ", eth1: {unit: 30-other.network}")) == ()


def test_the_route_to_vpn_clients_is_one_of_the_things_that_both_would_get() -> None:
    """By the host's own bridge, where a container on it has clients."""
    bridge = "br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22, unit: 20-lan.network}"
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            network: networkd
            interfaces: {{eth0: {{}}, {bridge}, eth1: {{unit: 20-lan.network}}}}
            networks: {{lan: {{driver: bridge, host_bridge: br0, lan: home}}}}
            services: {{vpn: {{networks: {{lan: 192.168.0.242}}, clients: 10.8.0.0/24}}}}
        """
    (finding,) = found("LW706", text)
    assert finding.message == (
        "`br0` gets a route to 10.8.0.0/24, and `eth1` has the same unit, 20-lan.network"
    )


def test_a_vlan_that_docker_makes_has_no_file_at_all() -> None:
    """The shim on it can't be made."""
    (finding,) = found("LW706", site(NAMED, parent="eth0.10"))
    assert finding.fix == "add `eth0.10: {managed: true}` to `interfaces`"
