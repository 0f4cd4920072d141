"""The table of reasons is closed: each is of use somewhere, and nothing dies of another one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lanwright
from lanwright.rules import catalogue
from lanwright.trace.reasons import REASONS, Reason
from lanwright.world import Holder
from lanwright.world.docker.specification import rule
from tests.cli.run import run

PACKAGE = Path(lanwright.__file__).parent
_NAMED = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')


def named(*folders: str) -> set[str]:
    """Every kebab-case word in the text of some stages, the table itself and the tests aside."""
    found: set[str] = set()
    for folder in folders:
        for path in (PACKAGE / folder).rglob("*.py"):
            if path.name != "reasons.py":
                found |= set(_NAMED.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_reason_is_some_packets_end() -> None:
    in_parts = {f"{kind}-{what}-isolation" for kind in ("macvlan", "ipvlan") for what in ("parent", "mode")}
    assert set(REASONS) - in_parts <= named("trace", "world")


def test_nothing_dies_of_what_is_not_in_the_table() -> None:
    """`Died(...)` and the rules of the world name reasons by literal."""
    died = re.compile(r'Died\(\s*f?"([a-z{}-]+)"')
    for path in (PACKAGE / "trace").rglob("*.py"):
        for name in died.findall(path.read_text(encoding="utf-8")):
            whole = name.replace("{name}", "macvlan")
            assert whole in REASONS, f"{path.name}: {name}"
    rules = re.compile(r'"((?:docker|no|solicitation|router|packet)-[a-z-]+)"')
    for path in (PACKAGE / "world").rglob("*.py"):
        for name in rules.findall(path.read_text(encoding="utf-8")):
            assert name in REASONS or name == Holder.PROXY, f"{path.name}: {name}"


def test_no_reason_is_called_like_a_rule() -> None:
    """`lanwright explain` takes either."""
    assert not {rule.name for rule in catalogue().values()} & set(REASONS)


@pytest.mark.parametrize("reason", REASONS.values(), ids=lambda reason: reason.name)
def test_a_reason_is_explained(reason: Reason) -> None:
    """In whole sentences, and by the command."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", reason.name)
    assert not reason.title.endswith(".")
    assert reason.what.endswith(".")
    assert reason.remedy.endswith(".")
    ran = run("explain", reason.name)
    assert (ran.status, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"{reason.name}: {reason.title}\n")


def test_a_rule_that_drops_says_why() -> None:
    """There is no reason for packet rules in general."""
    with pytest.raises(ValueError, match="why does it drop: -j DROP"):
        rule("-j DROP")
    assert rule("-j DROP", reason="forward-policy").reason == "forward-policy"
    assert not rule("-j ACCEPT").reason
