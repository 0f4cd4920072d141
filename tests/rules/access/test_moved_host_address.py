"""LW622: the host's address stays where it is."""

from __future__ import annotations

from tests.rules.found import found, messages

BASE = """
    version: 1
    lans:
      home: {subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: 192.168.0.1}
    hosts:
      dock1:
        interfaces:
          wan0: {address: 203.0.113.7/24}
          eth0: {lan: home, address: [192.168.0.231/22, 'fd00:8::231/64'], managed: true}
        networks:
          real_lan: {driver: DRIVER, lan: home, parent: eth0, host_access: {takes_host_address: TAKES}}
    """


def test_it_is_refused_with_the_address_that_it_is_about() -> None:
    """Managed or not, of macvlan and of ipvlan."""
    for driver in ("macvlan", "ipvlan"):
        (item,) = found("LW622", BASE.replace("TAKES", "true").replace("DRIVER", driver))
        assert item.origin.path[-1] == "takes_host_address"
        assert [other.origin.path[-3:] for other in item.related] == [("eth0", "address", "0")]


def test_to_say_no_is_no_matter() -> None:
    """It is the default."""
    assert messages("LW622", BASE.replace("TAKES", "false").replace("DRIVER", "macvlan")) == []
