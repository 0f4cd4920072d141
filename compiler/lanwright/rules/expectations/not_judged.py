"""LW805: an expectation that isn't judged."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW805", Severity.ERROR, by="expect")
def not_judged() -> None:
    """An expectation can't be judged.

    An expectation is judged by following its packets through what the plan says, and never by a guess. Where their way
    leaves what the plan knows, that is an error, and the finding says what is missing.

    Where this version can't judge an expectation yet, it says so with a warning for each: nothing that you expect has
    been checked then, and with `--strict` the check fails.

    Add what is missing to the intent, or take the expectation away. With the warning: check that flow on the host, and
    don't count on it here.
    """
