"""`lanwright trace`: the story of a packet, its JSON, the matrix, and how the command ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.run import Ran, run
from tests.report.schemas import complaints

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[2] / "samples"
HOME = str(SAMPLES / "home" / "lanwright.yaml")
NAT = str(SAMPLES / "nat" / "lanwright.yaml")


def as_json(*words: str) -> Any:
    """What `--format json` prints."""
    return json.loads(run("trace", *words, "--format", "json").stdout)


def test_a_story_says_where_the_packet_is_and_which_line_of_the_intent_does_it() -> None:
    ran = run("trace", "app", "web", "--port", "80/tcp", "-i", HOME)
    assert (ran.status, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[0] == "dock1/app asks web at 192.168.0.241, 80/tcp"
    assert "  dock1" in lines
    (written,) = [line for line in lines if line.startswith("    nat       postrouting: from 192.168.0.231")]
    assert "SNAT --to-source 192.168.0.231" in written
    assert written.endswith("home/lanwright.yaml:33]")
    assert "the reply of web" in lines
    assert lines[-1] == "delivered: web sees 192.168.0.231"


def test_an_address_may_stand_for_an_endpoint() -> None:
    ran = run("trace", "laptop", "192.168.0.231", "--port", "8080", "-i", NAT)
    assert (ran.status, ran.stdout.splitlines()[-1]) == (0, "delivered: web sees 192.168.0.50")
    assert as_json("192.168.0.50", "192.168.0.231", "-p", "22", "-i", NAT)["from"] == "home/laptop"


def test_a_drop_says_why_and_what_would_mend_it() -> None:
    bad = str(SAMPLES / "rules" / "LW801" / "bad.yaml")
    ran = run("trace", "dock1", "web", "-p", "80", "-i", bad)
    assert ran.status == 1
    assert "dropped: it is lost, macvlan-parent-isolation" in ran.stdout
    assert "  = fix: add `host_access: true` to hosts.dock1.networks.real_lan\n" in ran.stdout


def test_a_lost_reply_is_a_drop() -> None:
    """The verdict is that of the round trip; the reply has its own."""
    found = as_json("openvpn/clients", "laptop", "-i", HOME)
    assert (found["verdict"], found["reason"]) == ("dropped", "lost-in-the-internet")
    assert (found["reply"]["verdict"], found["seen_as"]) == ("dropped", "10.1.1.2")
    assert found["hops"][-1]["stage"] == "deliver"
    assert found["reply"]["hops"][-1]["stage"] == "drop"
    (fix,) = found["fixes"]
    assert fix.startswith("give the router the route `10.1.1.0/24 via 192.168.0.242`, and add ")


@pytest.mark.parametrize(
    "words",
    [("laptop", "web", "-p", "80"), ("laptop", "app", "-p", "8080/tcp"), ("dock1", "internet"), ("--all",)],
)
def test_json_has_the_shape_that_its_schema_tells(words: tuple[str, ...]) -> None:
    assert complaints(as_json(*words, "-i", HOME), "trace") == []


def test_the_matrix_has_everybody_by_everybody() -> None:
    text = run("trace", "--all", "-i", NAT)
    assert (text.status, text.stderr) == (0, "")
    assert [line for line in text.stdout.splitlines() if not line.startswith(" ")] == [
        "home/laptop", "dock1", "dock1/web", "dock1/db", "internet",
    ]  # fmt: skip
    flows = as_json("--all", "-i", NAT)["flows"]
    table = run("trace", "--all", "--format", "markdown", "-i", NAT).stdout.splitlines()
    assert len(table) - 2 == len(flows) == len([x for x in text.stdout.splitlines() if x.startswith(" ")])
    assert table[0] == "| from | to | at | outcome |"


def test_the_matrix_of_one_is_his_part_of_all() -> None:
    every = as_json("--all", "-i", NAT)["flows"]
    mine = as_json("laptop", "--all", "-i", NAT)["flows"]
    assert mine == [flow for flow in every if flow["from"] == "home/laptop"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("laptp", "web"), "did you mean `laptop`?"),
        (("laptop", "web", "-p", "http"), "http is no port"),
        (("laptop", "web", "-p", "0"), "0 is no port"),
        (("laptop",), "FROM and TO, or --all"),
        (("lan/home", "web"), "one asks one"),
        (("10.99.99.99", "web"), "nobody of the site has 10.99.99.99"),
        (("host/nohost", "web"), "there is no host `nohost`"),
    ],
)
def test_words_that_stand_for_nobody_are_refused(words: tuple[str, ...], said: str) -> None:
    ran = run("trace", *words, "-i", HOME)
    assert (ran.status, ran.stdout) == (2, "")
    assert said in " ".join(ran.stderr.replace("│", " ").split())


def test_an_intent_that_leaves_no_plan_is_told(here: Path, lanwright: Callable[..., Ran]) -> None:
    assert lanwright("trace", "a", "b").status == 2
    (here / "lanwright.yaml").write_text("version: 1\nhosts: {a: {nokey: 1}}\n")
    ran = lanwright("trace", "a", "b")
    assert (ran.status, ran.stdout) == (1, "")
    assert "error[LW002]" in ran.stderr
