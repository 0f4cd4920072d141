"""LW705: managed interfaces that can't be written."""

from __future__ import annotations

import re

import pytest

from lanwright import targets
from lanwright.plan import Maker
from tests.intents import host_of
from tests.rules.found import found


def site(network: str, interfaces: str) -> str:
    """A host of one network manager on a LAN."""
    return f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}, bare: {{subnet: 192.168.8.0/24}}}}
        hosts:
          dock1:
            network: {network}
            interfaces: {{{interfaces}}}
        """


def told(network: str, interfaces: str) -> list[tuple[str, str, str]]:
    """Each finding: severity, the key that it is at, and what is wrong."""
    return [
        (item.severity.value, item.origin.path[-1], item.message)
        for item in found("LW705", site(network, interfaces))
    ]


BOND = "eth0: {}, bond0: {kind: bond, ports: [eth0], managed: true}"
NOT_THERE = ("error", "managed", "`bond0` is managed, on a host with `network: none`")
PORTLESS = ("error", "managed", "`bond0` is a managed bond without ports")


@pytest.mark.parametrize(
    ("network", "interfaces", "expected"),
    [
        ("ifupdown", BOND, []),
        ("networkd", BOND, []),
        ("none", BOND, [NOT_THERE]),
        ("none", BOND.replace(", managed: true", ""), []),
        ("ifupdown", "bond0: {kind: bond, managed: true}", [PORTLESS]),
        ("ifupdown", "bond0: {kind: bond}", []),
        ("none", "eth0: {lan: home, address: 192.168.0.2/22}", []),
        ("ifupdown", "eth0: {managed: true}, br0: {kind: bridge, ports: [eth0], managed: true}", []),
    ],
)
def test_not_every_manager_can_be_told_everything(
    network: str, interfaces: str, expected: list[tuple[str, str, str]]
) -> None:
    """What isn't managed isn't written anyway."""
    assert told(network, interfaces) == expected


@pytest.mark.parametrize(
    ("interfaces", "refused"),
    [
        ("eth0: {managed: true}", {"eth0"}),
        ("eth0: {}, eth0.10: {managed: true}", set()),
        ("eth0: {}, eth0.10: {managed: true}, eth0.10.20: {managed: true}", set()),
        ("eth0: {}, br10: {kind: bridge, ports: [eth0.10], managed: true}, eth0.10: {managed: true}", set()),
        ("eth0: {}, br10: {kind: bridge, ports: [eth0.10], managed: true}, eth0.10: {}", {"br10"}),
        ("eth0: {}, br0: {kind: bridge, ports: [eth0], managed: true}", {"br0"}),
        ("eth0: {managed: true}, eth0.10: {managed: true}", {"eth0", "eth0.10"}),
        ("eth0: {}, eth0.10: {managed: true, dhcp: true, lan: home}", {"eth0.10"}),
        ("br10: {kind: bridge, managed: true}", set()),
    ],
)
def test_beside_another_manager_only_what_takes_nothing_from_it_is_made(
    interfaces: str, refused: set[str]
) -> None:
    """VLANs, and bridges over VLANs that are ours; what is told is in no file, the rest in the script."""
    assert {item.message.split("`")[1] for item in found("LW705", site("none", interfaces))} == refused
    host = host_of(site("none", interfaces))
    (script,) = [file.content for file in targets.emit(host) if file.path.endswith("/lanwright-links")] or [
        ""
    ]
    made = set(re.findall(r"part (?:link|bridge) (\S+)", script))
    assert made == {name for name, link in host.links.items() if link.maker is Maker.LANWRIGHT} - refused


VLAN = "eth0: {SIZE}, eth0.10: {managed: true, mtu: 9000}"
BRIDGE = "eth0: {SIZE}, br0: {kind: bridge, ports: [eth0], managed: true, mtu: 9000}"
PORTS = "eth1: {mtu: 9000}, eth0: {SIZE}, br0: {kind: bridge, ports: [eth1, eth0], managed: true, mtu: 9000}"
BONDED = "eth0: {SIZE}, bond0: {kind: bond, ports: [eth0], managed: true, mtu: 9000}"


@pytest.mark.parametrize(
    ("interfaces", "size", "expected"),
    [
        (VLAN, "mtu: 1500", [("error", "mtu")]),
        (VLAN, "mtu: 9000", []),
        (VLAN, "managed: true", [("error", "mtu")]),
        (VLAN, "", [("warning", "mtu")]),
        (BRIDGE, "mtu: 4000", [("error", "mtu")]),
        (BRIDGE, "mtu: 9000", []),
        (PORTS, "mtu: 4000", [("error", "mtu")]),
        (BONDED, "mtu: 1500", []),
        (VLAN.replace("managed: true, ", ""), "mtu: 1500", []),
    ],
)
def test_no_frame_is_longer_than_what_carries_it(
    interfaces: str, size: str, expected: list[tuple[str, str]]
) -> None:
    """A bond gives its ports its own MTU; where nobody says what the lower one has, it is a warning."""
    findings = told("ifupdown", interfaces.replace("SIZE", size))
    assert [(severity, key) for severity, key, _ in findings] == expected


@pytest.mark.parametrize(
    ("network", "keys", "expected"),
    [
        ("networkd", "managed: true", ["`7` is a name that systemd-networkd doesn't take"]),
        ("ifupdown", "managed: true", []),
        ("networkd", "", []),
    ],
)
def test_networkd_takes_a_number_for_no_name(network: str, keys: str, expected: list[str]) -> None:
    """Where Lanwright writes it."""
    assert [message for _, _, message in told(network, f"'7': {{{keys}}}")] == expected


@pytest.mark.parametrize(
    ("network", "kind", "expected"),
    [
        ("ifupdown", "wireless", 1),
        ("networkd", "wireless", 0),
        ("ifupdown", "tunnel", 1),
        ("networkd", "tunnel", 1),
    ],
)
def test_what_something_else_must_bring_up_is_a_warning(network: str, kind: str, expected: int) -> None:
    """A tunnel's own tool, and what joins a wireless network."""
    findings = told(network, f"link0: {{kind: {kind}, managed: true}}")
    assert [severity for severity, _, _ in findings] == ["warning"] * expected


FIRST = "eth0: {lan: home, address: 192.168.0.2/22}, "


@pytest.mark.parametrize(
    ("network", "interfaces", "expected"),
    [
        ("ifupdown", "eth1: {lan: home, dhcp: true, managed: true}", []),
        ("ifupdown", FIRST + "eth1: {lan: home, dhcp: true, managed: true}", [("warning", "managed")]),
        (
            "ifupdown",
            FIRST + "eth1: {lan: home, dhcp: true, managed: true, default_route: false}",
            [("error", "default_route")],
        ),
        ("networkd", FIRST + "eth1: {lan: home, dhcp: true, managed: true, default_route: false}", []),
        ("ifupdown", FIRST + "eth1: {lan: bare, dhcp: true, managed: true}", []),
        ("ifupdown", FIRST + "eth1: {lan: home, dhcp: true}", []),
    ],
)
def test_with_ifupdown_a_lease_brings_its_default_route(
    network: str, interfaces: str, expected: list[tuple[str, str]]
) -> None:
    """An error where the intent says that there is none; a LAN without a router has none to give."""
    assert [(severity, key) for severity, key, _ in told(network, interfaces)] == expected
