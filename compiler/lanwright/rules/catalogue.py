"""The catalogue: every rule that the folder holds, found by scanning it."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from lanwright.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lanwright.diagnostics import Diagnostic
    from lanwright.intent import Site
    from lanwright.plan import SitePlan


@cache
def catalogue() -> Mapping[str, Rule]:
    """All rules by code, in the codes' order.

    Raises:
        ValueError: two modules claim one code (a fault of ours; a test loads the whole catalogue).
    """
    found: dict[str, Rule] = {}
    for module in sorted(item.name for item in pkgutil.walk_packages(_folders(), "lanwright.rules.")):
        for declared in _declared(module):
            if declared.code in found:
                raise ValueError(
                    f"{declared.code} is claimed by {found[declared.code].name} and {declared.name}"
                )
            found[declared.code] = declared
    return dict(sorted(found.items()))


@cache
def families() -> Mapping[str, str]:
    """The families of rules, in the order of their codes, and what each is about."""
    return {rule.family: _about(rule) for rule in catalogue().values()}


def _about(rule: Rule) -> str:
    """The first sentence of its family's docstring, behind the family's codes."""
    said = str(importlib.import_module(f"lanwright.rules.{rule.family}").__doc__)
    return said.partition(": ")[2].partition(".")[0]


def check(
    site: Site, plan: SitePlan, *, select: Callable[[str], bool] = lambda _: True
) -> tuple[Diagnostic, ...]:
    """Every finding of the rules whose code `select` accepts, in the order of the text; never raises on input."""
    found = (
        finding for code, rule in catalogue().items() if select(code) for finding in rule.findings(site, plan)
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.origin.span, item.code, item.message)))


def _folders() -> list[str]:
    import lanwright.rules  # noqa: PLC0415 - this module is part of that package while it is imported

    return list(lanwright.rules.__path__)


def _declared(module: str) -> list[Rule]:
    members = vars(importlib.import_module(module)).values()
    return [
        item.__rule__
        for item in members
        if isinstance(getattr(item, "__rule__", None), Rule) and item.__module__ == module
    ]
