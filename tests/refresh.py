"""The generated files that are committed: `python -m tests.refresh` writes them, the tests compare them."""

from __future__ import annotations

import json
from pathlib import Path

from lanwright.cli.rule_samples import rule_samples
from lanwright.diagnostics import Severity
from lanwright.intent.schema import schema
from lanwright.report import rule_markdown
from lanwright.rules import catalogue
from lanwright.rules.reading.not_yet import NOT_YET, NotYet

ROOT = Path(__file__).parent.parent


def generated() -> dict[str, str]:
    """Each generated file's path below the checkout, and what belongs in it."""
    return {
        "docs/not-yet.md": not_yet(),
        "docs/rules/README.md": rule_markdown.index(catalogue().values()),
        **{
            f"docs/rules/{code}.md": rule_markdown.page(rule, rule_samples(code))
            for code, rule in catalogue().items()
        },
        "schemas/intent.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
    }


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
