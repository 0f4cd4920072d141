"""No word of an intent, and no file's name, becomes Markdown of its own in a README."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from lanwright.diagnostics import NOWHERE, Diagnostic, Origin, Severity, Span
from lanwright.plan import Task
from lanwright.targets import emit
from tests.targets.hosts import sample_hosts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

HOSTILE = (
    "--> <script>x</script>", "<b>", "<!-- x", "`code`", "``", "*x* _y_", "[x](https://example.org)", "![x](y)", "a|b",
    "&amp;", "https://example.org", "\u202ereversed", "~~x~~", "\\", "a\\`b", "x: `y", "# x", "- x", "1. x",
)  # fmt: skip


def shapes(text: str) -> list[str]:
    """The kinds of everything in a page, in order; text and spans of code, which show what they hold, left out."""
    tokens = flat(MarkdownIt("commonmark").enable("table").parse(text))
    return [token.type for token in tokens if token.type not in ("text", "code_inline")]


def flat(tokens: list[Token]) -> Iterator[Token]:
    """Tokens, each inline one as what it holds."""
    for token in tokens:
        yield from flat(token.children or []) if token.type == "inline" else (token,)


def page(word: str, *, file: str) -> str:
    """A README in which a word stands wherever a word of the user's can."""
    origin = Origin((), Span(file, 3, 1, 3, 2))
    host = replace(
        next(iter(sample_hosts().values())),
        file=file,
        tasks=(Task(where=word, what=word, why=word, command="ip route add x", origin=NOWHERE),),
    )
    finding = Diagnostic(code="LW007", severity=Severity.WARNING, message=word, origin=origin)
    return next(item.content for item in emit(host, (finding,)) if item.path == "README.md")


@pytest.mark.parametrize("word", HOSTILE)
def test_a_word_stays_a_word(word: str) -> None:
    """The page has the shape that it has with a plain word."""
    assert shapes(page(word, file="site.yaml")) == shapes(page("word", file="site.yaml"))


@pytest.mark.parametrize("name", [*HOSTILE, "-rf", "a b"])
def test_a_files_name_stays_a_name(name: str) -> None:
    """In the comment at the top, in a list, and in a command."""
    file = f"{name}.yaml"
    assert shapes(page("word", file=file)) == shapes(page("word", file="site.yaml"))
    assert "lanwright check -" not in page("word", file=file)


@pytest.mark.parametrize("word", HOSTILE)
def test_every_character_can_be_seen(word: str) -> None:
    """Nothing turns the reading direction, or moves a cursor."""
    assert all(line.isprintable() for line in page(word, file=f"{word}.yaml").split("\n"))
