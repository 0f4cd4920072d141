"""What a check looked at, and what came out: what every format of `check` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lanwright.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One check.

    Attributes:
        found: the findings that are told, infos among them.
        silenced: those that comments silence, each with its reason.
        expectations: what is expected, in words, in the order of the text; None where the intent wasn't understood.
        asked: whether a code was asked for.
        strict: whether warnings fail.
    """

    found: Sequence[Diagnostic]
    silenced: Sequence[tuple[Diagnostic, str]] = ()
    expectations: Sequence[str] | None
    asked: Callable[[str], bool]
    strict: bool = False

    def fails(self, item: Diagnostic) -> bool:
        """Whether a finding makes the check fail."""
        return item.severity is Severity.ERROR or (self.strict and item.severity is Severity.WARNING)
