"""LW804: nobody listens where it is asked."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW804", Severity.WARNING, by="expect")
def port_unheard() -> None:
    """Nobody listens on the port that an expectation asks for.

    The packet gets to the machine, whose kernel refuses it: nothing in the intent listens there. Where it must get
    through, that is said beside LW801. Where it must not (`reach: false`), the expectation holds for this reason alone:
    nothing on the way keeps it out, and it would fail on the day that something listens.

    Add the port to the service's `listens`, ask for another one, or for `port: any`.
    """
