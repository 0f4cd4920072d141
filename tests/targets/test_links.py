"""lanwright-links: makes what the plan adds, and nothing else; may be run at any time; takes all of it away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from lanwright.plan import Maker, Purpose
from lanwright.targets import links
from tests.intents import host_of
from tests.lab.tools import shellcheck
from tests.lower.test_vpn import bridged
from tests.targets.hosts import host_with, put, sample_hosts
from tests.targets.links_host import SHELLS, LinksHost, own_state
from tests.targets.test_ifupdown import BOTH

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.plan import HostPlan, Link

SHIM = "shim-real_lan"
NAMES = f"{SHIM}\n192.168.0.232\nfd00:8::232\nbr0\n".splitlines()


def both() -> HostPlan:
    """A dual-stack host with a shim, aliases and a promiscuous bridge, none of it configured by us."""
    return replace(host_of(BOTH.replace("MANAGED", "false")), network="none")


def planned_state(host: HostPlan) -> dict[str, Any]:
    """What the host should have then, as the fake keeps it."""
    state = own_state(host)
    for link in host.links.values():
        if link.purpose is Purpose.SHIM:
            kind = " ".join(filter(None, (link.kind, "mode", link.mode, link.flag)))
            made = {"parent": link.parent, "kind": kind, "up": True, "mtu": link.mtu or 1500}
            state["links"][link.name] = made
        elif link.purpose is Purpose.UPLINK:
            pair, port = ({"parent": link.parent}, {"master": link.bridge}) if link.bridge else ({}, {})
            made = {"kind": link.kind.value, "up": True, "mtu": link.mtu or 1500}
            state["links"][link.name] = {**pair, **made, **port}
        elif link.maker is Maker.LANWRIGHT:
            state["links"][link.name] = made_beside(link)
        elif link.promiscuous:
            state["links"][link.name]["promiscuous"] = True
    state["addresses"] = [[item.link, str(item.address)] for item in host.addresses]
    state["routes"] = [
        [
            item.link,
            "default",
            " ".join(("via", str(item.via), *(("metric", str(item.metric)) if item.metric else ()))),
        ]
        if item.purpose is Purpose.DEFAULT_ROUTE
        else [
            item.link,
            str(item.destination),
            item.source and str(item.source),
            *([str(item.via)] * bool(item.via)),
        ]
        for item in host.routes
        if item.maker is Maker.LANWRIGHT
    ]
    return state


def made_beside(link: Link) -> dict[str, Any]:
    """A VLAN or a bridge of ours, as the fake keeps it."""
    kind = f"vlan protocol 802.1Q id {link.vlan}" if link.vlan else "bridge"
    made = {"parent": link.parent, "kind": kind, "master": link.bridge, "mtu": link.mtu or 1500}
    found = {key: value for key, value in made.items() if value is not None} | {"up": True}
    return found | ({"promiscuous": True} if link.promiscuous else {})


def sorted_state(state: dict[str, Any]) -> dict[str, Any]:
    """The same whatever the order in which it was made."""
    links = {name: dict(sorted(link.items())) for name, link in state["links"].items()}
    return {
        key: sorted(map(str, part.items() if isinstance(part, dict) else part))
        for key, part in (state | {"links": links}).items()
    }


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    """Debian's sh, and a NAS's."""
    return str(request.param)


@pytest.fixture
def box(tmp_path: Path, shell: str) -> LinksHost:
    """That host."""
    return LinksHost(tmp_path, both(), shell)


@pytest.mark.parametrize("manager", ["ifupdown", "networkd"])
def test_only_hosts_without_a_manager_of_ours_have_the_script(manager: str) -> None:
    """Another manager's host gets nothing from here."""
    emission = links.emit(replace(both(), network=manager))
    assert (emission.artifacts, emission.steps) == ((), ())


def test_a_host_with_nothing_of_ours_has_no_script() -> None:
    """Docker behind its own bridge needs no link."""
    assert links.emit(replace(sample_hosts()["nat/dock1"], network="none")).artifacts == ()


def is_managed(host: HostPlan) -> bool:
    """Whether an interface of the host's is ours to configure, which none of these hosts can have (LW705)."""
    return any(link.maker is Maker.LANWRIGHT and link.purpose is Purpose.HOST for link in host.links.values())


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, host in sample_hosts().items()
        if not is_managed(host) and links.emit(replace(host, network="none")).artifacts
    ],
)
def test_apply_makes_what_the_plan_adds(name: str, tmp_path: Path, shell: str) -> None:
    """Every sample: its shims with their addresses and routes, its aliases; the host's own stays as it was."""
    host = replace(sample_hosts()[name], network="none")
    box = LinksHost(tmp_path, host, shell)
    said = box.run("apply")
    assert said.code == 0, said
    assert sorted_state(box.state) == sorted_state(planned_state(host))


STACK = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"]}
  things: {subnet: [192.168.20.0/24, "fd00:20::/64"], gateway: [192.168.20.1, "fd00:20::1"]}
  far: {subnet: 192.168.30.0/24, gateway: 192.168.30.1}
hosts:
  nas:
    network: none
    interfaces:
      bond0: {kind: bond, lan: home, address: 192.168.0.20/22, default_route: false}
      br20:
        kind: bridge
        ports: [bond0.20]
        lan: things
        address: [192.168.20.20/24, "fd00:20::20/64"]
        default_route: true
        managed: true
      bond0.20: {managed: true, mtu: 1400, promiscuous: true}
      far: {kind: vlan, link: bond0, id: 30, lan: far, address: 192.168.30.20/24, default_route: true, managed: true}
      bond0.40: {managed: true}
"""


def test_vlans_and_bridges_over_them_are_made_beside_the_host_s_own(tmp_path: Path, shell: str) -> None:
    """Each after what it stands on, with addresses and routers; once, and seen as there."""
    host = host_of(STACK)
    box = LinksHost(tmp_path, host, shell)
    first = box.run("apply")
    assert first.code == 0, first
    assert first.out.splitlines() == [f"{name}: made" for name in ("bond0.20", "br20", "far", "bond0.40")]
    assert sorted_state(box.state) == sorted_state(planned_state(host))
    box.become(box.state)
    assert box.run("status").code == 0
    assert box.run("apply").out.count("is there") == 4
    assert box.changes == []
    box.run("remove")
    assert box.state["links"] == own_state(host)["links"]


def test_another_router_takes_the_place_of_the_old_one(tmp_path: Path, shell: str) -> None:
    """Of each family; a default route that the LAN gives, or that is another link's, stays."""
    host, other = host_of(STACK), host_of(STACK.replace("20.1,", "20.2,").replace("fd00:20::1", "fd00:20::2"))
    box = LinksHost(tmp_path, other, shell)
    theirs = ["br20", "default", "via fe80::7 proto ra metric 1024"]
    state = planned_state(host)
    state["routes"].append(theirs)
    box.become(state)
    said = box.run("apply", "br20")
    assert (said.code, said.err) == (0, "")
    wanted = planned_state(other)
    wanted["routes"].append(theirs)
    assert sorted_state(box.state) == sorted_state(wanted)


def test_the_old_router_stays_where_the_new_one_is_not_taken(tmp_path: Path, shell: str) -> None:
    """A session may need it; with its metric."""
    host, other = host_of(STACK), host_of(STACK.replace("20.1,", "40.2,").replace("30.1}", "40.3}"))
    box = LinksHost(tmp_path, other, shell)
    state = planned_state(host)
    box.become(state)
    said = box.run("apply", "br20", "far")
    assert said.code == 1
    assert said.err.count("Nexthop has invalid gateway") == 2
    assert sorted_state(box.state) == sorted_state(state)


def test_what_carries_the_host_is_left_up() -> None:
    """An address of its own, on a link or on what stands on that; a VLAN that carries nothing goes."""
    undo = {step.name: step.undo for step in links.emit(host_of(STACK)).steps}
    assert {name for name, text in undo.items() if "is left up" in text} == {"bond0.20", "br20", "far"}
    assert (
        "; or to take an address alone away: ip addr del fd00:20::20/64 dev br20; lanwright-links apply br20"
        in undo["br20"]
    )
    assert "address alone" not in undo["bond0.20"]
    assert undo["bond0.40"].endswith("/lanwright-links remove bond0.40")


def test_another_link_of_the_name_is_left_alone(tmp_path: Path, shell: str) -> None:
    """A VLAN of another id, a bridge that is none; and it is told."""
    host = host_of(STACK)
    box = LinksHost(tmp_path, host, shell)
    state = own_state(host)
    state["links"]["bond0.40"] = {"parent": "bond0", "kind": "vlan protocol 802.1Q id 4", "up": True}
    state["links"]["br20"] = {"parent": "bond0", "kind": "vlan protocol 802.1Q id 5", "up": True}
    box.become(state)
    said = box.run("apply", "bond0.40", "br20")
    assert said.code == 1
    assert said.err.count("there is another link of this name; it is left alone") == 2
    assert box.changes == []


def test_apply_twice_is_apply_once(box: LinksHost) -> None:
    """The second run changes nothing, and says so."""
    first = box.run("apply")
    assert first.out.splitlines() == [f"{name}: made" for name in NAMES]
    once = box.state
    box.become(once)
    second = box.run("apply")
    assert (second.code, second.out.splitlines()) == (0, [f"{name}: is there" for name in NAMES])
    assert box.changes == []
    assert sorted_state(box.state) == sorted_state(planned_state(both()))


def test_two_at_once_do_not_disturb_each_other(box: LinksHost) -> None:
    """The unit runs because a link has come while somebody installs: what the other one has made is made."""
    box.become({**own_state(both()), "somebody_is_quicker": True})
    said = box.run("apply")
    assert (said.code, said.err) == (0, "")
    made = {key: part for key, part in box.state.items() if key != "somebody_is_quicker"}
    assert sorted_state(made) == sorted_state(planned_state(both()))


def test_remove_leaves_the_host_as_it_was(box: LinksHost) -> None:
    """And so does a second one."""
    box.run("apply")
    said = box.run("remove")
    assert (said.code, said.out.splitlines()) == (0, [f"{name}: removed" for name in NAMES])
    after = box.state
    assert after["links"].pop("br0") == {"up": True, "promiscuous": False}
    own = own_state(both())
    del own["links"]["br0"]
    assert after == own
    again = box.run("remove")
    assert (again.code, again.out.splitlines()) == (0, [f"{name}: isn't there" for name in NAMES])


def test_status_ends_with_1_while_anything_is_missing(box: LinksHost) -> None:
    """It says what, and changes nothing."""
    said = box.run("status")
    assert said.code == 1
    assert f"{SHIM}: lacks link {SHIM} br0 macvlan mode bridge" in said.out.splitlines()
    assert "192.168.0.232: lacks address br0 192.168.0.232/32" in said.out.splitlines()
    assert box.changes == []
    box.run("apply")
    said = box.run("status")
    assert (said.code, said.out.splitlines()) == (0, [f"{name}: is there" for name in NAMES])


def test_a_lost_route_is_noticed_and_mended(box: LinksHost) -> None:
    """The kernel forgets routes when a link goes down and up."""
    box.run("apply")
    whole = box.state
    box.become({**whole, "routes": whole["routes"][1:]})
    assert box.run("status").out.splitlines()[:1] == [
        f"{SHIM}: lacks route {SHIM} 192.168.0.248/29 192.168.0.231"
    ]
    assert box.run("apply").code == 0
    assert [call[:2] for call in box.changes] == [["route", "add"]]
    assert sorted_state(box.state) == sorted_state(whole)


@pytest.mark.parametrize("other", ["192.168.0.241", None], ids=["another next hop", "none"])
def test_a_route_to_vpn_clients_has_its_next_hop(tmp_path: Path, shell: str, other: str | None) -> None:
    """After the route to the container; another one, or an on-link one, isn't it."""
    host = replace(sample_hosts()["vpn/dock1"], network="none")
    box = LinksHost(tmp_path, host, shell)
    assert box.run("apply").code == 0
    state = box.state
    assert state["routes"][-1] == [SHIM, "10.8.0.0/24", "192.168.0.231", "192.168.0.242"]
    assert box.run("status").code == 0
    state["routes"][-1][3:] = [other] * bool(other)
    box.become(state)
    said = box.run("status")
    assert (said.code, "lacks route" in said.out) == (1, True)


def test_a_route_by_the_host_s_own_bridge(tmp_path: Path, shell: str) -> None:
    """A thing by itself: made once its next hop is there, taken away alone."""
    box = LinksHost(tmp_path, bridged("none"), shell)
    assert box.run("apply").code == 0
    led = [
        ["br0", "10.8.0.0/24", "192.168.0.231", "192.168.0.242"],
        ["br0", "fd00:9::/64", "fd00:8::231", "fd00:8::242"],
    ]
    assert box.state["routes"][-2:] == led
    assert box.run("status").out == "10.8.0.0/24: is there\nfd00:9::/64: is there\n"
    assert box.run("remove", "10.8.0.0/24").out == "10.8.0.0/24: removed\n"
    assert [route for route in box.state["routes"] if route in led] == led[1:]
    box.become({**box.state, "addresses": []})
    said = box.run("apply", "10.8.0.0/24")
    assert (said.code, "no link of this host has the address" in said.err) == (1, True)


def test_a_name_does_only_that(box: LinksHost) -> None:
    """A link's or an address's; another is refused."""
    said = box.run("apply", "192.168.0.232")
    assert (said.code, said.out) == (0, "192.168.0.232: made\n")
    assert box.changes == [["addr", "add", "192.168.0.232/32", "dev", "br0"]]
    refused = box.run("remove", "eth0")
    assert refused.code == 2
    assert "eth0: none of the names here" in refused.err


def test_without_iproute2_it_says_so(box: LinksHost) -> None:
    """Busybox's own `ip` makes no macvlan."""
    box.use_another_ip()
    said = box.run("apply")
    assert said.code == 1
    assert "no ip of iproute2 is in PATH" in said.err


@pytest.mark.parametrize(
    "words", [(), ("--help",), ("--wait", "apply"), ("--wait", "-1", "apply"), ("--wait",), ("create",)]
)
def test_a_wrong_command_line_is_told_the_right_one(box: LinksHost, words: tuple[str, ...]) -> None:
    """And nothing is done."""
    said = box.run(*words)
    assert said.code == 2
    assert "lanwright-links [--wait SECONDS] apply|remove|status [NAME...]" in said.err
    assert box.changes == []


@pytest.mark.parametrize(
    "other",
    [{"kind": "macvlan mode private", "parent": "br0"}, {"kind": "macvlan mode bridge", "parent": "eth1"}],
)
def test_another_link_of_the_shim_s_name_is_left_alone(box: LinksHost, other: dict[str, str]) -> None:
    """It is the host's own; the rest is made all the same."""
    own = own_state(both())
    box.become({**own, "links": {**own["links"], SHIM: other}})
    said = box.run("apply")
    assert said.code == 1
    assert f"{SHIM}: there is another link of this name; it is left alone" in said.err
    assert box.state["links"][SHIM] == other
    assert "192.168.0.232: made" in said.out
    said = box.run("remove", SHIM)
    assert (said.code, box.state["links"][SHIM]) == (1, other)


def test_another_route_of_the_host_s_own_is_left_alone(box: LinksHost) -> None:
    """`replace` would take it away."""
    own = own_state(both())
    box.become({**own, "routes": [["eth0", "192.168.0.248/29", None]]})
    said = box.run("apply", SHIM)
    assert said.code == 1
    assert "File exists" in said.err
    assert ["eth0", "192.168.0.248/29", None] in box.state["routes"]


def test_a_parent_that_is_missing_is_named(box: LinksHost) -> None:
    """Without it nothing can be made on it."""
    box.become({**own_state(both()), "links": {}})
    said = box.run("apply")
    assert said.code == 1
    assert f"{SHIM}: there is no link br0 to put it on" in said.err
    assert "192.168.0.232/32: there is no link br0 to put it on" in said.err
    assert box.changes == []


def test_wait_ends(box: LinksHost) -> None:
    """It asks again, but not for ever, and all waits together take no longer than one."""
    box.become({**own_state(both()), "links": {}})
    said = box.run("--wait", "1", "apply")
    assert said.code == 1
    assert box.changes == []


def test_a_dummy_shim_s_route_waits_for_the_host_s_own_address(tmp_path: Path, shell: str) -> None:
    """It sends from an address that isn't on the shim; the kernel refuses a source that isn't the host's."""
    host = replace(sample_hosts()["seed_shim/dock1"], network="none")
    box = LinksHost(tmp_path, host, shell)
    box.become({**own_state(host), "addresses": []})
    said = box.run("apply", "macvlan0")
    assert said.code == 1
    assert "no link of this host has the address 192.168.0.231 to send from" in said.err
    box.become({**box.state, "addresses": [*box.state["addresses"], ["br0", "192.168.0.231/22"]]})
    assert box.run("apply", "macvlan0").code == 0


def test_a_step_is_one_thing() -> None:
    """So that a change of one leaves the others alone; its own script undoes it."""
    emission = links.emit(both())
    assert [step.name for step in emission.steps] == NAMES
    step = emission.steps[0]
    assert step.apply == "/usr/local/sbin/lanwright-links --wait 10 apply shim-real_lan"
    assert step.undo == '"$LANWRIGHT_OLD"/rootfs/usr/local/sbin/lanwright-links remove shim-real_lan'
    assert step.check == "/usr/local/sbin/lanwright-links status shim-real_lan"
    assert "route shim-real_lan 192.168.0.248/29 192.168.0.231" in step.defines


def test_a_managed_interface_isnt_made_here() -> None:
    """Whatever manages the host's interfaces goes on doing so; a rule says it (LW705)."""
    host = host_with("    network: none")
    own = replace(host.links["eth0"], maker=Maker.LANWRIGHT, promiscuous=True)
    assert links.emit(replace(host, links={"eth0": own})).artifacts == ()


@pytest.mark.lab
def test_shellcheck_has_nothing_to_say(tmp_path: Path) -> None:
    """It is run by root."""
    said = shellcheck(put(links.emit(both()).artifacts[0], tmp_path))
    assert said.rc == 0, said.text
