"""A LAN as frames see it: a switch, and who is plugged in where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False, kw_only=True)
class Segment:
    """One broadcast domain.

    Attributes:
        ports: by machine, its cards here with the number of the VLAN that leads here (0: untagged).
        reflects: whether the switch sends frames back out of the port that they came from.
    """

    name: str
    reflects: bool = False
    ports: defaultdict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
