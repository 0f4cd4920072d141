"""The trace says of each sample what was measured on a real kernel with a real Docker, flow by flow."""

from __future__ import annotations

import pytest

from lanwright import pipeline
from tests.lab.compiled import for_docker_28
from tests.lab.matrix.golden import FOLDER, golden
from tests.sample_tree import SAMPLES
from tests.trace.as_in_the_lab import told

MEASURED = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.txt") if path.name.count(".") == 1)


@pytest.mark.parametrize("sample", MEASURED)
def test_the_trace_agrees_with_what_was_measured(sample: str) -> None:
    """Who reaches whom, and as whom: every line of `tests/lab/samples/flows`."""
    text = for_docker_28((SAMPLES / sample / "lanwright.yaml").read_text(encoding="utf-8"))
    assert told(*pipeline.understand({"lanwright.yaml": text})) == golden(sample, "28")
