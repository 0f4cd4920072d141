"""`init`, `plan`, `explain`, `schema`, and what stands before every command."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from lanwright import __version__
from lanwright.rules import catalogue, families
from lanwright.trace import REASONS
from tests.cli.conftest import GOOD
from tests.cli.run import Ran
from tests.cli.test_check import spoil, two_pools_overlap
from tests.report.schemas import complaints

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Lanwright = Callable[..., Ran]


def test_a_first_intent_has_no_findings(here: Path, lanwright: Lanwright) -> None:
    """But for what its shim opens (LW618, an info); it says in comments what each key is for."""
    assert lanwright("init").status == 0
    assert lanwright("check", "--strict") == Ran(0, "1 info\n", "")
    assert "driver: macvlan" in (here / "lanwright.yaml").read_text()
    assert lanwright("build").status == 0


def test_a_first_intent_goes_into_a_folder_of_its_own(here: Path, lanwright: Lanwright) -> None:
    ran = lanwright("init", "new/site")
    assert (ran.status, ran.stdout) == (0, "")
    assert "new/site/lanwright.yaml" in ran.stderr
    assert (here / "new/site/lanwright.yaml").exists()


def test_a_first_intent_overwrites_nothing(site: Path, lanwright: Lanwright) -> None:
    assert lanwright("init").status == 2
    assert (site / "lanwright.yaml").read_text() == dedent(GOOD)
    (site / "lanwright.yaml").unlink()
    (site / "lanwright.yaml").symlink_to("elsewhere.yaml")
    assert lanwright("init").status == 2
    assert not (site / "elsewhere.yaml").exists()


def test_a_first_intent_that_cannot_be_written_exits_with_2(here: Path, lanwright: Lanwright) -> None:
    (here / "file").write_text("")
    ran = lanwright("init", "file/below")
    assert ran.status == 2
    assert ran.stderr.startswith("error: ")


@pytest.mark.parametrize(("form", "begins"), [("text", "site site\n"), ("markdown", "# site site\n")])
@pytest.mark.usefixtures("site")
def test_a_plan_is_shown_on_stdout(lanwright: Lanwright, form: str, begins: str) -> None:
    ran = lanwright("plan", "--format", form)
    assert (ran.status, ran.stderr) == (0, "")
    assert ran.stdout.startswith(begins)


@pytest.mark.usefixtures("site")
def test_a_plan_as_json_has_the_shape_that_its_schema_tells(lanwright: Lanwright) -> None:
    assert complaints(json.loads(lanwright("plan", "--format", "json").stdout), "plan") == []


def test_a_plan_is_shown_whatever_the_rules_say(site: Path, lanwright: Lanwright) -> None:
    two_pools_overlap(site)
    assert lanwright("plan").status == 0


def test_a_plan_is_stopped_by_what_leaves_none(site: Path, lanwright: Lanwright) -> None:
    """The findings go to stderr, so that stdout never holds half a plan."""
    spoil(site, "lan: home,", "lan: hoem,")
    ran = lanwright("plan", "--format", "json")
    assert (ran.status, ran.stdout) == (1, "")
    assert "error[LW101]" in ran.stderr
    (site / "lanwright.yaml").unlink()
    assert lanwright("plan").status == 2


@pytest.mark.parametrize("spelling", ["LW201", "lw201", "overlapping-pools", "Overlapping-Pools"])
def test_a_rule_is_explained_by_code_or_name(lanwright: Lanwright, spelling: str) -> None:
    """With its page, a bad and a good sample."""
    ran = lanwright("explain", spelling)
    assert (ran.status, ran.stderr) == (0, "")
    assert ran.stdout.startswith("LW201 overlapping-pools (error)\n")
    assert catalogue()["LW201"].page in ran.stdout
    assert ran.stdout.index("\nbad:\n") < ran.stdout.index("\ngood:\n")


def listed(ran: Ran) -> list[str]:
    """The codes of a list of rules; headings aside."""
    assert (ran.status, ran.stderr) == (0, "")
    return [line.split()[0] for line in ran.stdout.splitlines() if line.startswith("  ")]


def test_without_a_code_every_rule_is_listed_by_family(lanwright: Lanwright) -> None:
    ran = lanwright("explain")
    assert listed(ran) == [*catalogue(), *REASONS]
    headings = [line for line in ran.stdout.splitlines() if line and not line.startswith(" ")]
    assert headings[2] == "LW2xx: pools, subnets and addresses"
    assert headings[-1] == "Why a packet is lost"
    assert len(headings) == len(families()) + 1


@pytest.mark.parametrize("family", ["LW3", "lw3", "macvlan"])
def test_a_family_is_listed_alone(lanwright: Lanwright, family: str) -> None:
    assert listed(lanwright("explain", family)) == [code for code in catalogue() if code.startswith("LW3")]


def test_samples_of_several_files_are_shown_file_by_file(lanwright: Lanwright) -> None:
    """With those beside the intent that it is compared with."""
    shown = lanwright("explain", "LW717").stdout
    heads = [line for line in shown.splitlines() if line.startswith(("bad", "good"))]
    assert heads == ["bad/compose.yml:", "bad/lanwright.yaml:", "good/compose.yml:", "good/lanwright.yaml:"]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("LW209999", "did you mean LW209?"),
        ("lw99", "did you mean LW"),
        ("overlaping-pools", "did you mean overlapping-pools?"),
        ("no such thing", "`lanwright explain` lists them"),
    ],
)
def test_a_rule_that_there_is_not_is_wrong_usage(lanwright: Lanwright, asked: str, hint: str) -> None:
    """The nearest is named."""
    ran = lanwright("explain", asked)
    assert ran.status == 2
    assert ran.stdout == ""
    assert hint in " ".join(ran.stderr.split())


@pytest.mark.parametrize("name", ["intent", "diagnostics", "plan", "manifest"])
def test_schemas_are_printed_for_editors_and_tools(lanwright: Lanwright, name: str) -> None:
    ran = lanwright("schema", name)
    assert ran.status == 0
    Draft202012Validator.check_schema(json.loads(ran.stdout))


def test_the_schema_of_the_intent_is_the_first_choice(lanwright: Lanwright) -> None:
    assert lanwright("schema") == lanwright("schema", "intent")
    assert lanwright("schema", "world").status == 2


def test_the_version_is_told(lanwright: Lanwright) -> None:
    assert lanwright("--version") == Ran(0, f"lanwright {__version__}\n", "")


def test_wrong_usage_exits_with_2_and_says_so_on_stderr(lanwright: Lanwright) -> None:
    for arguments in (["nonsense"], ["check", "--nonsense"], ["check", "a", "b"], ["trace", "a", "b"]):
        ran = lanwright(*arguments)
        assert (ran.status, ran.stdout) == (2, "")
        assert "lanwright" in ran.stderr
