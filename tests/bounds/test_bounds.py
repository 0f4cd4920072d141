"""Whatever is too much ends as findings, within a gigabyte; nothing is timed, a run that hangs is ended.

All of them run in one process of their own, whose memory is bounded (`within.py`), while the test waits.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.bounds.texts import INTENTS, beside
from tests.bounds.within import YAML

HANGS = 1_800
"""Seconds after which a run is taken for one that never ends; it takes half a minute."""

READ = {"0", "1", "2"}
"""The exit statuses that are promised."""


@pytest.fixture(scope="module")
def ended() -> dict[str, str]:
    """How each text ended; what is missing took the process with it."""
    command = [sys.executable, "-m", "tests.bounds.within"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=HANGS)
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", INTENTS)
def test_an_intent_that_is_too_much_ends_as_findings(ended: dict[str, str], name: str) -> None:
    """With an exit status that is promised, not with a fault, and not for want of memory."""
    assert ended.get(name, "gone") in READ


@pytest.mark.parametrize("name", beside(YAML))
def test_a_compose_file_that_is_too_much_is_compared_or_told(ended: dict[str, str], name: str) -> None:
    """The bounds of intents hold for files beside them, too."""
    assert ended.get(f"compose: {name}", "gone") in {"0", "refused"}
