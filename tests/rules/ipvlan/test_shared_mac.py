"""LW405, LW406, LW407: what comes of one MAC address for all."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(services: str, network: str = "lan: home") -> str:
    """A host with an ipvlan network behind one that nobody is on."""
    return f"""
        version: 1
        lans:
          home: {{subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}}
        hosts:
          dock1:
            interfaces:
              eth0: {{lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}}
              eth1: {{lan: home}}
            networks:
              spare: {{driver: ipvlan, parent: eth1, lan: home}}
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
              air: {{driver: ipvlan, parent: eth0, {network}}}
            services:
              {services}
        """


@pytest.mark.parametrize(
    ("services", "fix"),
    [
        (
            "web: {networks: {air: '192.168.0.241'}}",
            "give `web` an IPv6 address, and know containers by that",
        ),
        (
            "web: {networks: {air: '192.168.0.241'}}\\n              db: {networks: {air: {}}}",
            "give `web`, `db` an IPv6 address, and know containers by that",
        ),
        (
            "web: {networks: {air: [192.168.0.241, 'fd00:8::f1']}}",
            "know containers by the IPv6 addresses that Docker gives them",
        ),
    ],
)
def test_who_has_no_ipv6_address_of_its_own_is_named(services: str, fix: str) -> None:
    """An address that Docker gives stays; one that the container makes itself doesn't."""
    (finding,) = found("LW406", site(services.replace("\\n", "\n")))
    assert finding.fix == fix


@pytest.mark.parametrize(
    "network", ["mode: l3, subnet: ['10.9.0.0/24', 'fd00:9::/64']", "subnet: 192.168.0.0/22"]
)
def test_without_advertised_ipv6_there_is_nothing_to_make(network: str) -> None:
    """A routed network hears no router; IPv4 has no such addresses."""
    assert messages("LW406", site("web: {networks: {air: {}}}", network)) == []


@pytest.mark.parametrize(
    ("listens", "count"),
    [("68/udp", 1), ("60-68/udp", 1), ("68-70/udp", 1), ("68/tcp", 0), ("67/udp", 0), ("69-70/udp", 0)],
)
def test_a_dhcp_client_is_known_by_its_port(listens: str, count: int) -> None:
    """68/udp, alone or in a range."""
    assert len(messages("LW405", site(f"web: {{networks: {{air: {{}}}}, listens: [{listens}]}}"))) == count


def test_on_a_routed_network_no_dhcp_is_heard() -> None:
    """Broadcasts don't get there (LW403)."""
    text = site("web: {networks: {air: {}}, listens: [68/udp]}", "mode: l3, subnet: 10.9.0.0/24")
    assert messages("LW405", text) == []


def test_a_mac_address_is_told_at_the_service_that_has_it() -> None:
    """Docker refuses it."""
    mac = "{mac: '02:00:00:00:00:03'}"
    (finding,) = found(
        "LW407", site(f"db: {{networks: {{air: {{}}}}}}\n              web: {{networks: {{air: {mac}}}}}")
    )
    assert finding.origin.path[3] == "web"
