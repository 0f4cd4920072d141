"""Ports and listeners of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin
    from lanwright.plan.values import Address


@dataclass(frozen=True, slots=True, order=True)
class Port:
    """A port or a range of ports (`first` to `last`, both included) of one protocol, `tcp` or `udp`."""

    first: int
    last: int
    protocol: str

    @property
    def numbers(self) -> str:
        """`80` or `5000-5010`."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __str__(self) -> str:
        return f"{self.numbers}/{self.protocol}"


@dataclass(frozen=True, slots=True)
class Listen:
    """What a process listens on; `address` None means every address, of both families."""

    address: Address | None
    port: Port
    origin: Origin
