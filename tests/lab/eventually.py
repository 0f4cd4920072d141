"""What a kernel or a daemon does in its own time: a check that is repeated until it holds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 30  # seconds; on an idle machine the second try is the last
PAUSE = 0.1


def eventually(check: Callable[[], None], patience: float = PATIENCE) -> None:
    """Run `check` until it raises no AssertionError any more; past the time its last one is raised."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        time.sleep(PAUSE)
