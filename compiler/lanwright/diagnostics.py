"""What every stage can say about the intent: where, what is wrong, why it fails on the host, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


MAX_PROBLEMS = 1_000
"""Findings of one stage that refuses its input; nobody reads more."""


class Severity(StrEnum):
    """How much a finding weighs: an error stops `build`, a warning fails `--strict`, an info needs `--verbose`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Span(NamedTuple):
    """A stretch of the intent's text: lines and columns count from 1 in code points, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Origin(NamedTuple):
    """A place of the intent: its path of keys (list items by index) and where its text stands."""

    path: tuple[str, ...]
    span: Span

    @property
    def dotted(self) -> str:
        """The path as it is shown: `hosts.dock1.networks.real_lan.lan`."""
        return ".".join(self.path)


NOWHERE = Origin((), Span("", 1, 1, 1, 1))
"""The origin of what no line of an intent made."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding is about, and what stands there."""

    origin: Origin
    message: str


class Edit(NamedTuple):
    """A change that mends a finding: what stands in the span becomes the text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: the stable code of the rule (`LW301`).
        severity: how much it weighs here; one rule may use several.
        message: what is wrong, in one line, with the values that clash.
        origin: the offending value.
        why: what happens at run time, with the words of Docker, the kernel or the tool; may be empty.
        fix: what to write instead, with the value where one can be computed; may be empty.
        related: the other places of a clash, the nearest first.
        edits: the fix as changes of the text, all of them together; none where no text can be computed.
        safe: whether the edits need no person to choose: they keep the meaning, or the value is the only right one.
    """

    code: str
    severity: Severity
    message: str
    origin: Origin
    why: str = ""
    fix: str = ""
    related: tuple[Related, ...] = ()
    edits: tuple[Edit, ...] = ()
    safe: bool = False


class Refused(Exception):  # noqa: N818 - it isn't a fault of the program: the stage declines its input
    """A stage can't make anything of its input; holds every problem that the stage found."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        shown = "; ".join(f"{found.code}: {found.message}" for found in self.diagnostics[:3])
        super().__init__(f"{len(self.diagnostics)} found: {shown}")


def told_once(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings in the order of the text; a fault of the defaults is told once, not once for each host that has it."""
    first = {(item.code, item.origin.span, item.message): item for item in reversed(tuple(found))}
    return tuple(sorted(first.values(), key=lambda item: (item.origin.span, item.code, item.message)))
