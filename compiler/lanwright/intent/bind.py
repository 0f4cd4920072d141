"""Located tree → Site: types every key, and says of each that doesn't fit what was expected."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pydantic import ValidationError

from lanwright.diagnostics import MAX_PROBLEMS, Diagnostic, Refused, Severity
from lanwright.intent.budget import Budget, TooManyFaults
from lanwright.intent.complaint import complaint
from lanwright.intent.defaults import PATH, spread
from lanwright.intent.model import locate
from lanwright.intent.site import Site
from lanwright.source import Manuscript
from lanwright.source.limits import MAX_FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.source import Document


def bind(document: Document) -> Site:
    """Type an intent.

    Args:
        document: the whole intent, files merged.

    Raises:
        Refused: LW002, LW003, LW005, LW006, LW103, LW104 or LW206, every one that was found.
    """
    whole = spread(document)
    try:
        site = Site.model_validate(whole.data, context=Budget())
    except TooManyFaults:
        raise Refused([_given_up(whole)]) from None
    except ValidationError as error:
        found = list(islice(_complaints(error, whole), MAX_PROBLEMS))
        raise Refused(sorted(found, key=lambda item: (item.origin.span, item.code, item.message))) from None
    locate(site, whole.marks, ())
    site.hear(document.remarks)
    site.keep(Manuscript(whole.texts, whole.origin))
    return site


def _given_up(whole: Document) -> Diagnostic:
    return Diagnostic(
        code="LW005",
        severity=Severity.ERROR,
        message=f"about {MAX_FAULTS:,} values don't fit the grammar",
        origin=whole.origin(()),
        why="an intent that is wrong in so many places was made for something else",
        fix="look at one host alone first",
    )


def _complaints(error: ValidationError, whole: Document) -> Iterator[Diagnostic]:
    """Each finding once: a fault in the defaults shows in every host, and what they lack the hosts may add."""
    told = set()
    manuscript = Manuscript(whole.texts, whole.origin)
    for found in error.errors(include_url=False):
        if found["type"] == "missing" and found["loc"][: len(PATH)] == PATH:
            continue
        item = complaint(found, whole, manuscript)
        same = (item.code, item.origin.span, item.message)
        if same not in told:
            told.add(same)
            yield item
