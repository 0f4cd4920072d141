"""LW222: MAC addresses."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def site(services: str, *, version: str = "28", second: str = "{}") -> str:
    """Two hosts on one LAN with a NAS; `real_lan` is on it, `back` behind the host's address."""
    return f"""
        version: 1
        lans:
          home:
            subnet: 192.168.0.0/22
            gateway: 192.168.0.1
            devices: {{nas: {{address: 192.168.0.20, mac: 52:54:00:00:00:20}}}}
        defaults:
          host:
            docker: {{version: "{version}"}}
            networks:
              real_lan: {{driver: macvlan, parent: eth0, lan: home}}
              back: {{driver: bridge, subnet: 10.22.0.0/24}}
        hosts:
          dock1: {{interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}, services: {services}}}
          dock2: {{interfaces: {{eth0: {{lan: home, address: 192.168.0.232/22}}}}, services: {second}}}
        """


def told(text: str) -> list[tuple[str, str]]:
    """What is wrong with each, and what to write."""
    return [(item.message.partition("` ")[2], item.fix) for item in found("LW222", text)]


@pytest.mark.parametrize(
    ("mac", "expected"),
    [
        ("52:54:00:00:00:41", []),
        ("02:00:00:00:00:00", []),
        ("52:54:00:00:00:20", [("is that of `home/nas`", "write `mac: 52:54:00:00:00:21`")]),
        ("01:00:5e:00:00:fb", [("is one for groups of machines", "write `mac: 02:00:5e:00:00:fb`")]),
        ("03:00:5e:00:00:fb", [("is one for groups of machines", "write `mac: 02:00:5e:00:00:fb`")]),
        ("ff:ff:ff:ff:ff:ff", [("is one for groups of machines", "write `mac: fe:ff:ff:ff:ff:ff`")]),
        ("00:00:00:00:00:00", [("is nobody's", "write `mac: 02:00:00:00:00:01`")]),
        ("00:1b:21:3c:4d:5e", [("isn't locally administered", "write `mac: 02:1b:21:3c:4d:5e`")]),
    ],
)
def test_a_mac_is_one_that_a_machine_may_choose(mac: str, expected: list[tuple[str, str]]) -> None:
    """One that nobody else on the LAN has, for one machine, and of nobody's cards."""
    assert told(site(f"{{web: {{networks: {{real_lan: {{mac: {mac}}}}}}}}}")) == expected


def test_a_lan_is_one_wire_across_hosts_and_a_bridge_is_one_of_its_own() -> None:
    """The same address on another host's bridge meets nobody."""
    web = "{web: {networks: {NET: {mac: 52:54:00:00:00:41}}}}"
    lan, bridge = web.replace("NET", "real_lan"), web.replace("NET", "back")
    assert told(site(lan, second=lan)) == [("is that of `dock1/web`", "write `mac: 52:54:00:00:00:42`")]
    assert told(site(bridge, second=bridge)) == []
    assert told(site(bridge, second=lan)) == []


def test_two_on_one_bridge_are_told() -> None:
    """Docker starts both."""
    services = "{web: {networks: {back: {mac: 52:54:00:00:00:41}}}, db: {networks: {back: {mac: 52-54-00-00-00-41}}}}"
    assert [what for what, _ in told(site(services))] == ["is that of `dock1/web`"]


@pytest.mark.parametrize(("version", "expected"), [("27", 1), ("28.0", 0)])
def test_up_to_27_docker_makes_one_of_a_static_address(version: str, expected: int) -> None:
    """02:42, and the four bytes of 192.168.0.241; it is told at the one that is written, whichever comes first."""
    services = (
        "{web: {networks: {real_lan: {mac: 02:42:c0:a8:00:f1}}}, db: {networks: {real_lan: 192.168.0.241}}}"
    )
    findings = found("LW222", site(services, version=version))
    assert len(findings) == expected
    assert all(item.origin.path[-1] == "mac" for item in findings)


def test_what_is_proposed_is_proposed_once() -> None:
    """All fixes of a report can be carried out together."""
    services = "{aa: {networks: {real_lan: {mac: 52:54:00:00:00:20}}}, bb: {networks: {real_lan: {mac: 52:54:00:00:00:20}}}}"
    assert [fix for _, fix in told(site(services))] == [
        "write `mac: 52:54:00:00:00:21`",
        "write `mac: 52:54:00:00:00:22`",
    ]


@pytest.mark.parametrize("mac", ["00:1b:21:00:00:20", "01:00:5e:00:00:20"])
def test_a_devices_own_is_for_its_maker_to_answer(mac: str) -> None:
    """It is known for what others may not have."""
    assert told(site("{}").replace("52:54:00:00:00:20", mac)) == []


def test_on_ipvlan_a_container_has_its_parents() -> None:
    """What is written there is LW407's."""
    text = site("{web: {networks: {real_lan: {mac: 52:54:00:00:00:20}}}}")
    assert told(text.replace("{driver: macvlan,", "{driver: ipvlan, mode: l2,")) == []
