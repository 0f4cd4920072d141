"""LW316: VLANs that come and go with Docker's network."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages


def site(parent: str = "eth0.10", access: str = "false", interfaces: str = "") -> str:
    """A host with one network on a VLAN."""
    return f"""
        version: 1
        lans: {{cameras: {{subnet: 192.168.10.0/24, gateway: 192.168.10.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{}}{interfaces}}}
            networks:
              cctv: {{driver: macvlan, parent: {parent}, lan: cameras, host_access: {access}}}
        """


def test_the_fix_makes_it_the_hosts() -> None:
    """With its LAN."""
    (finding,) = found("LW316", site())
    assert finding.severity is Severity.WARNING
    assert finding.fix == "add it to `interfaces`: `eth0.10: {managed: true, lan: cameras}`"
    assert messages("LW316", site(interfaces=", eth0.10: {managed: true, lan: cameras}")) == []


def test_a_shim_on_it_is_an_error() -> None:
    """At a boot it would come before Docker makes the VLAN."""
    (finding,) = found("LW316", site(access="{address: 192.168.10.5/32}"))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("parent", ["eth0.1", "eth0.4094"])
def test_every_id_that_there_is_docker_makes(parent: str) -> None:
    assert len(messages("LW316", site(parent))) == 1


@pytest.mark.parametrize("parent", ["eth0", "eth0.4095", "eth0.0", "eth1.7.9", "eth2.10"])
def test_other_parents_are_other_rules(parent: str) -> None:
    """A NIC, ids that don't exist (LW317), a VLAN in a VLAN (LW304), a VLAN on a bond's port (LW318)."""
    others = ", eth1: {}, eth1.7: {}, eth2: {}, bond0: {kind: bond, ports: [eth2]}"
    assert messages("LW316", site(parent, interfaces=others)) == []
    after = f"{site(parent, interfaces=others).rstrip()}\n              more: {{driver: macvlan, parent: eth0.20}}"
    assert messages("LW316", after) == ["`eth0.20`, the parent of `more`, is made by Docker alone"]
