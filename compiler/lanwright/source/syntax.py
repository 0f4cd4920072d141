"""What a YAML parser complains about, in words that lead to the fault; libyaml's and PyYAML's own say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lanwright.diagnostics import Diagnostic, Origin, Related, Severity, Span

if TYPE_CHECKING:
    import yaml

_QUOTE = "put the text in quotes"
_KNOWN = (
    ("mapping values are not allowed", "a `: ` that begins no value here", _QUOTE),
    ("cannot start any token", "no text can begin with this character", _QUOTE),
    ("scanning a (quoted|double-quoted|single-quoted) scalar", "the quotes aren't closed", "close them"),
    (
        "unknown escape|escape sequence|escape code",
        "an escape that YAML doesn't know",
        "use single quotes, or `\\\\`",
    ),
    ("scanning a simple key|expected ':'", "a key without its `:`", "write `key: value`"),
    ("a flow (mapping|sequence)", "a `,` is missing, or the closing bracket", "close what is opened here"),
    (
        "a block (mapping|collection|sequence)",
        "this line doesn't fit the lines above it",
        "begin the keys of one map, and the items of one list, in one column",
    ),
)
"""What each of the two parsers' messages means, and what mends it; the first that fits is taken."""


def syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Diagnostic:
    """The finding of what the parser stopped at."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    words = ", ".join(part for part in (error.context, error.problem) if part)
    meaning, fix = _meaning(words, text, line)
    return Diagnostic(
        code="LW001",
        severity=Severity.ERROR,
        message=f"not YAML: {meaning}",
        origin=Origin((), Span(name, line, column, line, column + 1)),
        why=f"the parser says: {words}",
        fix=fix,
        related=_begun(error, name),
    )


def _meaning(words: str, text: str, line: int) -> tuple[str, str]:
    lines = re.split("\r\n|\r|\n", text)
    written = lines[line - 1] if line <= len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return "a tab in the indentation", "indent with spaces"
    for pattern, meaning, fix in _KNOWN:
        if re.search(pattern, words):
            return meaning, fix
    return words, ""


def _begun(error: yaml.MarkedYAMLError, name: str) -> tuple[Related, ...]:
    """Where the thing began whose end or next part is missing."""
    mark = error.context_mark
    if mark is None or error.problem_mark is None or mark.line == error.problem_mark.line:
        return ()
    span = Span(name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    return (Related(Origin((), span), "what it belongs to begins here"),)
