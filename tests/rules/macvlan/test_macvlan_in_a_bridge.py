"""LW310: a shim as a bridge's port."""

from __future__ import annotations

import pytest

from tests.intents import refused_codes
from tests.rules.found import found

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
    hosts:
      dock1:
        interfaces:
          eth0: {lan: home, address: 192.168.0.231/22}
          br1: {kind: KIND, ports: [PORT]}
        networks:
          real_lan: {driver: DRIVER, lan: home, parent: eth0, host_access: true}
    """


def text(port: str = "shim-real_lan", kind: str = "bridge", driver: str = "macvlan") -> str:
    """A host with a shim and a bridge or bond."""
    return BASE.replace("PORT", port).replace("KIND", kind).replace("DRIVER", driver)


def test_a_shim_as_a_port_is_told_at_the_port() -> None:
    """By the name that was made for it, too; the fix names the card and the bridge."""
    (item,) = found("LW310", text())
    assert item.origin.path[-2:] == ("ports", "0")
    assert item.fix == "write `ports: [eth0]`, and `parent: br1` at `real_lan`"


def test_the_card_is_made_the_port_where_the_bridge_has_the_address() -> None:
    """The host's address would be lost on a port; what else is in the bridge stays."""
    on_bridge = text("eth1, shim-real_lan").replace(
        "{lan: home, address: 192.168.0.231/22}", "{}\n          eth1: {}"
    )
    on_bridge = on_bridge.replace("kind: bridge", "kind: bridge, lan: home, address: 192.168.0.231/22")
    (item,) = found("LW310", on_bridge)
    assert item.origin.path[-2:] == ("ports", "1")
    assert [edit.text for edit in item.edits] == ["eth0", "br1"]


@pytest.mark.parametrize(
    ("port", "kind", "driver"),
    [
        ("shim-other", "bridge", "macvlan"),
        ("shim-real_lan", "bond", "macvlan"),
        ("shim-real_lan", "bridge", "ipvlan"),
    ],
)
def test_any_other_name_is_unknown(port: str, kind: str, driver: str) -> None:
    """A shim is no interface of the intent (LW101)."""
    assert [code for code, _ in refused_codes(text(port, kind, driver))] == ["LW101"]
