"""`lanwright check --format ...` and comments that silence: one check, whatever it looks like."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_check import codes, never_used, spoil, two_pools_overlap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.run import Ran

    Lanwright = Callable[..., Ran]

FORMS = ["text", "json", "sarif", "github", "junit"]


def silence(site: Path, comment: str) -> None:
    """A comment behind the LAN that nothing is on."""
    spoil(site, "192.168.9.0/24}\n", f"192.168.9.0/24}}  # lanwright: {comment}\n")


def sarif_codes(ran: Ran) -> list[str]:
    """The codes of a SARIF report's results."""
    results: Any = json.loads(ran.stdout)["runs"][0]["results"]
    return [result["ruleId"] for result in results]


@pytest.mark.parametrize("form", FORMS)
def test_the_exit_status_is_the_same_in_every_format(site: Path, lanwright: Lanwright, form: str) -> None:
    assert lanwright("check", "--format", form).status == 0
    never_used(site)
    assert lanwright("check", "--format", form).status == 0
    assert lanwright("check", "--format", form, "--strict").status == 1
    two_pools_overlap(site)
    assert lanwright("check", "--format", form).status == 1
    spoil(site, "version: 1", "version: [")
    ran = lanwright("check", "--format", form)
    assert ran.status == 2
    assert "LW001" in ran.stdout
    assert ran.stderr == ""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("site")
def test_a_report_is_the_same_each_time_and_names_no_machine(lanwright: Lanwright, form: str) -> None:
    once = lanwright("check", "--format", form)
    assert lanwright("check", "--format", form) == once


def test_a_report_names_files_as_the_working_directory_does(site: Path, lanwright: Lanwright) -> None:
    """Never by an absolute path, however the intent was given."""
    two_pools_overlap(site)
    for form in FORMS:
        assert str(site) not in lanwright("check", str(site / "lanwright.yaml"), "--format", form).stdout
    results = json.loads(lanwright("check", str(site), "--format", "sarif").stdout)["runs"][0]["results"]
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "lanwright.yaml"


def test_infos_are_shown_when_verbose(site: Path, lanwright: Lanwright) -> None:
    """JSON has them always."""
    spoil(
        site,
        "docker: {bip: 172.20.0.1/24, default_address_pools: [{base: 172.21.0.0/16, size: 24}]}",
        "docker: {}",
    )
    assert "LW709" in codes(lanwright("check", "--format", "json"))
    assert "LW709" not in sarif_codes(lanwright("check", "--format", "sarif"))
    assert "LW709" in sarif_codes(lanwright("check", "--format", "sarif", "--verbose"))
    assert "::notice" not in lanwright("check", "--format", "github").stdout
    assert "::notice" in lanwright("check", "--format", "github", "-v").stdout


def test_github_is_quiet_where_it_is_asked_to_be(site: Path, lanwright: Lanwright) -> None:
    """Annotations are for people; reports for machines stay whole."""
    never_used(site)
    assert lanwright("check", "--format", "github", "--quiet").stdout == ""
    assert sarif_codes(lanwright("check", "--format", "sarif", "--quiet")) == ["LW107"]


def test_junit_has_a_case_for_each_expectation(site: Path, lanwright: Lanwright) -> None:
    with (site / "lanwright.yaml").open("a") as file:
        file.write("expect:\n  - {from: laptop, to: dock1}\n  - {from: laptop, to: web, port: 80/tcp}\n")
    root = ET.fromstring(lanwright("check", "--format", "junit").stdout)
    held, failed = root.findall("testsuite[@name='expectations']/testcase")
    assert held.attrib["name"] == "laptop to dock1, ping"
    assert [one.tag for one in held] == []
    assert failed.attrib["name"] == "laptop to web, 80/tcp"
    assert [one.tag for one in failed] == ["failure"]


def test_junit_has_only_the_rules_that_were_asked_for(site: Path, lanwright: Lanwright) -> None:
    del site
    root = ET.fromstring(
        lanwright("check", "--format", "junit", "--select", "LW2", "--ignore", "LW201").stdout
    )
    names = [case.attrib["name"][:5] for case in root.iter("testcase")]
    assert "LW202" in names
    assert not {name for name in names if not name.startswith("LW2")} | ({"LW201"} & set(names))


def test_a_misspelt_key_is_mended_by_the_report_s_own_fix(site: Path, lanwright: Lanwright) -> None:
    """As a viewer of SARIF applies it."""
    spoil(site, "driver: bridge", "drivr: bridge")
    ran = lanwright("check", "--format", "sarif")
    results = json.loads(ran.stdout)["runs"][0]["results"]
    (result,) = (one for one in results if one["ruleId"] == "LW002")
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    lines = (site / "lanwright.yaml").read_text().split("\n")
    line = lines[region["startLine"] - 1]
    lines[region["startLine"] - 1] = (
        line[: region["startColumn"] - 1]
        + replacement["insertedContent"]["text"]
        + line[region["endColumn"] - 1 :]
    )
    (site / "lanwright.yaml").write_text("\n".join(lines))
    assert lanwright("check").stdout == "no findings\n"


def test_a_word_of_another_tool_is_no_edit(site: Path, lanwright: Lanwright) -> None:
    """Its value may have another form; and a key that is there already isn't written twice."""
    spoil(site, "listens: [80/tcp]", "ports: ['80:80']")
    spoil(site, "driver: bridge,", "driver: bridge, drivr: macvlan,")
    found = json.loads(lanwright("check", "--format", "json").stdout)["diagnostics"]
    assert [(item["code"], item["edits"]) for item in found] == [("LW002", []), ("LW002", [])]


def test_a_silenced_warning_does_not_fail_a_strict_check(site: Path, lanwright: Lanwright) -> None:
    never_used(site)
    assert lanwright("check", "--strict").status == 1
    silence(site, "ignore[LW107] it comes in May")
    assert lanwright("check", "--strict").stdout == "no findings\n"
    assert lanwright("check", "--strict").status == 0


@pytest.mark.parametrize(
    ("comment", "options", "expected"),
    [
        ("ignore[LW107] in May", [], []),
        ("ignore[LW107]", [], ["LW009"]),
        ("ignore[LW107]", ["--ignore", "LW009"], []),
        ("ignore[LW301] in May", [], ["LW008", "LW107"]),
        ("ignore[LW301] in May", ["--select", "LW1"], ["LW107"]),
        ("ignore[LW107] in May", ["--select", "LW2"], []),
        ("ignore[LW107] in May", ["--ignore", "LW1"], []),
        ("ignore[LW107] in May", ["--select", "LW0"], []),
        ("ignore[LW301] in May", ["--select", "LW0"], ["LW008"]),
    ],
)
def test_comments_and_options_go_together(
    site: Path, lanwright: Lanwright, comment: str, options: list[str], expected: list[str]
) -> None:
    """A comment isn't idle only because this run didn't ask for its rule."""
    never_used(site)
    silence(site, comment)
    for form in ([], ["--strict"]):
        ran = lanwright("check", "--format", "json", *options, *form)
        assert sorted(codes(ran)) == expected
        assert ran.status == (1 if form and expected else 0)


def test_build_shows_no_silenced_warning_and_writes_the_same(site: Path, lanwright: Lanwright) -> None:
    never_used(site)
    told = lanwright("build", "-o", "one")
    assert "LW107" in told.stderr
    silence(site, "ignore[LW107] in May")
    assert "LW107" not in lanwright("build", "-o", "two").stderr
    trees = [
        {
            file.relative_to(site / name): file.read_bytes()
            for file in (site / name).rglob("*")
            if file.is_file()
        }
        for name in ("one", "two")
    ]
    assert trees[0] == trees[1]


def test_build_refuses_a_silenced_error(site: Path, lanwright: Lanwright) -> None:
    two_pools_overlap(site)
    spoil(
        site,
        "172.21.0.0/17, size: 24}]}\n",
        "172.21.0.0/17, size: 24}]}  # lanwright: ignore[LW201] so what\n",
    )
    ran = lanwright("build")
    assert ran.status == 1
    assert "error[LW201]" in ran.stderr
    assert "LW201 is an error, and a comment silences no error" in ran.stderr


def messages(form: str, shown: str) -> list[str]:
    """What a report says is wrong, whatever it looks like."""
    match form:
        case "text":
            return [
                line.partition(": ")[2]
                for line in shown.splitlines()
                if line.startswith(("error", "warning"))
            ]
        case "json":
            return [item["message"] for item in json.loads(shown)["diagnostics"]]
        case "sarif":
            results = json.loads(shown)["runs"][0]["results"]
            return [
                result["message"]["text"].partition("\nWhy: ")[0].partition("\nFix: ")[0]
                for result in results
            ]
        case "github":
            return [line.split("::")[2].partition("%0A")[0] for line in shown.splitlines()]
        case _:
            return [case.attrib["message"] for case in ET.fromstring(shown).iter("failure")]


@pytest.mark.parametrize("form", FORMS)
def test_a_key_with_a_line_break_makes_no_second_line(site: Path, lanwright: Lanwright, form: str) -> None:
    """Nor a remark of its own: it is told by the number of the character, not by itself."""
    spoil(site, "dock2:", '"dock2\\nFix: run this":')
    ran = lanwright("check", "--format", form)
    assert messages(form, ran.stdout) == ["the key holds U+000A, which can't be seen"]
    assert "Fix: run this" not in ran.stdout.replace('"dock2\\nFix: run this"', "")


@pytest.mark.parametrize("form", FORMS)
def test_names_of_a_compose_file_stay_on_one_line(site: Path, lanwright: Lanwright, form: str) -> None:
    """Such a file is its owner's, and its keys are quoted as they are, in escapes."""
    spoil(
        site,
        "services: {web: {",
        "projects: {shop: {compose_file: c.yml}}\n    services: {web: {project: shop, ",
    )
    (site / "c.yml").write_text('services: {web: {networks: [inner, "a\\nFix: b\\u202e"]}}')
    ran = lanwright("check", "--format", form, "--strict")
    assert messages(form, ran.stdout) == [r"`c.yml` puts `web` on `a\nFix: b\u202e`, and the intent doesn't"]
