"""The plan's rules as nftables has them: a table a family, a chain for each hook and kind of rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.plan import Hook
from lanwright.plan.firewall import AHEAD_OF_DOCKER
from lanwright.targets.nftables.statement import statement
from lanwright.targets.rule_origin import about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan import HostPlan, Rule

TABLE = "lanwright"
FAMILIES = ("ip", "ip6")

_NAMED = {(Hook.PREROUTING, -101): "dstnat - 1", (Hook.POSTROUTING, 99): "srcnat - 1"}
"""Priorities that nft knows by name, each at one hook alone (nft(8), standard priority names)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as nft reads it, and what it is for."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A base chain: `kind` is nat or filter."""

    kind: str
    hook: str
    priority: str
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """Its name, which the table has once."""
        return f"{self.kind}-{self.hook}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one family, `ip` or `ip6`."""

    family: str
    chains: tuple[Chain, ...]


def tables(host: HostPlan) -> tuple[Table, ...]:
    """A host's tables; what stands in Docker's own chain (DOCKER-USER) is no business of them."""
    rules = [rule for rule in host.rules if rule.purpose not in AHEAD_OF_DOCKER]
    by_version = {4: "ip", 6: "ip6"}
    return tuple(
        Table(family, tuple(_chains(mine)))
        for version, family in by_version.items()
        if (mine := [rule for rule in rules if rule.version == version])
    )


def _chains(rules: Iterable[Rule]) -> Iterator[Chain]:
    """In the order in which a packet meets them."""
    placed: dict[tuple[Hook, int, bool], list[Rule]] = {}
    for rule in rules:
        placed.setdefault((rule.hook, rule.priority, rule.is_nat), []).append(rule)
    hooks = list(Hook)
    for hook, priority, is_nat in sorted(placed, key=lambda place: (hooks.index(place[0]), place[1])):
        yield Chain(
            kind="nat" if is_nat else "filter",
            hook=hook.value,
            priority=_NAMED.get((hook, priority), str(priority) if priority else "filter"),
            lines=tuple(Line(about(rule), statement(rule)) for rule in placed[hook, priority, is_nat]),
        )
