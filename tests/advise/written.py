"""Intents made of data, and what the compiler says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from lanwright import pipeline
from lanwright.advise.example import HOST, LAN, example
from lanwright.advise.situation import situation
from lanwright.advise.snippet import merged, snippet
from lanwright.diagnostics import Diagnostic, Refused, Severity

if TYPE_CHECKING:
    from collections.abc import Collection

    from lanwright.advise.conditions import Condition
    from lanwright.advise.situation import Situation
    from lanwright.advise.strategies import Strategy


def found(intent: Any) -> tuple[Diagnostic, ...]:
    """Everything that is found in an intent."""
    try:
        return pipeline.judge(*pipeline.understand({"lanwright.yaml": yaml.safe_dump(intent)}))
    except Refused as refused:
        return refused.diagnostics


def errors(intent: Any) -> dict[str, str]:
    """Its errors, by code."""
    return {item.code: item.message for item in found(intent) if item.severity is Severity.ERROR}


def situation_of(known: Collection[Condition]) -> Situation:
    """The example's host on its LAN."""
    return situation(*pipeline.understand({"lanwright.yaml": yaml.safe_dump(example(known))}), HOST, LAN)


def taken(strategy: Strategy, known: Collection[Condition]) -> Any:
    """The example of conditions with the lines of a strategy."""
    return merged(example(known), snippet(strategy, situation_of(known), known))
