"""The credentials in an intent's texts: what must not be shown of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Refused
from lanwright.plan.credentials import Credential, credentials, in_line, in_urls
from lanwright.source import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.diagnostics import Span
    from lanwright.source import Document

MASK = "***"

_SHORTEST = 4
"""A shorter text stands in too many words that mean something else; where it stands itself it is masked all the same."""

_HINTS = re.compile(
    r"(?:token|passw?o?r?d?|passphrase|pwd|secret|auth|credential|key|dsn)s?[\"']?\s*[:=,]|://\S*@",
    re.IGNORECASE,
)
"""Without one of these a text holds no credential, and needn't be read again."""

_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class Secrets:
    """The credentials of texts, looked for once something is shown."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Keep the texts, which may still be read by and by."""
        self._texts = texts
        self._found: dict[str, _OfText] = {}
        self._all: tuple[int, frozenset[str]] = (0, frozenset())

    def masked(self, line: str, span: Span) -> tuple[str, Span]:
        """The line that a span begins on with `***` for each credential, and the span moved along."""
        stretches = _merged(self._of(span.file).on_line(line, span.line))
        first = span.column - 1
        last = span.end_column - 1 if span.end_line == span.line else len(line)
        start, end = _moved(first, stretches) + 1, _moved(last, stretches) + 1
        moved = span._replace(column=start, end_column=end if span.end_line == span.line else span.end_column)
        return mask(line, stretches), moved

    def conceal(self, words: str) -> str:
        """Words with `***` for each credential of any of the texts."""
        number, texts = self._all
        if number != len(self._texts):
            found = (text for name in self._texts for text in self._of(name).texts)
            texts = frozenset(text for text in found if len(text) >= _SHORTEST)
            self._all = (len(self._texts), texts)
        return conceal(words, texts)

    def _of(self, name: str) -> _OfText:
        if name not in self._found:
            self._found[name] = _OfText(self._texts[name], name)
        return self._found[name]


def mask(line: str, stretches: Iterable[tuple[int, int]]) -> str:
    """A line with `***` in place of stretches that don't overlap, in order."""
    for first, last in reversed(list(stretches)):
        line = f"{line[:first]}{MASK}{line[last:]}"
    return line


def conceal(words: str, texts: Iterable[str]) -> str:
    """Words with `***` for each of the texts, the longest first, and for every password of a URL."""
    for text in sorted(texts, key=lambda text: (-len(text), text)):
        words = words.replace(text, MASK)
    return mask(words, _merged(in_urls(words)))


def without_secrets(data: Any) -> Any:
    """Plain data with `***` for each credential in it."""
    found: dict[tuple[str, ...], list[str]] = {}
    for item in credentials(data):
        found.setdefault(item.path, []).append(item.text)
    return _without(data, (), found) if found else data


def _without(data: Any, path: tuple[str, ...], found: Mapping[tuple[str, ...], list[str]]) -> Any:
    if isinstance(data, Mapping):
        return {key: _without(value, (*path, str(key)), found) for key, value in data.items()}
    if isinstance(data, list):
        return [_without(value, (*path, str(index)), found) for index, value in enumerate(data)]
    return conceal(str(data), found[path]) if path in found else data


def in_json(content: bytes | None) -> frozenset[str]:
    """The credentials in a JSON file's content, as they are written there; none in any other file."""
    text = (content or b"").decode(errors="backslashreplace")
    if not text.lstrip().startswith("{"):
        return frozenset()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # somebody's, half-way through an edit
        return frozenset(line[first:last] for line in text.splitlines() for first, last in in_line(line))
    texts = {found.text for found in credentials(data)} if isinstance(data, dict) else set()
    return frozenset(json.dumps(text, ensure_ascii=raw)[1:-1] for text in texts for raw in (True, False))


def without_credentials(line: str, texts: Iterable[str]) -> str:
    """A line of a file with `***` for what these texts say, and for what looks like a credential."""
    if not texts:
        return line
    end = line[len(line.rstrip("\n")) :]
    body = line.removesuffix(end)
    masked = mask(body, _merged(in_line(body)))
    return conceal(masked, (text for text in texts if len(text) >= _SHORTEST)) + end


class _OfText:
    """The credentials of one text."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name

    @cached_property
    def _document(self) -> Document | None:
        try:
            return parse(self._text, self._name)
        except Refused:
            return None

    @cached_property
    def _has_any(self) -> bool:
        return _HINTS.search(self._text) is not None

    @cached_property
    def _values(self) -> list[tuple[Span, Credential]]:
        """Each credential with the span of the value that it is a part of."""
        if not self._has_any or self._document is None:
            return []
        return [
            (self._document.marks_at(found.path).span, found) for found in credentials(self._document.data)
        ]

    @cached_property
    def texts(self) -> frozenset[str]:
        """What they say; of a text that isn't YAML, what its lines look like."""
        if self._document is not None or not self._has_any:
            return frozenset(found.text for _, found in self._values)
        lines = _LINE_BREAK.split(self._text)
        return frozenset(line[first:last] for line in lines for first, last in in_line(line))

    def on_line(self, line: str, number: int) -> Iterator[tuple[int, int]]:
        """Where they stand on a line."""
        if not self._has_any:
            return
        if self._document is None:
            yield from in_line(line)
        yield from in_urls(line)
        for span, found in self._values:
            if span.line <= number <= span.end_line:
                yield _within(line, number, span, found.text)


def _within(line: str, number: int, span: Span, text: str) -> tuple[int, int]:
    """Where a credential stands in a line that its value reaches over: itself, or all of the value that is there."""
    first = span.column - 1 if number == span.line else 0
    last = span.end_column - 1 if number == span.end_line else len(line)
    place = line.find(text, first, last)
    return (place, place + len(text)) if place >= 0 else (min(first, len(line)), min(last, len(line)))


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        elif first < last:
            merged.append((first, last))
    return merged


def _moved(place: int, stretches: Iterable[tuple[int, int]]) -> int:
    """Where a place of the line is once the stretches before it are masked."""
    shift = 0
    for first, last in stretches:
        if place >= last:
            shift += len(MASK) - (last - first)
        elif place > first:
            return first + shift + len(MASK)
    return place + shift
