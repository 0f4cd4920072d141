"""(Site, SitePlan) → findings LW8xx: what must get through, and what must not.

Nothing is traced yet, so nothing is judged: each expectation is reported as unchecked, for nobody to take it for
checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from lanwright.intent import Expectation, Site
    from lanwright.plan import SitePlan


def judge(site: Site, plan: SitePlan) -> tuple[Diagnostic, ...]:
    """One warning for each expectation, in the order of the text."""
    del plan  # what the traces will go through
    return tuple(
        Diagnostic(
            code="LW805",
            severity=Severity.WARNING,
            message=f"not checked: {shown(expectation)}",
            origin=expectation.origin,
            why="this version doesn't follow packets yet",
            fix="check it on the host",
        )
        for expectation in site.expect
    )


def shown(expectation: Expectation) -> str:
    """`laptop to web, 80/tcp`: what is expected, in a line."""
    ways = f"{' and '.join(expectation.from_)} to {' and '.join(expectation.to)}"
    asked = expectation.port
    ports = (
        "ping"
        if asked is None
        else "any port"
        if asked == "any"
        else " and ".join(str(port) for port in asked)
    )
    return f"{ways}, {ports}{'' if expectation.reach else ', must not get through'}"
