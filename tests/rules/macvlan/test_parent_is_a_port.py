"""LW303: a parent that is a port of a bridge or bond."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(interfaces: str, driver: str, parent: str) -> str:
    """A host with one network."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            interfaces: {{{interfaces}}}
            networks:
              net1: {{driver: {driver}, lan: home, parent: {parent}}}
        """


BRIDGED = "eth0: {}, br0: {kind: bridge, ports: [eth0], lan: home}"
BONDED = "eth0: {}, eth1: {}, bond0: {kind: bond, ports: [eth0, eth1]}, br0: {kind: bridge, ports: [bond0], lan: home}"


@pytest.mark.parametrize(
    ("interfaces", "driver", "parent", "message", "write"),
    [
        (BRIDGED, "macvlan", "eth0", "`eth0`, the parent of `net1`, is a port of the bridge `br0`", "br0"),
        (BRIDGED, "ipvlan", "eth0", "`eth0`, the parent of `net1`, is a port of the bridge `br0`", "br0"),
        (BONDED, "macvlan", "eth1", "`eth1`, the parent of `net1`, is a port of the bond `bond0`", "br0"),
        (BONDED, "macvlan", "bond0", "`bond0`, the parent of `net1`, is a port of the bridge `br0`", "br0"),
        (
            "eth0: {}, eth0.10: {}, br10: {kind: bridge, ports: [eth0.10]}",
            "macvlan",
            "eth0.10",
            "`eth0.10`, the parent of `net1`, is a port of the bridge `br10`",
            "br10",
        ),
    ],
)
def test_the_topmost_bridge_is_the_parent_to_write(
    interfaces: str, driver: str, parent: str, message: str, write: str
) -> None:
    """Both drivers are refused with "device or resource busy"."""
    (finding,) = found("LW303", site(interfaces, driver, parent))
    assert (finding.message, finding.fix) == (message, f"write `parent: {write}`")
    assert f'"failed to create the {driver} port: device or resource busy"' in finding.why
    assert finding.related[0].origin.path[-2:] == ("ports", str(1 if parent == "eth1" else 0))


@pytest.mark.parametrize(
    ("interfaces", "parent"),
    [
        (BRIDGED, "br0"),
        (BRIDGED, "br0.10"),
        (BRIDGED, "eth0.10"),
        (BRIDGED + ", v10: {kind: vlan, link: eth0, id: 10}", "v10"),
        ("eth0: {}, bond0: {kind: bond, ports: [eth0]}", "bond0"),
    ],
)
def test_a_bridge_and_a_vlan_of_a_port_may_be_parents(interfaces: str, parent: str) -> None:
    """The kernel takes a VLAN's frames out before the bridge sees them."""
    assert messages("LW303", site(interfaces, "macvlan", parent)) == []
