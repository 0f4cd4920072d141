"""LW007: what is read and not carried out is said where it is written."""

from __future__ import annotations

import pytest

from lanwright.rules.reading.not_yet import NOT_YET, NotYet
from tests.rules.found import found, messages

BASE = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
"""

EXAMPLES = {
    "lans.*.subnet": 'lans: {home: {subnet: "::/64"}}',
    "hosts.*.docker.settings.swarm-default-advertise-addr": "    docker: {settings: {swarm-default-advertise-addr: eth0}}",
}
"""For each entry of the list something that it is about, added to a small intent (or, from the LANs on, in its place)."""


def example(path: str) -> str:
    """An intent with the example of an entry."""
    added = EXAMPLES[path]
    return f"version: 1\n{added}\n" if added.startswith("lans") else f"{BASE}{added}\n"


@pytest.mark.parametrize("entry", NOT_YET, ids=lambda entry: entry.path)
def test_each_entry_of_the_list_is_told_where_it_is_written(entry: NotYet) -> None:
    """With what happens meanwhile, and what to do instead."""
    (item,) = found("LW007", example(entry.path))
    assert entry.meanwhile in item.message
    assert (item.fix, item.severity) == (entry.instead, entry.severity)
    key = entry.path.rpartition(".")[2]
    assert key in (item.origin.path[-1], item.origin.path[-2])


def test_what_says_nothing_is_not_told() -> None:
    """A prefix that is written, settings of another sort."""
    assert messages("LW007", f"{BASE}    docker: {{settings: {{log-driver: local}}}}\n") == []


def test_a_default_is_told_once_at_its_own_line() -> None:
    """Not once for each host that has it."""
    swarm = "docker: {settings: {swarm-default-advertise-addr: eth0}}"
    text = f"version: 1\ndefaults:\n  host:\n    {swarm}\nhosts: {{a: {{}}, b: {{}}}}\n"
    assert [item.origin.span.line for item in found("LW007", text)] == [4]


def test_each_of_several_is_told() -> None:
    """In one intent, in the order of the text."""
    lan = BASE.replace("subnet: 192.168.0.0/22, gateway: 192.168.0.1", "subnet: [192.168.0.0/22, '::/64']")
    text = f"{lan}    docker: {{settings: {{swarm-default-advertise-addr: eth0}}}}\n"
    assert [item.origin.path[0] for item in found("LW007", text)] == ["lans", "hosts"]
