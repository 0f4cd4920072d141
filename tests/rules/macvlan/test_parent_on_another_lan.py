"""LW315: the network's LAN isn't its parent's."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(network: str) -> str:
    """A host on two LANs, with a port of a bridge among its interfaces."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
          lab: {{subnet: 192.168.8.0/24, gateway: 192.168.8.1}}
          attic: {{subnet: 192.168.9.0/24, gateway: 192.168.9.1}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: lab}}
              br0: {{kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}}
              eth1: {{lan: lab}}
              eth2: {{}}
              eth1.9: {{lan: attic}}
            networks:
              net1: {{{network}}}
        """


@pytest.mark.parametrize(
    ("network", "message", "fix"),
    [
        (
            "driver: macvlan, lan: lab, parent: br0",
            "`net1` is a network of `lab`, and its parent `br0` is on `home`",
            "write `parent: eth1` or `lan: home`",
        ),
        (
            "driver: ipvlan, mode: l3, lan: attic, subnet: 10.9.0.0/24, parent: eth1",
            "`net1` is a network of `attic`, and its parent `eth1` is on `lab`",
            "write `parent: eth1.9` or `lan: lab`",
        ),
    ],
)
def test_the_interface_on_the_right_lan_is_the_fix(network: str, message: str, fix: str) -> None:
    """A port of a bridge isn't offered: it can't be a parent."""
    (finding,) = found("LW315", site(network))
    assert (finding.message, finding.fix) == (message, fix)


def test_where_no_interface_is_on_the_lan_the_parents_lan_is_the_fix() -> None:
    """There is no other parent to write."""
    (finding,) = found(
        "LW315", site("driver: macvlan, lan: attic, parent: br0").replace("{lan: attic}", "{}")
    )
    assert finding.fix == "write `lan: home`: no interface of this host is on `attic`"


@pytest.mark.parametrize(
    "network",
    [
        "driver: macvlan, lan: lab, parent: eth1",
        "driver: macvlan, lan: home, parent: eth0",
        "driver: macvlan, lan: home, parent: eth2",
        "driver: macvlan, lan: home, parent: eth1.40",
        "driver: macvlan, lan: home, parent: lo",
        "driver: macvlan, lan: home",
        "driver: macvlan, subnet: 10.1.0.0/24, parent: eth1",
        "driver: bridge, lan: lab, host_bridge: br0",
    ],
)
def test_what_isnt_known_or_is_another_rules_is_left_alone(network: str) -> None:
    """The right LAN; a port (LW303); unknown LANs; unfit or no parents (LW304); networks without a LAN or a parent."""
    assert messages("LW315", site(network)) == []
