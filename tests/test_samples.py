"""Each sample checks clean of errors and compiles to the very files that are committed beside it.

`lanwright build samples/NAME` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lanwright import output, pipeline
from lanwright.cli.trees import trees
from lanwright.diagnostics import Severity
from tests.sample_tree import SAMPLES, SampleTree, samples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syrupy.assertion import SnapshotAssertion

    from lanwright.targets.artifact import Artifact


def compiled(sample: str) -> Mapping[str, tuple[Artifact, ...]]:
    """The artifacts of a sample's hosts."""
    text = (SAMPLES / sample / "lanwright.yaml").read_text(encoding="utf-8")
    site, plan = pipeline.understand({"lanwright.yaml": text})
    return trees(plan, pipeline.judge(site, plan), host=None, target=None)


@pytest.mark.parametrize("sample", samples())
def test_a_sample_has_no_errors(sample: str) -> None:
    """Warnings may stand where the sample shows what they warn of."""
    text = (SAMPLES / sample / "lanwright.yaml").read_text(encoding="utf-8")
    found = pipeline.judge(*pipeline.understand({"lanwright.yaml": text}))
    assert [item.message for item in found if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize("sample", samples())
def test_a_sample_compiles_to_what_is_committed(sample: str, snapshot: SnapshotAssertion) -> None:
    """File by file, to the byte."""
    for host, artifacts in compiled(sample).items():
        for artifact in artifacts:
            name = f"{sample}/out/{host}/{artifact.path}"
            assert artifact.content == snapshot(name=name, extension_class=SampleTree)


@pytest.mark.parametrize("sample", samples())
def test_nothing_else_lies_in_a_samples_tree(sample: str) -> None:
    """No file too many, and the executable ones are."""
    assert not output.compare(compiled(sample), SAMPLES / sample / "out").changes


@pytest.mark.parametrize("sample", samples())
def test_a_sample_says_when_to_choose_it_and_what_it_costs(sample: str) -> None:
    """In its README, and an editor finds the schema by the intent's first line."""
    page = (SAMPLES / sample / "README.md").read_text(encoding="utf-8")
    assert re.search(r"\*\*Choose it", page)
    assert re.search(r"\*\*What it costs|\*\*What isn't carried out", page)
    first = (SAMPLES / sample / "lanwright.yaml").read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../../schemas/intent.schema.json"
