"""The intent's texts as findings show them: by line, under the names that the working directory gives them."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from lanwright.report.secrets import Secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.diagnostics import Span

_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What libyaml counts lines by (its IS_BREAK)."""


class Seen(NamedTuple):
    """A line as it may be shown, and the span with its columns there."""

    line: str
    span: Span


class Sources:
    """The texts of an intent, and where they lie seen from the working directory."""

    def __init__(self, texts: Mapping[str, str], prefix: str = "") -> None:
        """Keep the texts.

        Args:
            texts: by name relative to the intent's root; a file that couldn't be read isn't there.
            prefix: the intent's root relative to the working directory, with `/`.
        """
        self._texts = texts
        self._prefix = prefix
        self._lines: dict[str, list[str]] = {}
        self._secrets = Secrets(texts)

    def shown(self, file: str) -> str:
        """A file's path relative to the working directory, or nothing for what no file says."""
        return posixpath.normpath(posixpath.join(self._prefix, file)) if file else ""

    def place(self, span: Span) -> str:
        """`samples/home/lanwright.yaml:31:9`, or nothing for what no file says."""
        return f"{self.shown(span.file)}:{span.line}:{span.column}" if span.file else ""

    def line(self, span: Span) -> str | None:
        """The line that a span begins on, without its break; None where it can't be shown."""
        lines = self._of(span.file)
        return lines[span.line - 1] if 0 < span.line <= len(lines) else None

    def seen(self, span: Span) -> Seen | None:
        """The line that a span begins on as it may be shown, without the credentials in it; None as for `line`."""
        line = self.line(span)
        return None if line is None else Seen(*self._secrets.masked(line, span))

    def conceal(self, words: str) -> str:
        """Words that may quote the texts, without the credentials that stand there."""
        return self._secrets.conceal(words)

    def text(self, span: Span) -> str:
        """What stands in a span, as far as it can be shown."""
        lines = self._of(span.file)[max(span.line, 1) - 1 : span.end_line]
        if not lines:
            return ""
        if span.end_line - span.line < len(lines):
            lines[-1] = lines[-1][: max(span.end_column - 1, 0)]
        lines[0] = lines[0][max(span.column - 1, 0) :]
        return "\n".join(lines)

    def _of(self, file: str) -> list[str]:
        """A file's lines; none of one that couldn't be read."""
        if file not in self._texts:
            return []
        if file not in self._lines:
            self._lines[file] = _LINE_BREAK.split(self._texts[file].removeprefix("\ufeff"))
        return self._lines[file]
