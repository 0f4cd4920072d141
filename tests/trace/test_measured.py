"""The trace says of each sample what was measured on a real kernel with a real Docker, flow by flow."""

from __future__ import annotations

import re

import pytest

from lanwright import pipeline
from tests.kinds_of_host import kinds_as_written, written_for
from tests.lab.compiled import for_docker_28
from tests.lab.matrix.golden import FOLDER, golden
from tests.refresh import ROOT
from tests.sample_tree import SAMPLES
from tests.trace.as_in_the_lab import told

MEASURED = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.txt") if path.name.count(".") == 1)


def passed_on_docker_26() -> list[str]:
    """The samples that the lab's matrix has run on Docker 26, by its page: the last column of each sample's table."""
    page = (ROOT / "docs" / "lab-matrix.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    return [text.split()[0] for text in sections if re.search(r"\| passed \|$", text, re.MULTILINE)]


@pytest.mark.parametrize("sample", MEASURED)
def test_the_trace_agrees_with_what_was_measured(sample: str) -> None:
    """Who reaches whom, and as whom: every line of `tests/lab/samples/flows`."""
    text = for_docker_28((SAMPLES / sample / "lanwright.yaml").read_text(encoding="utf-8"))
    assert told(*pipeline.understand({"lanwright.yaml": text})) == golden(sample, "28")


@pytest.mark.parametrize("sample", MEASURED)
def test_it_is_the_same_with_the_other_firewall(sample: str) -> None:
    """As in the lab: the text doesn't depend on what carries our rules."""
    own = {firewall for _, firewall in kinds_as_written(sample)}
    other = "iptables" if own == {"nftables"} else "nftables"
    text = written_for(sample, "ifupdown", other, "28")
    assert told(*pipeline.understand({"lanwright.yaml": text})) == golden(sample, "28")


@pytest.mark.parametrize("sample", passed_on_docker_26())
def test_docker_26_is_as_measured_where_it_was_measured(sample: str) -> None:
    """Its rules are others, and lead to the same text; or to that of its own."""
    text = written_for(sample, "ifupdown", "iptables", "26")
    assert told(*pipeline.understand({"lanwright.yaml": text})) == golden(sample, "26")
