"""Steps and notices, as root on a real `/`: a root of its own in a mount namespace."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from lanwright.targets.artifact import Notice, Phase, Question, Step
from tests.targets.install_host import NO_CHANGE, SHELLS, STATE, RootHost, Tree, root_host

DAEMON = "/etc/docker/daemon.json"
TOOL = "/usr/local/sbin/lanwright-links"
RESTART = Notice(command="systemctl restart docker", interrupts="every container", when=DAEMON)


def step(phase: Phase, name: str, text: str = "", *, check: bool = True) -> Step:
    """A step that makes /run/NAME with a text, and writes down what it does in /run/log."""
    return Step(
        phase=phase,
        name=name,
        apply=f"echo 'up {name} {text}' >>/run/log\necho '{text}' >/run/{name}",
        undo=f"echo 'down {name} {text}' >>/run/log\nrm -f /run/{name}",
        check=f"[ -e /run/{name} ]" if check else "",
    )


def tool(text: str) -> dict[str, tuple[str, int]]:
    """A host's own script, as targets make them: it says its version and what it's told."""
    return {TOOL: (f'#!/bin/sh\necho "{text} $1" >>/run/log\n', 0o755)}


LINK = step(Phase.LINKS, "link")
WALL = step(Phase.FIREWALL, "wall")
NET = step(Phase.NETWORKS, "net")


@pytest.fixture(params=SHELLS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> RootHost:
    return root_host(tmp_path / "host", request.param)


def log(host: RootHost) -> list[str]:
    """What the steps did since the last call."""
    path = host.at("/run/log")
    lines = [line.rstrip() for line in path.read_text().splitlines()] if path.exists() else []
    path.unlink(missing_ok=True)
    return lines


def owner(path: Path) -> tuple[int, int]:
    """A path's user and group."""
    found = path.stat()
    return found.st_uid, found.st_gid


def test_files_belong_to_root_and_folders_keep_their_owner(host: RootHost) -> None:
    """Whoever owned the folder that was copied to the host."""
    tree = host.folder(Tree(files={DAEMON: "{}\n", "/etc/new/file": "f\n"}))
    root = owner(host.root)
    if os.geteuid() == 0:
        os.chown(host.at("/etc/docker"), 1000, 1000)
        for path in tree.rglob("*"):
            os.chown(path, 1000, 1000)
    found = owner(host.at("/etc/docker"))
    host.applied(tree)
    assert {owner(host.at(path)) for path in (DAEMON, "/etc/new", "/etc/new/file")} == {root}
    assert owner(host.at("/etc/docker")) == found


def test_a_file_of_another_owner_is_not_identical(host: RootHost) -> None:
    """It's neither taken over nor left as if it were right, until adopted; remove gives it back."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(host.give(DAEMON, "{}\n"), 1000, 1000)
    tree = host.folder(Tree(files={DAEMON: "{}\n"}))
    assert host.run(tree, "apply").code == 1
    host.applied(tree, "--adopt", DAEMON)
    assert owner(host.at(DAEMON)) == (0, 0)
    assert host.run(tree, "remove").code == 0
    assert owner(host.at(DAEMON)) == (1000, 1000)


def test_changing_the_host_needs_root(host: RootHost) -> None:
    """diff doesn't, until there is a state that only root may read."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    tree = host.folder(Tree(files={DAEMON: "1\n"}, steps=(LINK,)))
    for path in tree.rglob("*"):
        path.chmod(0o755)
    host.at("/tmp").chmod(0o1777)
    before = host.snapshot()
    host.user = "65534:65534"
    for command in ("apply", "confirm", "rollback", "remove"):
        said = host.run(tree, command)
        assert said.code == 1
        assert f"{command} needs root" in said.err
    said = host.run(tree, "diff")
    assert (said.code, "+1\n" in said.out, said.err) == (1, True, "")
    assert host.snapshot() == before
    host.user = ""
    host.applied(tree)
    host.user = "65534:65534"
    for command in ("diff", "status"):
        assert f"{command} needs root to read" in host.run(tree, command).err


def test_steps_run_after_the_files_in_the_order_of_their_phases(host: RootHost) -> None:
    """Links, firewall, networks; they see the files that came with them."""
    uses = Step(phase=Phase.FIREWALL, name="tool", apply=f"{TOOL} apply", undo=f"{TOOL} remove")
    host.applied(Tree(files=tool("v1"), steps=(NET, uses, LINK)))
    assert log(host) == ["up link", "v1 apply", "up net"]


def test_remove_undoes_steps_in_reverse_order_before_their_files_go(host: RootHost) -> None:
    """And leaves nothing."""
    before = host.snapshot()
    uses = Step(phase=Phase.LINKS, name="tool", apply=f"{TOOL} apply", undo=f"{TOOL} remove")
    tree = host.folder(Tree(files=tool("v1"), steps=(LINK, uses, NET, WALL)))
    host.applied(tree)
    log(host)
    assert host.run(tree, "remove").code == 0
    assert log(host) == ["down net", "down wall", "v1 remove", "down link"]
    assert host.snapshot() == before


def test_an_older_installation_can_be_removed_by_a_newer_folder(host: RootHost) -> None:
    """What is undone is what was done, not what the newer folder would do."""
    before = host.snapshot()
    host.applied(Tree(files=tool("v1"), steps=(LINK,)))
    log(host)
    assert host.run(Tree(files=tool("v2"), steps=(NET,)), "remove").code == 0
    assert log(host) == ["down link"]
    assert host.snapshot() == before


def test_applying_twice_runs_no_step(host: RootHost) -> None:
    """Their checks are asked instead."""
    tree = host.folder(Tree(steps=(LINK, NET)))
    host.applied(tree)
    log(host)
    assert NO_CHANGE in host.applied(tree).out
    assert host.run(tree, "diff").code == 0
    assert log(host) == []


def test_a_step_whose_check_fails_runs_again(host: RootHost) -> None:
    """diff says so beforehand, status complains; what is up is left alone."""
    tree = host.folder(Tree(steps=(LINK, NET)))
    host.applied(tree)
    log(host)
    host.at("/run/link").unlink()
    assert "links link': its check fails" in host.run(tree, "status").err
    said = host.run(tree, "diff")
    assert (said.code, said.out) == (1, "! step (run again: it isn't up): links link\n")
    host.applied(tree)
    assert log(host) == ["up link"]
    assert host.run(tree, "status").code == 0


def test_status_asks_for_what_no_apply_mends(host: RootHost) -> None:
    """What is found is shown, and ends it with 1; a question that can't be answered is no complaint; nobody else asks."""
    lost = Question(command="[ ! -e /run/lost ] || { cat /run/lost; exit 1; }", about="lost things")
    unanswered = Question(command="echo never shown; exit 2", about="nothing")
    tree = host.folder(Tree(steps=(LINK,), questions=(lost, unanswered)))
    host.applied(tree)
    said = host.run(tree, "status")
    assert (said.code, "never shown" in said.out, said.err) == (0, False, "")
    host.give("/run/lost", "it's lost\nleft to you: find it\n")
    said = host.run(tree, "status")
    assert (said.code, "it's lost\nleft to you: find it\n" in said.out) == (1, True)
    assert NO_CHANGE in host.applied(tree).out
    assert host.run(tree, "diff").code == 0


def test_a_changed_step_is_undone_with_its_old_text_and_applied_anew(host: RootHost) -> None:
    """At its place in the order; an unchanged one stays up and is applied again, which does no harm."""
    host.applied(Tree(steps=(step(Phase.LINKS, "link", "old"), NET)))
    log(host)
    tree = host.folder(Tree(steps=(step(Phase.LINKS, "link", "new"), NET)))
    said = host.run(tree, "diff")
    assert (said.code, said.out) == (1, "! step (undone, then run anew): links link\n")
    host.applied(tree)
    assert log(host) == ["down link old", "up link new"]
    assert host.at("/run/link").read_text() == "new\n"


def test_an_old_step_is_undone_with_the_old_files(host: RootHost) -> None:
    """They are in $LANWRIGHT_OLD, laid out as the output folder, with their modes."""
    old = f'"$LANWRIGHT_OLD/rootfs{TOOL}" remove'
    for version in ("v1", "v2"):
        uses = Step(phase=Phase.LINKS, name="tool", apply=f"{TOOL} apply", undo=old, defines=version)
        host.applied(Tree(files=tool(version), steps=(uses,)))
    assert log(host) == ["v1 apply", "v1 remove", "v2 apply"]


def test_what_the_new_tree_has_not_is_undone_last(host: RootHost) -> None:
    """But for networks: new links and firewall come first, then old networks make room for new ones, last old links go."""
    uses = Step(phase=Phase.LINKS, name="tool", apply=f"{TOOL} apply", undo=f"{TOOL} remove")
    host.applied(Tree(files=tool("v1"), steps=(uses, LINK, WALL, NET)))
    log(host)
    new = (step(Phase.LINKS, "link2"), step(Phase.FIREWALL, "wall2"), step(Phase.NETWORKS, "net2"))
    tree = host.folder(Tree(steps=new))
    said = host.run(tree, "diff")
    assert [line for line in said.out.splitlines() if "step: " in line] == [
        "+ step: links link2",
        "+ step: firewall wall2",
        "- step: networks net",
        "+ step: networks net2",
        "- step: firewall wall",
        "- step: links link",
        "- step: links tool",
    ]
    host.applied(tree)
    assert log(host) == ["up link2", "up wall2", "down net", "up net2", "down wall", "down link", "v1 remove"]
    assert not host.at(TOOL).exists()


def test_networks_that_change_make_room_for_each_other(host: RootHost) -> None:
    """Two may have changed places: all of the old ones go, the last one first, before any new one comes."""
    stays = step(Phase.NETWORKS, "stays")
    host.applied(Tree(steps=(*(step(Phase.NETWORKS, name, "old") for name in "ab"), stays)))
    log(host)
    host.applied(Tree(steps=(*(step(Phase.NETWORKS, name, "new") for name in "ab"), stays)))
    assert log(host) == ["down b old", "down a old", "up a new", "up b new"]


def test_a_network_that_is_in_use_stops_the_run_before_any_new_one_comes(host: RootHost) -> None:
    """What stands above says by whom; the next run goes on."""
    used = replace(NET, undo=f"[ ! -e /run/used ]\n{NET.undo}")
    host.applied(Tree(steps=(used,)))
    host.give("/run/used", "")
    log(host)
    tree = host.folder(Tree(steps=(LINK, step(Phase.NETWORKS, "net2"))))
    said = host.run(tree, "apply")
    assert (said.code, "step 'networks net' could not be undone" in said.err) == (1, True)
    assert log(host) == ["up link"]
    host.at("/run/used").unlink()
    host.applied(tree)
    assert log(host) == ["up link", "down net", "up net2"]


def test_what_uses_a_step_that_has_to_go_is_said_before_anything_is_changed(host: RootHost) -> None:
    """By diff and by apply: a run that stops half-way has changed the links below it, and may have cut a session off."""
    busy = "[ ! -e /run/used ] || { echo 'net: first stop its containers' >&2; exit 1; }"
    used = replace(NET, busy=busy)
    stays = replace(WALL, busy="echo 'never asked' >&2; exit 1")
    host.applied(Tree(files={DAEMON: "{}\n"}, steps=(LINK, stays, used)))
    host.give("/run/used", "")
    before = host.snapshot()
    changed = replace(used, apply=f"{NET.apply}\n:")
    for net in ((), (changed,)):
        tree = host.folder(Tree(files={DAEMON: "{} \n"}, steps=(LINK, stays, *net)))
        for command in ("diff", "apply"):
            said = host.run(tree, command)
            assert (said.code, "install: net: first stop its containers\n" in said.err) == (1, True)
            assert "never asked" not in said.err
        assert "nothing was changed" in said.err
        assert host.snapshot() == before
    host.applied(Tree(files={DAEMON: "{} \n"}, steps=(LINK, stays, used)))
    host.at("/run/used").unlink()
    host.applied(tree)


def test_what_cannot_stand_beside_a_new_step_is_undone_before_it(host: RootHost) -> None:
    """The kernel has one VLAN of a number on a link, whatever it is called; what the new tree has, too, stays."""
    old, new = (
        replace(step(Phase.LINKS, name), claims=("VLAN 20 on eth0",), displaces=("VLAN 20 on eth0",))
        for name in ("old", "new")
    )
    other = replace(step(Phase.LINKS, "other"), claims=("VLAN 30 on eth0",), displaces=("VLAN 30 on eth0",))
    host.applied(Tree(steps=(old, other)))
    log(host)
    host.applied(Tree(steps=(new,)))
    assert log(host) == ["down old", "up new", "down other"]
    host.applied(Tree(steps=(new, replace(old, claims=()))))
    assert log(host) == ["up old"]


def test_what_is_displaced_and_stays_is_said_before_anything_is_changed(host: RootHost) -> None:
    """A VLAN that carries the host isn't taken down; the one that is to have its number couldn't be made. Others aren't asked."""
    stays = "[ ! -e /run/old ] || { echo 'first take old down' >&2; exit 1; }"
    old, new = (
        replace(step(Phase.LINKS, name), undo=":", claims=("VLAN 20",), displaces=("VLAN 20",), stays=stays)
        for name in ("old", "new")
    )
    other = replace(LINK, claims=("VLAN 30",), displaces=("VLAN 30",), stays="echo 'never asked' >&2; exit 1")
    host.applied(Tree(steps=(old, other)))
    before = host.snapshot()
    tree = host.folder(Tree(steps=(new,)))
    for command in ("diff", "apply"):
        said = host.run(tree, command)
        assert (said.code, "install: first take old down\n" in said.err) == (1, True)
        assert "never asked" not in said.err
    assert "nothing was changed" in said.err
    assert host.snapshot() == before
    host.at("/run/old").unlink()
    log(host)
    host.applied(tree)
    assert log(host) == ["up new", "down link"]


def test_what_stays_and_is_only_changed_is_no_hindrance(host: RootHost) -> None:
    """It is the same link, with another address, say."""
    old = replace(LINK, claims=("VLAN 20",), displaces=("VLAN 20",), stays="echo 'never asked' >&2; exit 1")
    host.applied(Tree(steps=(old,)))
    host.applied(Tree(steps=(replace(old, apply=f"{LINK.apply}\n:"),)))


def test_what_stays_is_no_hindrance_where_nothing_takes_its_place(host: RootHost) -> None:
    """It is left, and the rest goes on."""
    old = replace(
        LINK, undo="echo link is left up", claims=("VLAN 20",), stays="echo 'never asked' >&2; exit 1"
    )
    host.applied(Tree(steps=(old, NET)))
    assert "link is left up\n" in host.applied(Tree(steps=(NET,))).out


def test_what_its_owner_has_in_a_new_step_s_way_is_said_before_anything_is_changed(host: RootHost) -> None:
    """By diff and by apply: what was there before us would go when the step is undone. Once the step is ours, it isn't asked."""
    needs = "[ ! -e /run/theirs ] || { echo '/run/theirs is in the way' >&2; exit 1; }"
    tree = host.folder(Tree(files={DAEMON: "{}\n"}, steps=(replace(LINK, needs=needs), NET)))
    host.give("/run/theirs", "")
    before = host.snapshot()
    for command in ("diff", "apply"):
        said = host.run(tree, command)
        assert (said.code, "install: /run/theirs is in the way\n" in said.err) == (1, True)
    assert "nothing was changed" in said.err
    assert host.snapshot() == before
    host.at("/run/theirs").unlink()
    host.applied(tree)
    host.give("/run/theirs", "")
    host.applied(Tree(files={DAEMON: "{} \n"}, steps=(replace(LINK, needs=needs), NET)))


def test_every_step_runs_again_when_a_file_is_new(host: RootHost) -> None:
    """A step's text may not say on which files it depends; running it twice is safe."""
    uses = Step(phase=Phase.FIREWALL, name="tool", apply=f"{TOOL} apply", undo=f"{TOOL} remove")
    host.applied(Tree(files=tool("v1"), steps=(LINK, uses)))
    log(host)
    host.applied(Tree(files=tool("v2"), steps=(LINK, uses)))
    assert log(host) == ["up link", "v2 apply"]


def test_a_step_that_only_moved_is_not_undone(host: RootHost) -> None:
    """Its place among the others is no part of it."""
    host.applied(Tree(steps=(LINK, NET)))
    log(host)
    host.applied(Tree(steps=(step(Phase.LINKS, "first"), LINK, NET)))
    assert log(host) == ["up first"]
    host.applied(Tree(steps=(LINK, NET)))
    assert log(host) == ["down first"]


def test_a_failing_step_stops_the_run(host: RootHost) -> None:
    """It's named; the way on is apply again, and steps that are up aren't undone."""
    bad = Step(
        phase=Phase.FIREWALL, name="bad", apply="false\necho on >>/run/log", undo="echo 'down bad' >>/run/log"
    )
    tree = host.folder(Tree(files={DAEMON: "{}\n"}, steps=(LINK, bad, NET)))
    said = host.run(tree, "apply")
    assert said.code == 1
    assert "step 'firewall bad' failed" in said.err
    assert log(host) == ["up link"]
    status = host.run(tree, "status")
    assert (status.code, "cut short" in status.err) == (1, True)
    host.applied(Tree(files={DAEMON: "{}\n"}, steps=(LINK, WALL, NET)))
    assert log(host) == ["up link", "up wall", "up net", "down bad"]


def test_the_way_back_from_a_failing_step_is_remove(host: RootHost) -> None:
    """The failed step is undone, too: half of it may be there."""
    before = host.snapshot()
    bad = Step(phase=Phase.FIREWALL, name="bad", apply="false", undo="echo 'down bad' >>/run/log")
    tree = host.folder(Tree(files={DAEMON: "{}\n"}, steps=(LINK, bad, NET)))
    assert host.run(tree, "apply").code == 1
    assert host.run(tree, "remove").code == 0
    assert log(host) == ["up link", "down bad", "down link"]
    assert host.snapshot() == before


def test_a_step_that_cannot_be_undone_stops_remove(host: RootHost) -> None:
    """Its files are still there for the next try."""
    before = host.snapshot()
    bad = Step(phase=Phase.FIREWALL, name="bad", apply="true", undo="[ ! -e /run/busy ]")
    tree = host.folder(Tree(files=tool("v1"), steps=(LINK, bad, NET)))
    host.applied(tree)
    host.give("/run/busy", "")
    said = host.run(tree, "remove")
    assert said.code == 1
    assert "step 'firewall bad' could not be undone" in said.err
    assert log(host) == ["up link", "up net", "down net"]
    assert host.at(TOOL).exists()
    host.at("/run/busy").unlink()
    assert host.run(tree, "remove").code == 0
    assert log(host) == ["down link"]
    assert host.snapshot() == before


def test_what_a_step_says_is_shown(host: RootHost) -> None:
    """On stdout, or on stderr when it fails."""
    good = Step(phase=Phase.LINKS, name="good", apply="echo made; echo warned >&2", undo="true")
    bad = Step(phase=Phase.LINKS, name="bad", apply="echo tried; echo no such link >&2; false", undo="true")
    said = host.run(Tree(steps=(good, bad)), "apply")
    assert "run: links good\nmade\nwarned\nrun: links bad\n" in said.out
    assert said.err.startswith("tried\nno such link\ninstall: step 'links bad' failed")


def test_a_step_whose_reader_has_gone_comes_to_its_end(host: RootHost) -> None:
    """The terminal may vanish while the network changes; a pipe within the step behaves as ever."""
    talks = Step(
        phase=Phase.LINKS, name="talks", apply="echo x\nyes | head -n 1\necho >/run/talks", undo="true"
    )
    argv, environment = host.command(host.folder(Tree(steps=(talks,))), ["apply"])
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(argv, env=environment, stdout=writing, stderr=writing, timeout=60, check=False)
    os.close(writing)
    assert done.returncode == 0
    assert host.at("/run/talks").exists()


def test_what_a_step_interrupts_is_said(host: RootHost) -> None:
    """Before it runs, and in the diff."""
    tree = host.folder(
        Tree(
            steps=(
                Step(
                    phase=Phase.LINKS,
                    name="br0",
                    apply="true",
                    undo="true",
                    interrupts="the LAN, for a second",
                ),
            )
        )
    )
    assert "+ step: links br0 (interrupts: the LAN, for a second)\n" in host.run(tree, "diff").out
    assert "run: links br0 (interrupts: the LAN, for a second)\n" in host.applied(tree).out


def test_a_notice_that_interrupts_something_is_printed_and_never_run(host: RootHost) -> None:
    """Added, replaced, or taken away; not when another file changed."""
    stub = host.give("/usr-local/sbin/systemctl", "#!/bin/sh\necho ran >>/run/log\n", 0o755)
    text = "left to you: systemctl restart docker (interrupts: every container)\n"
    for files, expected in (
        ({DAEMON: "1\n"}, True),
        ({DAEMON: "1\n", "/etc/x": "x\n"}, False),
        ({DAEMON: "2\n", "/etc/x": "x\n"}, True),
    ):
        assert (text in host.applied(Tree(files=files, notices=(RESTART,))).out) is expected
    assert text in host.applied(Tree(files={"/etc/x": "x\n"})).out
    host.applied(Tree(files={DAEMON: "2\n"}, notices=(RESTART,)))
    assert text in host.run(Tree(), "remove").out
    assert log(host) == []
    assert stub.exists()


RELOAD = Notice(command="echo reloaded >>/run/log", interrupts="", when=DAEMON)


def test_a_notice_that_interrupts_nothing_is_carried_out(host: RootHost) -> None:
    """When its file is in place or has gone, last of all, once; `diff` runs nothing."""
    tree = host.folder(Tree(files={DAEMON: "1\n"}, notices=(RELOAD, RELOAD)))
    assert "reloaded" not in host.run(tree, "diff").out
    assert log(host) == []
    assert "run: echo reloaded >>/run/log\n" in host.applied(tree).out
    assert log(host) == ["reloaded"]
    host.applied(tree)
    assert log(host) == []
    gone = Notice(command=f"[ -e {DAEMON} ] || echo gone >>/run/log", interrupts="", when=DAEMON)
    host.applied(Tree(files={DAEMON: "2\n"}, notices=(gone,)))
    assert log(host) == ["reloaded"]
    host.run(Tree(), "remove")
    assert log(host) == ["gone"]


def test_a_command_that_interrupts_something_for_one_tree_is_left_to_the_owner(host: RootHost) -> None:
    """The old tree knows what would be cut off, the new one doesn't."""
    loud = Notice(command=RELOAD.command, interrupts="the LAN", when=DAEMON)
    host.applied(Tree(files={DAEMON: "1\n"}, notices=(loud,)))
    said = host.applied(Tree(files={DAEMON: "2\n"}, notices=(RELOAD,)))
    assert "left to you: echo reloaded >>/run/log (interrupts: the LAN)\n" in said.out
    assert log(host) == []


def test_a_notice_that_fails_is_left_to_the_owner(host: RootHost) -> None:
    """The files are in place: the run has done its work."""
    bad = Notice(command="echo no bus >&2; false", interrupts="", when=DAEMON)
    said = host.applied(Tree(files={DAEMON: "1\n"}, notices=(bad,)))
    assert "failed, so it is left to you: no bus" in said.err


def test_a_notice_waits_for_any_of_its_patterns(host: RootHost) -> None:
    """One a line; the same command is printed once."""
    notice = Notice(command="systemctl restart docker", interrupts="all", when="/etc/none\n/etc/[dx]*")
    said = host.applied(Tree(files={"/etc/x y": "x\n"}, notices=(RESTART, notice, notice)))
    assert said.out.count("left to you: systemctl restart docker (interrupts: all)") == 1


def test_what_is_left_to_the_owner_may_be_another_thing_when_its_tree_has_gone(host: RootHost) -> None:
    """Undoing may take something else, or nothing; where a newer tree asks for the same it is that."""
    more = replace(RESTART, undone="systemctl restart networking docker")
    nothing = Notice(command="create networks", interrupts="nothing", when=DAEMON, undone="")
    host.applied(Tree(files={DAEMON: "1\n"}, notices=(more, nothing)))
    tree = host.folder(Tree(files={DAEMON: "2\n"}, notices=(more,)))
    for said in (host.run(tree, "diff").out, host.applied(tree, "--rollback", "600").out):
        assert "left to you: systemctl restart docker (interrupts: every container)\n" in said
        assert said.count("left to you") == 1
    back = host.run(tree, "rollback").out
    assert "left to you: systemctl restart docker (interrupts: every container)\n" in back
    assert back.count("left to you") == 1
    host.applied(tree)
    removed = host.run(Tree(), "remove").out
    assert "left to you: systemctl restart networking docker (interrupts: every container)\n" in removed
    assert removed.count("left to you") == 1


def test_a_notice_of_a_run_that_was_cut_short_is_not_lost(host: RootHost) -> None:
    """The file was replaced then; the next run knows."""
    bad = Step(phase=Phase.LINKS, name="bad", apply="[ -e /run/go ]", undo="true")
    tree = host.folder(Tree(files={DAEMON: "1\n"}, steps=(bad,), notices=(RESTART,)))
    assert host.run(tree, "apply").code == 1
    host.give("/run/go", "")
    assert "left to you: systemctl restart docker" in host.applied(tree).out


def test_diff_says_what_will_be_left_to_the_owner(host: RootHost) -> None:
    """Before the apply one wants to know that Docker will have to be restarted."""
    text = "left to you: systemctl restart docker (interrupts: every container)\n"
    tree = host.folder(Tree(files={DAEMON: "1\n"}, notices=(RESTART,)))
    assert text in host.run(tree, "diff").out
    host.applied(tree)
    assert text not in host.run(tree, "diff").out
    assert text in host.run(Tree(), "diff").out


def test_a_tool_that_fails_leaves_a_way_on(host: RootHost) -> None:
    """A full disk, say: the tool says why, `install` says what to do, and the next run goes on."""
    stub = host.give("/usr/local/bin/chown", "#!/bin/sh\necho no room >&2\nexit 1\n", 0o755)
    if host.shell[0] == "busybox":
        pytest.skip("this busybox prefers its own applets to a stub")
    tree = host.folder(Tree(files={DAEMON: "1\n"}))
    said = host.run(tree, "apply")
    assert said.code == 1
    assert said.err.startswith(
        "no room\ninstall: stopped by what stands above; put it right, then apply again"
    )
    assert not host.at(DAEMON).exists()
    stub.unlink()
    host.applied(tree)
    assert host.at(DAEMON).read_text() == "1\n"


def test_with_lanwright_root_no_step_runs(host: RootHost) -> None:
    """An image is built; the steps run when the host itself applies the same folder."""
    tree = host.folder(Tree(files={DAEMON: "{}\n"}, steps=(LINK,), notices=(RESTART,)))
    argv, environment = host.command(tree, ["apply"])
    place = argv.index(host.shell[0], argv.index(str(host.root)))
    argv[place:place] = ["env", "LANWRIGHT_ROOT=/"]
    said = host.run_command(argv, environment)
    assert said.code == 0
    assert "left to you" not in said.out
    assert host.at(DAEMON).exists()
    assert log(host) == []
    assert "+ step: links link" in host.run(tree, "diff").out
    host.applied(tree)
    assert log(host) == ["up link"]


def test_steps_get_no_input_and_not_the_lock(host: RootHost) -> None:
    """A daemon that a step starts mustn't keep the next run out."""
    lingers = Step(
        phase=Phase.LINKS,
        name="lingers",
        apply="cat; sleep 60 >/dev/null 2>&1 & echo $! >/run/pid",
        undo="kill $(cat /run/pid)",
    )
    tree = host.folder(Tree(steps=(lingers,)))
    host.applied(tree)
    assert host.run(tree, "remove").code == 0
    assert not host.at(STATE).exists()
