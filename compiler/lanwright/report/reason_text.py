"""Why packets are lost, as text: a reason's page, or the list of all."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from lanwright.report.paint import Paint, Role, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.trace import Reason

_WIDTH = 100
_FELT = {
    "timeout": "who asks hears nothing",
    "refused": "who asks is refused",
    "unreachable": "who asks is told that there is no way, or hears nothing",
    "closed": "the connection is taken, and closed",
}


def reason_page(reason: Reason, paint: Paint = plain) -> str:
    """What happens, what who asks notices of it, and what changes it."""
    parts = [
        f"{paint(reason.name, Role.ERROR)}: {reason.title}",
        _wrapped(reason.what),
        f"Noticed as: {_FELT[reason.felt]}.",
        _wrapped(f"What helps: {reason.remedy}"),
    ]
    return "\n\n".join(parts) + "\n"


def reasons(known: Iterable[Reason], paint: Paint = plain) -> str:
    """Each on a line, with its title."""
    known = list(known)
    width = max(len(reason.name) for reason in known)
    lines = [f"  {reason.name:<{width}}  {reason.title}" for reason in known]
    return "\n".join((paint("Why a packet is lost", Role.TITLE), *lines, ""))


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
