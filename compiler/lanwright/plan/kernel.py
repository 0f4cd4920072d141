"""Kernel settings that a host gets of us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Sysctl:
    """A kernel parameter; `link` names the interface whose stanza or unit sets it when it makes the link.

    `key` is written with dots; where `link` is given, the interface's part of it is `{link}`.
    """

    key: str
    value: str
    why: str
    origin: Origin
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A kernel module that must be loaded at boot."""

    name: str
    why: str
    origin: Origin
