"""The real systemd-networkd on compiled units: it has no complaint, and the host then is what its plan says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.lab import networkd, sample
from tests.lab.as_planned import assert_as_before, snapshot
from tests.lab.compiled import compile_into
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip
from tests.lab.probe import Answer, Lost
from tests.lab.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lanwright.plan import HostPlan
    from tests.lab.host import Host

pytestmark = pytest.mark.lab

INTENT = """
version: 1
lans:
  home:
    subnet: [192.168.0.0/22, "fd00:8::/64"]
    gateway: [192.168.0.1, "fd00:8::1"]
    devices: {laptop: [192.168.0.50, "fd00:8::50"]}
hosts:
  dock1:
    network: networkd
    interfaces: INTERFACES
    listens: [22/tcp, 22/udp]
    networks:
      real_lan:
        driver: macvlan
        parent: PARENT
        lan: home
        ip_range: [192.168.0.248/29, "fd00:8::f8/125"]
        host_access: true
    services:
      web: {networks: {real_lan: [192.168.0.241, "fd00:8::241"]}, listens: [80/tcp, 80/udp]}
      db: {listens: [81/tcp], publish: [{address: 192.168.0.232, port: 81}, {address: "fd00:8::232", port: 81}]}
"""
HOST = ("192.168.0.231", "fd00:8::231")
WEB = ("192.168.0.241", "fd00:8::241")
LAPTOP = ("192.168.0.50", "fd00:8::50")
ALIASES = ("192.168.0.232", "fd00:8::232")
OWN = 'lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]'
INTERFACES = {
    "their eth0": f"{{eth0: {{{OWN}, unit: 20-lan.network, promiscuous: true}}}}",
    "their br0": f"{{br0: {{kind: bridge, ports: [eth0], {OWN}, unit: 20-lan.network}}, eth0: {{}}}}",
    "our eth0": f"{{eth0: {{{OWN}, managed: true, promiscuous: true}}}}",
    "our br0": f"{{br0: {{kind: bridge, ports: [eth0], {OWN}, managed: true, mtu: 1400}}, eth0: {{}}}}",
}
THEIRS = pytest.mark.parametrize("scene", [name for name in INTERFACES if "their" in name], indirect=True)
OURS = pytest.mark.parametrize("scene", [name for name in INTERFACES if "our" in name], indirect=True)
BOTH_FAMILIES = pytest.mark.parametrize("family", [0, 1], ids=["IPv4", "IPv6"])
SHIM = "shim-real_lan"


@dataclass(frozen=True, slots=True)
class Scene:
    """A site in a lab of its own, its compiled folder, and what its host was before that was applied."""

    lab: Lab
    site: Site
    plan: HostPlan
    folder: Path
    before: str

    @property
    def host(self) -> Host:
        """The host."""
        return self.site.hosts["dock1"]

    def install(self, words: str) -> str:
        """Run `install` from the folder that was copied to the host."""
        return self.host.run(f"cd {sample.PLACE} && sh install {words}")

    def assert_as_planned(self) -> None:
        """The host is what the plan says."""
        networkd.assert_as_planned(self.host, self.plan)


def text_of(interfaces: str) -> str:
    """The intent with these interfaces; the network stands on the one with the address."""
    parent = "br0" if "br0" in interfaces else "eth0"
    return INTENT.replace("INTERFACES", interfaces).replace("PARENT", parent)


def applied(lab: Lab, folder: Path, interfaces: str) -> Scene:
    """A site whose host has its folder applied, and whose containers run."""
    intent, plan = compile_into(folder, text_of(interfaces))
    site = Site(lab, intent)
    scene = Scene(lab, site, plan.hosts["dock1"], folder / "dock1", snapshot(site.hosts["dock1"]))
    sample.apply(scene.host, scene.folder)
    for project in site.projects["dock1"].values():
        sample.start(project)
    return scene


@pytest.fixture(scope="module", params=INTERFACES)
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A host whose own units configure it, extended by our drop-in, or whose interface becomes ours."""
    with Lab(debian_or_skip()) as lab:
        yield applied(lab, tmp_path_factory.mktemp("out"), INTERFACES[request.param])


def test_networkd_takes_every_line(scene: Scene) -> None:
    """It names the file and line of what it doesn't understand, and goes on without it."""
    scene.assert_as_planned()
    assert networkd.complaints(scene.host) == []
    assert scene.install("status")


@BOTH_FAMILIES
def test_host_and_container_see_each_other_as_themselves(scene: Scene, family: int) -> None:
    """By the shim, with the host's own address, whoever speaks first."""
    web = scene.site.place("web")
    for protocol in ("tcp", "udp"):
        found = scene.lab.probe(scene.host, WEB[family], 80, protocol)
        assert found == Answer("web", seen_as=HOST[family])
        found = scene.lab.probe(web, HOST[family], 22, protocol)
        assert found == Answer("dock1", seen_as=WEB[family])


@BOTH_FAMILIES
def test_the_lan_sees_all_of_them(scene: Scene, family: int) -> None:
    """Host, container, and what is published at the alias."""
    laptop = scene.site.place("laptop")
    assert scene.lab.probe(laptop, HOST[family], 22) == Answer("dock1", seen_as=LAPTOP[family])
    assert scene.lab.probe(laptop, WEB[family], 80) == Answer("web", seen_as=LAPTOP[family])
    assert isinstance(scene.lab.probe(laptop, ALIASES[family], 81), Answer)


def test_a_container_on_another_network_gets_through_as_the_host(scene: Scene) -> None:
    """Without a rule of ours."""
    assert scene.lab.probe(scene.site.place("db"), WEB[0], 80) == Answer("web", seen_as=HOST[0])


def test_an_alias_is_never_the_host_s_own_source(scene: Scene) -> None:
    """Not even towards a neighbour whose address is nearer to the alias than to the host's own."""
    assert " src 192.168.0.231 " in scene.host.run("ip route get 192.168.0.233")
    assert " src fd00:8::231 " in scene.host.run("ip -6 route get fd00:8::233")


def test_docker_s_links_are_docker_s(scene: Scene) -> None:
    """networkd leaves every one alone."""
    listed = [line.split() for line in scene.host.run("networkctl list --no-legend").splitlines()]
    states = {words[1]: words[-1] for words in listed}
    dockers = {name for name in states if name.startswith(("docker", "br-", "veth"))}
    assert len(dockers) >= 3
    assert {states[name] for name in dockers} == {"unmanaged"}


@pytest.mark.parametrize(
    "event",
    [
        "networkctl reload",
        "systemctl restart systemd-networkd",
        f"networkctl reconfigure {SHIM}",
        f"ip link set {SHIM} down; ip link set {SHIM} up",
    ],
)
def test_networkd_keeps_it_as_it_is(scene: Scene, event: str) -> None:
    """Whatever happens to the links meanwhile."""
    scene.host.run(event)
    scene.assert_as_planned()
    assert scene.lab.probe(scene.host, WEB[0], 80) == Answer("web", seen_as=HOST[0])


@pytest.mark.parametrize(
    ("harm", "step"),
    [
        (f"ip link del {SHIM}", SHIM),
        ("ip route del 192.168.0.248/29", SHIM),
        (f"ip addr del 192.168.0.231/32 dev {SHIM}", SHIM),
        (f"ip addr del {ALIASES[0]}/32 dev PARENT", f"alias {ALIASES[0]}"),
        (f"ip addr del {ALIASES[1]}/128 dev PARENT", f"alias {ALIASES[1]}"),
    ],
)
def test_what_was_taken_away_is_noticed_and_comes_back(scene: Scene, harm: str, step: str) -> None:
    """`install status` names it; apply brings it up again."""
    parent = scene.plan.networks["real_lan"].parent or ""
    scene.host.run(harm.replace("PARENT", parent))
    said = scene.host.attempt(f"cd {sample.PLACE} && sh install status")
    assert said.rc == 1
    assert step in said.text
    scene.install("apply")
    scene.assert_as_planned()
    assert scene.lab.probe(scene.host, WEB[0], 80) == Answer("web", seen_as=HOST[0])


def test_all_of_it_is_there_after_a_boot(scene: Scene) -> None:
    """In the right order for Docker, whose containers are back by themselves."""
    scene.host.reboot()
    scene.assert_as_planned()
    for project in scene.site.projects["dock1"].values():
        for service in project.services:
            project.wait_for(service)
    for family in (0, 1):
        assert scene.lab.probe(scene.host, WEB[family], 80) == Answer("web", seen_as=HOST[family])
    assert networkd.complaints(scene.host) == []


@THEIRS
def test_remove_leaves_the_host_as_it_was_found(scene: Scene) -> None:
    """Links, addresses, routes and flags; and networkd itself has forgotten it, whatever happens to the link."""
    for project in scene.site.projects["dock1"].values():
        project.down()
    said = scene.install("remove")
    assert "run: networkctl reload\n" in said
    networkd.settle(scene.host)
    assert_as_before(scene.host, scene.before)
    scene.host.run("networkctl reconfigure eth0")
    networkd.settle(scene.host)
    assert_as_before(scene.host, scene.before)
    assert scene.lab.probe(scene.site.place("laptop"), HOST[0], 22) == Answer("dock1", seen_as=LAPTOP[0])
    assert scene.lab.probe(scene.site.place("laptop"), ALIASES[0], 81) is Lost.TIMEOUT


@OURS
def test_remove_leaves_the_last_step_to_a_person_where_it_may_cut_him_off(scene: Scene) -> None:
    """Then what was there before us is there again, and our bridge goes when it is deleted."""
    for project in scene.site.projects["dock1"].values():
        project.down()
    said = scene.install("remove")
    parent = scene.plan.networks["real_lan"].parent
    (command,) = sample.LEFT_TO_YOU.findall(said)
    assert f"(interrupts: what goes over {parent}" in said
    assert scene.host.attempt(f"ip link show dev {SHIM}").rc == 1
    laptop = scene.site.place("laptop")
    assert scene.lab.probe(laptop, HOST[0], 22) == Answer("dock1", seen_as=LAPTOP[0])
    scene.host.run(command)
    networkd.settle(scene.host)
    assert_as_before(scene.host, scene.before)
    assert scene.lab.probe(laptop, HOST[0], 22) == Answer("dock1", seen_as=LAPTOP[0])
