"""Bonds, VLANs on them, bridges over those: made by each network manager, there after a boot, alive with one cable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.lab import networkd, sample
from tests.lab.as_planned import asked, assert_as_planned, snapshot
from tests.lab.compiled import compile_into
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip, links_or_skip
from tests.lab.probe import Answer, Lost
from tests.lab.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan
    from tests.lab.host import Host

pytestmark = pytest.mark.lab

LANS = """
version: 1
lans:
  home:
    subnet: [192.168.0.0/22, "fd00:8::/64"]
    gateway: [192.168.0.1, "fd00:8::1"]
    devices: {laptop: [192.168.0.50, "fd00:8::50"]}
  things: {subnet: 192.168.30.0/24, gateway: 192.168.30.1, devices: {sensor: 192.168.30.50}}
  cameras: {subnet: 192.168.40.0/24, gateway: 192.168.40.1, devices: {camera: 192.168.40.50}}
hosts:
"""
OURS = """
  NAME:
    network: MANAGER
    docker: {manage: false}
    listens: [22/tcp]
    interfaces:
      eth0: {}
      eth1: {}
      bond0: {kind: bond, ports: [eth0, eth1], mode: 1, managed: true}
      br20: {kind: bridge, ports: [bond0.20], lan: home, address: [192.168.0.HOST/22, "fd00:8::HOST/64"], managed: true}
      bond0.20: {managed: true}
      iot: {kind: vlan, link: bond0, id: 30, lan: things, address: 192.168.30.HOST/24, mtu: 1400, managed: true}
      bond0.40: {lan: cameras, managed: true}
"""
THEIRS = """
  NAME:
    network: MANAGER
    docker: {manage: false}
    listens: [22/tcp]
    interfaces:
      eth0: {}
      eth1: {}
      bond0:
        kind: bond
        ports: [eth0, eth1]
        mode: active-backup
        lan: home
        address: [192.168.0.HOST/22, "fd00:8::HOST/64"]
        UNIT
      iot: {kind: vlan, link: bond0, id: 30, mtu: 1400, managed: true}
      br30: {kind: bridge, ports: [iot], lan: things, address: 192.168.30.HOST/24, managed: true}
      bond0.40: {lan: cameras, managed: true}
"""
HOSTS = {
    "ours-ifupdown": (OURS, "ifupdown"),
    "ours-networkd": (OURS, "networkd"),
    "theirs-ifupdown": (THEIRS, "ifupdown"),
    "theirs-networkd": (THEIRS, "networkd"),
    "theirs-none": (THEIRS, "none"),
}
ADDRESSES = {name: str(231 + place) for place, name in enumerate(HOSTS)}


def text() -> str:
    """The intent: one host for each way of making links."""
    written = [LANS]
    for name, (interfaces, manager) in HOSTS.items():
        unit = "unit: 20-lan.network" if manager == "networkd" else ""
        made = interfaces.replace("NAME", name).replace("MANAGER", manager).replace("UNIT", unit)
        written.append(made.replace("HOST", ADDRESSES[name]))
    return "".join(written)


class Scene(NamedTuple):
    """One of the hosts, its plan, and what it was before its folder was applied."""

    site: Site
    host: Host
    plan: HostPlan
    before: str

    def assert_as_planned(self) -> None:
        """The host is what its plan says, and its links that carry no address of its own have none."""
        if self.plan.network == "networkd":
            networkd.settle(self.host)
        self.host.await_addresses()
        assert_as_planned(self.host, self.plan)

    def assert_reached(self) -> None:
        """From both of its LANs, in both families."""
        number = ADDRESSES[self.host.name]
        ways = {
            ("laptop", f"192.168.0.{number}"): "192.168.0.50",
            ("laptop", f"fd00:8::{number}"): "fd00:8::50",
            ("sensor", f"192.168.30.{number}"): "192.168.30.50",
        }
        found = {way: self.site.lab.probe(self.site.place(way[0]), way[1], 22) for way in ways}
        assert found == {way: Answer(self.host.name, seen_as=seen) for way, seen in ways.items()}


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Scene]]:
    """All of them in one lab, each with its folder applied."""
    links_or_skip("bond", "vlan")
    folder = tmp_path_factory.mktemp("out")
    intent, plan = compile_into(folder, text())
    with Lab(debian_or_skip()) as lab:
        site = Site(lab, intent, docker=False)
        scenes = {
            name: Scene(site, host, plan.hosts[name], snapshot(host)) for name, host in site.hosts.items()
        }
        for name, scene in scenes.items():
            sample.apply(scene.host, folder / name)
        yield scenes


@pytest.fixture(params=HOSTS)
def scene(request: pytest.FixtureRequest, scenes: dict[str, Scene]) -> Scene:
    """One of them."""
    return scenes[request.param]


def test_all_of_it_is_made(scene: Scene) -> None:
    """Kinds, modes, ids, ports, MTUs and addresses; and `status` has nothing to say."""
    scene.assert_as_planned()
    scene.assert_reached()
    scene.host.run(f"cd {sample.PLACE} && sh install status")


def test_networkd_takes_every_line(scene: Scene) -> None:
    """It names the file and line of what it doesn't understand."""
    if scene.plan.network == "networkd":
        assert networkd.faults(scene.host) == []


def test_a_bond_lives_on_one_cable(scene: Scene) -> None:
    """VLANs and bridges above it with it, whichever cable is out."""
    for cable in scene.host.cables:
        cable.pull()
        scene.host.run(
            f"until grep -A1 'Interface: {cable.nic}' /proc/net/bonding/bond0 | grep -q down; do sleep 0.1; done"
        )
        scene.assert_reached()
        cable.plug_in_again()
        scene.host.run(
            f"until grep -A1 'Interface: {cable.nic}' /proc/net/bonding/bond0 | grep -q up; do sleep 0.1; done"
        )


def test_to_apply_again_cuts_nothing_off(scene: Scene) -> None:
    """No link is taken down, no packet of a stream is lost."""
    once = snapshot(scene.host)
    number = ADDRESSES[scene.host.name]
    laptop = scene.site.place("laptop")
    scene.site.devices["laptop"].run(
        f"ping -q -n -i 0.1 192.168.0.{number} >/tmp/{number} 2>&1 & echo $! >/tmp/{number}.pid"
    )
    scene.host.run(f"cd {sample.PLACE} && sh install apply")
    said = scene.site.devices["laptop"].run(
        f"kill -INT $(cat /tmp/{number}.pid); until grep -q loss /tmp/{number}; do sleep 0.1; done; cat /tmp/{number}"
    )
    assert " 0% packet loss" in said
    assert snapshot(scene.host) == once
    assert isinstance(scene.site.lab.probe(laptop, f"192.168.0.{number}", 22), Answer)


def test_all_of_it_is_there_after_a_boot_with_one_cable(scene: Scene) -> None:
    """The network is online at once: nothing waits for the cable that is out."""
    first, *_ = scene.host.cables
    first.pull()
    scene.host.reboot()
    scene.assert_as_planned()
    scene.assert_reached()
    first.plug_in_again()
    assert scene.host.run("systemctl list-units --failed --plain --no-legend") == ""


def test_a_link_without_an_address_takes_none_that_is_advertised(scene: Scene) -> None:
    """It is there for containers; the host itself isn't on that LAN."""
    keys = "sysctl -n net.ipv6.conf.bond0/40.accept_ra"
    found = {item["ifname"]: item for item in asked(scene.host, "addr show")}
    assert [item for item in found["bond0.40"]["addr_info"] if item["scope"] == "global"] == []
    assert scene.host.run(keys) == "0\n"


def test_remove_takes_away_what_carries_nothing_and_leaves_the_rest(scene: Scene) -> None:
    """The host is reached as before; what is left to a person is said."""
    said = scene.host.run(f"cd {sample.PLACE} && sh install remove")
    laptop = scene.site.place("laptop")
    number = ADDRESSES[scene.host.name]
    assert isinstance(scene.site.lab.probe(laptop, f"192.168.0.{number}", 22), Answer)
    if scene.plan.network == "none":
        assert "br30 is left up" in said
        assert scene.host.attempt("ip link show dev bond0.40").rc == 1
        scene.host.run("ip link del br30; ip link del iot")
        assert snapshot(scene.host) == scene.before
        assert scene.site.lab.probe(scene.site.place("sensor"), f"192.168.30.{number}", 22) is Lost.TIMEOUT
