"""The lines to write: they fit into any intent that there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from lanwright import pipeline
from lanwright.advise import Condition, merged, ranked, snippet
from lanwright.advise.situation import lans_of, situation
from lanwright.report.yaml_lines import yaml_lines
from tests.advise.written import errors

SAMPLES = Path(__file__).parents[2] / "samples"
INTENTS = {file.parent.name: file.read_text("utf-8") for file in sorted(SAMPLES.glob("*/lanwright.yaml"))}
PLACES = [
    pytest.param(name, host.name, lan, id=f"{name}-{host.name}-{lan}")
    for name, text in INTENTS.items()
    for host in pipeline.understand({"lanwright.yaml": text})[1].hosts.values()
    for lan in lans_of(host)
]


@pytest.mark.parametrize(("name", "host", "lan"), PLACES)
def test_what_is_proposed_for_a_sample_binds_and_checks(name: str, host: str, lan: str) -> None:
    """Each that isn't impossible, beside all that the sample has, as the lines say it."""
    text = INTENTS[name]
    here = situation(*pipeline.understand({"lanwright.yaml": text}), host, lan)
    known = here.known | {Condition.SAME_PORT, Condition.HOST_ACCESS}
    for item in ranked(known).ranked:
        if item.outcome != "impossible":
            lines: Any = yaml.safe_load(yaml_lines(snippet(item.strategy, here, known)))
            assert errors(merged(yaml.safe_load(text), lines)) == {}, item.strategy


def test_lines_are_added_to_what_is_there() -> None:
    """Maps by key, lists at their end; an empty map takes the place of another."""
    intent = {"a": {"b": 1, "c": [1]}, "d": {"e": 2}, "f": {"g": 3}}
    assert merged(intent, {"a": {"c": [1, 2]}, "d": {}, "h": 4}) == {
        "a": {"b": 1, "c": [1, 2]},
        "d": {},
        "f": {"g": 3},
        "h": 4,
    }
