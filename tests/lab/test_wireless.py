"""A host on Wi-Fi: what its access point takes of it, in every way to give containers addresses of the LAN.

Radios are the kernel's software ones (mac80211_hwsim), access point and station Debian's hostapd and wpa_supplicant. Every
story holds with an open access point and with one that asks for a passphrase and sends multicast as unicast.
"""

from __future__ import annotations

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.lab.air import AccessPoint
from tests.lab.command import run
from tests.lab.eventually import eventually
from tests.lab.lab import Lab
from tests.lab.namespace import inside
from tests.lab.precondition import debian_or_skip, links_or_skip
from tests.lab.probe import Answer, Lost, probe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.machine import Machine

pytestmark = pytest.mark.lab

LAPTOP, HOST, WEB, MAIL = "192.168.0.50", "192.168.0.231", "192.168.0.241", "192.168.0.242"
LAPTOP6, HOST6, WEB6, MAIL6 = "fd00:8::50", "fd00:8::231", "fd00:8::f1", "fd00:8::f2"
ROUTED, ROUTED6 = "10.9.0.10", "fd00:9::10"
GROUP = "239.1.2.3"


class Scene:
    """A wired laptop, a host on Wi-Fi, and two containers of its: network namespaces, as Docker's are."""

    def __init__(self, lab: Lab, *, converts: bool) -> None:
        self.lab, self.converts = lab, converts
        self.home = lab.lan("home", "192.168.0.1/22", "fd00:8::1/64")
        says = ["multicast_to_unicast=1", "ap_isolate=1"] if converts else []
        self.air = AccessPoint(lab, self.home, *says, open=not converts)
        self.laptop = self.home.device("laptop", LAPTOP, LAPTOP6)
        self.laptop.listen("laptop", "80")
        self.host = lab.machine("dock1")
        self.card = self.air.station(self.host, "wlan0")
        self.host.run("wpa_supplicant -B -i wlan0 -c /etc/wpa_supplicant/wpa_supplicant-wlan0.conf")
        self.host.run(f"ip addr add {HOST}/22 dev wlan0; ip addr add {HOST6}/64 dev wlan0 nodad")
        self.card.await_carrier()
        self.host.run("ip route add default via 192.168.0.1; ip route add default via fd00:8::1")
        self.host.listen("dock1", "22")
        self.web, self.mail = lab.machine("web"), lab.machine("mail")
        for each in (self.web, self.mail):
            each.listen(each.name, "80")

    def give(self, machine: Machine, kind: str, *addresses: str) -> None:
        """Give a container a link of this kind on the host's card."""
        made = f"link add eth0 link wlan0 netns {machine.number} {kind}"
        run(self.lab.in_network(self.host.netns, "ip", *made.split()))
        nodad = {address: "nodad" if ":" in address else "" for address in addresses}
        machine.run("ip link set eth0 up")
        for address in addresses:
            machine.run(f"ip addr add {address} dev eth0 {nodad[address]}")

    def take(self) -> None:
        """Take their links away."""
        for machine in (self.web, self.mail):
            machine.attempt("ip link del eth0")

    def answers(self, start: Machine, *addresses: str, port: int = 80) -> list[Answer | Lost]:
        """What comes of asking there."""
        return self.at_once(*((start, address, port) for address in addresses))

    def at_once(self, *ways: tuple[Machine, str, int]) -> list[Answer | Lost]:
        """What comes of each, asked at the same time with every neighbour forgotten: silence takes its time."""
        self.lab.forget_neighbours()
        with ThreadPoolExecutor(len(ways)) as pool:
            return list(pool.map(lambda way: probe(way[0].netns, way[1], way[2]), ways))


@pytest.fixture(scope="module", params=["open", "converting"])
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """It, with either access point."""
    debian = debian_or_skip()
    links_or_skip("wireless", "macvlan", "ipvlan")
    with Lab(debian) as lab:
        yield Scene(lab, converts=request.param == "converting")


@pytest.fixture
def macvlan(scene: Scene) -> Iterator[Scene]:
    """Both containers on macvlan links, mode bridge."""
    scene.give(scene.web, "type macvlan mode bridge", f"{WEB}/22", f"{WEB6}/64")
    scene.give(scene.mail, "type macvlan mode bridge", f"{MAIL}/22", f"{MAIL6}/64")
    yield scene
    scene.take()


@pytest.fixture
def flat(scene: Scene) -> Iterator[Scene]:
    """Both on ipvlan links, mode l2."""
    scene.give(scene.web, "type ipvlan mode l2", f"{WEB}/22", f"{WEB6}/64")
    scene.give(scene.mail, "type ipvlan mode l2", f"{MAIL}/22", f"{MAIL6}/64")
    yield scene
    scene.take()


def test_the_host_itself_is_on_the_lan(scene: Scene) -> None:
    """In both families, whoever speaks first."""
    laptop, host = scene.laptop, scene.host
    assert scene.answers(laptop, HOST, HOST6, port=22) == [Answer("dock1", LAPTOP), Answer("dock1", LAPTOP6)]
    assert scene.answers(host, LAPTOP, LAPTOP6) == [Answer("laptop", HOST), Answer("laptop", HOST6)]


def test_its_aliases_are(scene: Scene) -> None:
    """They have its MAC address."""
    scene.host.run("ip addr add 192.168.0.232/32 dev wlan0; ip addr add fd00:8::232/128 dev wlan0 nodad")
    try:
        found = scene.answers(scene.laptop, "192.168.0.232", "fd00:8::232", port=22)
    finally:
        scene.host.run("ip addr del 192.168.0.232/32 dev wlan0; ip addr del fd00:8::232/128 dev wlan0")
    assert found == [Answer("dock1", LAPTOP), Answer("dock1", LAPTOP6)]


def test_macvlan_containers_are_cut_off_from_the_lan(macvlan: Scene) -> None:
    """Neither family, neither direction; they reach each other, which no access point sees."""
    out = [(macvlan.web, address, 80) for address in (LAPTOP, LAPTOP6)]
    lost = macvlan.at_once(*out, *((macvlan.laptop, address, 80) for address in (WEB, WEB6)))
    assert {type(each) for each in lost} == {Lost}
    near = [Answer("mail", WEB), Answer("mail", WEB6)]
    assert macvlan.answers(macvlan.web, MAIL, MAIL6) == near
    assert macvlan.home.macs_behind(macvlan.card) == {macvlan.card.mac}


def test_ipvlan_containers_are_machines_of_the_lan(flat: Scene) -> None:
    """Both families, both directions, each with its own address and all with the host's MAC address.

    But a neighbour solicitation that was made unicast is the host's, as ipvlan sees it, and nobody answers.
    """
    there, back = flat.answers(flat.laptop, WEB, WEB6), flat.answers(flat.web, LAPTOP, LAPTOP6)
    assert there == [Answer("web", LAPTOP), Lost.TIMEOUT if flat.converts else Answer("web", LAPTOP6)]
    assert back == [Answer("laptop", WEB), Answer("laptop", WEB6)]
    assert flat.answers(flat.web, MAIL, MAIL6) == [Answer("mail", WEB), Answer("mail", WEB6)]
    assert flat.home.macs_behind(flat.card) == {flat.card.mac}


def test_the_host_may_answer_for_them(flat: Scene) -> None:
    """By proxy NDP: the MAC address that it tells is theirs, too."""
    flat.host.run("sysctl -qw net.ipv6.conf.wlan0.forwarding=1 net.ipv6.conf.wlan0.proxy_ndp=1")
    flat.host.run(f"ip neigh add proxy {WEB6} dev wlan0")
    try:
        assert flat.answers(flat.laptop, WEB6) == [Answer("web", LAPTOP6)]
    finally:
        flat.host.run(f"ip neigh del proxy {WEB6} dev wlan0")
        flat.host.run("sysctl -qw net.ipv6.conf.wlan0.forwarding=0 net.ipv6.conf.wlan0.proxy_ndp=0")


@pytest.mark.parametrize("driver", ["macvlan mode bridge", "ipvlan mode l2"])
def test_a_shim_is_the_hosts_way_as_by_a_cable(scene: Scene, driver: str) -> None:
    """No access point is asked."""
    own = "192.168.0.239"
    scene.give(scene.web, f"type {driver}", f"{WEB}/22")
    scene.host.run(f"ip link add shim link wlan0 type {driver}; ip link set shim up")
    scene.host.run(f"ip addr add {own}/32 dev shim; ip route add {WEB} dev shim src {own}")
    try:
        assert scene.answers(scene.host, WEB) == [Answer("web", own)]
        assert scene.answers(scene.web, own, port=22) == [Answer("dock1", WEB)]
        assert scene.answers(scene.host, LAPTOP) == [Answer("laptop", HOST)]
    finally:
        scene.host.run("ip link del shim")
        scene.take()


@pytest.fixture(scope="module")
def phone(scene: Scene) -> Machine:
    """Another station."""
    phone = scene.lab.machine("phone")
    card = scene.air.station(phone, "wlan0")
    phone.run("wpa_supplicant -B -i wlan0 -c /etc/wpa_supplicant/wpa_supplicant-wlan0.conf")
    phone.run("ip addr add 192.168.0.51/22 dev wlan0")
    card.await_carrier()
    return phone


def test_client_isolation_keeps_other_stations_from_containers(flat: Scene, phone: Machine) -> None:
    """As from the host; what is wired reaches both."""
    host, web = flat.at_once((phone, HOST, 22), (phone, WEB, 80))
    isolated = [Answer("laptop", "192.168.0.51")]
    assert flat.answers(phone, LAPTOP) == isolated
    if flat.converts:
        assert (type(host), type(web)) == (Lost, Lost)
    else:
        assert (host, web) == (Answer("dock1", "192.168.0.51"), Answer("web", "192.168.0.51"))


def test_a_vlan_passes_where_the_access_point_bridges_it(scene: Scene) -> None:
    """Linux's does."""
    guests = scene.lab.lan("guests", "192.168.20.1/24")
    scene.card.carry(20, guests)
    scene.host.run("ip link add wlan0.20 link wlan0 type vlan id 20; ip link set wlan0.20 up")
    scene.host.run("ip addr add 192.168.20.5/24 dev wlan0.20")
    try:
        assert scene.lab.ping(scene.host, "192.168.20.1")
    finally:
        scene.host.run("ip link del wlan0.20")


def test_ipvlan_l3_is_reached_by_the_routers_route(scene: Scene) -> None:
    """As by a cable."""
    scene.give(scene.web, "type ipvlan mode l3", f"{ROUTED}/24", f"{ROUTED6}/64")
    scene.web.run("ip route add default dev eth0; ip route add default dev eth0 metric 5")
    scene.web.run("ip -6 route add default dev eth0")
    scene.home.router.run(f"ip route add 10.9.0.0/24 via {HOST}; ip route add fd00:9::/64 via {HOST6}")
    try:
        there, back = scene.answers(scene.laptop, ROUTED, ROUTED6), scene.answers(scene.web, LAPTOP, LAPTOP6)
    finally:
        scene.home.router.run("ip route del 10.9.0.0/24; ip route del fd00:9::/64")
        scene.take()
    assert there == [Answer("web", LAPTOP), Answer("web", LAPTOP6)]
    assert back == [Answer("laptop", ROUTED), Answer("laptop", ROUTED6)]


def test_a_bridge_takes_no_wireless_port(scene: Scene) -> None:
    """But in four-address mode, with which an access point that wasn't told of it takes nothing any more (LW505)."""
    scene.host.run("ip link add br0 type bridge")
    try:
        refused = scene.host.attempt("ip link set wlan0 master br0")
        assert (refused.rc, refused.text) == (2, "Error: Device does not allow enslaving to a bridge.\n")
        assert "Operation not supported" in scene.host.attempt("brctl addif br0 wlan0").text
        scene.host.run("iw dev wlan0 set 4addr on; ip link set wlan0 master br0; ip link set wlan0 nomaster")
        assert not scene.lab.ping(scene.host, LAPTOP)
    finally:
        scene.host.run("iw dev wlan0 set 4addr off; ip link del br0")
    assert scene.lab.ping(scene.host, LAPTOP)


def test_proxy_arp_stands_for_containers_behind_a_pair(scene: Scene) -> None:
    """The host answers for them with its own MAC address, and routes."""
    pair = f"link add vweb type veth peer name eth0 netns {scene.web.number}"
    run(scene.lab.in_network(scene.host.netns, "ip", *pair.split()))
    scene.host.run("ip link set vweb up; sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1")
    scene.host.run("sysctl -qw net.ipv4.conf.wlan0.proxy_arp=1 net.ipv6.conf.wlan0.proxy_ndp=1")
    scene.host.run("ip addr add 169.254.1.1/32 dev vweb; ip addr add fe80::1/64 dev vweb nodad")
    scene.host.run(
        f"ip route add {WEB} dev vweb; ip route add {WEB6} dev vweb; ip neigh add proxy {WEB6} dev wlan0"
    )
    scene.web.run(
        f"ip link set eth0 up; ip addr add {WEB}/32 dev eth0; ip addr add {WEB6}/128 dev eth0 nodad"
    )
    scene.web.run("ip route add 169.254.1.1 dev eth0; ip route add default via 169.254.1.1")
    scene.web.run("ip -6 route add default via fe80::1 dev eth0")
    try:
        there, back = scene.answers(scene.laptop, WEB, WEB6), scene.answers(scene.web, LAPTOP, LAPTOP6)
    finally:
        scene.host.run(f"ip neigh del proxy {WEB6} dev wlan0; ip link del vweb")
        scene.host.run("sysctl -qw net.ipv4.conf.wlan0.proxy_arp=0 net.ipv4.ip_forward=0")
    assert there == [Answer("web", LAPTOP), Answer("web", LAPTOP6)]
    assert back == [Answer("laptop", WEB), Answer("laptop", WEB6)]


def ear(machine: Machine, own: str) -> socket.socket:
    """Join the group on the link that has an address."""
    with inside(machine.netns):
        joined = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    joined.bind((GROUP, 5000))
    membership = socket.inet_aton(GROUP) + socket.inet_aton(own)
    joined.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    joined.settimeout(0.1)
    return joined


def hears(joined: socket.socket) -> bool:
    """Whether something came within a moment."""
    try:
        return bool(joined.recv(10))
    except TimeoutError:
        return False


def test_multicast_gets_to_ipvlan_containers_unless_it_is_made_unicast(flat: Scene) -> None:
    """Then it is for the one station, and ipvlan finds nobody but the host by a group's address."""
    with inside(flat.laptop.netns):
        mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    mouth.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(LAPTOP))
    host_heard, web_heard = 0, False
    with mouth, ear(flat.host, HOST) as host, ear(flat.web, WEB) as web:

        def sent() -> None:
            nonlocal host_heard, web_heard
            mouth.sendto(b"hello", (GROUP, 5000))
            host_heard += hears(host)
            web_heard = web_heard or hears(web)
            assert web_heard or host_heard == 10

        eventually(sent)
    assert host_heard
    assert web_heard is not flat.converts


@pytest.fixture
def leases(scene: Scene) -> Iterator[None]:
    """The LAN's router hands out addresses, as small routers do: by the client's MAC address."""
    lines = ("start 192.168.1.1", "end 192.168.1.99", "interface home", "lease_file /run/leases")
    scene.home.router.write("/etc/udhcpd.conf", "".join(f"{line}\n" for line in lines))
    scene.home.router.run("mkdir -p /var/lib/misc; : >/run/leases; busybox udhcpd -S /etc/udhcpd.conf")
    yield
    scene.home.router.run("busybox killall udhcpd; while busybox pidof udhcpd; do sleep 0.05; done")


def leased(machine: Machine, nic: str, options: str = "", *, tries: int = 10) -> str | None:
    """Ask for an address by DHCP, once a second, and leave it unused."""
    asked = f"busybox udhcpc -f -n -q -i {nic} -t {tries} -T 1 -s /bin/true {options}"
    found = re.search(r"lease of (\S+) obtained", machine.attempt(asked).text)
    return found[1] if found else None


@pytest.mark.usefixtures("leases")
def test_dhcp_on_an_ipvlan_link_needs_a_broadcast_that_stays_one(scene: Scene) -> None:
    """A unicast offer is the host's, as ipvlan sees it; and the address is the host's, too: both have one MAC address.

    A server that goes by the MAC address alone doesn't look at a client identifier (LW405).
    """
    own = leased(scene.host, "wlan0")
    assert own is not None
    for machine in (scene.web, scene.mail):
        scene.give(machine, "type ipvlan mode l2")
    try:
        with ThreadPoolExecutor(2) as pool:
            unicast = pool.submit(leased, scene.web, "eth0", tries=2)
            options, tries = "-B -x 0x3d:0077656231", 2 if scene.converts else 10
            broadcast = pool.submit(leased, scene.mail, "eth0", options, tries=tries)
        assert (unicast.result(), broadcast.result()) == (None, None if scene.converts else own)
    finally:
        scene.take()
