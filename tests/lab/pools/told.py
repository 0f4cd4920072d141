"""What the findings say of a host's networks, as far as Docker can be asked whether it is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.diagnostics import Diagnostic, Origin

NO_GATEWAY = "LW212"
NO_START = "LW703"
NO_ROOM = "LW223"
OVERLAP = "LW209"
EXHAUSTED = "LW208"
CODES = frozenset([EXHAUSTED, NO_GATEWAY, NO_ROOM, NO_START, OVERLAP])
DOCKER0 = "docker0"


@dataclass(frozen=True, slots=True)
class Clash:
    """A network of which a finding says that Docker refuses it in these words, because of an earlier one."""

    network: str
    earlier: str
    words: str


def lacks_room(findings: Iterable[Diagnostic]) -> dict[str, str]:
    """The networks that have no address left for their gateway, each with Docker's words."""
    told = [item for item in findings if item.code == NO_ROOM and "makes no such network" in item.why]
    return {_network_at(item.origin): item.why.split('"')[1] for item in told}


def clashes(findings: Iterable[Diagnostic]) -> dict[str, Clash]:
    """By network; where Docker makes both the finding quotes no words of it."""
    told = [
        Clash(_network_at(item.origin), _network_at(item.related[0].origin), item.why.split('"')[1])
        for item in findings
        if item.code == OVERLAP and '"' in item.why
    ]
    return {clash.network: clash for clash in told}


def without_gateway(findings: Iterable[Diagnostic]) -> frozenset[str]:
    """The networks of which a finding says that Docker takes a gateway that doesn't exist, or none (29)."""
    return frozenset(_network_at(item.origin) for item in findings if item.code == NO_GATEWAY)


def start_refusals(findings: Iterable[Diagnostic]) -> list[str]:
    """The words with which dockerd refuses to start, as far as its settings are the reason."""
    return [item.why.split('"')[1] for item in findings if item.code == NO_START and '"' in item.why]


def runs_out(findings: Iterable[Diagnostic]) -> bool:
    """Whether a finding says that the pools hold too few subnets."""
    return any(item.code == EXHAUSTED for item in findings)


def _network_at(origin: Origin) -> str:
    """The network that a place of the intent belongs to; docker0's places stand elsewhere."""
    _, _, *below = origin.path
    return below[1] if below[:1] == ["networks"] else DOCKER0
