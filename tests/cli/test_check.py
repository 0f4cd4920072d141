"""`lanwright check`: every finding, on stdout, with an exit status that scripts can trust."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.run import Ran, replaced
from tests.report.schemas import complaints

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Lanwright = Callable[..., Ran]


def spoil(site: Path, old: str, new: str) -> None:
    """Change one thing of the intent."""
    file = site / "lanwright.yaml"
    file.write_text(replaced(file.read_text(), old, new))


def two_pools_overlap(site: Path) -> None:
    """An error, LW201, on one line of dock1."""
    spoil(
        site,
        "{base: 172.21.0.0/16, size: 24}",
        "{base: 172.21.0.0/16, size: 24}, {base: 172.21.0.0/17, size: 24}",
    )


def never_used(site: Path) -> None:
    """A warning, LW107: a LAN that nothing is on."""
    spoil(site, "hosts:", "  spare: {subnet: 192.168.9.0/24}\nhosts:")


def codes(ran: Ran) -> list[str]:
    """The codes of findings printed as JSON."""
    return [item["code"] for item in json.loads(ran.stdout)["diagnostics"]]


@pytest.mark.usefixtures("site")
def test_a_sound_intent_has_no_findings(lanwright: Lanwright) -> None:
    assert lanwright("check") == Ran(0, "no findings\n", "")


def test_findings_are_the_result(site: Path, lanwright: Lanwright) -> None:
    """On stdout, with their number; nothing goes to stderr."""
    two_pools_overlap(site)
    ran = lanwright("check")
    assert ran.status == 1
    assert "error[LW201]" in ran.stdout
    assert " --> lanwright.yaml:8:" in ran.stdout
    assert ran.stdout.endswith("\n1 error\n")
    assert ran.stderr == ""


def test_warnings_fail_only_when_strict(site: Path, lanwright: Lanwright) -> None:
    never_used(site)
    assert lanwright("check").status == 0
    assert lanwright("check").stdout.endswith("1 warning\n")
    assert lanwright("check", "--strict").status == 1


def test_quiet_shows_what_fails_and_nothing_else(site: Path, lanwright: Lanwright) -> None:
    never_used(site)
    assert lanwright("check", "--quiet") == Ran(0, "", "")
    assert "warning[LW107]" in lanwright("check", "--quiet", "--strict").stdout
    assert lanwright("-q", "check") == Ran(0, "", "")


def test_json_has_the_shape_that_its_schema_tells(site: Path, lanwright: Lanwright) -> None:
    two_pools_overlap(site)
    never_used(site)
    ran = lanwright("check", "--format", "json")
    assert ran.status == 1
    assert complaints(json.loads(ran.stdout), "diagnostics") == []
    assert sorted(codes(ran)) == ["LW107", "LW201"]
    assert json.loads(ran.stdout)["summary"] == {"errors": 1, "warnings": 1, "infos": 0}
    assert ran.stderr == ""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--select", "LW201"], ["LW201"]),
        (["--select", "LW1"], ["LW107"]),
        (["--select", "lw1,LW2"], ["LW107", "LW201"]),
        (["--select", "LW1", "--select", "LW201"], ["LW107", "LW201"]),
        (["--ignore", "LW2"], ["LW107"]),
        (["--select", "LW", "--ignore", "LW107,LW201"], []),
    ],
)
def test_codes_and_families_are_selected_and_ignored(
    site: Path, lanwright: Lanwright, options: list[str], expected: list[str]
) -> None:
    two_pools_overlap(site)
    never_used(site)
    assert sorted(codes(lanwright("check", "--format", "json", *options))) == expected


@pytest.mark.usefixtures("site")
def test_a_code_that_no_rule_has_is_wrong_usage(lanwright: Lanwright) -> None:
    """A misspelt code would otherwise switch everything off, unseen."""
    ran = lanwright("check", "--select", "LW2,LW999")
    assert ran.status == 2
    assert "LW999" in ran.stderr
    assert ran.stdout == ""


@pytest.mark.usefixtures("site")
def test_a_format_that_does_not_exist_is_wrong_usage(lanwright: Lanwright) -> None:
    """And the ones that exist are named."""
    ran = lanwright("check", "--format", "pdf")
    assert ran.status == 2
    assert all(form in ran.stderr for form in ("text", "json", "sarif", "github", "junit"))


def test_what_leaves_no_plan_cannot_be_ignored(site: Path, lanwright: Lanwright) -> None:
    """Nothing else could be checked."""
    spoil(site, "driver: bridge", "drivr: bridge")
    ran = lanwright("check", "--select", "LW2", "--format", "json")
    assert ran.status == 1
    assert "LW002" in codes(ran)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"version: [1\n", "LW001"),
        (b"version: 1\nsite: caf\xe9\n", "LW001"),
        (b"#" * (16 * 1024 * 1024 + 1), "LW005"),
    ],
)
def test_an_intent_that_cannot_be_read_exits_with_2(
    here: Path, lanwright: Lanwright, content: bytes, code: str
) -> None:
    (here / "lanwright.yaml").write_bytes(content)
    ran = lanwright("check", "--format", "json")
    assert ran.status == 2
    assert codes(ran) == [code]


def test_an_intent_that_is_missing_exits_with_2(lanwright: Lanwright) -> None:
    ran = lanwright("check")
    assert ran.status == 2
    assert ran.stdout.startswith("error[LW001]: no such file or directory\n --> lanwright.yaml:1:1\n")
    assert "`lanwright init`" in ran.stdout


@pytest.mark.parametrize(
    ("text", "code"),
    [("version: 2\n", "LW006"), ("version: 1\nversion: 1\n", "LW004"), ("version: 1\nx: 1\n", "LW002")],
)
def test_an_intent_that_says_something_wrong_exits_with_1(
    here: Path, lanwright: Lanwright, text: str, code: str
) -> None:
    (here / "lanwright.yaml").write_text(text)
    ran = lanwright("check", "--format", "json")
    assert (ran.status, codes(ran)) == (1, [code])
