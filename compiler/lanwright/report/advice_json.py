"""Advice as JSON, in the shape of schemas/advise.schema.json."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lanwright.advise.rank import HOW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.advise import Advice, Entry, Ranked, Strategy
    from lanwright.advise.situation import Situation

_CODE = re.compile(r"LW[0-9]{3}")


def advice_json(advice: Advice, proposed: Mapping[str, str], here: Situation | None) -> str:
    """What is known, and every strategy with its reasons, the best first."""
    shape = {
        "host": here.host.name if here is not None else None,
        "lan": here.lan.name if here is not None else None,
        "known": [
            {"condition": item.value, "wanted": item.is_wish, "text": item.about} for item in advice.known
        ],
        "order": "; ".join(HOW),
        "strategies": [_strategy(item, proposed.get(item.strategy.value)) for item in advice.ranked],
    }
    return json.dumps(shape, indent=2) + "\n"


def _strategy(item: Ranked, proposed: str | None) -> dict[str, Any]:
    return {
        "strategy": item.strategy.value,
        "text": item.strategy.about,
        "page": item.strategy.page,
        "outcome": item.outcome,
        "balance": item.balance,
        "reasons": [_reason(entry, item.strategy) for entry in item.entries],
        "intent": proposed,
    }


def _reason(entry: Entry, strategy: Strategy) -> dict[str, Any]:
    shown = entry.shown_by(strategy)
    is_rule = _CODE.fullmatch(shown) is not None
    return {
        "verdict": entry.verdict.value,
        "text": entry.text,
        "when": [condition.value for condition in entry.when],
        "unless": [condition.value for condition in entry.unless],
        "rule": shown if is_rule else None,
        "page": None if is_rule else shown,
    }
