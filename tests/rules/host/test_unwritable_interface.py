"""LW705: managed interfaces that can't be written."""

from __future__ import annotations

import pytest

from lanwright import targets
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


@pytest.mark.parametrize(
    ("network", "interfaces", "expected"),
    [
        ("ifupdown", BOND, [("error", "managed", "`bond0` is a managed bond, on a host of ifupdown")]),
        ("networkd", BOND, []),
        ("ifupdown", BOND.replace(", managed: true", ""), []),
        ("none", BOND, [("error", "managed", "`bond0` is managed, on a host with `network: none`")]),
        (
            "none",
            "eth0: {managed: true}",
            [("error", "managed", "`eth0` is managed, on a host with `network: none`")],
        ),
        ("none", "eth0: {lan: home, address: 192.168.0.2/22}", []),
        ("ifupdown", "eth0: {managed: true}, br0: {kind: bridge, ports: [eth0], managed: true}", []),
    ],
)
def test_not_every_manager_can_be_told_everything(
    network: str, interfaces: str, expected: list[tuple[str, str, str]]
) -> None:
    """What isn't managed isn't written anyway."""
    assert told(network, interfaces) == expected


@pytest.mark.parametrize("network", ["ifupdown", "none"])
def test_what_is_told_is_in_no_file(network: str) -> None:
    """Else it isn't an error any more."""
    host = host_of(site(network, BOND))
    assert [file.path for file in targets.emit(host) if "bond0" in file.content] == []


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("802.3ad", []),
        ("active", ["write `mode: active-backup`"]),
        (
            "lacp",
            [
                "write one of balance-rr, active-backup, balance-xor, broadcast, 802.3ad, balance-tlb, balance-alb"
            ],
        ),
    ],
)
def test_a_bonds_mode_is_one_of_the_kernels(mode: str, expected: list[str]) -> None:
    """The nearest is proposed, else all are named."""
    bond = f"eth0: {{}}, bond0: {{kind: bond, ports: [eth0], mode: {mode}, managed: true}}"
    assert [item.fix for item in found("LW705", site("networkd", bond))] == expected


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
