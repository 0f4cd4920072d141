"""The plan's rules as iptables has them: by family and table, in chains of our own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from lanwright.plan import Hook, RulePurpose
from lanwright.plan.firewall import AHEAD_OF_DOCKER
from lanwright.targets.iptables.specification import specifications
from lanwright.targets.rule_origin import about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan import HostPlan, Rule


class Place(NamedTuple):
    """A chain of ours, and the one that jumps to it; `first`: whether the jump must stay at the top there.

    Docker looks for its published ports behind the jump of nat PREROUTING and OUTPUT, and never puts anything above it
    (moby `iptabler/`). It does put rules above ours in nat POSTROUTING and in FORWARD; none of ours minds that.
    """

    table: str
    above: str
    first: bool = False

    @property
    def chain(self) -> str:
        """Its name; iptables takes 28 characters."""
        return f"LANWRIGHT-{self.above.removeprefix('DOCKER-')}"


PLACES = (
    Place("filter", "INPUT"),
    Place("filter", "FORWARD"),
    Place("filter", "DOCKER-USER"),
    Place("nat", "PREROUTING", first=True),
    Place("nat", "OUTPUT", first=True),
    Place("nat", "POSTROUTING"),
)
"""Every place that this or another version of the script may use."""


_IN_DOCKER_USER = AHEAD_OF_DOCKER | {RulePurpose.BRIDGE_GUARD}
"""With iptables a drop must come before Docker's accepts, too; in an nftables table of ours it is heeded anyway."""


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as iptables reads it (several where it takes one value at a time), and what it is for."""

    about: str
    specifications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of ours with its rules."""

    place: Place
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The rules of IPv4 or IPv6."""

    version: int
    chains: tuple[Chain, ...]


def families(host: HostPlan) -> tuple[Family, ...]:
    """A host's rules for iptables: all of them, or on a host of nftables those in Docker's own chain."""
    everything = host.firewall == "iptables"
    rules = [rule for rule in host.rules if everything or rule.purpose in AHEAD_OF_DOCKER]
    return tuple(
        Family(version, tuple(_chains(mine)))
        for version in (4, 6)
        if (mine := [rule for rule in rules if rule.version == version])
    )


def place_of(rule: Rule) -> Place:
    """Where a rule stands: a filter at a hook, a NAT rule at a hook, or among what Docker leaves to its user."""
    if rule.purpose in _IN_DOCKER_USER:
        return Place("filter", "DOCKER-USER")
    above = {hook: hook.value.upper() for hook in Hook}[rule.hook]
    return next(
        place for place in PLACES if (place.table, place.above) == ("nat" if rule.is_nat else "filter", above)
    )


def _chains(rules: Iterable[Rule]) -> Iterator[Chain]:
    placed: dict[Place, list[Rule]] = {}
    for rule in rules:
        placed.setdefault(place_of(rule), []).append(rule)
    for place in PLACES:
        if place in placed:
            yield Chain(place, tuple(Line(about(rule), specifications(rule)) for rule in placed[place]))
