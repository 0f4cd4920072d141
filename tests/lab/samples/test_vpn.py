"""The vpn sample: the clients of one VPN are led to by routes, those of the other take addresses that others know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.lab.applied import assert_answers, docker_restarted
from tests.lab.probe import Answer, Lost
from tests.lab.tunnel import Tunnel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.lab.machine import Machine
    from tests.lab.project import Project
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

SAMPLE = "vpn"
LAPTOP, HOST, WEB, OPENVPN = "192.168.0.50", "192.168.0.231", "192.168.0.241", "192.168.0.242"
ROUTED, HIDDEN = "10.8.0.2", "10.9.0.2"
ROUTER, BEYOND = "198.51.100.1", "198.51.100.9"
SHIM = "shim-real_lan"
NAT = "/usr/local/lib/lanwright/lanwright-nat"
STRICT = "".join(f"net.ipv4.conf.{name}.rp_filter = 1\n" for name in ("all", "default", "*"))


class Clients(NamedTuple):
    """Both VPNs' clients; `beyond` is a machine in the internet."""

    site: Site
    routed: Tunnel
    hidden: Tunnel
    beyond: Machine

    @property
    def project(self) -> Project:
        return self.site.projects["dock1"]["dock1"]

    def connect(self) -> None:
        """Both VPN programs bring their tunnels up; the second has our script as its hook."""
        self.routed.connect(self.project.container("openvpn"))
        wireguard = self.project.container("wireguard")
        self.hidden.connect(wireguard)
        self.site.hosts["dock1"].run(f"docker exec --privileged {wireguard.name} {NAT} apply")

    def assert_answers(self, ways: Mapping[tuple[Tunnel, str, int], Answer]) -> None:
        """Each of these ways of a client leads to what stands beside it."""
        assert {way: self.site.lab.probe(way[0].client, *way[1:]) for way in ways} == ways

    def assert_all_is_well(self) -> None:
        """Both VPNs' clients get through, and are reached where they can be."""
        self.assert_answers(
            {
                (self.routed, HOST, 22): Answer("dock1", seen_as=ROUTED),
                (self.routed, LAPTOP, 80): Answer("laptop", seen_as=ROUTED),
                (self.hidden, LAPTOP, 80): Answer("laptop", seen_as=HOST),
            }
        )
        assert_answers(self.site, {("dock1", ROUTED, 80, "tcp"): Answer("routed", seen_as=HOST)})


@pytest.fixture(scope="module")
def clients(applied_site: Site) -> Clients:
    """A host that is strict about where packets come from, two clients, and somebody beyond the router."""
    dock1 = applied_site.hosts["dock1"]
    dock1.write("/etc/sysctl.d/99-found.conf", STRICT)
    dock1.run("/usr/lib/systemd/systemd-sysctl")
    beyond = applied_site.lab.internet(applied_site.lans["home"].router)
    beyond.listen("beyond", "80")
    routed = Tunnel(applied_site.lab, "routed", ("10.8.0.1/24", "10.8.0.2/24"))
    hidden = Tunnel(applied_site.lab, "hidden", ("10.9.0.1/24", "10.9.0.2/24"))
    return Clients(applied_site, routed, hidden, beyond)


@pytest.fixture
def connected(clients: Clients) -> Clients:
    """The tunnels are up."""
    clients.connect()
    return clients


def test_clients_get_through(site: Site, clients: Clients) -> None:
    """To the host, its containers, the LAN and the internet, seen as themselves or as their container or host."""
    del site
    clients.connect()
    clients.assert_all_is_well()
    clients.assert_answers(
        {
            (clients.routed, WEB, 80): Answer("web", seen_as=ROUTED),
            (clients.routed, BEYOND, 80): Answer("beyond", seen_as=ROUTER),
            (clients.hidden, HOST, 22): Answer("dock1", seen_as="172.22.0.2"),
            (clients.hidden, WEB, 80): Answer("web", seen_as=HOST),
            (clients.hidden, BEYOND, 80): Answer("beyond", seen_as=ROUTER),
        }
    )


def test_others_get_through_to_clients_that_are_led_to(site: Site, clients: Clients) -> None:
    """From the LAN, from the host and its containers; not to those that are hidden."""
    clients.connect()
    assert_answers(
        site,
        {
            ("laptop", ROUTED, 80, "udp"): Answer("routed", seen_as=LAPTOP),
            ("web", ROUTED, 80, "tcp"): Answer("routed", seen_as=WEB),
            ("wireguard", ROUTED, 80, "tcp"): Answer("routed", seen_as=HOST),
            ("laptop", OPENVPN, 1194, "udp"): Answer("openvpn", seen_as=LAPTOP),
            ("laptop", HOST, 51820, "udp"): Answer("wireguard", seen_as=LAPTOP),
        },
    )
    assert not isinstance(site.lab.probe(site.place("laptop"), HIDDEN, 80), Answer)


def test_the_route_is_what_strict_filtering_asks_for(connected: Clients) -> None:
    """Without it the host throws away what its clients send; with the shim it comes back."""
    dock1 = connected.site.hosts["dock1"]
    assert dock1.read(f"/proc/sys/net/ipv4/conf/{SHIM}/rp_filter") == "1\n"
    dock1.run("ip route del 10.8.0.0/24")
    assert connected.site.lab.probe(connected.routed.client, HOST, 22) is Lost.TIMEOUT
    dock1.run(f"ifdown {SHIM}; ifup {SHIM}")
    connected.assert_all_is_well()


def test_a_restart_of_docker(connected: Clients) -> None:
    """The containers start anew, and their tunnels."""
    docker_restarted(connected.site, connected.site.hosts["dock1"])
    connected.connect()
    connected.assert_all_is_well()


def test_containers_made_anew(connected: Clients) -> None:
    """As after an update of their images."""
    connected.project.compose("up", "--detach", "--force-recreate")
    for service in connected.project.services:
        connected.project.wait_for(service)
    connected.connect()
    connected.assert_all_is_well()


def test_the_script_may_be_run_at_any_time(connected: Clients) -> None:
    """Twice, with whatever a VPN program adds; it tells what is there, and takes it away again."""
    wireguard = connected.project.container("wireguard")
    host, lab = connected.site.hosts["dock1"], connected.site.lab
    inside = f"docker exec --privileged {wireguard.name} "
    once = host.run(f"{inside} iptables -t nat -S")
    host.run(f"{inside} {NAT} apply tun0 1500 0 10.9.0.1 255.255.255.0 init")
    assert host.run(f"{inside} iptables -t nat -S") == once
    host.run(f"{inside} {NAT} status")
    host.run(f"{inside} {NAT} remove")
    assert "LANWRIGHT" not in host.run(f"{inside} iptables -t nat -S")
    said = host.attempt(f"{inside} {NAT} status")
    assert (said.rc, "missing: -s 10.9.0.0/24" in said.stdout) == (1, True)
    assert lab.probe(connected.hidden.client, LAPTOP, 80) is Lost.TIMEOUT
    host.run(f"{inside} {NAT} apply")
    connected.assert_all_is_well()


def test_the_script_as_an_entrypoint(connected: Clients) -> None:
    """It sets its rules, and becomes the image's own command, which goes on as the container's first process."""
    host = connected.site.hosts["dock1"]
    mounted = "-v /usr/local/lib/lanwright/containers/wireguard:/usr/local/lib/lanwright:ro"
    network = "--network tunnel --cap-add NET_ADMIN --entrypoint " + NAT
    answer = "/bin/python3 -I -S /usr/local/lib/lanwright-lab/answer.py entered 80"
    host.run(f"docker run -d --name entered {mounted} {network} lanwright-lab run {answer}")
    host.run('until [ "$(docker exec entered cat /proc/1/comm)" = python3 ]; do sleep 0.1; done')
    assert "LANWRIGHT-NAT -s 10.9.0.0/24 -o eth0 -j MASQUERADE" in host.run(
        "docker exec --privileged entered iptables -t nat -S"
    )
    host.run("docker rm --force entered")
