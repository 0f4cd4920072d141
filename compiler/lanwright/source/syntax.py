"""What a YAML parser complains about, in words that lead to the fault; libyaml's and PyYAML's own say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lanwright.diagnostics import Diagnostic, Origin, Related, Severity, Span
from lanwright.source.limits import FLATTER, MAX_DEPTH

if TYPE_CHECKING:
    import yaml

_QUOTE = "put the text in quotes"
_COLUMN = "begin the keys of one map, and the items of one list, in one column"
_KNOWN = (
    ("escape", "an escape that YAML doesn't know", "use single quotes, in which `\\` is a plain character"),
    ("mapping values are not allowed", "a `: ` that begins no value here", _QUOTE),
    ("mapping keys are not allowed", "a `? ` that begins no key here", _QUOTE),
    (
        "sequence entries are not allowed",
        "a `- ` that begins no item here",
        "begin the list on a line of its own",
    ),
    ("cannot start any token", "no text can begin with this character", _QUOTE),
    ("a (quoted|double-quoted|single-quoted) scalar", "the quotes aren't closed", "close them"),
    ("a block scalar", "`|` and `>` begin a text of several lines and stand alone at a line's end", _QUOTE),
    ("an alias|an anchor", "`*` and `&` begin a name of letters and digits", _QUOTE),
    ("directive", "a line that begins with `%` is a directive", _QUOTE),
    ("a tag", "`!` begins a tag", _QUOTE),
    ("a simple key|expected ':'", "a key without its `:`", "write `key: value`"),
    ("a flow (mapping|sequence)", "a `,` is missing, or the closing bracket", "close what is opened here"),
    ("node content", "a value is missing before this", "close what is open, or put the text in quotes"),
    ("a block (mapping|collection|sequence)", "this line doesn't fit the lines above it", _COLUMN),
    ("document start", "this belongs to nothing above it", _COLUMN),
)
"""What the messages of libyaml and of PyYAML's own reader mean, and what mends it; the first that fits is taken."""


def syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Diagnostic:
    """The finding of what the parser stopped at."""
    mark = error.problem_mark or error.context_mark
    lines = re.split("\r\n|\r|\n", text)
    line, column = _within(lines, mark.line, mark.column) if mark else (1, 1)
    words = ", ".join(part for part in (error.context, error.problem) if part)
    code, meaning, fix = _meaning(words, lines[line - 1])
    return Diagnostic(
        code=code,
        severity=Severity.ERROR,
        message=meaning,
        origin=Origin((), Span(name, line, column, line, column + 1)),
        why=f"the parser says: {words}",
        fix=fix,
        related=_begun(error, name),
    )


def _within(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """The place in the text, counted from 1; what is missing at the end is missed behind the last character."""
    if line < len(lines):
        return line + 1, column + 1
    return len(lines), len(lines[-1]) + 1


def _meaning(words: str, line: str) -> tuple[str, str, str]:
    """The finding's code, what is wrong, and what mends it."""
    if "maximum nesting depth" in words:
        return "LW005", f"nested deeper than {MAX_DEPTH} levels", FLATTER
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "LW001", "not YAML: a tab in the indentation", "indent with spaces"
    known = ((meaning, fix) for pattern, meaning, fix in _KNOWN if re.search(pattern, words))
    meaning, fix = next(known, (words, ""))
    return "LW001", f"not YAML: {meaning}", fix


def _begun(error: yaml.MarkedYAMLError, name: str) -> tuple[Related, ...]:
    """Where the thing began whose end or next part is missing."""
    mark = error.context_mark
    if mark is None or error.problem_mark is None or mark.line == error.problem_mark.line:
        return ()
    span = Span(name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    return (Related(Origin((), span), "what it belongs to begins here"),)
