"""A route of a namespace's main table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.diagnostics import NOWHERE, Origin

if TYPE_CHECKING:
    from lanwright.plan.values import Address, Prefix
    from lanwright.world.device import Device


@dataclass(frozen=True, slots=True)
class Route:
    """Where packets for a prefix leave; `via` None means that they are on the device's own link."""

    destination: Prefix
    device: Device
    via: Address | None = None
    source: Address | None = None
    metric: int = 0
    origin: Origin = NOWHERE
