"""The trees that a build is about: all hosts or one, whole or one target's part."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import typer

from lanwright import pipeline
from lanwright.cli.touching import by_host

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lanwright.diagnostics import Diagnostic
    from lanwright.plan import SitePlan
    from lanwright.targets.artifact import Artifact

_UNFINISHED = "LW007"
"""What the intent asks for and this version doesn't carry out; a host's README.md lists it."""


def trees(
    plan: SitePlan, found: Sequence[Diagnostic], *, host: str | None, target: str | None
) -> dict[str, tuple[Artifact, ...]]:
    """By host, its artifacts.

    With a target only its files, without the tree's manifest: what is written so isn't a whole tree, and `install`,
    which checks every file against the manifest, takes it only after a whole build.
    """
    hosts = {name: one for name, one in plan.hosts.items() if host in (None, name)}
    notes = by_host((item for item in found if item.code == _UNFINISHED), hosts)
    made = {name: pipeline.emit(one, notes[name]) for name, one in hosts.items()}
    if target is None:
        return made
    return {name: tuple(item for item in tree if item.target == target) for name, tree in made.items()}


def check_names(plan: SitePlan, *, host: str | None, target: str | None) -> None:
    """Refuse a host or target that there isn't, with the names that there are.

    Raises:
        BadParameter: so that the command ends as for any wrong usage.
    """
    from lanwright.targets import targets

    _check("host", host, plan.hosts)
    _check("target", target, targets())


def _check(what: str, name: str | None, known: Collection[str]) -> None:
    if name is None or name in known:
        return
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
    raise typer.BadParameter(f"no {what} is called {name}; {hint}", param_hint=f"--{what}")
