"""ifupdown brings our files up on a machine that boots: where it sources them first, and over the host's own doings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from lanwright.plan import Maker, Purpose
from lanwright.targets import ifupdown
from tests.intents import host_of
from tests.lab import shapes
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip
from tests.targets.test_ifupdown import BOTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan
    from lanwright.targets.artifact import Emission
    from tests.lab.host import Host

pytestmark = pytest.mark.lab

SOURCE = "source /etc/network/interfaces.d/*\n"
OLD = "/root/old"
SECOND = "iface br0 inet manual\n    up ip addr replace 192.168.0.232/32 dev br0\n"


@dataclass(frozen=True, slots=True)
class Scene:
    """A host of the lab, its plan, and what the target makes of it."""

    host: Host
    plan: HostPlan
    made: Emission

    def put(self) -> None:
        """The files in place, and where a step looks for those that it came with."""
        for item in self.made.artifacts:
            assert item.destination is not None
            self.host.write(item.destination, item.content, f"{item.mode:o}")
            self.host.write(f"{OLD}/{item.path}", item.content)

    def take(self, part: str) -> None:
        """Run that part of every step as `install` does; the undoing backwards."""
        steps = self.made.steps if part != "undo" else self.made.steps[::-1]
        for step in steps:
            self.host.run(f"LANWRIGHT_OLD={OLD} sh -e", stdin=getattr(step, part))

    def fails(self) -> list[str]:
        """The steps whose check fails."""
        return [step.name for step in self.made.steps if self.host.attempt("sh -e", stdin=step.check).rc]

    def assert_as_planned(self) -> None:
        """Addresses, routes and promiscuous mode on the plan's links are the plan's; no other global address is."""
        links = {item["ifname"]: item for item in self._asked("-d addr show")}
        for name, link in self.plan.links.items():
            planned = [item for item in self.plan.addresses if item.link == name]
            assert held(links[name]) == {(str(item.address)) for item in planned}
            assert ("PROMISC" in links[name]["flags"]) == link.promiscuous
        assert first_address(links["br0"]) == "192.168.0.231", "the host's own address stays the first"
        assert {
            (str(item.link), str(item.destination), str(item.source))
            for item in self.plan.routes
            if item.purpose is Purpose.CONTAINERS
        } == set(self._shim_routes())

    def _shim_routes(self) -> Iterator[tuple[str, str, str]]:
        for version, length in ((4, 32), (6, 128)):
            for route in self._asked(f"-{version} route show"):
                if route["dev"].startswith("shim") and "prefsrc" in route:
                    prefix = route["dst"] if "/" in route["dst"] else f"{route['dst']}/{length}"
                    yield route["dev"], prefix, route["prefsrc"]

    def _asked(self, words: str) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = json.loads(self.host.run(f"ip -j {words}"))
        return listed


def held(link: dict[str, Any]) -> set[str]:
    """A link's addresses, those that the kernel makes by itself left out."""
    return {f"{item['local']}/{item['prefixlen']}" for item in link["addr_info"] if item["scope"] == "global"}


def first_address(link: dict[str, Any]) -> str:
    """The address that the kernel takes where nothing else decides."""
    return next(str(item["local"]) for item in link["addr_info"] if item["family"] == "inet")


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """An empty lab: all hosts here have the same addresses, so each gets a LAN of its own."""
    with Lab(debian_or_skip()) as lab:
        yield lab


def plugged_in(lab: Lab, name: str) -> Host:
    """A host on a LAN of both families."""
    host = lab.host(name)
    lab.lan(f"{name}-lan", "192.168.0.1/22", "fd00:8::1/64").plug(host, "eth0")
    return host


def scene_in(lab: Lab, name: str, *, managed: bool) -> Scene:
    """A host whose br0 is its own, or is ours."""
    plan = host_of(BOTH.replace("MANAGED", str(managed).lower()).replace("mtu: 1400", "mtu: 1500"))
    return Scene(plugged_in(lab, name), plan, ifupdown.emit(plan))


@pytest.fixture(scope="module")
def theirs(lab: Lab) -> Scene:
    """A host whose own stanza makes br0, behind the line that sources ours, as Debian's installer leaves it."""
    scene = scene_in(lab, "theirs", managed=False)
    addresses = ("192.168.0.231/22", "fd00:8::17/64")
    own = shapes.stanza("br0", addresses, ("192.168.0.1", "fd00:8::1"), ["eth0"])
    scene.host.set_up(SOURCE + own)
    return scene


def test_steps_bring_up_what_the_plan_has_and_take_it_away(theirs: Scene) -> None:
    """On a running host, without touching its own interface; each part may be run twice."""
    before = theirs.host.run("ip -br addr; ip route; ip -6 route")
    theirs.put()
    assert theirs.fails() == [step.name for step in theirs.made.steps]
    for _ in range(2):
        theirs.take("apply")
        theirs.assert_as_planned()
        assert theirs.fails() == []
    for _ in range(2):
        theirs.take("undo")
        assert theirs.host.run("ip -br addr; ip route; ip -6 route") == before


def test_an_alias_is_never_the_host_s_own_source(theirs: Scene) -> None:
    """Not even towards a neighbour whose address is nearer to the alias than to the host's own."""
    theirs.put()
    theirs.take("apply")
    assert " src 192.168.0.231 " in theirs.host.run("ip route get 192.168.0.233")
    assert " src fd00:8::17 " in theirs.host.run("ip -6 route get fd00:8::233")


def test_a_boot_brings_up_the_parent_before_the_shim(theirs: Scene) -> None:
    """Although our file, with the shim, is read before the host's own, with br0."""
    theirs.put()
    theirs.host.reboot()
    theirs.assert_as_planned()
    assert theirs.host.run("systemctl is-failed networking.service || :") == "active\n"


def test_restarting_the_network_brings_all_of_it_back(theirs: Scene) -> None:
    """`systemctl restart networking` takes the host's bridge away and makes another."""
    theirs.put()
    theirs.host.run("systemctl restart networking")
    theirs.assert_as_planned()


def test_aliases_and_shim_come_back_with_their_interface(theirs: Scene) -> None:
    """The host's own `ifdown; ifup` of the interface deletes the bridge, and with it the shim on it."""
    theirs.put()
    theirs.take("apply")
    theirs.host.run("ifdown br0; ifup br0")
    theirs.assert_as_planned()


def test_a_shim_that_lost_its_routes_is_noticed_and_mended(theirs: Scene) -> None:
    """The kernel forgets routes when the link goes down; the step's check sees it."""
    theirs.put()
    theirs.take("apply")
    theirs.host.run("ip link set shim-real_lan down; ip link set shim-real_lan up")
    assert theirs.fails() == ["shim-real_lan"]
    theirs.take("apply")
    theirs.assert_as_planned()


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("", "/etc/network/interfaces have the line"),
        (
            SOURCE + "iface shim-real_lan inet manual\n",
            "/etc/network/interfaces has a stanza for shim-real_lan, too",
        ),
    ],
    ids=["not sourced", "twice"],
)
def test_the_step_says_why_ifupdown_would_not_have_it(theirs: Scene, own: str, said: str) -> None:
    """Before anything is brought up."""
    kept = theirs.host.read("/etc/network/interfaces")
    theirs.put()
    theirs.host.write("/etc/network/interfaces", own)
    refused = theirs.host.attempt("sh -e", stdin=theirs.made.steps[0].apply)
    theirs.host.write("/etc/network/interfaces", kept)
    assert refused.rc == 1
    assert said in refused.stderr


def test_a_second_stanza_would_take_the_host_s_own_with_it(lab: Lab) -> None:
    """Why aliases are in a hook: our part is read first, br0 isn't there yet, and ifup gives br0 up altogether."""
    host = plugged_in(lab, "second")
    host.write("/etc/network/interfaces.d/lanwright", SECOND)
    host.write("/etc/network/interfaces", SOURCE + shapes.stanza("br0", ["192.168.0.231/22"], (), ["eth0"]))
    assert "failed to bring up br0" in host.attempt("ifup --all").stderr
    assert host.attempt("ip link show dev br0").rc == 1


def test_a_bridge_of_ours_comes_up_at_boot(lab: Lab) -> None:
    """With its port's MAC address, both families and the shim on it."""
    scene = scene_in(lab, "ours", managed=True)
    scene.host.write("/etc/network/interfaces", SOURCE)
    scene.put()
    scene.host.reboot()
    scene.assert_as_planned()
    macs = scene.host.run("cat /sys/class/net/br0/address /sys/class/net/eth0/address").split()
    assert macs[0] == macs[1]
    assert "via 192.168.0.1" in scene.host.run("ip route show default")
    assert "via fd00:8::1" in scene.host.run("ip -6 route show default")
    assert [link for link, item in scene.plan.links.items() if item.maker is Maker.LANWRIGHT] == [
        "br0",
        "shim-real_lan",
    ]


def test_a_bridge_of_ours_isnt_made_under_the_host_s_feet(lab: Lab) -> None:
    """While its port carries the host's address, the step only says what to do; when it is free, it makes the bridge."""
    scene = scene_in(lab, "moving", managed=True)
    scene.host.set_up(SOURCE + shapes.stanza("eth0", ["192.168.0.231/22"]))
    scene.put()
    step = scene.made.steps[0]
    refused = scene.host.attempt("sh -e", stdin=step.apply)
    assert refused.rc == 1
    assert "eth0 still carries an address" in refused.stderr
    assert scene.host.attempt("ip link show dev br0").rc == 1
    scene.host.run("ifdown eth0")
    scene.host.write("/etc/network/interfaces", SOURCE)
    scene.take("apply")
    scene.assert_as_planned()
    scene.take("undo")
    assert scene.host.attempt("ip link show dev shim-real_lan").rc == 1
    assert "192.168.0.231" in scene.host.run("ip addr show dev br0"), "it carries the host"
