"""LW403 and LW405: what calls by broadcast, and what one MAC address does to DHCP."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(network: str, listens: str, more: str = "") -> str:
    """A service on an ipvlan network."""
    return f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}, eth1: {{}}}}
            networks:
              net: {{driver: ipvlan, parent: eth0, {network}}}
              wire: {{driver: macvlan, parent: eth1, subnet: 192.168.12.0/24, gateway: 192.168.12.1}}
            services:
              web: {{networks: {{net: {{}}{more}}}, listens: [{listens}]}}
        """


L3, L2 = "mode: l3, subnet: 10.9.0.0/24", "lan: home"


@pytest.mark.parametrize("port", ["67/udp", "5353/udp", "1900/udp", "130-140/udp"])
@pytest.mark.parametrize("mode", ["l3", "l3s"])
def test_what_calls_by_broadcast_is_not_heard(port: str, mode: str) -> None:
    """A range that holds such a port counts."""
    (finding,) = found("LW403", site(L3.replace("l3", mode), f"80/tcp, {port}"))
    assert finding.origin.path[-2:] == ("listens", "1")


@pytest.mark.parametrize(
    ("network", "port"), [(L2, "5353/udp"), (L3, "5353/tcp"), (L3, "53/udp"), (L3, "60-66/udp")]
)
def test_what_is_asked_for_by_address_is(network: str, port: str) -> None:
    """And in l2 all is."""
    assert messages("LW403", site(network, port)) == []


def test_a_service_on_another_network_too_may_hear_it_there() -> None:
    """Nobody knows which one it means."""
    assert messages("LW403", site(L3, "5353/udp", ", wire: {}")) == []


def test_a_dhcp_client_is_one_of_many_with_its_mac_address() -> None:
    """In mode l2; in l3 no server hears it at all."""
    assert len(messages("LW405", site(L2, "68/udp"))) == 1
    assert messages("LW405", site(L2, "67/udp, 68/tcp")) == []
    assert messages("LW405", site(L3, "68/udp")) == []
    assert len(messages("LW403", site(L3, "68/udp"))) == 1


def test_a_routed_network_without_services_calls_for_nothing() -> None:
    """It is told of its `gateway` alone."""
    text = site(f"{L3}, gateway: 10.9.0.1", "5353/udp").replace("{net: {}}", "{wire: {}}")
    assert messages("LW403", text) == ["`net` is in mode l3, and has a `gateway`"]
