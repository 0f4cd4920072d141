"""What stands beside a fault in the intent, and has nothing to do with it, neither hides it nor changes its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from lanwright import pipeline
from lanwright.diagnostics import Refused
from lanwright.rules import catalogue, check
from tests.rules.samples import SAMPLED, beside, texts

if TYPE_CHECKING:
    from lanwright.diagnostics import Diagnostic

CONCERNED = {
    "LW107": "nothing uses the LAN",
    "LW203": "the network may take what is free",
    "LW503": "the network may be behind NAT",
    "LW514": "the interface may have any address",
    "LW609": "the interface may have any address",
    "LW617": "the network may take what is free",
    "LW624": "the interface may have any address",
    "LW709": "the host has Docker's pools",
    "LW715": "the host forwards to the interface, too",
}
"""Rules for which what is added isn't of no concern."""
JUDGED = [code for code in SAMPLED if catalogue()[code].judge and code not in CONCERNED]
FIRST = "a0"
"""Sorts before every name of the samples, and is written before them, too."""


def crowded(written: dict[str, Any]) -> dict[str, Any]:
    """The same intent, where a LAN and a host come first, on each host an interface, a network and a service."""
    host = {"networks": {FIRST: {"driver": "bridge", "external": True}}}
    hosts = {name: _crowded(each) for name, each in (written.get("hosts") or {}).items()}
    first = {"hosts": {"a0host": host, **hosts}} if "hosts" in written else {}
    lans = {"lans": {"a0lan": {"subnet": "198.18.77.0/24"}, **written["lans"]}} if "lans" in written else {}
    return written | lans | first


def _crowded(host: Any) -> Any:
    if not isinstance(host, dict):
        return host
    additions: dict[str, dict[str, Any]] = {
        "interfaces": {FIRST: {}},
        "networks": {FIRST: {"driver": "bridge", "external": True}},
        "services": {FIRST: {"network_mode": "host"}},
    }
    return host | {key: {**first, **(host.get(key) or {})} for key, first in additions.items() if key in host}


def judged(code: str, written: dict[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The words of one rule about an intent, without lines and columns."""
    dumped = {name: yaml.safe_dump(data, sort_keys=False) for name, data in written.items()}
    site, plan = pipeline.understand(dumped, beside(code, "bad"))
    return [_words(item) for item in check(site, plan, select=lambda each: each == code)]


def _words(item: Diagnostic) -> tuple[Any, ...]:
    related = tuple((other.message, other.origin.path) for other in item.related)
    return item.severity, item.message, item.why, item.fix, item.origin.path, related


@pytest.mark.parametrize("code", JUDGED)
def test_what_comes_first_and_is_of_no_concern_changes_no_word(code: str) -> None:
    """A rule goes on behind what it isn't about."""
    written = {name: yaml.safe_load(text) for name, text in texts(code, "bad").items()}
    try:
        alone = judged(code, written)
    except Refused:
        pytest.skip("an earlier stage refuses the sample")
    assert judged(code, {name: crowded(data) for name, data in written.items()}) == alone
