"""LW220: networks on a LAN with a subnet of their own."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(network: str) -> list[tuple[str, str]]:
    """What is found of one network on a host of `home`, beside which there is `guest`: reason and fix."""
    text = f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"], router: gate}}
          guest: {{subnet: 192.168.50.0/24, gateway: 192.168.50.1, router: gate}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}}}
            networks: {{net1: {{{network}}}}}
        """
    return [(item.why.partition(",")[0].partition(":")[0], item.fix) for item in found("LW220", text)]


MACVLAN = "driver: macvlan, parent: eth0, "
BY_ROUTER = "its containers send to the rest of the LAN by way of the router"
LOOKED_FOR = "its containers look on the LAN for machines that are elsewhere"
UNREACHED = "no machine of the LAN reaches it"
DROP = "drop `subnet`: `lan: home` brings 192.168.0.0/22"


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        (MACVLAN + "lan: home", []),
        (MACVLAN + "lan: home, subnet: 192.168.0.0/22", []),
        (MACVLAN + "lan: home, subnet: 192.168.0.0/24", [(BY_ROUTER, DROP)]),
        (MACVLAN + "lan: home, subnet: 192.168.0.0/20", [(LOOKED_FOR, DROP)]),
        (MACVLAN + "lan: home, subnet: 10.77.0.0/24", [(UNREACHED, DROP)]),
        (MACVLAN + "lan: home, subnet: 192.168.50.0/24", []),  # LW202
        (MACVLAN + "subnet: 10.77.0.0/24, gateway: 10.77.0.1", []),
        (
            MACVLAN + "subnet: 192.168.0.0/24, gateway: 192.168.0.1",
            [(BY_ROUTER, "write `subnet: 192.168.0.0/22`")],
        ),
        (MACVLAN + "subnet: 10.77.0.0/24", [(UNREACHED, "write `subnet: 192.168.0.0/22`")]),
        (MACVLAN + "lan: home, subnet: 10.77.0.0/24, gateway: 10.77.0.1", [(UNREACHED, DROP)]),
        (MACVLAN + "subnet: 192.168.0.0/24", [(BY_ROUTER, "write `subnet: 192.168.0.0/22`")]),
        (
            MACVLAN + 'lan: home, subnet: [192.168.0.0/22, "fd00:8::/80"]',
            [(BY_ROUTER, "write `subnet: fd00:8::/64`")],
        ),
        ("driver: ipvlan, mode: l2, parent: eth0, lan: home, subnet: 192.168.0.0/24", [(BY_ROUTER, DROP)]),
        ("driver: ipvlan, mode: l3, parent: eth0, lan: home, subnet: 10.9.0.0/24", []),
        ("driver: bridge, subnet: 192.168.99.0/24", []),
    ],
)
def test_a_network_on_a_lan_has_the_lans_subnet(network: str, expected: list[tuple[str, str]]) -> None:
    """With its prefix length; routed networks and those behind the host's address have one of their own."""
    assert told(network) == expected


def test_the_subnet_of_another_lan_is_anothers_business() -> None:
    """That is LW202."""
    assert told(MACVLAN + "subnet: 192.168.50.0/24, gateway: 192.168.50.1") == []
