"""Where advice comes from: an intent's host and LAN, or an example that has what options say."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import typer

from lanwright import pipeline
from lanwright.advise import snippet
from lanwright.advise.example import HOST, LAN, example
from lanwright.advise.situation import lans_of, situation
from lanwright.cli.intent_files import IntentFiles
from lanwright.cli.understood import understood
from lanwright.report.yaml_lines import yaml_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from lanwright.advise import Advice, Condition
    from lanwright.advise.situation import Situation
    from lanwright.cli.console import Console

PROPOSED = 3
"""For so many of the best the lines to write are shown."""


def described(intent: Path, host: str | None, lan: str | None, console: Console) -> Situation:
    """An intent's host and LAN; ends the command where there is no such thing, or no telling which is meant."""
    site, plan = understood(IntentFiles(intent), console)
    name = _chosen("host", host, tuple(plan.hosts))
    return situation(site, plan, name, _chosen("lan", lan, lans_of(plan.hosts[name])))


def exemplified(known: Collection[Condition]) -> Situation:
    """A host of which all of that holds."""
    text = yaml_lines(example(known))
    return situation(*pipeline.understand({"lanwright.yaml": text}), HOST, LAN)


def proposals(advice: Advice, here: Situation) -> dict[str, str]:
    """By strategy, the lines to write: for the best that aren't impossible."""
    best = [item.strategy for item in advice.ranked if item.outcome != "impossible"][:PROPOSED]
    return {strategy.value: yaml_lines(snippet(strategy, here, advice.known)) for strategy in best}


def _chosen(what: str, name: str | None, known: Sequence[str]) -> str:
    """The name that is meant; raises BadParameter where there is none, so that the command ends as for any wrong usage."""
    if name is not None and name in known:
        return name
    if name is None and len(known) == 1:
        return known[0]
    there = f"there are: {', '.join(known)}" if known else "there is none"
    near = difflib.get_close_matches(name or "", known, n=1)
    hint = f"did you mean {near[0]}?" if near else there
    problem = f"no {what} is called {name}; {hint}" if name else f"which {what} is meant? {there}"
    raise typer.BadParameter(problem, param_hint=f"--{what}")
