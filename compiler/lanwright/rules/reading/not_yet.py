"""What this version reads and doesn't carry out.

`docs/not-yet.md` is made of these tables. A test holds them against the compiler in both directions: a key that changes
nothing must be here, and a key that is here must change nothing, or say that it is `partial`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """A key that isn't carried out, or not always.

    Attributes:
        path: the key's path, `lans.*.switch`; what stands below it isn't carried out either.
        meanwhile: what happens instead, as the rest of a sentence.
        instead: what the user can do.
        when: which values, in words; empty for every value that isn't the default.
        applies: whether it holds for a value.
        partial: whether the plan has it already, or has it for other values.
        severity: an error for what version 1 never carries out.
    """

    path: str
    meanwhile: str
    instead: str
    when: str = ""
    applies: Callable[[Any], bool] = bool
    partial: bool = False
    severity: Severity = Severity.WARNING


NOT_YET = (
    NotYet(
        path="lans.*.subnet",
        when="a prefix that the provider assigns, such as ::/64",
        applies=lambda value: any(not int(subnet.network.network_address) for subnet in value),
        meanwhile="a static file can't hold a prefix that changes",
        instead="write the prefix that you have, or a unique local one (fd00::/8)",
        partial=True,
        severity=Severity.ERROR,
    ),
    NotYet(
        path="hosts.*.docker.settings.swarm-default-advertise-addr",
        meanwhile="swarm's networks, its routing mesh above all, aren't described",
        instead="leave swarm's hosts to swarm",
        partial=True,
        severity=Severity.ERROR,
    ),
)
