"""LW302: macvlan on a wireless interface, directly or by way of a VLAN or a bond."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(interfaces: str, network: str) -> str:
    """A laptop with a network and a service that has a MAC address of its own."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          laptop1:
            interfaces: {{{interfaces}}}
            networks:
              net1: {{{network}}}
            services:
              web: {{networks: {{net1: {{address: 192.168.0.241, mac: "02:00:00:00:00:11"}}}}}}
        """


WIRELESS = "wlan0: {kind: wireless, lan: home, address: 192.168.0.9/22}"


@pytest.mark.parametrize(
    ("interfaces", "parent", "said", "severity"),
    [
        (WIRELESS, "wlan0", "`wlan0`", "error"),
        (WIRELESS, "wlan0.10", "`wlan0` (by way of `wlan0.10`)", "error"),
        (WIRELESS + ", v10: {kind: vlan, link: wlan0, id: 10}", "v10", "`wlan0` (by way of `v10`)", "error"),
        (
            "wlan0: {kind: wireless}, eth0: {}, bond0: {kind: bond, ports: [eth0, wlan0], lan: home}",
            "bond0",
            "`wlan0` (by way of `bond0`)",
            "warning",
        ),
        (
            "wlan0: {kind: wireless}, bond0: {kind: bond, ports: [wlan0], lan: home}",
            "bond0.7",
            "`wlan0` (by way of `bond0.7`)",
            "error",
        ),
    ],
)
def test_macvlan_over_the_air_is_found_below_vlans_and_bonds(
    interfaces: str, parent: str, said: str, severity: str
) -> None:
    """A bond that has a wire too works for as long as it uses the wire: a warning."""
    (finding,) = found("LW302", site(interfaces, f"driver: macvlan, lan: home, parent: {parent}"))
    assert finding.message == f"the macvlan network `net1` is on the wireless {said}"
    assert (finding.severity, finding.origin.path[-1]) == (severity, "parent")


@pytest.mark.parametrize(
    ("interfaces", "network"),
    [
        (WIRELESS, "driver: ipvlan, lan: home, parent: wlan0"),
        (WIRELESS + ", eth0: {}", "driver: macvlan, lan: home, parent: eth0"),
        (
            "wlan0: {kind: wireless}, br0: {kind: bridge, ports: [wlan0]}",
            "driver: macvlan, lan: home, parent: br0",
        ),
        (WIRELESS, "driver: bridge, subnet: 192.168.0.240/28"),
    ],
)
def test_what_an_access_point_takes_or_another_rule_judges_is_fine(interfaces: str, network: str) -> None:
    """ipvlan, a wired parent; a bridge with a wireless port is a fault of the bridge (LW505)."""
    assert messages("LW302", site(interfaces, network)) == []


def test_the_fix_takes_away_what_ipvlan_refuses() -> None:
    """macvlan's own mode and MAC addresses don't go with ipvlan."""
    (finding,) = found("LW302", site(WIRELESS, "driver: macvlan, mode: vepa, lan: home, parent: wlan0"))
    assert finding.fix == "write `driver: ipvlan` and `mode: l2` instead of `vepa`; drop `mac` from `web`"
    more = site(WIRELESS, "driver: macvlan, lan: home, parent: wlan0")
    more = more.replace(
        "services:", 'services:\n              app: {networks: {net1: {mac: "02:00:00:00:00:12"}}}'
    )
    (finding,) = found("LW302", more)
    assert finding.fix == "write `driver: ipvlan`; drop `mac` from `app` and `web`"
