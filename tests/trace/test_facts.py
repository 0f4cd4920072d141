"""What was measured with real packets is what the compiler says of other addresses."""

from __future__ import annotations

import pytest

from lanwright import pipeline
from lanwright.diagnostics import Severity
from tests.trace.fact import Case, cases

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_facts_site_is_an_intent(case: Case) -> None:
    """It is understood, and rules find in it what the fact says is wrong, and nothing else."""
    found = pipeline.judge(*pipeline.understand(case.texts))
    assert {item.code for item in found if item.severity is Severity.ERROR} == case.finds
