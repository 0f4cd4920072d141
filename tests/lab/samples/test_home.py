"""The home sample: macvlan, NAT, an alias and our own DNAT on one host whose packet rules are iptables'."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab.applied import assert_answers
from tests.lab.probe import Answer, Lost
from tests.lab.tunnel import Tunnel

if TYPE_CHECKING:
    from tests.lab.machine import Machine
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "home"
LAPTOP, NAS, HOST = "192.168.0.50", "192.168.0.20", "192.168.0.231"
SITE_A, SITE_B, WEB, VPN = "192.168.0.232", "192.168.0.233", "192.168.0.241", "192.168.0.242"
CLIENT = "10.1.1.2"


@pytest.fixture(scope="module")
def tunnel(applied_site: Site) -> Tunnel:
    """The VPN's tunnel, with a client at its end."""
    return Tunnel(applied_site.lab, "client", ("10.1.1.1/24", f"{CLIENT}/24"))


@pytest.fixture
def client(site: Site, tunnel: Tunnel) -> Machine:
    """That client, connected."""
    tunnel.connect(site.projects["dock1"]["dock1"].container("openvpn"))
    return tunnel.client


def test_the_clients_of_the_vpn_reach_the_host_and_the_lan(site: Site, client: Machine) -> None:
    """As themselves, without NAT in the container, by the shim with the dummy address, too."""
    ways = {
        (HOST, 22, "tcp"): Answer("dock1", seen_as=CLIENT),
        (WEB, 80, "tcp"): Answer("web", seen_as=CLIENT),
        (NAS, 445, "tcp"): Answer("nas", seen_as=CLIENT),
        (SITE_B, 80, "tcp"): Answer("site_b", seen_as=CLIENT),
    }
    assert {way: site.lab.probe(client, *way) for way in ways} == ways


def test_the_host_and_the_lan_reach_the_clients(site: Site, client: Machine) -> None:
    """The LAN by the route that its router was given, the host by its own, which says from which address."""
    del client
    assert_answers(
        site,
        {
            ("dock1", CLIENT, 80, "tcp"): Answer("client", seen_as=HOST),
            ("laptop", CLIENT, 80, "tcp"): Answer("client", seen_as=LAPTOP),
            ("app", CLIENT, 80, "tcp"): Answer("client", seen_as=HOST),
        },
    )


def test_containers_on_the_lan_are_reached_by_all(site: Site) -> None:
    """By the LAN and the host as themselves, by containers behind NAT as the host, in spite of the dummy address."""
    assert_answers(
        site,
        {
            ("laptop", WEB, 80, "tcp"): Answer("web", seen_as=LAPTOP),
            ("dock1", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
            ("app", WEB, 80, "tcp"): Answer("web", seen_as=HOST),
            ("openvpn", WEB, 80, "tcp"): Answer("web", seen_as=VPN),
            ("nas", VPN, 1194, "udp"): Answer("openvpn", seen_as=NAS),
        },
    )


def test_containers_reach_the_lan(site: Site) -> None:
    """From the LAN as themselves, from behind NAT as the host."""
    assert_answers(
        site,
        {
            ("web", NAS, 445, "tcp"): Answer("nas", seen_as=WEB),
            ("web", HOST, 22, "tcp"): Answer("dock1", seen_as=WEB),
            ("app", NAS, 445, "tcp"): Answer("nas", seen_as=HOST),
            ("app", LAPTOP, 80, "udp"): Answer("laptop", seen_as=HOST),
        },
    )


def test_two_sites_have_port_80_each_at_an_address_of_its_own(site: Site) -> None:
    """One by Docker at an alias, one by our own DNAT; both see the client."""
    assert_answers(
        site,
        {
            ("laptop", SITE_A, 80, "tcp"): Answer("site_a", seen_as=LAPTOP),
            ("laptop", SITE_B, 80, "tcp"): Answer("site_b", seen_as=LAPTOP),
            ("laptop", HOST, 80, "tcp"): Lost.REFUSED,
        },
    )


def test_what_is_not_published_is_not_reached(site: Site) -> None:
    """Neither at the host's address nor at the container's."""
    site.devices["laptop"].run(f"ip route replace 172.22.0.0/16 via {HOST}")
    assert_answers(
        site,
        {
            ("laptop", HOST, 8080, "tcp"): Lost.REFUSED,
            ("laptop", "172.22.0.2", 8080, "tcp"): Lost.TIMEOUT,
        },
    )
