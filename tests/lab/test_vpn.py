"""VPN containers on hosts of each sort, in both families: who reaches whom, and is seen as whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.lab.applied import applied, settled
from tests.lab.probe import Answer, Lost
from tests.lab.sample import PLACE
from tests.lab.tunnel import Tunnel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.machine import Machine
    from tests.lab.site import Site

pytestmark = pytest.mark.lab

INTENT = """
version: 1
site: vpns
lans:
  home:
    subnet: [192.168.0.0/22, "fd00:8::/64"]
    gateway: [192.168.0.1, "fd00:8::1"]
    ra: false
    devices: {laptop: [192.168.0.50, "fd00:8::50"]}
hosts:
  dock1:
    network: networkd
    interfaces: {eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"], unit: 50-eth0.network}}
    networks:
      real_lan:
        {driver: macvlan, parent: eth0, lan: home, ip_range: [192.168.0.248/29, "fd00:8::f8/125"], host_access: true}
    services:
      open: {networks: {real_lan: [192.168.0.241, "fd00:8::241"]}, listens: [80/tcp], clients: [10.1.1.0/24, "fd00:11::/64"]}
      hides:
        networks: {real_lan: [192.168.0.242, "fd00:8::242"]}
        listens: [80/tcp]
        clients: {range: [10.1.2.0/24, "fd00:12::/64"], return: nat}
  dock2:
    network: none
    firewall: iptables
    interfaces: {eth0: {lan: home, address: [192.168.0.232/22, "fd00:8::232/64"]}}
    networks:
      real_lan:
        {driver: macvlan, parent: eth0, lan: home, ip_range: [192.168.0.224/30, "fd00:8::e0/126"], host_access: true}
    services:
      plain: {networks: {real_lan: [192.168.0.243, "fd00:8::243"]}, listens: [80/tcp], clients: [10.1.3.0/24, "fd00:13::/64"]}
  dock3:
    interfaces: {br0: {kind: bridge, ports: [eth0], lan: home, address: 192.168.0.233/22}, eth0: {}}
    networks:
      on_bridge: {driver: bridge, host_bridge: br0, lan: home, subnet: 192.168.0.0/22, gateway: 192.168.0.1, ip_range: 192.168.0.228/31}
      inner: {driver: bridge, subnet: 172.22.0.0/24}
    services:
      behind: {networks: {inner: {}}, listens: [80/tcp], clients: 10.1.5.0/24, publish: [{port: 8080, to: 80}]}
      joined: {networks: {on_bridge: 192.168.0.244}, listens: [80/tcp], clients: 10.1.4.0/24}
"""
LAPTOP = ("192.168.0.50", "fd00:8::50")
HOSTS = {
    name: (f"192.168.0.{number}", f"fd00:8::{number}") for name, number in (("dock1", 231), ("dock2", 232))
}
BRIDGED = "192.168.0.233"
CLIENTS = {
    name: (f"10.1.{number}.2", f"fd00:1{number}::2")
    for number, name in enumerate(("open", "hides", "plain", "joined", "behind"), 1)
}
DUAL = ("open", "hides", "plain")
HIDES = ("192.168.0.242", "fd00:8::242")
NAT = "/usr/local/lib/lanwright/lanwright-nat"
BOTH_FAMILIES = pytest.mark.parametrize("family", [0, 1], ids=["IPv4", "IPv6"])
STRICT = "".join(f"net.ipv4.conf.{name}.rp_filter = 1\n" for name in ("all", "default", "*"))


class Vpns(NamedTuple):
    """The site, and a client of each VPN by its container's name."""

    site: Site
    tunnels: dict[str, Tunnel]

    def client(self, name: str) -> Machine:
        return self.tunnels[name].client

    def connect(self) -> None:
        """Every VPN program brings its tunnel up; the one that hides its clients has our script as its hook."""
        for name, tunnel in self.tunnels.items():
            for projects in self.site.projects.values():
                for project in projects.values():
                    if name in project.services:
                        tunnel.connect(project.container(name))
        hides = self.site.projects["dock1"]["dock1"].container("hides")
        self.site.hosts["dock1"].run(f"docker exec --privileged {hides.name} {NAT} apply")


@pytest.fixture(scope="module")
def vpns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vpns]:
    """Three hosts, strict about where packets come from, and five VPNs; the router does as the plan tells."""
    with applied(INTENT, tmp_path_factory.mktemp("vpns")) as site:
        for name, host in site.hosts.items():
            host.write("/etc/sysctl.d/99-found.conf", STRICT)
            host.run("/usr/lib/systemd/systemd-sysctl")
            host.listen(name, "22", "22/udp")
        site.devices["laptop"].listen("laptop", "80", "80/udp")
        tunnels = {}
        for number, name in enumerate(CLIENTS, 1):
            ends = [(f"10.1.{number}.1/24", f"10.1.{number}.2/24")]
            ends += [(f"fd00:1{number}::1/64", f"fd00:1{number}::2/64")] if name in DUAL else []
            tunnels[name] = Tunnel(site.lab, name + "-client", *ends)
        vpns = Vpns(site, tunnels)
        vpns.connect()
        yield vpns


@BOTH_FAMILIES
@pytest.mark.parametrize(("vpn", "host"), [("open", "dock1"), ("plain", "dock2")], ids=["networkd", "none"])
def test_clients_that_are_led_to(vpns: Vpns, vpn: str, host: str, family: int) -> None:
    """Host, LAN and the other hosts see them as themselves, and reach them."""
    probe, client = vpns.site.lab.probe, CLIENTS[vpn][family]
    laptop = vpns.site.place("laptop")
    for name, addresses in HOSTS.items():
        assert probe(vpns.client(vpn), addresses[family], 22) == Answer(name, seen_as=client)
        found = probe(vpns.site.hosts[name], client, 80)
        assert found == Answer(f"{vpn}-client", seen_as=addresses[family])
    assert probe(vpns.client(vpn), LAPTOP[family], 80, "udp") == Answer("laptop", seen_as=client)
    assert probe(laptop, client, 80) == Answer(f"{vpn}-client", seen_as=LAPTOP[family])
    assert "dev shim-real_lan" in vpns.site.hosts[host].run(f"ip route get {client}")
    vpns.site.hosts[host].run(f"cd {PLACE} && sh install status")


@BOTH_FAMILIES
def test_clients_that_are_hidden(vpns: Vpns, family: int) -> None:
    """They are seen as their container, by the whole LAN; nobody can begin anything with them."""
    probe, client = vpns.site.lab.probe, CLIENTS["hides"][family]
    asker = vpns.client("hides")
    for name, addresses in HOSTS.items():
        assert probe(asker, addresses[family], 22) == Answer(name, seen_as=HIDES[family])
    assert probe(asker, LAPTOP[family], 80) == Answer("laptop", seen_as=HIDES[family])
    assert not isinstance(probe(vpns.site.place("laptop"), client, 80), Answer)


@BOTH_FAMILIES
def test_clients_of_one_vpn_and_of_another(vpns: Vpns, family: int) -> None:
    """What is led to is reached by all of them."""
    probe = vpns.site.lab.probe
    asked = CLIENTS["open"][family]
    assert probe(vpns.client("plain"), asked, 80) == Answer("open-client", seen_as=CLIENTS["plain"][family])
    assert probe(vpns.client("hides"), asked, 80) == Answer("open-client", seen_as=HIDES[family])


def test_a_container_on_the_hosts_own_bridge(vpns: Vpns) -> None:
    """The host has a route by its bridge: answers of ports that it publishes don't pass it twice."""
    probe, client = vpns.site.lab.probe, CLIENTS["joined"][0]
    dock3 = vpns.site.hosts["dock3"]
    assert probe(vpns.client("joined"), BRIDGED, 22) == Answer("dock3", seen_as=client)
    assert probe(vpns.client("joined"), LAPTOP[0], 80) == Answer("laptop", seen_as=client)
    assert probe(dock3, client, 80) == Answer("joined-client", seen_as=BRIDGED)
    assert probe(vpns.site.place("laptop"), client, 80) == Answer("joined-client", seen_as=LAPTOP[0])
    assert probe(vpns.client("joined"), BRIDGED, 8080) == Answer("behind", seen_as=client)
    assert "via 192.168.0.244 dev br0 src 192.168.0.233" in dock3.run(f"ip route get {client}").replace(
        "  ", " "
    )


def test_the_lan_needs_its_router_and_the_host_does_not(vpns: Vpns) -> None:
    """The router tells the LAN's machines the shorter way; without it none of them finds the clients."""
    router, laptop = vpns.site.lans["home"].router, vpns.site.devices["laptop"]
    probe, client = vpns.site.lab.probe, CLIENTS["open"][0]
    assert probe(laptop, client, 80) == Answer("open-client", seen_as=LAPTOP[0])
    assert "via 192.168.0.241 " in laptop.run(f"ip route get {client}")
    router.run("ip route del 10.1.1.0/24")
    laptop.run("ip route flush cache")
    assert probe(vpns.client("open"), HOSTS["dock1"][0], 22) == Answer("dock1", seen_as=client)
    assert probe(vpns.client("open"), LAPTOP[0], 80) is Lost.TIMEOUT
    router.run("ip route add 10.1.1.0/24 via 192.168.0.241")
    assert probe(vpns.client("open"), LAPTOP[0], 80) == Answer("laptop", seen_as=client)


def test_clients_behind_dockers_nat_are_lost_without_nat_of_their_own(vpns: Vpns) -> None:
    """Docker masquerades its containers' addresses and no others; nobody knows the clients' (LW615)."""
    probe = vpns.site.lab.probe
    assert probe(vpns.client("behind"), LAPTOP[0], 80) is Lost.TIMEOUT
    assert probe(vpns.client("behind"), BRIDGED, 22) is Lost.TIMEOUT


def test_all_of_it_is_there_after_a_boot(vpns: Vpns) -> None:
    """By networkd, and by lanwright-links beside a manager that knows nothing of it."""
    for name in HOSTS:
        vpns.site.hosts[name].reboot()
    settled(vpns.site)
    vpns.connect()
    for vpn, name in (("open", "dock1"), ("plain", "dock2")):
        vpns.site.hosts[name].run(f"cd {PLACE} && sh install status")
        for family in (0, 1):
            found = vpns.site.lab.probe(vpns.client(vpn), HOSTS[name][family], 22)
            assert found == Answer(name, seen_as=CLIENTS[vpn][family])
