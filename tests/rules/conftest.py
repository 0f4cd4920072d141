"""Every finding that a test calls forth is kept word by word: `pytest tests/rules --snapshot-update` writes them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.found import CALLED_FORTH
from tests.rules.samples import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.assertion import SnapshotAssertion

KEPT = 3
"""Of a test that calls forth many, the first few: they are alike."""


@pytest.fixture(autouse=True)
def _said_as_before(request: pytest.FixtureRequest, snapshot: SnapshotAssertion) -> Iterator[None]:
    """What the test's own assertions don't look at can't change unseen: reasons, remedies, places."""
    CALLED_FORTH.clear()
    yield
    drawn = hasattr(request.function, "hypothesis")
    told = list(dict.fromkeys(CALLED_FORTH))
    if told and not drawn:
        assert "\n".join(map(in_words, told[:KEPT])) == snapshot
