"""`apply --rollback SECONDS`: everything comes back unless `confirm` comes in time."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lanwright.targets.artifact import Notice, Phase, Step
from tests.targets.install_host import SHELLS, STATE, Host, RootHost, Tree, image_host, root_host

DAEMON = "/etc/docker/daemon.json"
LONG = "600"
LOG = f"{STATE}/rollback.log"
PENDING = f"{STATE}/pending"


@pytest.fixture(params=SHELLS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    return image_host(tmp_path / "a host", request.param)


@pytest.fixture(params=SHELLS)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> RootHost:
    return root_host(tmp_path / "host", request.param)


def step(name: str, text: str) -> Step:
    """A step that makes /run/NAME with a text."""
    return Step(phase=Phase.LINKS, name=name, apply=f"echo {text} >/run/{name}", undo=f"rm -f /run/{name}")


def wait_until(holds: Callable[[], bool]) -> None:
    """Return when it holds; fail when it doesn't within a minute."""
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it never came to pass")


def rolled_back(host: Host) -> bool:
    """The timer has done its work: its account is there, and nothing waits."""
    log = host.at(LOG)
    return (
        log.exists()
        and "rolled back:" in log.read_text()
        and not host.at(PENDING).exists()
        and not locks(host)
    )


def locks(host: Host) -> list[Path]:
    """The locks that stand."""
    return list(host.at("/var/lib").glob("lanwright.lock.*"))


def without_state(host: Host) -> dict[str, tuple[int, str]]:
    """The host but for Lanwright's own folder."""
    return {path: value for path, value in host.snapshot().items() if not path.startswith(STATE)}


def test_without_confirm_everything_is_restored(host: Host) -> None:
    """Files that were replaced, added, removed and adopted, changes by a person, folders."""
    host.give("/etc/mine", "mine\n", 0o640)
    host.applied(Tree(files={DAEMON: "1\n", "/etc/goes/x": "x\n", "/etc/edited": "e\n"}))
    host.give("/etc/edited", "edited\n")
    before = without_state(host)
    manifest = host.at(f"{STATE}/manifest.json").read_text()
    new = Tree(files={DAEMON: "2\n", "/etc/mine": "ours\n", "/etc/edited": "e2\n", "/etc/new/y": "y\n"})
    said = host.applied(new, "--adopt", "/etc/mine", "--adopt", "/etc/edited", "--rollback", "1")
    assert "it is all undone in 1 seconds, unless you run: sh " in said.out
    wait_until(lambda: rolled_back(host))
    assert without_state(host) == before
    assert host.at(f"{STATE}/manifest.json").read_text() == manifest
    assert "not confirmed in 1 seconds" in host.at(LOG).read_text()


def test_a_rolled_back_host_goes_on_from_where_it_was(host: Host) -> None:
    """The journal is that of the time before: the next apply, and remove, know what is whose."""
    fresh = host.snapshot()
    old = host.folder(Tree(files={DAEMON: "1\n", "/etc/x": "x\n"}))
    host.applied(old)
    host.applied(Tree(files={DAEMON: "2\n"}), "--rollback", "1")
    wait_until(lambda: rolled_back(host))
    assert host.run(old, "status").code == 0
    assert host.run(old, "diff").code == 0
    host.applied(Tree(files={DAEMON: "3\n"}))
    assert not host.at(LOG).exists()
    assert host.run(old, "remove").code == 0
    assert host.snapshot() == fresh


def test_a_first_apply_is_rolled_back_to_nothing(host: Host) -> None:
    """Only the timer's account stays; confirm says that it's too late, remove takes that, too."""
    before = host.snapshot()
    tree = host.folder(Tree(files={DAEMON: "1\n", "/etc/new/x": "x\n"}))
    host.applied(tree, "--rollback", "1")
    wait_until(lambda: rolled_back(host))
    assert without_state(host) == {path: value for path, value in before.items() if path != STATE}
    assert [path.name for path in host.at(STATE).iterdir()] == ["rollback.log"]
    said = host.run(tree, "confirm")
    assert (said.code, "too late" in said.err) == (1, True)
    assert "was rolled back" in host.run(tree, "status").err
    assert host.run(tree, "remove").code == 0
    assert host.snapshot() == before


def test_confirm_keeps_what_was_applied(host: Host) -> None:
    """And the timer's process ends."""
    tree = host.folder(Tree(files={DAEMON: "1\n"}))
    host.applied(tree, "--rollback", LONG)
    wait_until(host.at(f"{STATE}/watcher").exists)
    watcher = int(host.at(f"{STATE}/watcher").read_text().split(".")[0])
    said = host.run(tree, "confirm")
    assert (said.code, said.out) == (0, "confirmed: what was applied stays\n")
    wait_until(lambda: not Path(f"/proc/{watcher}").exists())
    assert host.at(DAEMON).read_text() == "1\n"
    assert not host.at(LOG).exists()
    assert host.run(tree, "confirm").code == 1


def test_while_it_waits_no_other_apply_begins(host: Host) -> None:
    """Or there would be two states to go back to; status says that it waits."""
    tree = host.folder(Tree(files={DAEMON: "1\n"}))
    host.applied(tree, "--rollback", LONG)
    wait_until(host.at(f"{STATE}/watcher").exists)
    assert "waits for 'sh install confirm'" in host.run(tree, "status").out
    said = host.run(Tree(files={DAEMON: "2\n"}), "apply")
    assert (said.code, "waits for 'sh install confirm'" in said.err) == (1, True)
    host.run(tree, "confirm")


def test_rollback_by_hand_does_not_wait(host: Host) -> None:
    """For someone who sees at once that it's wrong."""
    before = host.snapshot()
    tree = host.folder(Tree(files={DAEMON: "1\n"}))
    host.applied(tree, "--rollback", LONG)
    assert host.run(tree, "rollback").code == 0
    assert host.snapshot() == before
    assert host.run(tree, "rollback").code == 1


def test_a_timer_that_a_reboot_ended_is_told(host: Host) -> None:
    """The next apply says what can be done: confirm or rollback."""
    tree = host.folder(Tree(files={DAEMON: "1\n"}))
    host.applied(tree, "--rollback", LONG)
    wait_until(host.at(f"{STATE}/watcher").exists)
    os.kill(int(host.at(f"{STATE}/watcher").read_text().split(".")[0]), signal.SIGKILL)
    wait_until(lambda: "its timer is gone" in host.run(tree, "apply").err)
    assert host.run(tree, "rollback").code == 0
    assert not host.at(DAEMON).exists()


def test_remove_ends_the_waiting(host: Host) -> None:
    """It goes back further than the rollback would."""
    before = host.snapshot()
    tree = host.folder(Tree(files={DAEMON: "1\n"}))
    host.applied(tree, "--rollback", LONG)
    assert host.run(tree, "remove").code == 0
    assert host.snapshot() == before


def test_an_apply_that_changes_nothing_starts_no_timer(host: Host) -> None:
    """There is nothing to go back to."""
    tree = host.folder(Tree(files={DAEMON: "1\n"}))
    host.applied(tree)
    host.applied(tree, "--rollback", LONG)
    assert not host.at(PENDING).exists()


def test_steps_are_rolled_back_with_their_own_texts(real: RootHost) -> None:
    """New ones are undone, changed ones go back to what they were, undone ones come back."""
    real.applied(Tree(steps=(step("stays", "s"), step("changes", "old"), step("goes", "g"))))
    before = without_state(real)
    real.applied(
        Tree(steps=(step("stays", "s"), step("changes", "new"), step("comes", "c"))), "--rollback", "1"
    )
    assert real.at("/run/changes").read_text() == "new\n"
    assert not real.at("/run/goes").exists()
    wait_until(lambda: rolled_back(real))
    assert without_state(real) == before


def test_the_end_of_the_session_does_not_end_the_timer(real: RootHost) -> None:
    """The apply itself is killed with its whole process group, as when the network goes; all comes back."""
    real.applied(Tree(files={DAEMON: "1\n"}, steps=(step("link", "old"),)))
    before = without_state(real)
    hangs = Step(
        phase=Phase.NETWORKS, name="hangs", apply="echo >/run/hangs; sleep 60", undo="rm -f /run/hangs"
    )
    tree = real.folder(Tree(files={DAEMON: "2\n"}, steps=(step("link", "new"), hangs)))
    argv, environment = real.command(tree, ["apply", "--rollback", "1"])
    session = subprocess.Popen(argv, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
    wait_until(real.at("/run/hangs").exists)
    os.killpg(session.pid, signal.SIGKILL)
    session.wait()
    wait_until(lambda: rolled_back(real))
    assert without_state(real) == before


def test_a_hangup_does_not_stop_an_apply(real: RootHost) -> None:
    """Half a change of the network is worse than a whole one."""
    waits = Step(
        phase=Phase.LINKS,
        name="waits",
        apply="echo >/run/begun; while [ ! -e /run/go ]; do sleep 0.1; done",
        undo="rm -f /run/begun",
    )
    tree = real.folder(Tree(steps=(waits, step("after", "a"))))
    argv, environment = real.command(tree, ["apply"])
    session = subprocess.Popen(
        argv, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    wait_until(real.at("/run/begun").exists)
    os.killpg(session.pid, signal.SIGHUP)
    real.give("/run/go", "")
    assert session.wait(timeout=60) == 0
    assert real.at("/run/after").read_text() == "a\n"


@pytest.mark.parametrize("first", [True, False])
def test_a_step_that_fails_does_not_stop_the_rollback(real: RootHost, *, first: bool) -> None:
    """It is named in the timer's account; the rest comes back, for the host must become reachable.

    The step isn't forgotten: status tells, and remove tries it again.
    """
    found = without_state(real)
    if not first:
        real.applied(Tree(files={DAEMON: "1\n"}))
    before = without_state(real)
    bad = Step(phase=Phase.LINKS, name="bad", apply="echo >/run/bad", undo="[ -e /run/go ]\nrm -f /run/bad")
    tree = real.folder(Tree(files={DAEMON: "2\n"}, steps=(step("link", "l"), bad)))
    real.applied(tree, "--rollback", "1")
    wait_until(lambda: rolled_back(real))
    assert "step 'links bad' could not be undone" in real.at(LOG).read_text()
    assert without_state(real) == before | {"/run/bad": (0o644, "\n")}
    assert real.run(tree, "status").code == 1
    assert real.run(tree, "remove").code == 1
    real.give("/run/go", "")
    assert real.run(tree, "remove").code == 0
    real.at("/run/go").unlink()
    assert without_state(real) == {path: value for path, value in found.items() if path != STATE}


@pytest.mark.parametrize(
    ("title", "claim", "cleared"),
    [
        ("new", "VLAN 20", True),
        ("old", "VLAN 30", True),
        ("old", "VLAN 20", False),
        ("new", "VLAN 30", False),
    ],
)
def test_what_stays_and_is_in_an_old_step_s_way_is_cleared(
    real: RootHost, title: str, claim: str, *, cleared: bool
) -> None:
    """A VLAN that carries the host is taken down by its owner, who may be out of reach then."""
    old = replace(
        step("old", "o"),
        undo=":",
        claims=("VLAN 20",),
        displaces=("VLAN 20",),
        clear="echo never >/run/cleared",
    )
    new = replace(
        step(title, "n"), undo=":", claims=(claim,), displaces=(claim,), clear="echo yes >/run/cleared"
    )
    real.applied(Tree(files={DAEMON: "1\n"}, steps=(old,)))
    real.applied(Tree(files={DAEMON: "2\n"}, steps=(new,)), "--rollback", "1")
    wait_until(lambda: rolled_back(real))
    assert real.at("/run/cleared").exists() is cleared
    assert not cleared or real.at("/run/cleared").read_text() == "yes\n"
    assert real.at("/run/old").read_text() == "o\n"


def test_a_failing_apply_says_that_it_will_be_rolled_back(real: RootHost) -> None:
    """What it did so far is undone, too; a file that went back may want a restart, or is read anew."""
    bad = Step(phase=Phase.LINKS, name="bad", apply="false", undo="true")
    restart = Notice(command="systemctl restart docker", interrupts="every container", when=DAEMON)
    reload = Notice(command=f"[ -e {DAEMON} ] || echo read anew", interrupts="", when=DAEMON)
    tree = Tree(files={DAEMON: "1\n"}, steps=(bad,), notices=(restart, reload))
    said = real.run(tree, "apply", "--rollback", "1")
    assert said.code == 1
    assert "everything is restored in 1 seconds" in said.err
    wait_until(lambda: rolled_back(real))
    assert not real.at(DAEMON).exists()
    assert "left to you: systemctl restart docker" in real.at(LOG).read_text()
    assert f"run: {reload.command}\n" in real.at(LOG).read_text()


def test_what_gives_the_host_its_network_back_is_run_by_the_rollback(real: RootHost) -> None:
    """To apply and to remove it is a person's to type; once nobody has confirmed, nobody may be there to type it."""
    unattended = "echo carried >>/run/carrier"
    carrier = Notice(command="by hand", interrupts="the host", when=DAEMON, unattended=unattended)
    other = Notice(command="echo other >>/run/other", interrupts="every container", when=DAEMON)
    said = real.applied(Tree(files={DAEMON: "1\n"}, notices=(carrier, other)), "--rollback", "1")
    assert f"left to you: {carrier.command} (interrupts: the host)" in said.out
    wait_until(lambda: rolled_back(real))
    account = real.at(LOG).read_text()
    assert f"run: {unattended}\n" in account
    assert "by hand" not in account
    assert f"left to you: {other.command} (interrupts: every container)" in account
    assert real.at("/run/carrier").read_text() == "carried\n"
    assert not real.at("/run/other").exists()


def test_where_systemd_runs_the_timer_is_its_own_unit(real: RootHost) -> None:
    """systemd may end what a session leaves behind; a unit isn't the session's."""
    real.at("/run/systemd/system").mkdir(parents=True)
    stub = '#!/bin/sh\necho "$*" >/run/asked\nwhile [ "${1#--}" != "$1" ]; do shift; done\nsetsid "$@" >/dev/null 2>&1 &\n'
    real.give("/usr/local/bin/systemd-run", stub, 0o755)
    tree = real.folder(Tree(files={DAEMON: "1\n"}))
    real.applied(tree, "--rollback", "1")
    asked = real.at("/run/asked").read_text()
    assert asked.startswith("--quiet --collect --unit=lanwright-rollback-")
    assert asked.endswith("/host/install rollback --after 1\n")
    wait_until(lambda: rolled_back(real))
    assert not real.at(DAEMON).exists()


def test_a_timer_that_cannot_start_stops_the_apply(real: RootHost) -> None:
    """Before anything was changed."""
    real.at("/run/systemd/system").mkdir(parents=True)
    real.give("/usr/local/bin/systemd-run", "#!/bin/sh\nexit 1\n", 0o755)
    said = real.run(Tree(files={DAEMON: "1\n"}), "apply", "--rollback", "60")
    assert (said.code, "timer could not be started (systemd-run failed)" in said.err) == (1, True)
    assert not real.at(DAEMON).exists()
    assert not real.at(PENDING).exists()
