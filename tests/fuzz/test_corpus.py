"""What the search found, and what it must go on to withstand; and a short search without instruments, in every run.

`python -m tests.fuzz` is the long one, led by coverage.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.nodes import composed, sample_texts, spoilt, written
from tests.fuzz.walks import WALKS

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*/*.yaml"))
SAMPLES = sample_texts()


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_what_was_found_once_is_withstood(file: Path) -> None:
    """Each text is given to the walk that it made fail."""
    WALKS[file.parent.name](file.read_bytes().decode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("walk", ["rules", "emit", "compose_file"])
@pytest.mark.parametrize("seed", range(25))
def test_a_spoilt_sample_is_compiled_or_told_what_is_wrong(walk: str, seed: int) -> None:
    """A few of them, always the same: the long search is a command of its own."""
    random = Random(seed)
    root = composed(random.choice(SAMPLES))
    assert root is not None
    text = written(random, spoilt(random, root))
    if text is not None:
        WALKS[walk](text)


def test_every_sample_can_be_read_as_nodes() -> None:
    """Or the search would begin with nothing."""
    assert all(composed(text) is not None for text in SAMPLES)
