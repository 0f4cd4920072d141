"""LW305: both drivers on one parent."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended

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


IPVLAN = BASE.replace("PARENT", "eth0")


def test_the_ipvlan_network_becomes_a_macvlan_one() -> None:
    """Whichever of the two comes first; and what is said in ipvlan's words is said in macvlan's."""
    (line, again) = mended("LW305", IPVLAN)
    assert line == again == "net1: {driver: macvlan, parent: eth0, subnet: 10.1.0.0/24}"
    first_to_share = IPVLAN.replace("dock1:", "dock1:\n        docker: {version: '27.0'}")
    assert mended("LW305", first_to_share) == [line, line]
    (line, _) = mended("LW305", IPVLAN.replace("ipvlan, ", "ipvlan, mode: l2, flag: bridge, "))
    assert line == "net1: {driver: macvlan, mode: bridge, parent: eth0, subnet: 10.1.0.0/24}"
    (line,) = mended(
        "LW305",
        IPVLAN.replace("net3: {driver: macvlan", "net3: {driver: bridge")
        .replace("net1: {driver: ipvlan", "net1: {driver: macvlan")
        .replace("net2: {driver: macvlan", "net2: {driver: ipvlan")
        .replace("bridge, parent: eth0", "bridge"),
    )
    assert line == "net2: {driver: macvlan, parent: eth0, subnet: 10.2.0.0/24}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ipvlan, ", "ipvlan, mode: l3, "),
        ("ipvlan, ", "ipvlan, flag: private, "),
        ("net2: {driver: macvlan, ", "net2: {driver: macvlan, mode: passthru, "),
        ("eth0: {", "eth0: {kind: wireless, "),
        ("dock1:", "dock1:\n        docker: {version: '26'}"),
    ],
)
def test_where_that_would_be_another_thing_a_vlan_of_its_own_is_left(old: str, new: str) -> None:
    """Routed containers, hidden ones; a parent or a Docker that takes no second one. Its number is the switch's to say."""
    first, *_ = found("LW305", IPVLAN.replace(old, new))
    assert first.fix == "give `net2` a VLAN of its own as its parent"
    assert first.edits == ()


def test_options_of_ipvlan_are_for_a_person() -> None:
    """macvlan has others."""
    text = IPVLAN.replace("ipvlan, ", "ipvlan, options: {ipvlan_flag: bridge}, ")
    assert mended("LW305", text) == ["-", "-"]


def test_two_networks_of_one_lan_are_better_one() -> None:
    """Docker refuses a second macvlan network of its subnet."""
    text = IPVLAN.replace("subnet: 10.1.0.0/24", "lan: home").replace("subnet: 10.2.0.0/24", "lan: home")
    first, *_ = found("LW305", text)
    assert first.fix.startswith("put its services on `net1` and drop `net2`, or give")
