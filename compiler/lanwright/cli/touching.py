"""Which findings stand in the way of which host's tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from lanwright.diagnostics import Diagnostic


def touching(found: Iterable[Diagnostic], host: str | None) -> tuple[Diagnostic, ...]:
    """Findings with a place in this host or outside of all hosts; all of them where no host is named."""
    return tuple(item for item in found if host is None or host in (_hosts(item) or {host}))


def by_host(found: Iterable[Diagnostic], hosts: Iterable[str]) -> Mapping[str, Collection[Diagnostic]]:
    """For each host the findings that touch it."""
    touched: dict[str, list[Diagnostic]] = {host: [] for host in hosts}
    for item in found:
        for host in _hosts(item) or touched:
            if host in touched:
                touched[host].append(item)
    return touched


def _hosts(item: Diagnostic) -> set[str]:
    """The hosts that a finding has places in; none where one of its places is in no host."""
    paths = [item.origin.path, *(related.origin.path for related in item.related)]
    within = {path[1] for path in paths if len(path) > 1 and path[0] == "hosts"}
    return within if all(len(path) > 1 and path[0] == "hosts" for path in paths) else set()
