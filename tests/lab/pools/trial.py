"""One configuration: what the compiler says of it, what Docker does, and how the two differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright import pipeline
from tests.lab.compiled import NAME
from tests.lab.pools.compared import differences
from tests.lab.pools.told import CODES

if TYPE_CHECKING:
    from tests.lab.pools.engine import Engine


def trial(engine: Engine, text: str) -> tuple[str, ...]:
    """The differences; an intent with errors is carried out all the same, its plan says what then happens."""
    site, plan = pipeline.understand({NAME: text})
    found = engine.carry_out(plan)
    (host,) = plan.hosts.values()
    return differences(host, pipeline.judge(site, plan, CODES.__contains__), found)
