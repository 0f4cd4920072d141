"""LW104: one letter is too short for a container, and only there."""

from __future__ import annotations

import pytest

from tests.intents import plan_of, refusal_of

SITE = """\
version: 1
hosts:
  h:
    networks:
      n: {driver: bridge, subnet: 10.50.0.0/24}
    services:
      %s
"""


@pytest.mark.parametrize(
    "service", ["w: {networks: {n: {}}}", "web: {service: w}", "w: {compose: false, service: web}"]
)
def test_one_letter_is_enough(service: str) -> None:
    """Hosts and networks may be called so, and compose's container for `w` is `h-w-1`."""
    assert plan_of(SITE % service).hosts["h"].networks["n"].name == "n"


@pytest.mark.parametrize(
    ("service", "column"), [("w: {compose: false}", 7), ("web: {compose: false, service: w}", 29)]
)
def test_a_container_by_hand_needs_two(service: str, column: int) -> None:
    """`docker run --name w` is refused."""
    (found,) = refusal_of(SITE % service)
    assert (found.code, found.origin.span.line, found.origin.span.column) == ("LW104", 7, column)
