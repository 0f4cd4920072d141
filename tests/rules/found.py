"""What one rule finds in a small intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower import lower
from lanwright.rules import check
from tests.intents import site_of

if TYPE_CHECKING:
    from lanwright.diagnostics import Diagnostic


CALLED_FORTH: list[Diagnostic] = []
"""What the running test has called forth; conftest.py compares it with what was kept."""


def found(code: str, text: str) -> tuple[Diagnostic, ...]:
    """The findings of one rule alone, in the order of the text."""
    site = site_of(text)
    told = check(site, lower(site), select=lambda each: each == code)
    CALLED_FORTH.extend(told)
    return told


def messages(code: str, text: str) -> list[str]:
    """What they say is wrong."""
    return [item.message for item in found(code, text)]
