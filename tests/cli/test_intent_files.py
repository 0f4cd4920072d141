"""Which files make an intent, and how they are called."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from lanwright import pipeline
from lanwright.cli.intent_files import IntentFiles
from lanwright.diagnostics import Refused
from tests.cli.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.run import Ran


def put(folder: Path, *names: str, text: str = "") -> None:
    """Write files."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def refusal(path: Path) -> list[tuple[str, str, str]]:
    """Why an intent can't be read: code, place, message."""
    files = IntentFiles(path)
    with pytest.raises(Refused) as caught:
        files.read()
    return [
        (item.code, files.sources.place(item.origin.span), item.message) for item in caught.value.diagnostics
    ]


def test_a_folder_is_every_yaml_file_below_it_in_sorted_order(here: Path) -> None:
    put(
        here,
        "site/b.yaml",
        "site/a.yaml",
        "site/hosts/z.yaml",
        "site/hosts/deep/a.yaml",
        "site/c.yml",
        "site/x.txt",
    )
    files = IntentFiles(Path("site"))
    assert list(files.read()) == ["a.yaml", "b.yaml", "hosts/deep/a.yaml", "hosts/z.yaml"]
    assert files.sources.shown("hosts/z.yaml") == "site/hosts/z.yaml"
    assert files.out == Path("site/out")


def test_hidden_names_are_no_part_of_an_intent(here: Path) -> None:
    put(here, "a.yaml", ".b.yaml", ".git/c.yaml", "hosts/.d.yaml")
    assert list(IntentFiles(Path()).read()) == ["a.yaml"]


def test_the_output_folder_is_no_part_of_an_intent(here: Path) -> None:
    put(here, "a.yaml", "out/dock1/compose/p.networks.yaml", "made/dock1/x.yaml")
    assert list(IntentFiles(Path()).read()) == ["a.yaml", "made/dock1/x.yaml"]
    assert list(IntentFiles(Path(), Path("made")).read()) == ["a.yaml", "out/dock1/compose/p.networks.yaml"]


def test_a_compiled_tree_is_no_part_of_an_intent_wherever_it_lies(
    site: Path, lanwright: Callable[..., Ran]
) -> None:
    """Told by the manifest in it, even under another name."""
    assert lanwright("build", "-o", "made").status == 0
    (site / "made/dock1").rename(site / "old")
    assert list(site.glob("old/compose/*.yaml"))
    assert list(IntentFiles(site).read()) == ["lanwright.yaml"]


def test_a_folder_of_ones_own_with_a_manifest_is_part_of_an_intent(here: Path) -> None:
    put(here, "app/manifest.json", text='{"name": "web app"}')
    put(here, "app/a.yaml")
    assert list(IntentFiles(Path()).read()) == ["app/a.yaml"]


def test_a_folder_compiles_to_what_its_one_file_would(site: Path, lanwright: Callable[..., Ran]) -> None:
    """And the artifacts name the file that a host stands in, relative to the intent's root."""
    first, second = dedent(GOOD).split("  dock2:")
    put(site, "many/lans.yaml", text=first)
    put(site, "many/hosts/dock2.yaml", text="hosts:\n  dock2:" + second)
    assert lanwright("build", "many").status == 0
    assert lanwright("build").status == 0
    one = (site / "out/dock2/compose/dock2.networks.yaml").read_text()
    many = (site / "many/out/dock2/compose/dock2.networks.yaml").read_text()
    assert many == one.replace("lanwright.yaml", "hosts/dock2.yaml")


def test_findings_of_a_folder_show_both_places(site: Path, lanwright: Callable[..., Ran]) -> None:
    put(site, "many/a.yaml", text="version: 1\nsite: one\n")
    put(site, "many/b.yaml", text="site: two\n")
    ran = lanwright("check", "many")
    assert ran.status == 1
    assert " --> many/b.yaml:1:1" in ran.stdout
    assert "(many/a.yaml:2:1)" in ran.stdout


def test_every_file_that_is_wrong_is_told_at_once(here: Path) -> None:
    put(here, "a.yaml", text="a: [")
    put(here, "b.yaml", text="a: 1\na: 2\n")
    (here / "c.yaml").write_bytes(b"\xff")
    assert [place for _, place, _ in refusal(Path())] == ["c.yaml:1:1"]
    (here / "c.yaml").unlink()
    files = IntentFiles(Path())
    with pytest.raises(Refused) as caught:
        pipeline.read(files.read())
    assert {item.origin.span.file for item in caught.value.diagnostics} == {"a.yaml", "b.yaml"}


def test_an_empty_folder_says_so(here: Path) -> None:
    (here / "empty").mkdir()
    assert refusal(Path("empty")) == [("LW001", "empty:1:1", "no *.yaml file in this folder")]


def test_a_byte_order_mark_is_no_part_of_the_text(site: Path, lanwright: Callable[..., Ran]) -> None:
    text = (site / "lanwright.yaml").read_text().replace("driver: bridge", "drivr: bridge", 1)
    (site / "lanwright.yaml").write_text(text, encoding="utf-8-sig")
    shown = lanwright("check").stdout
    assert "unknown key `drivr`" in shown
    assert "\ufeff" not in shown


def test_a_wrong_byte_is_told_by_line_and_column(here: Path) -> None:
    (here / "lanwright.yaml").write_bytes("version: 1\nsite: ä".encode() + b"\xe9\n")
    assert refusal(Path("lanwright.yaml")) == [
        ("LW001", "lanwright.yaml:2:8", "not UTF-8: the byte 0xe9 begins no character")
    ]


def test_a_pipe_in_a_folder_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "a.yaml")
    assert refusal(here)[0][2] == "not a regular file"


def test_a_folder_called_like_a_file_is_a_folder(here: Path) -> None:
    put(here, "a.yaml", "hosts.yaml/b.yaml")
    assert list(IntentFiles(Path()).read()) == ["a.yaml", "hosts.yaml/b.yaml"]


def test_a_device_in_a_folder_is_not_read(here: Path) -> None:
    (here / "a.yaml").symlink_to("/dev/zero")
    assert refusal(Path())[0][2] == "not a regular file"


def test_links_that_lead_to_each_other_are_told(here: Path) -> None:
    (here / "a.yaml").symlink_to("b.yaml")
    (here / "b.yaml").symlink_to("a.yaml")
    assert [place for _, place, _ in refusal(Path())] == ["a.yaml:1:1", "b.yaml:1:1"]


def test_a_name_that_is_no_text_is_told(here: Path) -> None:
    """Bytes that aren't UTF-8, as another system may have left them."""
    (here / os.fsdecode(b"a\xff.yaml")).write_text("")
    assert refusal(Path())[0][2] == "the file's name has characters that can't be shown"


def test_an_intent_of_thousands_of_files_is_one_intent(here: Path, lanwright: Callable[..., Ran]) -> None:
    put(here, "0.yaml", text="version: 1\nlans: {home: {subnet: 10.0.0.0/16}}\n")
    for number in range(1, 3000):
        device = f"lans: {{home: {{devices: {{d{number}: 10.0.{number // 250}.{number % 250 + 1}}}}}}}\n"
        put(here, f"{number}.yaml", text=device)
    ran = lanwright("check", ".")
    assert ran.status == 0
    assert "Traceback" not in ran.stdout + ran.stderr


def test_a_file_name_that_cannot_be_shown_is_refused(here: Path) -> None:
    """It would stand in comments of generated scripts."""
    put(here, "a\nb.yaml")
    assert refusal(Path())[0][2] == "the file's name has characters that can't be shown"


def test_a_link_that_leads_nowhere_is_told(here: Path) -> None:
    (here / "a.yaml").symlink_to("nowhere")
    assert [(code, place) for code, place, _ in refusal(Path())] == [("LW001", "a.yaml:1:1")]


def test_links_to_folders_are_not_followed(here: Path) -> None:
    put(here, "a.yaml")
    (here / "loop").symlink_to(here)
    assert list(IntentFiles(Path()).read()) == ["a.yaml"]


def test_a_folder_that_may_not_be_read_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than compile what could be read."""
    put(here, "a.yaml", "closed/b.yaml")
    scandir = os.scandir

    def guarded(folder: str) -> Any:
        if folder.endswith("closed"):
            raise PermissionError(13, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    assert refusal(Path()) == [("LW001", "closed:1:1", "permission denied")]


def test_findings_name_files_as_seen_from_the_working_directory(
    site: Path, lanwright: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "lanwright.yaml").write_text("version: 3\n")
    (site / "below").mkdir()
    monkeypatch.chdir(site / "below")
    assert " --> ../lanwright.yaml:1:1" in lanwright("check", "..").stdout
    assert " --> ../lanwright.yaml:1:1" in lanwright("check", str(site / "lanwright.yaml")).stdout
