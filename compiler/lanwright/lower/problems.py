"""The problems of lowering, collected so that all of them are told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lanwright.diagnostics import MAX_PROBLEMS, Diagnostic, Refused, Related, Severity, told_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from lanwright.change import Change
    from lanwright.diagnostics import Edit, Origin, Span


@dataclass(slots=True)
class Problems:
    """What keeps an intent from becoming a plan; `edits` makes edits of the text from changes."""

    edits: Callable[[tuple[Change, ...]], tuple[Edit, ...]] = lambda _: ()
    found: dict[tuple[str, Span, str], Diagnostic] = field(default_factory=dict)

    def add(  # noqa: PLR0913 - a finding has that many parts
        self,
        code: str,
        message: str,
        origin: Origin,
        *,
        why: str = "",
        fix: str = "",
        changes: tuple[Change, ...] = (),
        **also: Origin,
    ) -> None:
        """Note an error; `also` names other places, with `_` for blanks: `first_given_here=origin`.

        The `changes` are what the fix tells, for a person to choose.

        Raises:
            Refused: there are more than anybody reads.
        """
        problem = Diagnostic(
            code=code,
            severity=Severity.ERROR,
            message=message,
            origin=origin,
            why=why,
            fix=fix,
            edits=self.edits(changes),
            related=tuple(Related(place, said.replace("_", " ")) for said, place in also.items()),
        )
        self.found.setdefault((code, origin.span, message), problem)
        if len(self.found) >= MAX_PROBLEMS:
            self.refuse()

    def refuse(self) -> None:
        """Stop here if anything was found.

        Raises:
            Refused: every problem once, in the order of the text.
        """
        if self.found:
            raise Refused(told_once(self.found.values()))
