"""Credentials among the values of a daemon's settings: which they are, and where they stand in a line of text.

A value is one by its key's name (`splunk-token`, `password`), by the name before its `=` (`--token=...`), or because it
is the password in a URL (`http://user:password@proxy`). Which of Docker's own settings hold any: the log drivers'
options and the proxies (docs.docker.com, "Splunk logging driver", "Daemon proxy configuration").
"""

from __future__ import annotations

import re
from ipaddress import ip_interface
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = (
    r"(?:token|passw(?:or)?d|passphrase|pwd|secret|apikey|(?:api|access|private|shared|secret|license)[-_.]?key"
    r"|(?<![A-Za-z])(?:pass|auth|credential|dsn))s?"
)
_NAME = re.compile(rf"[\w.-]*{_WORDS}$", re.IGNORECASE)
_NAMES_A_FILE = re.compile(r"(?:key|credential)s?$", re.IGNORECASE)
"""What may as well be told by the path of a file, which is no secret."""

_ASSIGNED = re.compile(rf"(?:^|[\s?&;,])[\w.-]*{_WORDS}=([^\s&;]+)", re.IGNORECASE)
_IN_URL = re.compile(r"://[^\s/:@\"']*:([^\s/\"']+)@")
_WRITTEN = re.compile(
    rf"""(?P<quote>["']?)[\w.-]*{_WORDS}(?P=quote)\s*:\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^']|'')*)'"""
    r"""|["'](?P<open>.+)$|(?P<plain>[^\s"'{\[&*|>].*?)\s*$)""",
    re.IGNORECASE,
)

_FIRST = re.compile(r"[\s,}\]]")
"""Where a plain value within braces ends."""


class Credential(NamedTuple):
    """A secret text, and the steps to the value that it is, or is a part of."""

    path: tuple[str, ...]
    text: str


def credentials(data: Any, path: tuple[str, ...] = (), *, named: bool = False) -> Iterator[Credential]:
    """Every credential in plain data, in its order; `named`: whether a name above says that all of this is secret."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from credentials(value, (*path, str(key)), named=named or _is_named(str(key), value))
    elif isinstance(data, list):
        before: Any = ""
        for index, value in enumerate(data):
            after_name = isinstance(before, str) and before.startswith("-") and _is_named(before, value)
            yield from credentials(value, (*path, str(index)), named=named or after_name)
            before = value
    elif named and _may_be_secret(data):
        yield Credential(path, str(data))
    elif isinstance(data, str):
        yield from (
            Credential(path, found[1]) for one in (_IN_URL, _ASSIGNED) for found in one.finditer(data)
        )


def in_line(line: str) -> Iterator[tuple[int, int]]:
    """Where a line of YAML or JSON that stands alone holds credentials: begin and end of each."""
    for found in _WRITTEN.finditer(line):
        group = found.lastgroup or ""
        if _may_be_secret(_FIRST.split(found[group], maxsplit=1)[0] or found[group]):
            yield found.span(group)
    for pattern in (_IN_URL, _ASSIGNED):
        yield from (found.span(1) for found in pattern.finditer(line))


def in_urls(line: str) -> Iterator[tuple[int, int]]:
    """Where a line holds passwords of URLs, whatever else it is: in comments as well."""
    yield from (found.span(1) for found in _IN_URL.finditer(line))


def _is_named(key: str, value: Any) -> bool:
    is_path = isinstance(value, str) and value.startswith(("/", "file:"))
    return bool(_NAME.search(key)) and not (is_path and _NAMES_A_FILE.search(key))


def _may_be_secret(value: Any) -> bool:
    """Not: nothing, a flag, the address of something that somebody called `secret`."""
    if value is None or isinstance(value, bool) or value in ("", "true", "false", "null"):
        return False
    try:
        ip_interface(str(value))
    except ValueError:
        return True
    return not isinstance(value, str)
