"""The syntax of networkd's files (systemd.syntax(7)): sections of `Key=value` lines. Values are escaped here alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNSAFE = re.compile(r"[^A-Za-z0-9_./:@*?!\[\] -]")
"""All but what networkd's own values and patterns are made of."""

Pair = tuple[str, object]
"""A key and its value; True and False are written as yes and no, None isn't written."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its lines as they stand in the file."""

    name: str
    lines: tuple[str, ...]


def section(name: str, pairs: Iterable[Pair]) -> Section:
    """A section of these keys, in their order."""
    return Section(name, tuple(f"{key}={_written(value)}" for key, value in pairs if value is not None))


def _written(value: object) -> str:
    """A value that ends where its line ends, and that no specifier (`%i`) and no quote is in."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _UNSAFE.sub(_escaped, str(value))


def _escaped(unsafe: re.Match[str]) -> str:
    return "".join(f"\\x{byte:02x}" for byte in unsafe[0].encode("utf-8", "surrogatepass"))
