"""Which findings stand in the way of one host's tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.diagnostics import Diagnostic, Origin


def touching(found: Iterable[Diagnostic], host: str | None) -> tuple[Diagnostic, ...]:
    """Findings with a place in this host or outside of all hosts; all of them where no host is named."""
    return tuple(item for item in found if host is None or any(_touches(one, host) for one in _places(item)))


def _places(item: Diagnostic) -> Iterable[Origin]:
    return (item.origin, *(related.origin for related in item.related))


def _touches(origin: Origin, host: str) -> bool:
    return origin.path[:1] != ("hosts",) or origin.path[1:2] in ((), (host,))
