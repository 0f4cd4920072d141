"""LW008: a comment that silences nothing."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW008", Severity.WARNING, by="rules")
def silences_nothing() -> None:
    """A comment means to silence a finding and silences nothing.

    `# lanwright: ignore[LW216] reason` silences warnings and infos with this code. Behind a value it is about its own
    line; on a line of its own it is about the next line that holds more than comments. Several codes stand side by side,
    and a family counts for all of its codes: `ignore[LW216, LW3]`.

    A comment that has nothing to silence is left over from something that has been mended, stands on the wrong line, or
    has a code that is no rule's; left there, it would one day hide something else. An error is never silenced: `build`
    refuses it, since the host would. If an error is wrong, that is a fault of Lanwright worth a report.

    Take the comment away (`check --fix` does), or move it to the line of the finding.
    """
