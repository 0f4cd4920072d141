"""What a trace says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lanwright.diagnostics import NOWHERE, Origin
from lanwright.trace.packet import PING
from lanwright.trace.reasons import REASONS, Felt

if TYPE_CHECKING:
    from lanwright.plan.values import Address
    from lanwright.trace.step import Step


class Verdict(StrEnum):
    """How it ends; `not_modelled` where the way leaves what the world holds."""

    DELIVERED = "delivered"
    DROPPED = "dropped"
    NOT_MODELLED = "not_modelled"


@dataclass(frozen=True, slots=True)
class Flow:
    """Who asks whom: a namespace's full name, an address, and a port; a ping has none.

    `to` is how the receiver is called, where it is asked by name.
    """

    source: str
    destination: Address
    protocol: str = PING
    port: int = 0
    to: str = ""

    @property
    def asked(self) -> str:
        """`80/tcp`, or `ping`."""
        return "ping" if self.protocol == PING else f"{self.port}/{self.protocol}"


@dataclass(frozen=True, slots=True)
class Way:
    """One direction: how it ends, and each step."""

    verdict: Verdict
    reason: str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A packet's way and its reply's.

    Attributes:
        verdict: that of the round trip; `reason` names a drop, `missing` what isn't modelled.
        detail: what there is to say about either, in a line; `origin` is the place of the intent that it comes of.
        seen_as: the source that the receiver sees, where it got the packet; `answered_by` who that is.
        reply: None where there is none.
        assumptions: what was taken for granted on the way.
    """

    flow: Flow
    verdict: Verdict
    request: Way
    reply: Way | None = None
    reason: str | None = None
    missing: str = ""
    detail: str = ""
    origin: Origin = NOWHERE
    seen_as: Address | None = None
    answered_by: str | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def felt(self) -> Felt | None:
        """What who asked notices where it fails; UDP has no connection that could be closed."""
        felt = REASONS[self.reason].felt if self.reason else None
        return Felt.TIMEOUT if felt is Felt.CLOSED and self.flow.protocol == "udp" else felt
