"""docs/oracle.md: what each tool said to each case, and what `check` says, a table a tool."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import yaml

from tests.lab.oracle.case import DOCKERS, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab.oracle.case import Case

HEAD = """\
# The oracle

What real tools say to bad and to harmless intents, and what `lanwright check` says to the same ones. What a tool refuses is an error
here, what it accepts and what breaks later is a finding, what works passes without one. Each case is a part of an intent, laid over a
LAN and a host; what is generated from it is given to the tool itself, whatever the findings say. *By hand* a tool is asked where
nothing is generated, or where what is generated leaves the fault out. The cases stand in `tests/lab/oracle/cases/`, their words are a
part of what the tool said, and `python -m tests.lab.oracle` asks all of it again and writes this page; CI asks a few of each tool, and
compares all of it with what `check` says.

- **refused**: the tool doesn't take it, and says so in these words.
- **breaks**: the tool takes it, and what is written doesn't hold: a container doesn't start, a packet doesn't come back, a setting
  is ignored.
- **works**: it holds. Codes in parentheses are warnings about something else than that.

A case that says something else with Docker 26 has a row for it.
"""


class Outcome(NamedTuple):
    """A case as it is with a Docker, and whether the tool and the compiler said what it says."""

    case: Case
    docker: str
    different: tuple[str, ...]


def page(outcomes: Sequence[Outcome], measured: Sequence[str]) -> str:
    """Write the page; `measured` are the versions that were asked."""
    cases = {(each.case.tool, each.case.name) for each in outcomes}
    counts = Counter(each.case.verdict for each in outcomes)
    told = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict)
    wrong = sum(bool(each.different) for each in outcomes)
    lines = [HEAD, "Measured with:", "", *(f"- {line}" for line in measured), ""]
    lines += [
        f"{len(cases)} cases, {len(outcomes)} rows: {told}; {wrong or 'none'} of them otherwise than here.",
        "",
    ]
    for tool, group in groupby(outcomes, lambda each: each.case.tool):
        lines += [f"## {tool}", "", "| what is written | the tool | its words, or what shows it | `check` |"]
        lines += ["| --- | --- | --- | --- |", *(row(each.case, each.docker) for each in group), ""]
    return "\n".join(lines)


def row(case: Case, docker: str) -> str:
    """A case's row of the table."""
    name = case.name if docker == DOCKERS[0] else f"{case.name} (Docker {docker})"
    shown = case.words or (case.look if case.verdict is Verdict.BREAKS else "")
    codes = ", ".join([*case.check, *(f"({code})" for code in case.risk)])
    why = f"{codes or 'nothing'}: {case.excuse}" if case.excuse else codes
    cells = (
        f"{name}<br>{_code(_short(case))}",
        case.verdict.value + ", by hand" * bool(case.raw),
        _code(shown),
        why,
    )
    return f"| {' | '.join(cells)} |"


def _short(case: Case) -> str:
    """What is written, as a user would write it."""
    text = yaml.safe_dump(dict(case.write), default_flow_style=True, sort_keys=False, width=10_000).strip()
    return text.removeprefix("{").removesuffix("}")


def _code(text: str) -> str:
    plain = " ".join(text.split()).replace("|", "\\|")
    fence = "``" if "`" in plain else "`"
    return f"{fence}{plain}{fence}" if plain else ""
