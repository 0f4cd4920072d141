"""LW603: driver options against the keys that the shim is made from."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(network: str) -> str:
    """A host with a bridge, a NIC below it and a network."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            interfaces:
              eth0: {{}}
              br0: {{kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}}
            networks:
              real_lan: {{parent: br0, lan: home, {network}}}
            services:
              web: {{networks: {{real_lan: 192.168.0.241}}}}
        """


APART = [
    ("driver: macvlan", "parent: eth0", "write `parent: eth0`"),
    ("driver: macvlan", "macvlan_mode: private", "write `mode: private`"),
    ("driver: ipvlan", "ipvlan_mode: l3", "write `mode: l3`"),
    ("driver: ipvlan", "ipvlan_flag: vepa", "write `flag: vepa`"),
    ("driver: ipvlan", "parent: eth0", "write `parent: eth0`"),
]


@pytest.mark.parametrize(("driver", "option", "fix"), APART)
def test_an_option_puts_the_network_elsewhere_than_the_shim(driver: str, option: str, fix: str) -> None:
    """The finding is at the option."""
    (finding,) = found("LW603", site(f"{driver}, host_access: true, options: {{{option}}}"))
    assert finding.origin.path[-2:] == ("options", option.partition(":")[0])
    assert fix in finding.fix


@pytest.mark.parametrize(("driver", "option", "fix"), APART)
def test_without_a_shim_nothing_is_apart(driver: str, option: str, fix: str) -> None:
    """Docker goes by the option, and there is nothing else."""
    del fix
    assert messages("LW603", site(f"{driver}, options: {{{option}}}")) == []


@pytest.mark.parametrize(
    "network",
    [
        "driver: macvlan, options: {parent: br0}",
        "driver: macvlan, options: {macvlan_mode: bridge}",
        "driver: macvlan, options: {ipvlan_mode: l3}",
        "driver: ipvlan, options: {ipvlan_mode: l2, ipvlan_flag: bridge}",
        "driver: ipvlan, flag: vepa, options: {ipvlan_flag: vepa}",
    ],
)
def test_an_option_that_says_the_same_does_no_harm(network: str) -> None:
    """Nor does one of the other driver, which Docker ignores."""
    assert messages("LW603", site(f"{network}, host_access: true")) == []
