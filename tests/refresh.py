"""The generated files that are committed: `python -m tests.refresh` writes them, the tests compare them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from lanwright.advise import TABLE
from lanwright.advise.rank import HOW
from lanwright.cli.rule_samples import rule_samples
from lanwright.diagnostics import Severity
from lanwright.intent.schema import schema
from lanwright.report import rule_markdown
from lanwright.rules import catalogue
from lanwright.rules.reading.not_yet import NOT_YET, NotYet
from tests.rules.samples import SAMPLED, said

if TYPE_CHECKING:
    from lanwright.advise import Entry

ROOT = Path(__file__).parent.parent


def generated() -> dict[str, str]:
    """Each generated file's path below the checkout, and what belongs in it."""
    return {
        "docs/advice.md": advice(),
        "docs/not-yet.md": not_yet(),
        "docs/rules/README.md": rule_markdown.index(catalogue().values()),
        **{
            f"docs/rules/{code}.md": rule_markdown.page(rule, rule_samples(code))
            for code, rule in catalogue().items()
        },
        **{f"tests/rules/said/{code}.txt": said(code) for code in SAMPLED},
        "schemas/intent.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
    }


def advice() -> str:
    """The page of what `advise` goes by."""
    lines = [
        "<!-- Generated from `compiler/lanwright/advise/table.py` by `python -m tests.refresh`. -->",
        "",
        "# Which way?",
        "",
        "What `lanwright advise` goes by. Each line is about the strategies of its first column, where all that the second one names is",
        "known or wanted. *Impossible* is an error of the rule that is named; *misses* doesn't give what is wanted, or doesn't work where no",
        "rule can be certain; *for* and *against* are reasons that somebody weighs. The tests write the intents: each that is impossible is",
        "refused by its rule, each that isn't has no errors.",
        "",
        f"The order: {HOW[0]}; {HOW[1]}.",
        "",
        "| strategy | where | | why | shown by |",
        "| --- | --- | --- | --- | --- |",
    ]
    return "".join(f"{line}\n" for line in [*lines, *map(_reason, TABLE)])


def _reason(entry: Entry) -> str:
    """A row: conditions in words, the rule or page as a link from docs/."""
    where = "; ".join(condition.about for condition in entry.when) or "always"
    but = " or ".join(condition.value for condition in entry.unless)
    pages = dict.fromkeys(entry.shown_by(strategy) for strategy in entry.strategies)
    shown = (f"rules/{page}.md" if page.startswith("LW") else page.removeprefix("docs/") for page in pages)
    links = ", ".join(f"[{path.rpartition('/')[2].removesuffix('.md')}]({path})" for path in shown)
    cells = (
        ", ".join(entry.strategies),
        f"{where}{f' (not: {but})' if but else ''}",
        entry.verdict,
        entry.text,
        links,
    )
    return f"| {' | '.join(cells)} |"


def not_yet() -> str:
    """The page of what is read and not carried out."""
    later = [entry for entry in NOT_YET if entry.severity is not Severity.ERROR]
    never = [entry for entry in NOT_YET if entry.severity is Severity.ERROR]
    sections = {
        "# Not yet": [
            "Generated from `compiler/lanwright/rules/reading/not_yet.py`. Each of these is told where it is written, as LW007:",
            "a warning, a failure with `--strict`, a line in the host's README.md.",
        ],
        "## Keys that are read and not carried out": [*map(_entry, later)],
        "## What version 1 never does": ["These are errors.", "", *map(_entry, never)],
    }
    return (
        "\n\n".join(f"{head}\n\n{text}" for head, lines in sections.items() if (text := "\n".join(lines)))
        + "\n"
    )


def _entry(entry: NotYet) -> str:
    when = f" ({entry.when})" if entry.when else ""
    return f"- `{entry.path}`{when}: {entry.meanwhile}. Meanwhile: {entry.instead}."


if __name__ == "__main__":
    for path, text in generated().items():
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
        print("wrote", path)
