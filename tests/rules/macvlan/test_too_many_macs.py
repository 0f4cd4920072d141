"""LW309: MAC addresses on a switch's port, in a card's filter, and a hypervisor that knows one."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages

BASE = """
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, SWITCH}
      dmz: {subnet: 192.168.8.0/24, gateway: 192.168.8.1}
    hosts:
      dock1:
        virtual: VIRTUAL
        interfaces:
          eth0: {CARD}
          eth0.8: {lan: dmz, address: 192.168.8.231/24}
        networks:
          real_lan: {driver: DRIVER, lan: home, parent: eth0, host_access: true}
          dmz_lan: {driver: DRIVER, lan: dmz, parent: eth0.8}
        services:
          web: {networks: {real_lan: 192.168.0.241, dmz_lan: 192.168.8.241}}
          worker: {networks: {real_lan: {}}, replicas: 3}
    """
CARD = "lan: home, address: 192.168.0.231/22"


def text(
    switch: str = "mtu: 1500", card: str = "mtu: 1500", driver: str = "macvlan", virtual: str = "false"
) -> str:
    """Seven addresses on one cable: the host's, web's two, the workers' three and the shim's."""
    filled = BASE.replace("SWITCH", switch).replace("CARD", f"{CARD}, {card}")
    return filled.replace("DRIVER", driver).replace("VIRTUAL", virtual)


def test_all_that_leaves_by_a_cable_is_counted_together() -> None:
    """Replicas, the shim, and what is on a VLAN of that card."""
    (item,) = found("LW309", text("switch: {macs_per_port: 6}"))
    assert item.message == "`eth0` shows 7 MAC addresses to the switch of `home`, which takes 6"
    assert item.why.startswith("its own, 4 of `real_lan`, 1 of `dmz_lan` and 1 shim")
    assert "`macs_per_port: 7`" in item.fix
    assert item.origin.path[-1] == "eth0"
    assert messages("LW309", text("switch: {macs_per_port: 7}")) == []


def test_ipvlan_shows_one() -> None:
    """However many containers there are."""
    assert messages("LW309", text("switch: {macs_per_port: 1}", driver="ipvlan")) == []
    assert messages("LW309", text(driver="ipvlan", virtual="true")) == []


def test_a_card_s_filter_has_room_for_so_many() -> None:
    """More make it promiscuous, and that may be meant."""
    (item,) = found("LW309", text(card="max_macs: 6"))
    assert item.message == "`eth0` is to filter 7 MAC addresses, and has room for 6"
    assert item.origin.path[-1] == "max_macs"
    assert messages("LW309", text(card="max_macs: 7")) == []
    assert messages("LW309", text(card="max_macs: 6, promiscuous: true")) == []


def test_a_card_in_a_bridge_filters_nothing() -> None:
    """The bridge has put it into promiscuous mode already; the switch sees the addresses all the same."""
    bridged = text("switch: {macs_per_port: 6}", card="max_macs: 2").replace(
        f"{CARD}, max_macs: 2", "max_macs: 2"
    )
    bridged = bridged.replace(
        "eth0.8: {", f"br0: {{kind: bridge, ports: [eth0], {CARD}}}\n          eth0.8: {{"
    )
    (item,) = found("LW309", bridged.replace("parent: eth0,", "parent: br0,"))
    assert item.message == "`eth0` shows 7 MAC addresses to the switch of `home`, which takes 6"


def test_a_bond_shows_its_addresses_at_each_of_its_ports() -> None:
    """Any of them may carry all of it."""
    bonded = text("switch: {macs_per_port: 5}").replace(f"eth0: {{{CARD}, mtu: 1500}}", "eth0: {}")
    bonded = bonded.replace(
        "eth0.8: {",
        f"eth1: {{}}\n          bond0: {{kind: bond, ports: [eth0, eth1], {CARD}}}\n          eth0.8: {{",
    )
    found_at = messages("LW309", bonded.replace("parent: eth0,", "parent: bond0,"))
    assert found_at == [
        "`eth0` shows 7 MAC addresses to the switch of `home`, which takes 5",
        "`eth1` shows 6 MAC addresses to the switch of `home`, which takes 5",
    ]


def test_a_guest_s_hypervisor_is_asked_until_the_number_is_said() -> None:
    """Its switch is the LAN's: what the port takes is `macs_per_port`."""
    (item,) = found("LW309", text(virtual="true"))
    assert item.message == "`dock1` is a guest, and shows 7 MAC addresses at its port `eth0`"
    assert "`switch: {macs_per_port: 7}` at `lans.home`" in item.fix
    assert messages("LW309", text("switch: {macs_per_port: 7}", virtual="true")) == []
    assert len(messages("LW309", text("switch: {macs_per_port: 6}", virtual="true"))) == 1


def test_of_a_guest_s_ports_the_one_that_shows_most_is_told() -> None:
    """Whether or not it is on a LAN of the intent; a shim is a MAC address, two are two."""
    two = text(virtual="true").replace("eth0.8: {lan: dmz,", "eth1: {lan: dmz,").replace("eth0.8", "eth1")
    few = two.replace("{real_lan: 192.168.0.241, dmz_lan: 192.168.8.241}", "{dmz_lan: 192.168.8.241}")
    few = few.replace("{real_lan: {}}, replicas: 3", "{dmz_lan: {}}, replicas: 3")
    (item,) = found("LW309", few)
    assert item.message == "`dock1` is a guest, and shows 5 MAC addresses at its port `eth1`"
    unnamed = few.replace("{lan: dmz, address: 192.168.8.231/24}", "{}")
    (item,) = found("LW309", unnamed.replace("lan: dmz, parent", "subnet: 192.168.8.0/24, parent"))
    assert "and write the LAN with its switch;" in item.fix
    (item,) = found(
        "LW309", text(virtual="true").replace("parent: eth0.8}", "parent: eth0.8, host_access: true}")
    )
    assert item.why.startswith("its own, 4 of `real_lan`, 1 of `dmz_lan` and 2 shims:")


@pytest.mark.parametrize(("mode", "count"), [("bridge", 1), ("passthru", 0)])
def test_passthru_has_the_parent_s_own(mode: str, count: int) -> None:
    """The card and its one container share it."""
    lone = """
        version: 1
        lans: {home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, switch: {macs_per_port: 1}}}
        hosts:
          dock1:
            interfaces: {eth1: {lan: home, max_macs: 1}}
            networks: {whole: {driver: macvlan, mode: MODE, lan: home, parent: eth1}}
            services: {web: {networks: {whole: 192.168.0.241}}}
        """
    assert len(messages("LW309", lone.replace("MODE", mode))) == 2 * count


def test_containers_on_the_host_s_bridge_are_counted() -> None:
    """They are machines on the LAN, as macvlan's are; no card filters them."""
    bridged = """
        version: 1
        lans: {home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, switch: {macs_per_port: 2}}}
        hosts:
          dock1:
            interfaces:
              eth0: {max_macs: 1}
              br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}
            networks: {on_lan: {driver: bridge, host_bridge: br0, lan: home}}
            services: {web: {networks: {on_lan: 192.168.0.241}, replicas: 1}, db: {networks: {on_lan: 192.168.0.242}}}
        """
    (item,) = found("LW309", bridged)
    assert item.message == "`eth0` shows 3 MAC addresses to the switch of `home`, which takes 2"
    assert item.fix.endswith("or put fewer containers there")
