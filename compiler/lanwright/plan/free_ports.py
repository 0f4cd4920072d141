"""Ports of a host that nothing has, for what needs one and doesn't mind which."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from lanwright.plan.free_space import merge
from lanwright.plan.intervals import Interval
from lanwright.plan.port import Port

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST = 20_000
"""Below the kernel's range for outgoing connections (net.ipv4.ip_local_port_range, 32768 on)."""

LEAST, LAST = 1024, 65535
"""Those below are for well-known services, which may come yet; there is none above."""


class FreePorts:
    """The ports that nothing has, taken one after the other: from `FIRST` on, then what is left from `LEAST` on."""

    def __init__(self, taken: Iterable[Port]) -> None:
        spans = merge(Interval(4, port.first, port.last) for port in taken)
        self._rows = (_Row(FIRST, LAST, spans), _Row(LEAST, FIRST - 1, spans))

    def take(self, like: Port) -> Port | None:
        """The next free port, or as many in a row as `like` has; None where there are no such."""
        count = like.last - like.first + 1
        first = next((found for row in self._rows if (found := row.take(count)) is not None), None)
        return None if first is None else Port(first, first + count - 1, like.protocol)


class _Row:
    """The free ports from one to another, both included."""

    def __init__(self, first: int, last: int, taken: Iterable[Interval]) -> None:
        self._taken = deque(span for span in taken if span.last >= first)
        self._next, self._last = first, last

    def take(self, count: int) -> int | None:
        """The first of so many in a row; what doesn't fit takes nothing away."""
        first, passed = self._next, 0
        for span in self._taken:
            if span.first >= first + count:
                break
            first, passed = max(first, span.last + 1), passed + 1
        if first + count - 1 > self._last:
            return None
        for _ in range(passed):
            self._taken.popleft()
        self._next = first + count
        return first
