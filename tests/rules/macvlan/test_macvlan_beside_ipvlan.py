"""LW305: both drivers on one parent."""

from __future__ import annotations

from tests.rules.found import found, messages

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
    hosts:
      dock1:
        interfaces:
          eth0: {lan: home, address: 192.168.0.231/22}
          eth1: {}
        networks:
          net1: {driver: ipvlan, parent: eth0, subnet: 10.1.0.0/24}
          net2: {driver: macvlan, parent: PARENT, subnet: 10.2.0.0/24}
          net3: {driver: macvlan, parent: PARENT, subnet: 10.3.0.0/24}
    """


def test_each_network_of_the_other_driver_is_told_against_the_first() -> None:
    """Whichever driver came first; the order of the drivers doesn't matter."""
    first, second = found("LW305", BASE.replace("PARENT", "eth0"))
    assert first.message == "the macvlan network `net2` and the ipvlan network `net1` are both on `eth0`"
    assert '"failed to create the macvlan port: device or resource busy"' in first.why
    assert second.message == "the macvlan network `net3` and the ipvlan network `net1` are both on `eth0`"


def test_parents_apart_are_fine() -> None:
    """Another interface, or a VLAN of the same one, is another parent."""
    assert messages("LW305", BASE.replace("PARENT", "eth1")) == []
    assert messages("LW305", BASE.replace("PARENT", "eth0.7")) == []


def test_two_vlans_that_docker_makes_of_one_name_are_one_parent() -> None:
    """The name is the parent, whoever makes it."""
    text = BASE.replace("PARENT", "eth0.7").replace("parent: eth0,", "parent: eth0.7,")
    assert len(messages("LW305", text)) == 2


def test_networks_without_a_parent_are_not_together() -> None:
    """Docker makes a dummy interface for each (LW304)."""
    text = BASE.replace("parent: PARENT, ", "").replace("parent: eth0, ", "")
    assert messages("LW305", text) == []
