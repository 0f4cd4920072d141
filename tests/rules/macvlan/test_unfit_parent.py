"""LW304: no parent, or one that leads nowhere."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(network: str, more: str = "") -> str:
    """A host with the network `net1`, and a macvlan network with a shim beside it."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
          lab: {{subnet: 192.168.8.0/24}}
        hosts:
          dock1:
            interfaces:
              eth0: {{}}
              br0: {{kind: bridge, ports: [eth0], lan: home, address: 192.168.0.231/22}}
              eth0.10: {{}}
            networks:
              real_lan: {{driver: macvlan, lan: home, parent: br0, host_access: true}}
              backend: {{driver: bridge}}
              net1: {{{network}}}{more}
        """


LO = "loopback interface is not a valid {} parent link"
MADE = "required interface name format is: name.vlan_id, ex. eth0.10 for vlan 10, instead received eth0.10.20"


@pytest.mark.parametrize(
    ("network", "message", "why", "fix"),
    [
        ("driver: macvlan, lan: home", "has no `parent`", "dummy interface", "write `parent: br0`"),
        ("driver: ipvlan, lan: home", "has no `parent`", "dummy interface", "write `parent: br0`"),
        (
            "driver: macvlan, lan: home, internal: true",
            "has no `parent`",
            "dummy interface",
            "write `parent: br0`",
        ),
        (
            "driver: macvlan, subnet: 10.9.0.0/24",
            "has no `parent`",
            "dummy",
            "write the host's interface that is on the LAN",
        ),
        (
            "driver: macvlan, lan: lab",
            "has no `parent`",
            "dummy",
            "write the host's interface that is on the LAN",
        ),
        (
            "driver: macvlan, lan: lab, options: {parent: eth0.10}",
            "has no `parent`",
            "dummy",
            "write `parent: eth0.10`",
        ),
        (
            "driver: macvlan, lan: home, parent: lo",
            "has `lo` as its parent",
            LO.format("macvlan"),
            "write `parent: br0`",
        ),
        (
            "driver: ipvlan, lan: home, parent: lo",
            "has `lo` as its parent",
            LO.format("ipvlan"),
            "write `parent: br0`",
        ),
        (
            "driver: macvlan, lan: home, parent: docker0",
            "has `docker0`, a bridge of Docker's own, as its parent",
            "no LAN is behind that bridge",
            "write `parent: br0`",
        ),
        (
            "driver: macvlan, lan: home, parent: br-backend",
            "has `br-backend`, a bridge of Docker's own, as its parent",
            "no LAN is behind that bridge",
            "write `parent: br0`",
        ),
        (
            "driver: macvlan, lan: lab, parent: shim-real_lan",
            "is on `shim-real_lan`, itself a macvlan interface",
            "the kernel goes down to `br0` anyway, and the network fails with `shim-real_lan`",
            "write `parent: br0`",
        ),
        (
            "driver: macvlan, lan: home, parent: eth0.10.20",
            "has the missing `eth0.10.20` as its parent",
            MADE,
            "add `eth0.10.20: {}` to `interfaces`",
        ),
    ],
)
def test_an_unfit_parent_is_told_with_the_one_to_write(
    network: str, message: str, why: str, fix: str
) -> None:
    """The fix is the host's interface on the network's LAN, where there is one."""
    (finding,) = found("LW304", site(network))
    assert (finding.message, finding.fix) == (f"`net1` {message}", fix)
    assert why in finding.why


@pytest.mark.parametrize(
    "network",
    [
        "driver: macvlan, subnet: 10.9.0.0/24, internal: true",
        "driver: macvlan, lan: home, external: true",
        "driver: macvlan, lan: home, parent: br0",
        "driver: macvlan, lan: home, parent: br0.20",
        "driver: ipvlan, lan: home, parent: eth0.10",
        "driver: bridge",
    ],
)
def test_a_network_that_is_meant_to_stay_inside_needs_no_parent(network: str) -> None:
    """`internal` without a LAN is on purpose; what exists already may leave its parent unsaid."""
    assert messages("LW304", site(network)) == []
