"""What the real tools refuse is an error here, what breaks later is a finding, what works passes: a table of cases.

Every test run compares all of the table with what `check` says, and asks the real tools a few cases of each kind;
`python -m tests.lab.oracle` asks all of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lab.lab import Lab
from tests.lab.oracle.agreement import unsaid, untold
from tests.lab.oracle.bench import Bench
from tests.lab.oracle.case import Case, Verdict, asked, cases
from tests.lab.oracle.page import row
from tests.lab.oracle.told import told
from tests.lab.pools.__main__ import ROOTS
from tests.lab.precondition import debian_or_skip, links_or_skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = Path(__file__).parents[2] / "docs" / "oracle.md"
TABLE = cases()


def asked_of(chosen: Iterable[Case]) -> list[object]:
    """Each case with each Docker that has something of its own to say to it, under a name that is a sentence."""
    return [
        pytest.param(
            docker, case.of(docker), id=f"{case.tool}: {case.name}, {docker} {case.of(docker).verdict.value}"
        )
        for docker in ROOTS
        for case in chosen
        if docker in case.dockers
    ]


@pytest.fixture(scope="module")
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A host with this Docker, which carries out one case after the other."""
    with Lab(debian_or_skip(ROOTS[request.param])) as lab:
        yield Bench(lab)


@pytest.mark.lab
@pytest.mark.parametrize(("bench", "case"), asked_of(case for case in TABLE if case.ci), indirect=["bench"])
def test_the_tool_says_what_the_table_says(bench: Bench, case: Case, request: pytest.FixtureRequest) -> None:
    """Whether it refuses, breaks or works, and in which words."""
    links_or_skip(*case.needs)
    docker = request.node.callspec.params["bench"]
    assert list(unsaid(case, bench.carry_out(case, told(case, docker)))) == []


@pytest.mark.parametrize(("docker", "case"), asked_of(TABLE))
def test_check_says_what_the_tool_says(docker: str, case: Case) -> None:
    """An error of what is refused, a finding of what breaks, nothing of what works."""
    assert list(untold(case, told(case, docker))) == []


def test_the_page_has_a_row_for_each_case() -> None:
    """docs/oracle.md was written from this table, by a run in which every tool agreed with it."""
    text = PAGE.read_text(encoding="utf-8")
    missing = [row(case.of(docker), docker) for case in TABLE for docker in case.dockers]
    assert [line for line in missing if line not in text.splitlines()] == []
    assert "none of them otherwise" in text


@pytest.mark.parametrize("verdict", Verdict)
def test_every_tool_has_cases_of_each_kind(verdict: Verdict) -> None:
    """Whether something is refused, breaks or works, each tool is asked about it in every test run or in the whole table."""
    tools = {case.tool for case in TABLE}
    assert {case.tool for case in TABLE if case.verdict is verdict} == tools


def test_what_leaves_no_plan_is_asked_by_hand() -> None:
    """Where nothing is generated, the case says how the tool is asked."""
    asked_for = [(case.of(docker), docker) for case in TABLE for docker in case.dockers if not case.raw]
    assert [case.name for case, docker in asked_for if told(case, docker).plan is None] == []


def test_a_case_has_a_name_of_its_own() -> None:
    """Within its tool: the whole table is asked by names."""
    names = [(case.tool, case.name) for case in TABLE]
    assert len(names) == len(set(names))


def test_a_docker_is_asked_only_what_it_knows() -> None:
    """A case that belongs to one Docker alone isn't asked of the other."""
    alone = [case for case in TABLE if case.only == "28"]
    assert alone
    assert not [case for case in asked(TABLE, "26") if case.only == "28"]
