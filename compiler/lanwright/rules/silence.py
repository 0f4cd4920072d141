"""Findings that a comment of the intent silences: `# lanwright: ignore[LW216] reason`.

A comment silences warnings and infos of one line, by code or family (`LW2`). It never silences an error: an error is
what `build` refuses, and a comment changes nothing about a host. What a comment gets wrong is a finding of its own.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from lanwright.diagnostics import Diagnostic, Edit, Origin, Severity
from lanwright.rules.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from lanwright.diagnostics import Span
    from lanwright.source import Remark

Line = tuple[str, int]
"""A file and a line of it."""

_FORM = re.compile(r"ignore\b\s*(?:\[(?P<codes>[^\]]*)\][\s:—-]*(?P<reason>.*))?", re.IGNORECASE)
"""Codes and reason; without a bracket it means to silence something and names nothing."""

_ABOUT_COMMENTS = ("LW008", "LW009")
_EXAMPLE = "`# lanwright: ignore[LW216] the router's own reservation`"


@dataclass(frozen=True, slots=True)
class Silence:
    """A comment that silences: codes or families, why, where it stands, and which line it is about.

    `listed` is where the codes stand, between the brackets; `gone` is what goes when the comment is taken away.
    """

    codes: tuple[str, ...]
    reason: str
    span: Span
    line: int
    listed: Span
    gone: Span


class Judged(NamedTuple):
    """Findings that are told, and those that comments silence, each with the comment's reason."""

    told: tuple[Diagnostic, ...]
    silenced: tuple[tuple[Diagnostic, str], ...] = ()


def silences(remarks: Iterable[Remark]) -> tuple[Silence, ...]:
    """The remarks that mean to silence something; those without a code have none."""
    forms = ((remark, _FORM.match(remark.words)) for remark in remarks)
    return tuple(_silence(remark, form) for remark, form in forms if form)


def silence(found: Iterable[Diagnostic], comments: Sequence[Silence]) -> Judged:
    """Part findings into those that are told and those that are silenced; what is wrong with a comment is told, too."""
    by_line: dict[Line, list[Silence]] = {}
    for comment in comments:
        by_line.setdefault((comment.span.file, comment.line), []).append(comment)
    covered: dict[Silence, list[Diagnostic]] = {comment: [] for comment in comments}
    told, silenced = [], []
    for item in found:
        about = [one for one in by_line.get(_line(item), ()) if item.code.startswith(one.codes)]
        for comment in about:
            covered[comment].append(item)
        if about and item.severity is not Severity.ERROR:
            silenced.append((item, about[0].reason))
        else:
            told.append(item)
    for comment, items in covered.items():
        told += _complaints(comment, items)
    return Judged(tuple(told), tuple(silenced))


def _line(item: Diagnostic) -> Line:
    return item.origin.span.file, item.origin.span.line


def _silence(remark: Remark, form: re.Match[str]) -> Silence:
    codes = (code.strip().upper() for code in (form["codes"] or "").split(","))
    first, last = (remark.told.column + at for at in form.span("codes"))
    return Silence(
        codes=tuple(dict.fromkeys(filter(None, codes))),
        reason=(form["reason"] or "").strip(),
        span=remark.span,
        line=remark.line,
        listed=remark.told._replace(column=first, end_column=last),
        gone=remark.gone,
    )


def _complaints(comment: Silence, covered: Collection[Diagnostic]) -> Iterator[Diagnostic]:
    if not comment.codes:
        yield _told(
            "LW008",
            comment,
            "a comment that names no code, so that it silences nothing",
            fix=f"write {_EXAMPLE}",
        )
    for code in comment.codes:
        yield from _idle(code, comment, [item for item in covered if item.code.startswith(code)])
    useful = any(item.severity is not Severity.ERROR for item in covered)
    if useful and not any(map(str.isalnum, comment.reason)):
        yield _told(
            "LW009",
            comment,
            f"{', '.join(comment.codes)} silenced without a reason",
            why="who reads it later can't tell whether it still holds",
            fix=f"say why behind the bracket: {_EXAMPLE}",
        )


def _idle(code: str, comment: Silence, covered: Collection[Diagnostic]) -> Iterator[Diagnostic]:
    """What is wrong with one code of a comment."""
    errors = sorted({item.code for item in covered if item.severity is Severity.ERROR})
    if not any(known.startswith(code) for known in catalogue()):
        near = difflib.get_close_matches(code, catalogue(), n=1)
        fix = f"is {near[0]} meant?" if near else "`lanwright explain` lists the codes"
        message = f"no rule has the code {code}, so that it silences nothing"
        yield replace(_told("LW008", comment, message, fix=fix), edits=_listed(comment, code, near))
    elif code in _ABOUT_COMMENTS:
        message = f"{code} is about comments, and no comment silences it"
        yield _told("LW008", comment, message, fix="mend the comment that it is about")
    elif errors:
        verb = "is an error" if len(errors) == 1 else "are errors"
        yield _told(
            "LW008",
            comment,
            f"{', '.join(errors)} {verb}, and a comment silences no error",
            why="`build` refuses an intent with errors: the host would refuse it, too",
            fix="mend what the error tells",
        )
    elif not covered:
        where = f"on line {comment.line}" if comment.line else "behind it"
        keep = "take the comment away" if len(comment.codes) == 1 else f"take {code} out of the comment"
        message = f"nothing is found as {code} {where}: it silences nothing"
        yield replace(_told("LW008", comment, message, fix=keep), edits=_listed(comment, code, []), safe=True)


def _listed(comment: Silence, code: str, instead: Sequence[str]) -> tuple[Edit, ...]:
    """Another code in place of one, or none: the last one takes the comment along."""
    codes = [one for each in comment.codes for one in (instead if each == code else [each])]
    if not codes:
        return (Edit(comment.gone, ""),)
    return (Edit(comment.listed, ", ".join(dict.fromkeys(codes))),)


def _told(code: str, comment: Silence, message: str, *, fix: str, why: str = "") -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=Severity.WARNING,
        message=message,
        origin=Origin((), comment.span),
        why=why,
        fix=fix,
    )
