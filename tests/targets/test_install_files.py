"""Files: shown, put in place, refused, adopted, taken away. With LANWRIGHT_ROOT, so without root."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.targets.install_host import NO_CHANGE, SHELLS, STATE, Host, Tree, image_host

DAEMON = "/etc/docker/daemon.json"
ODD = '/etc/odd dir/it\'s "a" $HOME `id` \\ *.conf'


@pytest.fixture(params=SHELLS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    return image_host(tmp_path / "a host", request.param)


def test_apply_copies_the_files_with_the_modes_of_the_manifest(host: Host) -> None:
    """The modes of the folder that was copied don't count, nor does the umask."""
    host.applied(
        Tree(files={DAEMON: "{}\n", "/usr/local/sbin/x": ("#!/bin/sh\n", 0o755), "/etc/key": ("k\n", 0o600)})
    )
    found = host.snapshot("/etc", "/usr")
    assert found[DAEMON] == (0o644, "{}\n")
    assert found["/usr/local/sbin/x"] == (0o755, "#!/bin/sh\n")
    assert found["/etc/key"] == (0o600, "k\n")
    assert "/README.md" not in host.snapshot("/")


def test_remove_leaves_the_host_as_it_was_found(host: Host) -> None:
    """Files, folders that were made for them, and the state: all of it goes."""
    before = host.snapshot("/")
    tree = host.folder(Tree(files={DAEMON: "{}\n", ODD: "odd\n", "/usr/local/sbin/x": ("x\n", 0o755)}))
    host.applied(tree)
    assert host.snapshot("/") != before
    said = host.run(tree, "remove")
    assert (said.code, said.err) == (0, "")
    assert host.snapshot("/") == before


def test_an_image_without_var_lib_is_left_without_it(host: Host) -> None:
    """LANWRIGHT_ROOT may be a bare folder."""
    host.at("/var/lib").rmdir()
    host.at("/var").rmdir()
    before = host.snapshot("/")
    tree = host.folder(Tree(files={DAEMON: "{}\n"}))
    host.applied(tree)
    assert host.run(tree, "remove").code == 0
    assert host.snapshot("/") == before


def test_applying_twice_changes_nothing_and_says_so(host: Host) -> None:
    """The second time not even the state is written."""
    tree = host.folder(Tree(files={DAEMON: "{}\n", ODD: "odd\n"}))
    host.applied(tree)
    before = host.snapshot("/")
    times = {path: path.stat().st_mtime_ns for path in host.root.rglob("*") if path.is_file()}
    assert NO_CHANGE in host.applied(tree).out
    assert host.snapshot("/") == before
    assert {path: path.stat().st_mtime_ns for path in host.root.rglob("*") if path.is_file()} == times


def test_diff_shows_what_would_be_added_replaced_and_removed(host: Host) -> None:
    """A unified diff; exit 1, since something would change."""
    host.applied(Tree(files={"/etc/stays": "s\n", "/etc/new text": "old\n", "/etc/goes": "g\n"}))
    said = host.run(Tree(files={"/etc/stays": "s\n", "/etc/new text": "new\n", "/etc/comes": "c\n"}), "diff")
    assert said.code == 1
    assert "--- /etc/new text\n+++ /etc/new text\n@@ -1 +1 @@\n-old\n+new\n" in said.out
    assert "--- /dev/null\n+++ /etc/comes\n" in said.out
    assert "--- /etc/goes\n+++ /dev/null\n" in said.out
    assert "/etc/stays" not in said.out


def test_diff_touches_nothing(host: Host) -> None:
    """Neither on a fresh host nor on one that has an older tree."""
    for files in ({DAEMON: "1\n"}, {DAEMON: "2\n"}):
        tree = host.folder(Tree(files=files))
        before = host.snapshot("/")
        assert host.run(tree, "diff").code == 1
        assert host.snapshot("/") == before
        host.applied(tree)


def test_diff_exits_0_when_nothing_would_change(host: Host) -> None:
    """After an apply, and for a tree with nothing to install."""
    tree = host.folder(Tree(files={DAEMON: "{}\n"}))
    host.applied(tree)
    assert host.run(tree, "diff").code == 0
    assert host.run(Tree(), "diff").code == 1
    host.applied(Tree())
    assert host.run(Tree(), "diff").code == 0


def test_diff_does_not_print_what_not_everyone_may_read(host: Host) -> None:
    """Whether the file here or the new one is the private one."""
    said = host.run(Tree(files={"/etc/key": ("secret\n", 0o640)}), "diff")
    assert "secret" not in said.out
    assert "differs: /etc/key" in said.out
    host.give("/etc/open", "secret\n", 0o600)
    said = host.run(Tree(files={"/etc/open": "public\n"}), "diff")
    assert "secret" not in said.out + said.err
    assert "differs: /etc/open" in said.out


def test_an_update_replaces_adds_and_removes(host: Host) -> None:
    """What the last tree had and this one hasn't goes, with the folders that were made for it."""
    host.applied(Tree(files={"/etc/a/x": "1\n", "/etc/b/y": "1\n"}))
    host.applied(Tree(files={"/etc/a/x": "2\n", "/etc/c/z": "1\n"}))
    found = host.snapshot("/etc")
    assert found["/etc/a/x"] == (0o644, "2\n")
    assert "/etc/c/z" in found
    assert "/etc/b" not in found


def test_a_file_that_lanwright_did_not_make_is_refused(host: Host) -> None:
    """All conflicts are told at once, each with the way on; nothing is changed."""
    host.give(DAEMON, '{"mine": true}\n')
    host.give(ODD, "mine\n")
    before = host.snapshot("/")
    said = host.run(Tree(files={DAEMON: "{}\n", ODD: "ours\n", "/etc/free": "f\n"}), "apply")
    assert said.code == 1
    assert f"--adopt {DAEMON} " in said.err
    quoted = ODD.replace("'", "'\\''")
    assert f"--adopt '{quoted}' " in said.err
    assert "nothing was changed" in said.err
    assert host.snapshot("/") == before


def test_diff_says_what_apply_would_refuse(host: Host) -> None:
    """With the change itself, so that one can decide."""
    host.give(DAEMON, "mine\n")
    said = host.run(Tree(files={DAEMON: "ours\n"}), "diff")
    assert said.code == 1
    assert "-mine\n+ours\n" in said.out
    assert f"--adopt {DAEMON} " in said.err


def test_an_adopted_file_comes_back_with_remove(host: Host) -> None:
    """With its own mode and time."""
    host.give(DAEMON, '{"mine": true}\n', 0o640)
    host.give(ODD, "mine\n")
    os.utime(host.at(DAEMON), (1_000_000, 1_000_000))
    before = host.snapshot("/")
    tree = host.folder(Tree(files={DAEMON: "{}\n", ODD: "ours\n"}))
    host.applied(tree, "--adopt", DAEMON, "--adopt", ODD)
    assert host.snapshot("/etc")[DAEMON] == (0o644, "{}\n")
    assert host.at(ODD).read_text() == "ours\n"
    assert host.run(tree, "remove").code == 0
    assert host.snapshot("/") == before
    assert host.at(DAEMON).stat().st_mtime == 1_000_000


def test_an_adopted_file_comes_back_when_the_next_tree_has_it_not(host: Host) -> None:
    """Taking it away again is the same as removing it."""
    host.give(DAEMON, "mine\n")
    host.applied(Tree(files={DAEMON: "ours\n"}), "--adopt", DAEMON)
    host.applied(Tree(files={DAEMON: "ours too\n"}))
    host.applied(Tree(files={"/etc/other": "o\n"}))
    assert host.at(DAEMON).read_text() == "mine\n"


def test_an_identical_file_is_fine_and_stays_after_remove(host: Host) -> None:
    """It was there before; so `remove` leaves it, even if it was replaced in between."""
    host.give(DAEMON, "{}\n")
    before = host.snapshot("/")
    host.applied(Tree(files={DAEMON: "{}\n"}))
    newer = host.folder(Tree(files={DAEMON: '{"newer": 1}\n'}))
    host.applied(newer)
    assert host.at(DAEMON).read_text() == '{"newer": 1}\n'
    assert host.run(newer, "remove").code == 0
    assert host.snapshot("/") == before


def test_the_same_text_with_another_mode_is_not_identical(host: Host) -> None:
    """A private file isn't opened to everyone without being asked."""
    host.give(DAEMON, "{}\n", 0o600)
    tree = host.folder(Tree(files={DAEMON: "{}\n"}))
    assert host.run(tree, "apply").code == 1
    host.applied(tree, "--adopt", DAEMON)
    assert host.snapshot("/etc")[DAEMON][0] == 0o644
    assert host.run(tree, "remove").code == 0
    assert host.snapshot("/etc")[DAEMON][0] == 0o600


def test_a_file_that_a_person_changed_since_is_refused(host: Host) -> None:
    """Whether the new tree changes it, keeps it or has it no more."""
    host.applied(Tree(files={DAEMON: "1\n", "/etc/other": "o\n"}))
    host.give(DAEMON, "1 and mine\n")
    for files in ({DAEMON: "2\n"}, {DAEMON: "1\n"}, {"/etc/other": "o\n"}):
        before = host.snapshot("/")
        said = host.run(Tree(files=files), "apply")
        assert said.code == 1
        assert f"{DAEMON}: was changed since it was installed" in said.err
        assert host.snapshot("/") == before


def test_a_changed_file_can_be_adopted(host: Host) -> None:
    """Then `remove` restores what the person had made of it."""
    host.applied(Tree(files={DAEMON: "1\n"}))
    host.give(DAEMON, "1 and mine\n")
    tree = host.folder(Tree(files={DAEMON: "2\n"}))
    host.applied(tree, "--adopt", DAEMON)
    assert host.at(DAEMON).read_text() == "2\n"
    assert host.run(tree, "remove").code == 0
    assert host.at(DAEMON).read_text() == "1 and mine\n"


def test_a_changed_file_that_the_tree_has_no_more_can_be_let_go(host: Host) -> None:
    """--adopt names it, too; the backup still has it."""
    host.applied(Tree(files={DAEMON: "1\n"}))
    host.give(DAEMON, "mine\n")
    host.applied(Tree(), "--adopt", DAEMON)
    assert not host.at(DAEMON).exists()
    assert host.at(f"{STATE}/backup/files{DAEMON}").read_text() == "mine\n"


def test_a_file_that_a_person_deleted_is_put_back(host: Host) -> None:
    """Nothing of theirs is lost by that."""
    tree = host.folder(Tree(files={DAEMON: "1\n"}))
    host.applied(tree)
    host.at(DAEMON).unlink()
    assert host.run(tree, "diff").code == 1
    host.applied(tree)
    assert host.at(DAEMON).read_text() == "1\n"


def test_remove_keeps_what_a_person_changed(host: Host) -> None:
    """It says so and exits 1; an original that was kept for it is put beside it, and the state goes."""
    host.give(DAEMON, "original\n")
    tree = host.folder(Tree(files={DAEMON: "1\n", "/etc/x/y": "1\n", "/etc/z": "1\n"}))
    host.applied(tree, "--adopt", DAEMON)
    host.give(DAEMON, "1 and mine\n")
    host.give("/etc/x/y", "mine\n")
    said = host.run(tree, "remove")
    assert said.code == 1
    assert f"{DAEMON}: kept" in said.err
    assert "/etc/x/y: kept" in said.err
    assert host.at(DAEMON).read_text() == "1 and mine\n"
    assert host.at("/etc/docker/.daemon.json.before-lanwright").read_text() == "original\n"
    assert host.at("/etc/x/y").read_text() == "mine\n"
    assert not host.at("/etc/z").exists()
    assert not host.at(STATE).exists()


def test_folders_that_are_there_keep_their_mode(host: Host) -> None:
    """And new ones are made 0755; one with something of another's in it stays."""
    host.at("/etc/docker").chmod(0o711)
    tree = host.folder(Tree(files={DAEMON: "{}\n", "/etc/a/b/c": "c\n"}))
    host.applied(tree)
    found = host.snapshot("/etc")
    assert found["/etc/docker"][0] == 0o711
    assert found["/etc/a"][0] == found["/etc/a/b"][0] == 0o755
    host.give("/etc/a/mine", "m\n")
    assert host.run(tree, "remove").code == 0
    found = host.snapshot("/etc")
    assert found["/etc/docker"][0] == 0o711
    assert "/etc/a/mine" in found
    assert "/etc/a/b" not in found


def test_a_link_at_a_destination_is_refused(host: Host, tmp_path: Path) -> None:
    """Even to a file with the right text, even when adopted: what it points to may be anyone's."""
    outside = tmp_path / "outside"
    outside.write_text("{}\n")
    host.at(DAEMON).symlink_to(outside)
    tree = host.folder(Tree(files={DAEMON: "{}\n"}))
    for arguments in ((), ("--adopt", DAEMON)):
        said = host.run(tree, "apply", *arguments)
        assert said.code == 1
        assert f"{DAEMON}: is a symbolic link" in said.err
    assert outside.read_text() == "{}\n"
    assert host.at(DAEMON).is_symlink()


@pytest.mark.parametrize("target", ["outside", "nowhere"])
def test_a_folder_that_leads_out_is_refused(host: Host, tmp_path: Path, target: str) -> None:
    """A link in the middle of the path isn't followed out of LANWRIGHT_ROOT either."""
    (tmp_path / "outside").mkdir()
    host.at("/etc/docker").rmdir()
    host.at("/etc/docker").symlink_to(tmp_path / target)
    said = host.run(Tree(files={DAEMON: "{}\n"}), "apply")
    assert said.code == 1
    assert f"{DAEMON}: a folder above it" in said.err
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_folder_at_a_destination_and_a_file_above_one_are_refused(host: Host) -> None:
    """They stay what they are."""
    host.at(DAEMON).mkdir()
    host.give("/etc/file", "f\n")
    before = host.snapshot("/")
    said = host.run(Tree(files={DAEMON: "{}\n", "/etc/file/below": "b\n"}), "apply")
    assert said.code == 1
    assert f"{DAEMON}: is no plain file" in said.err
    assert "/etc/file/below: a folder above it" in said.err
    assert host.snapshot("/") == before


def test_a_folder_that_was_copied_in_part_or_edited_is_refused(host: Host) -> None:
    """All faults are told at once."""
    tree = host.folder(Tree(files={DAEMON: "{}\n", "/etc/x": "x\n", "/etc/y": "y\n"}))
    (tree / "rootfs/etc/x").unlink()
    (tree / "rootfs/etc/y").write_text("edited\n")
    before = host.snapshot("/")
    for command in ("apply", "diff"):
        said = host.run(tree, command)
        assert said.code == 1
        assert "rootfs/etc/x is missing" in said.err
        assert "rootfs/etc/y isn't what was compiled" in said.err
    (tree / "manifest.json").unlink()
    assert "manifest.json is missing" in host.run(tree, "apply").err
    assert host.snapshot("/") == before


def test_another_hosts_folder_is_refused(host: Host) -> None:
    """Two hosts' folders lie side by side and are easily mistaken."""
    host.applied(Tree(files={DAEMON: "1\n"}))
    before = host.snapshot("/")
    said = host.run(Tree(files={DAEMON: "2\n"}, host="dock2"), "apply")
    assert said.code == 1
    assert "this host has the files of dock1" in said.err
    assert host.snapshot("/") == before


def test_a_change_that_touches_no_file_of_the_host_is_recorded(host: Host) -> None:
    """The manifest is that of the folder that was applied last."""
    host.applied(Tree(files={DAEMON: "{}\n"}))
    tree = host.folder(Tree(files={DAEMON: "{}\n"}, readme="new\n"))
    assert host.run(tree, "diff").code == 0
    host.applied(tree)
    assert host.at(f"{STATE}/manifest.json").read_text() == (tree / "manifest.json").read_text()


def test_status_says_what_is_installed_and_what_differs(host: Host) -> None:
    """Exit 0 while all is as installed, else 1."""
    tree = host.folder(Tree(files={DAEMON: "{}\n", "/etc/x": "x\n", "/etc/y": "y\n", "/etc/z": "z\n"}))
    assert host.run(tree, "status").code == 1
    host.applied(tree)
    said = host.run(tree, "status")
    assert (said.code, said.err) == (0, "")
    assert f"as installed: {DAEMON}" in said.out
    host.give("/etc/x", "other\n")
    host.at("/etc/y").unlink()
    host.at("/etc/z").chmod(0o600)
    said = host.run(tree, "status")
    assert said.code == 1
    assert "/etc/x: was changed" in said.err
    assert "/etc/y: is missing" in said.err
    assert "/etc/z: has another owner or mode" in said.err
    assert f"as installed: {DAEMON}" in said.out


def test_the_state_keeps_contents_from_other_users(host: Host) -> None:
    """Copies of private files lie in folders that only root may enter."""
    host.give(DAEMON, "mine\n", 0o600)
    host.applied(Tree(files={DAEMON: ("{}\n", 0o600)}), "--adopt", DAEMON)
    found = host.snapshot(STATE)
    for folder in ("trees", "originals", "backup"):
        assert found[f"{STATE}/{folder}"][0] == 0o700


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("aply",),
        ("diff", "more"),
        ("apply", "--adopt"),
        ("apply", "--rollback", "soon"),
        ("apply", "--rollback", "0"),
        ("apply", "--force", "x"),
        ("apply", "--adopt", "/etc/nothing"),
        ("status", "--all"),
    ],
)
def test_a_command_line_that_makes_no_sense_exits_2(host: Host, arguments: tuple[str, ...]) -> None:
    """With the usage, and before anything is touched."""
    before = host.snapshot("/")
    said = host.run(Tree(files={DAEMON: "{}\n"}), *arguments)
    assert said.code == 2
    assert "usage: sh install" in said.err
    assert host.snapshot("/") == before


@pytest.mark.parametrize("root", ["relative", "/does not exist"])
def test_a_root_that_is_none_exits_2(host: Host, root: str) -> None:
    """A mistyped LANWRIGHT_ROOT must not end up as `/`."""
    argv, environment = host.command(host.folder(Tree()), ["apply"])
    done = subprocess.run(
        argv, env=environment | {"LANWRIGHT_ROOT": root}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"LANWRIGHT_ROOT={root}" in done.stderr


def test_two_runs_are_kept_apart(host: Host) -> None:
    """The lock of a process that lives counts; it names that process."""
    tree = host.folder(Tree(files={DAEMON: "{}\n"}))
    started = Path("/proc/self/stat").read_text().rpartition(") ")[2].split()[19]
    host.give(f"{STATE}.lock.{os.getpid()}.{started}", "")
    said = host.run(tree, "apply")
    assert said.code == 1
    assert f"process {os.getpid()}" in said.err
    assert not host.at(DAEMON).exists()


def test_the_lock_of_a_dead_process_does_not_count(host: Host) -> None:
    """Nor does that of one whose number another process has got since."""
    tree = host.folder(Tree(files={DAEMON: "{}\n"}))
    before = host.snapshot("/")
    host.give(f"{STATE}.lock.4194999.1", "")
    host.give(f"{STATE}.lock.{os.getpid()}.1", "")
    host.applied(tree)
    host.run(tree, "remove")
    assert host.snapshot("/") == before


def test_an_apply_whose_reader_has_gone_comes_to_its_end(host: Host) -> None:
    """The terminal, or what stands for it, may vanish while the network changes."""
    tree = host.folder(Tree(files={DAEMON: "{}\n", "/etc/x": "x\n"}))
    argv, environment = host.command(tree, ["apply"])
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(argv, env=environment, stdout=writing, stderr=writing, check=False)
    os.close(writing)
    assert done.returncode == 0
    assert host.run(tree, "status").code == 0


def test_a_state_that_would_lie_outside_is_refused(host: Host, tmp_path: Path) -> None:
    """An image's /var/lib may be a link to this machine's own."""
    (tmp_path / "outside").mkdir()
    host.at("/var/lib").rmdir()
    host.at("/var/lib").symlink_to(tmp_path / "outside")
    said = host.run(Tree(files={DAEMON: "{}\n"}), "apply")
    assert (said.code, "would lie outside" in said.err) == (1, True)
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_journal_whose_last_line_was_cut_short_is_mended(host: Host) -> None:
    """As a full disk leaves it; what that line was about wasn't done."""
    before = host.snapshot("/")
    tree = host.folder(Tree(files={DAEMON: "1\n"}))
    host.applied(tree)
    with host.at(f"{STATE}/journal").open("a") as journal:
        journal.write("found\tkept\t/etc/dock")
    host.applied(Tree(files={DAEMON: "2\n"}))
    with host.at(f"{STATE}/journal").open("a") as journal:
        journal.write("dir\t-\t/etc")
    assert host.run(tree, "remove").code == 0
    assert host.snapshot("/") == before


def test_removing_nothing_is_no_fault(host: Host) -> None:
    """It says that nothing is there."""
    said = host.run(Tree(), "remove")
    assert said.code == 0
    assert "nothing is installed" in said.out
