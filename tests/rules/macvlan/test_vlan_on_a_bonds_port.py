"""LW318: a VLAN on one port of a bond."""

from __future__ import annotations

import pytest

from tests.rules.found import found
from tests.rules.mended import mended


def told(interfaces: str, parent: str = "eth9") -> list[tuple[str, str]]:
    """Each finding: what it is about, and what to write."""
    text = f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth9: {{}}, eth0: {{}}, eth1: {{}}, {interfaces}}}
            networks: {{real_lan: {{driver: macvlan, parent: {parent}, lan: home}}}}
        """
    return [(item.message.split("`")[1], item.fix) for item in found("LW318", text)]


BOND = "bond0: {kind: bond, ports: [eth0, eth1]}"
BRIDGE = "br0: {kind: bridge, ports: [eth0, eth1]}"


@pytest.mark.parametrize(
    ("interfaces", "parent", "expected"),
    [
        (f"{BOND}, eth0.10: {{}}", "eth9", [("eth0.10", "put it on the bond: `bond0.10`")]),
        (f"{BOND}, eth0.10: {{}}", "eth0.10", [("eth0.10", "put it on the bond: `bond0.10`")]),
        (
            f"{BOND}, iot: {{kind: vlan, link: eth1, id: 7}}",
            "eth9",
            [("iot", "put it on the bond: `bond0.7`")],
        ),
        (BOND, "eth1.20", [("eth1.20", "put it on the bond: `bond0.20`")]),
        (
            f"{BOND}, bond0.10: {{}}, eth0.10: {{}}",
            "eth9",
            [("eth0.10", "use `bond0.10`, which is that VLAN on the bond")],
        ),
        (
            f"{BOND}, iot: {{kind: vlan, link: bond0, id: 7}}",
            "eth1.7",
            [("eth1.7", "use `iot`, which is that VLAN on the bond")],
        ),
        (f"{BOND}, bond0.10: {{}}", "bond0.10", []),
        (BOND, "bond0.20", []),
        (f"{BRIDGE}, eth0.10: {{}}", "eth0.10", []),
    ],
)
def test_a_vlan_belongs_on_the_bond(interfaces: str, parent: str, expected: list[tuple[str, str]]) -> None:
    """Of the host's own or made by Docker; on a bridge's port it works."""
    assert told(interfaces, parent) == expected


NAMED = """
    version: 1
    lans: {home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
    hosts:
      dock1:
        interfaces:
          eth0: {}
          eth1: {}
          bond0: {kind: bond, ports: [eth0, eth1]}
          eth0.10: {}
          br0: {kind: bridge, ports: [eth0.10], lan: home, address: 192.168.0.9/22}
          vpn: {kind: vlan, link: eth0.10, id: 7}
        networks:
          real_lan: {driver: bridge, host_bridge: br0, lan: home}
        services:
          web: {networks: {real_lan: 192.168.0.240}}
    """


def test_the_name_changes_wherever_it_stands() -> None:
    """It tells what the VLAN is on."""
    assert mended("LW318", NAMED) == [
        (
            "bond0.10: {} br0: {kind: bridge, ports: [bond0.10], lan: home, address: 192.168.0.9/22} "
            "vpn: {kind: vlan, link: bond0.10, id: 7}"
        )
    ]


def test_so_it_does_where_a_bridge_should_be() -> None:
    """That a VLAN is none is LW510's."""
    more = "more: {driver: bridge, host_bridge: eth0.10}\n          pair: {driver: bridge, uplink: {veth_to: eth0.10}}"
    text = NAMED.replace("dock1:\n", "dock1:\n        docker: {bridge: eth0.10}\n")
    (line,) = mended("LW318", text.replace("real_lan: {driver", f"{more}\n          real_lan: {{driver"))
    assert "docker: {bridge: bond0.10}" in line
    assert "host_bridge: bond0.10" in line
    assert "uplink: {veth_to: bond0.10}" in line


def test_a_name_may_be_as_long_as_the_kernel_takes_it() -> None:
    """15 characters."""
    (line,) = mended("LW318", NAMED.replace("bond0", "bonded-uplin"))
    assert line.startswith("bonded-uplin.10: {}")


def test_a_name_of_another_kind_stays() -> None:
    """The link alone is written."""
    text = NAMED.replace("eth0.10: {}", "iot: {kind: vlan, link: eth0, id: 10}").replace("eth0.10", "iot")
    assert mended("LW318", text) == ["iot: {kind: vlan, link: bond0, id: 10}"]
    both = NAMED.replace("eth0.10: {}", "eth0.10: {link: eth0}")
    assert mended("LW318", both)[0].startswith("bond0.10: {link: bond0} ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("eth0.10: {}", "eth0.10: {}\n          bond0.10: {}"),
        ("eth0.10: {}", "eth0.10: {}\n          ten: {kind: vlan, link: bond0, id: 10}"),
        ("vpn: {kind: vlan, link: eth0.10, id: 7}", "eth0.10.7: {}"),
        ("eth0.10: {}", "eth0.10: {link: eth0}\n          eth0.10.7: {}"),
        ("host_bridge: br0", "host_bridge: br0, options: {x: 'eth0.10:eth1'}"),
        ("dock1:\n", "dock1:\n        sysctls: {net/ipv4/conf/eth0.10/rp_filter: 0}\n"),
        ("bond0", "bonded-uplink"),
    ],
)
def test_where_more_hangs_on_the_name_a_person_changes_it(old: str, new: str) -> None:
    """The bond has that VLAN; a name is made of the name; the new one would be too long."""
    assert mended("LW318", NAMED.replace(old, new)) == ["-"]


def test_dockers_vlan_is_another_parent() -> None:
    """Also where the host has that VLAN of the bond itself, whatever its name; not where the name is something else's."""
    text = (
        NAMED.replace("          eth0.10: {}\n", "")
        .replace("[eth0.10]", "[]")
        .replace("link: eth0.10", "link: eth1")
    )
    text = text.replace("vpn: {kind: vlan, link: eth1, id: 7}", "vpn: {kind: vlan, link: bond0, id: 7}")
    text = text.replace(
        "        services:",
        "          lan2: {driver: macvlan, parent: eth1.20, lan: home}\n        services:",
    )
    assert mended("LW318", text) == ["lan2: {driver: macvlan, parent: bond0.20, lan: home}"]
    assert mended("LW318", text.replace("vpn: {", "bond0.20: {").replace("id: 7", "id: 20")) == [
        "lan2: {driver: macvlan, parent: bond0.20, lan: home}"
    ]
    assert mended("LW318", text.replace("id: 7", "id: 20")) == [
        "lan2: {driver: macvlan, parent: vpn, lan: home}"
    ]
    assert mended(
        "LW318", text.replace("          vpn:", "          bond0.20: {kind: bridge}\n          vpn:")
    ) == ["-"]
