"""What a person must do elsewhere: on a router, on a switch, at another program of the host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What must be done by hand, and where: `router of home`, `switch of home`, `dock1`.

    `what` is one sentence, `command` the line to type where there is one, `why` what fails without it.
    """

    where: str
    what: str
    why: str
    origin: Origin
    command: str = ""
