"""LW009: a finding that is silenced without a reason."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW009", Severity.WARNING, by="rules")
def silenced_without_reason() -> None:
    """A finding is silenced without a reason.

    The finding is silenced all the same. Whoever reads the comment a year later has to know what made it right, or can
    neither keep it nor take it away: "the router reserves it", "the switch is replaced in May".

    Write the reason behind the bracket: `# lanwright: ignore[LW216] the router reserves it`.
    """
