"""What the owner of a recorded site relies on did get through when it was measured, and what must not didn't.

`tests/lab/random_sites/promises.py` reads that from the intent alone; here it judges what is recorded, without a lab.
"""

from __future__ import annotations

import pytest

from lanwright import pipeline
from tests.kinds_of_host import plain
from tests.lab.random_sites.judged import is_foretold
from tests.lab.random_sites.promises import broken, promises
from tests.trace import recorded


def broken_in(name: str) -> list[str]:
    """A line for each promise of a site that isn't kept in what was measured."""
    return broken(promises(plain(recorded.written(name))), recorded.flows(name))


@pytest.mark.parametrize("name", recorded.DRAWN)
def test_what_is_relied_on_was_measured(name: str) -> None:
    """In every site, but for what a finding tells of that it won't get through."""
    codes = [item.code for item in pipeline.judge(*recorded.understood(name))]
    assert is_foretold(broken_in(name), codes)
