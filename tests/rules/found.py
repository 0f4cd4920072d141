"""What one rule finds in a small intent."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lanwright.lower import lower
from lanwright.rules import check
from lanwright.source import foreign
from tests.intents import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.diagnostics import Diagnostic
    from lanwright.source import Beside


CALLED_FORTH: list[Diagnostic] = []
"""What the running test has called forth; conftest.py compares it with what was kept."""


def found(
    code: str, text: str, beside: Mapping[str, Beside] = MappingProxyType({})
) -> tuple[Diagnostic, ...]:
    """The findings of one rule alone, in the order of the text; `beside` are the compose files that it names."""
    site = site_of(text)
    plan = lower(site, {name: foreign(name, file) for name, file in beside.items()})
    told = check(site, plan, select=lambda each: each == code)
    CALLED_FORTH.extend(told)
    return told


def messages(code: str, text: str) -> list[str]:
    """What they say is wrong."""
    return [item.message for item in found(code, text)]
