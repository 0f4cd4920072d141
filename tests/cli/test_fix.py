"""`lanwright check --fix`: mends what needs no person to choose, in the files themselves, and nothing else."""

from __future__ import annotations

import json
import stat
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from lanwright.cli import fixed as rounds
from lanwright.cli.intent_files import IntentFiles
from tests.cli.run import Ran
from tests.cli.test_closed_doors import ran
from tests.rules.samples import SAMPLED, SAMPLES, found, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Lanwright = Callable[..., Ran]

SPOILT = """\
    # The office.
    version: 1

    lans:
      home: {subnet: 192.168.0.5/24, gateway: 192.168.0.1}   # größer, as it was
    hosts:
      dock1:
        virtual: no
        interfaces:
          eth0: {lan: home, adress: 192.168.0.10/24}
        docker: {bip: 172.20.0.0/24}
        networks:
          real_lan:
            driver: macvlan   # of eth0
            mode: Bridge
            parent: eth0
            lan: home
            ip-range: 192.168.0.16/28
          inner: {driver: bridge, subnet: '172.22.0.5/24'}
        services:
          web: {networks: {real_lan: 192.168.0.40, inner: {}}, listens: [80/tcp]}
          mail: {networks: {inner: {}}, listens: [25/tcp]}
"""

MENDED = [
    ("192.168.0.5/24, gateway", "192.168.0.0/24, gateway"),
    ("virtual: no", "virtual: false"),
    ("adress:", "address:"),
    ("172.20.0.0/24", "172.20.0.1/24"),
    ("mode: Bridge", "mode: bridge"),
    ("ip-range:", "ip_range:"),
    ("'172.22.0.5/24'", "'172.22.0.0/24'"),
]
"""What is mended in two rounds: the plan, and what it shows, is there once keys and values fit."""


def mended(text: str) -> str:
    """The text as it is meant."""
    for old, new in MENDED:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


@pytest.fixture
def spoilt(here: Path) -> Path:
    """An intent with seven faults that can be mended."""
    file = here / "lanwright.yaml"
    file.write_text(dedent(SPOILT), encoding="utf-8", newline="")
    return file


def test_all_that_is_safe_is_mended_and_the_rest_is_told(spoilt: Path, lanwright: Lanwright) -> None:
    """What the first round mends lets a second one see the rest; each is told on stderr."""
    before = spoilt.read_text(encoding="utf-8")
    outcome = lanwright("check", "--fix")
    assert spoilt.read_text(encoding="utf-8") == mended(before)
    assert outcome.status == 0
    assert "error" not in outcome.stdout
    lines = outcome.stderr.splitlines()
    assert lines[-1] == "7 findings fixed in 1 file"
    assert "fixed LW003 lanwright.yaml:8:5: no -> false" in lines
    assert "fixed LW312 lanwright.yaml:15:9: Bridge -> bridge" in lines


@pytest.mark.usefixtures("spoilt")
def test_a_second_run_has_nothing_to_do(spoilt: Path, lanwright: Lanwright) -> None:
    lanwright("check", "--fix")
    before, stamp = spoilt.read_bytes(), spoilt.stat().st_mtime_ns
    assert lanwright("check", "--fix").stderr == "0 findings fixed\n"
    assert (spoilt.read_bytes(), spoilt.stat().st_mtime_ns) == (before, stamp)


def test_what_was_chosen_alone_is_mended(spoilt: Path, lanwright: Lanwright) -> None:
    before = spoilt.read_text(encoding="utf-8")
    lanwright("check", "--fix", "--select", "LW002")
    after = before.replace("adress:", "address:").replace("ip-range:", "ip_range:")
    assert spoilt.read_text(encoding="utf-8") == after


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_line_breaks_the_file_s_end_and_its_mark_stay(
    spoilt: Path, lanwright: Lanwright, newline: str, end: str, mark: str
) -> None:
    text = mark + (dedent(SPOILT).rstrip("\n") + end).replace("\n", newline)
    spoilt.write_bytes(text.encode())
    assert lanwright("check", "--fix").status == 0
    assert spoilt.read_bytes() == mended(text).encode()


def test_mode_and_link_stay(spoilt: Path, lanwright: Lanwright) -> None:
    """What a link leads to is rewritten, beside itself, and nothing is left there."""
    (spoilt.parent / "real").mkdir()
    target = spoilt.rename(spoilt.parent / "real" / "site.yaml")
    target.chmod(0o640)
    spoilt.symlink_to(target)
    assert lanwright("check", "--fix").status == 0
    assert spoilt.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_text(encoding="utf-8") == mended(dedent(SPOILT))
    assert [file.name for file in target.parent.iterdir()] == ["site.yaml"]


def test_a_folder_s_files_are_mended_each_in_its_place(here: Path, lanwright: Lanwright) -> None:
    """A key that is missing goes where the map is; files without a fault aren't touched."""
    head, _, hosts = dedent(SPOILT).partition("hosts:\n")
    (here / "site").mkdir()
    (here / "site" / "a.yaml").write_text(head, encoding="utf-8")
    (here / "site" / "b.yaml").write_text(f"hosts:\n{hosts}", encoding="utf-8")
    (here / "site" / "c.yaml").write_text("avoid: {vpn: 10.9.0.0/16}\n")
    stamp = (here / "site" / "c.yaml").stat().st_mtime_ns
    outcome = lanwright("check", "--fix", "site")
    assert outcome.stderr.splitlines()[-1] == "7 findings fixed in 2 files"
    both = (here / "site" / "a.yaml").read_text("utf-8") + (here / "site" / "b.yaml").read_text("utf-8")
    assert both == mended(dedent(SPOILT))
    assert (here / "site" / "c.yaml").stat().st_mtime_ns == stamp


def test_a_difference_is_shown_and_nothing_written(spoilt: Path, lanwright: Lanwright) -> None:
    """It is what `patch` takes; the status says whether there is one."""
    before = spoilt.read_bytes()
    outcome = lanwright("check", "--fix", "--diff")
    assert outcome.status == 1
    assert spoilt.read_bytes() == before
    assert outcome.stdout.startswith("--- lanwright.yaml\n+++ lanwright.yaml\n@@ ")
    assert "-    virtual: no\n+    virtual: false\n" in outcome.stdout
    assert outcome.stderr.splitlines()[-1] == "7 findings would be fixed in 1 file"
    lanwright("check", "--fix")
    assert lanwright("check", "--fix", "--diff") == Ran(0, "", "0 findings would be fixed\n")


@pytest.mark.usefixtures("spoilt")
def test_a_difference_alone_is_no_command(lanwright: Lanwright) -> None:
    assert lanwright("check", "--diff").status == 2


def test_a_file_that_may_not_be_written_is_told(spoilt: Path) -> None:
    """A read-only file is one, and so is any file of a read-only folder; nothing is changed there."""
    before = spoilt.read_bytes()
    spoilt.chmod(0o444)
    outcome = ran(spoilt.parent, "check", "--fix")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert outcome.stderr == "error: lanwright.yaml: permission denied\nerror: nothing was fixed\n"
    spoilt.chmod(0o644)
    spoilt.parent.chmod(0o555)
    outcome = ran(spoilt.parent, "check", "--fix")
    spoilt.parent.chmod(0o755)
    assert outcome.returncode == 2
    assert spoilt.read_bytes() == before
    assert [file.name for file in spoilt.parent.iterdir()] == ["lanwright.yaml"]


def test_standard_input_is_checked_and_never_fixed(spoilt: Path) -> None:
    outcome = ran(spoilt.parent, "check", "--fix", "/dev/stdin", shell='cat lanwright.yaml | "$@"')
    assert outcome.returncode == 2
    assert outcome.stderr == "error: nothing was fixed: what isn't a regular file can't be written anew\n"


def test_what_can_t_be_read_is_told_as_ever(here: Path, lanwright: Lanwright) -> None:
    (here / "lanwright.yaml").write_text("a: [\n")
    outcome = lanwright("check", "--fix")
    assert outcome.status == 2
    assert "error[LW001]" in outcome.stdout
    assert (here / "lanwright.yaml").read_text() == "a: [\n"


def test_what_makes_anything_worse_is_given_up(
    spoilt: Path, lanwright: Lanwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One edit that would break the intent keeps none of the others from being made."""
    real = rounds._judged  # noqa: SLF001 - the judge of a round, made to lie

    def judged(*arguments: object) -> object:
        outcome = real(*arguments)  # type: ignore[arg-type]
        texts = arguments[1]
        assert isinstance(texts, dict)
        if "virtual: false" in "".join(texts.values()):
            return rounds._Outcome(rounds._Stage.READ, outcome.found)  # noqa: SLF001
        return outcome

    monkeypatch.setattr(rounds, "_judged", judged)
    lanwright("check", "--fix")
    text = spoilt.read_text(encoding="utf-8")
    assert "virtual: no" in text
    assert "address: 192.168.0.10/24" in text
    assert "ip_range: 192.168.0.16/28" in text


@pytest.mark.usefixtures("spoilt")
def test_reports_say_which_edits_are_safe(lanwright: Lanwright) -> None:
    told = {
        item["code"]: item
        for item in json.loads(lanwright("check", "--format", "json").stdout)["diagnostics"]
    }
    assert told["LW003"]["safe"]
    assert told["LW003"]["edits"][0]["text"] == "false"
    run = json.loads(lanwright("check", "--format", "sarif").stdout)["runs"][0]
    assert {fix["properties"]["safe"] for result in run["results"] for fix in result["fixes"]} == {True}
    assert "  = edit: no -> false\n" in lanwright("check").stdout


MENDABLE = [code for code in SAMPLED if any(item.safe for item in found(code, "bad"))]


@pytest.mark.parametrize("code", MENDABLE)
def test_a_bad_sample_is_mended_as_far_as_it_goes(code: str) -> None:
    """What is safe is gone then, no error has come, and every comment is still there."""
    folder, intent = SAMPLES / code / "bad", texts(code, "bad")
    files = IntentFiles(folder if folder.is_dir() else folder.with_suffix(".yaml"))
    before = rounds._judged(files, intent)  # noqa: SLF001 - what a round is judged by
    done = rounds.fixed(files, intent, lambda _: True)
    after = rounds._judged(files, done.texts)  # noqa: SLF001 - as above
    assert done.findings
    assert not after.is_worse_than(before)
    assert not any(item.safe for item in after.found)
    assert rounds.fixed(files, done.texts, lambda _: True).texts == done.texts
    for name, text in intent.items():
        left = done.texts[name]
        idle = text.count("# lanwright:") - left.count(
            "# lanwright:"
        )  # a comment of ours may be what is mended (LW008)
        assert text.count("#") - idle == left.count("#")


def test_a_report_ends_with_what_fix_would_mend(spoilt: Path, lanwright: Lanwright) -> None:
    """In the text alone, where it is asked for, and not once it is done; a stream can't be mended."""
    shown = lanwright("check")
    number = shown.stdout.splitlines()[-2]
    assert shown.stdout.endswith(f"\n{number}\n`--fix` mends all of them\n")
    assert shown.stderr == ""
    for options in (["--quiet"], ["--format", "json"], ["--format", "github"], ["--select", "LW107"]):
        assert "`--fix`" not in lanwright("check", *options).stdout
    assert (
        "`--fix`" not in ran(spoilt.parent, "check", "/dev/stdin", shell='cat lanwright.yaml | "$@"').stdout
    )
    assert "`--fix`" not in lanwright("check", "--fix").stdout


def test_a_comment_that_silences_nothing_is_mended(spoilt: Path, lanwright: Lanwright) -> None:
    """Both of its codes, one after the other; what else stands on its line stays."""
    text = mended(spoilt.read_text(encoding="utf-8")).replace(
        "# The office.", "# The office.\n# lanwright: ignore[LW301, LW302] x"
    )
    spoilt.write_text(
        text.replace("listens: [25/tcp]}", "listens: [25/tcp]}  # lanwright: ignore[LW3] x  # post")
    )
    outcome = lanwright("check", "--fix")
    assert "3 findings fixed in 1 file" in outcome.stderr
    assert "LW008" not in outcome.stdout
    left = spoilt.read_text(encoding="utf-8")
    assert left == text.replace("# lanwright: ignore[LW301, LW302] x\n", "").replace(
        "listens: [25/tcp]}", "listens: [25/tcp]}  # post"
    )
