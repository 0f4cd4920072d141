"""No reason is there for its own sake: each is that of a flow which was measured and got nowhere.

Rows of `facts/` name theirs, `sites/named/` has those that the kernel gave a figure for, and a drawn site's flow is below.
That each of these is lost for the reason, and was lost when it was measured, the other tests of this folder say.
"""

from __future__ import annotations

import pytest

from lanwright import pipeline
from lanwright.trace import REASONS
from tests.trace.as_in_the_lab import reasons
from tests.trace.fact import cases
from tests.trace.recorded import SITES
from tests.trace.test_named_sites import witnessed

DRAWN = {
    "address-unused": ("26-0012", "dock2 172.17.0.3:80/tcp"),
    "nobody-listens": ("28-0022", "laptop [fd00:8::226]:9100/tcp"),
    "reply-past-nat": ("28-stacked-1035", "app/clients 10.21.0.50:7000/tcp"),
    "router-lets-nothing-in": ("28-0000", "internet 172.30.4.55:7000/tcp"),
}
"""By reason, a drawn site's flow: the site, who asks and where."""


@pytest.mark.parametrize(("reason", "site", "flow"), [(reason, *found) for reason, found in DRAWN.items()])
def test_a_drawn_flow_is_lost_for_its_reason(reason: str, site: str, flow: str) -> None:
    text = (SITES / f"{site}.yaml").read_text("utf-8")
    assert reasons(*pipeline.understand({"lanwright.yaml": text}))[flow] == reason


def test_every_reason_is_that_of_a_flow_that_was_measured() -> None:
    """Without an exception."""
    rows = {row.reason for case in cases() for row in case.rows if row.reason}
    assert rows | set(witnessed()) | set(DRAWN) == set(REASONS)
