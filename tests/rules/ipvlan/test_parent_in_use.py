"""LW401: when two ipvlan networks are in each other's way."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(second: str, first: str = "mode: l3, parent: eth0, subnet: 10.9.0.0/24") -> str:
    """A host with two ipvlan networks."""
    return f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}, eth1: {{}}}}
            networks:
              front: {{driver: ipvlan, {first}}}
              back: {{driver: ipvlan, {second}}}
        """


def test_the_fix_is_one_network_with_both_subnets() -> None:
    """Of one mode they can be one."""
    (finding,) = found("LW401", site("mode: l3, parent: eth0, subnet: 10.9.1.0/24"))
    assert finding.origin.path[-2:] == ("back", "parent")
    assert "`subnet: [10.9.0.0/24, 10.9.1.0/24]`" in finding.fix


@pytest.mark.parametrize("other", ["mode: l3s", "mode: l3, flag: private", "mode: l2, gateway: 10.9.1.1"])
def test_another_mode_or_flag_needs_another_parent(other: str) -> None:
    """One parent has one of each."""
    (finding,) = found("LW401", site(f"{other}, parent: eth0, subnet: 10.9.1.0/24"))
    assert finding.fix == "give `back` a VLAN of its own as its parent"


@pytest.mark.parametrize("parent", ["eth1", "eth0.10"])
def test_another_parent_is_right(parent: str) -> None:
    """A VLAN is one."""
    assert messages("LW401", site(f"mode: l3, parent: {parent}, subnet: 10.9.1.0/24")) == []


def test_networks_without_a_parent_have_each_its_own() -> None:
    """Docker makes a dummy for each."""
    alone = "internal: true, subnet: 10.9.{}.0/24"
    assert messages("LW401", site(alone.format(1), alone.format(0))) == []


def test_what_one_network_can_serve_needs_no_second_subnet() -> None:
    """In l2 the subnet is the LAN's for both; in a routed mode a subnet that the first one has already isn't written twice."""
    for mode in ("mode: l2, parent: eth0, lan: home", "mode: l3, parent: eth0, subnet: 10.9.0.0/24"):
        (finding,) = found("LW401", site(mode, first=mode))
        assert finding.fix == (
            "put its services on `front` and drop `back`; or give it a VLAN of its own as its parent"
        )


def test_of_two_subnets_in_l2_the_first_networks_stays() -> None:
    """A second subnet would need a second gateway."""
    second = "mode: l2, parent: eth0, subnet: 10.9.1.0/24, gateway: 10.9.1.1"
    (finding,) = found("LW401", site(second, first="mode: l2, parent: eth0, lan: home"))
    assert finding.fix.startswith("put its services on `front` and drop `back`")
