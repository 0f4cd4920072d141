"""LW805: an expectation that isn't judged."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW805", Severity.ERROR, by="expect")
def not_judged() -> None:
    """An expectation can't be judged.

    An expectation is judged by following its packets through what the plan says, and never by a guess. Where their way
    leaves what the plan knows (what is beyond a tunnel, an address that a DHCP server chooses), that is an error, and
    the finding says what is missing.

    Add what is missing to the intent (a lease's reservation as `address`), or take the expectation away and check that
    flow on the host.
    """
