"""LW307: vepa needs a switch that sends frames back."""

from __future__ import annotations

import pytest

from tests.intents import host_of
from tests.rules.found import found, messages

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, SWITCH}
    hosts:
      dock1:
        interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
        networks:
          real_lan: {driver: macvlan, mode: MODE, lan: home, parent: eth0, host_access: true}
        services:
          web: {networks: {real_lan: 192.168.0.241}}
    """


def text(mode: str, switch: str) -> str:
    """A host with one macvlan network behind a switch."""
    return BASE.replace("MODE", mode).replace("SWITCH", switch)


@pytest.mark.parametrize("switch", ["mtu: 1500", "switch: {hairpin: false}", "switch: {macs_per_port: 4}"])
def test_a_switch_that_isnt_said_to_reflect_is_told(switch: str) -> None:
    """Whatever else is known of it."""
    (item,) = found("LW307", text("vepa", switch))
    assert item.origin.path[-1] == "mode"
    assert "`switch: {hairpin: true}` at `lans.home`" in item.fix
    assert len(item.related) == ("switch" in switch)


def test_a_lan_that_is_not_written_is_the_network_s_own() -> None:
    own = text("vepa", "mtu: 1500").replace("mode: vepa, lan: home", "mode: vepa, subnet: 192.168.0.0/22")
    (item,) = found("LW307", own.replace("{lan: home, address: 192.168.0.231/22}", "{}"))
    assert "`switch: {hairpin: true}` at its LAN if" in item.fix


@pytest.mark.parametrize("mode", ["bridge", "private", "passthru"])
def test_the_other_modes_need_no_such_switch(mode: str) -> None:
    """Nor does vepa where it is there."""
    assert messages("LW307", text(mode, "mtu: 1500")) == []
    assert messages("LW307", text("vepa", "switch: {hairpin: true}")) == []


@pytest.mark.parametrize(("mode", "shim"), [("bridge", "shim-real_lan"), ("private", None), ("vepa", None)])
def test_only_mode_bridge_has_a_shim(mode: str, shim: str | None) -> None:
    """The others hand no frames to it."""
    assert host_of(text(mode, "switch: {hairpin: true}")).networks["real_lan"].shim == shim


def test_what_the_switch_must_do_is_a_task() -> None:
    """Where it is, and what fails without it."""
    (task,) = host_of(text("vepa", "switch: {hairpin: true}")).tasks
    assert task.where == "switch of home"
    assert "reflective relay" in task.what
    assert host_of(text("bridge", "switch: {hairpin: true}")).tasks == ()
