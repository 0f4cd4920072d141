"""LW314: tunnels carry no Ethernet."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
    hosts:
      dock1:
        interfaces:
          eth0: {lan: home, address: 192.168.0.231/22}
          wg0: {kind: KIND}
        networks:
          office: {driver: DRIVER, parent: PARENT, NET}
    """
OTHER = "subnet: 10.8.1.0/24, gateway: 10.8.1.1"


def text(kind: str = "tunnel", driver: str = "macvlan", parent: str = "wg0", net: str = OTHER) -> str:
    """A host with a network on wg0."""
    return BASE.replace("KIND", kind).replace("DRIVER", driver).replace("PARENT", parent).replace("NET", net)


@pytest.mark.parametrize("driver", ["macvlan", "ipvlan"])
def test_either_driver_fails_in_its_own_words(driver: str) -> None:
    """At the container's start."""
    (item,) = found("LW314", text(driver=driver))
    assert f'"failed to create the {driver} port: invalid argument"' in item.why
    assert item.fix.startswith("write `driver: bridge`")


def test_a_vlan_on_a_tunnel_is_no_better() -> None:
    """Docker makes it, and it is told by way of the parent."""
    (item,) = found("LW314", text(parent="wg0.7"))
    assert "(by way of `wg0.7`)" in item.message


def test_the_fix_is_the_host_s_card_on_the_network_s_lan() -> None:
    """Where there is one."""
    (item,) = found("LW314", text(net="lan: home"))
    assert item.fix == "write `parent: eth0`"


def test_what_carries_ethernet_may_be_a_parent() -> None:
    """A tap or a gretap has no kind of its own here."""
    assert messages("LW314", text(kind="physical")) == []
    assert messages("LW314", text(driver="macvlan", parent="eth0")) == []
