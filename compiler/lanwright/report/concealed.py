"""Findings as they may be shown: their words without the intent's credentials."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.diagnostics import Diagnostic
    from lanwright.report.sources import Sources


def concealed(found: Iterable[Diagnostic], sources: Sources) -> list[Diagnostic]:
    """The findings in their order; an edit that would write a credential is left out, since what is shown can't be carried out."""
    return [_concealed(item, sources) for item in found]


def _concealed(item: Diagnostic, sources: Sources) -> Diagnostic:
    return replace(
        item,
        message=sources.conceal(item.message),
        why=sources.conceal(item.why),
        fix=sources.conceal(item.fix),
        related=tuple(replace(one, message=sources.conceal(one.message)) for one in item.related),
        edits=() if any(sources.conceal(one.text) != one.text for one in item.edits) else item.edits,
    )
