"""What a real dockerd has chosen: docker0's and each network's subnets, gateways and addresses, and its refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.plan.intervals import Address, Network


@dataclass(frozen=True, slots=True)
class Made:
    """A network that Docker made, docker0 too.

    Attributes:
        gateways: its subnets, each with what Docker shows as its gateway; None where it shows none.
        own: the addresses that its bridge has on the host.
    """

    gateways: Mapping[Network, Address | None]
    own: frozenset[Address] = frozenset()


@dataclass(frozen=True, slots=True)
class Refused:
    """A network that Docker doesn't make, in its own words."""

    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """All networks of an engine; `start` is why dockerd didn't start, then there are none."""

    start: str = ""
    docker0: Made | None = None
    networks: Mapping[str, Made | Refused] = field(default_factory=dict)
