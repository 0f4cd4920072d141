"""What `check` lets pass works on real hosts, and what it refuses doesn't: a few drawn sites, and those that are kept.

`python -m tests.lab.random_sites` tries as many as one likes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lanwright.diagnostics import Severity
from tests.lab.precondition import debian_or_skip, links_or_skip
from tests.lab.random_sites.drawn import plain, site_of
from tests.lab.random_sites.judged import RIGHT_PASSED, RIGHT_REFUSED, judgement
from tests.lab.random_sites.kept import docker_of, kept
from tests.lab.random_sites.measured import ROOTS
from tests.lab.random_sites.mistaken import before_and_after, mistaken, mistakes
from tests.lab.random_sites.trial import LEFT_TO_A_GUEST, tried, understood

if TYPE_CHECKING:
    from tests.lab.random_sites.ground import Part

PLAIN = ((1, "28"), (5, "28"))
MISTAKEN = ((0, "28"), (6, "28"))


@pytest.mark.lab
@pytest.mark.parametrize(("seed", "docker"), PLAIN)
def test_a_drawn_site_works(seed: int, docker: str, tmp_path: Path) -> None:
    """Every tool takes it, the hosts are as planned, and what its owner relies on gets through."""
    assert_judged(site_of(seed, docker), docker, tmp_path, RIGHT_PASSED)


@pytest.mark.lab
@pytest.mark.parametrize(("seed", "docker"), MISTAKEN)
def test_a_site_with_a_mistake_fails_as_the_finding_says(seed: int, docker: str, tmp_path: Path) -> None:
    """A tool refuses, a host is damaged, or something doesn't get through; and `check` has said so."""
    assert_judged(mistaken(seed, docker), docker, tmp_path, RIGHT_REFUSED)


@pytest.mark.lab
@pytest.mark.parametrize("path", kept(), ids=lambda path: path.stem)
def test_what_is_said_of_a_kept_site_is_true(path: Path, tmp_path: Path) -> None:
    """Whichever it is."""
    text = path.read_text("utf-8")
    wrong = understood(text).codes(Severity.ERROR)
    assert_judged(text, docker_of(path), tmp_path, RIGHT_REFUSED if wrong else RIGHT_PASSED)


def assert_judged(text: str, docker: str, folder: Path, expected: str) -> None:
    """Findings and outcome are as expected; what this kernel has no links for is left to a guest."""
    debian_or_skip(ROOTS[docker])
    outcome = tried(text, docker, folder)
    if outcome.word == LEFT_TO_A_GUEST:
        links_or_skip(*outcome.seen)
    assert judgement(understood(text), outcome) == expected, "\n".join((text, *outcome.seen))


@pytest.mark.parametrize("docker", ROOTS)
@pytest.mark.parametrize("stacked", [False, True])
def test_drawn_sites_are_mostly_valid(docker: str, *, stacked: bool) -> None:
    """They are what a careful owner would write."""
    sites = [site_of(seed, docker, stacked=stacked) for seed in range(30)]
    wrong = [site for site in sites if understood(site).codes(Severity.ERROR)]
    assert len(wrong) <= 2


def test_what_few_kernels_make_is_drawn() -> None:
    """Each mode of ipvlan with each flag, and each kind of link, on hosts of each network manager."""
    sites = [plain(seed, "28", stacked=True) for seed in range(200)]
    hosts = [host for site in sites for host in site["hosts"].values()]
    ipvlan = [each for host in hosts for each in host["networks"].values() if each["driver"] == "ipvlan"]
    modes = {(each.get("mode", "l2"), each.get("flag", "bridge")) for each in ipvlan}
    assert modes == set(product(("l2", "l3", "l3s"), ("bridge", "private", "vepa")))
    made = {
        (host["network"], "vlan" if "." in name else each.get("kind", "card"))
        for host in hosts
        for name, each in host["interfaces"].items()
        if "lan" in each
    }
    kinds = ("card", "wireless", "bridge", "vlan", "bond")
    assert made == set(product(("ifupdown", "networkd", "none"), kinds))
    assert any(each.get("parent") not in host["interfaces"] for host in hosts for each in _on_parents(host))


def _on_parents(host: Part) -> list[Part]:
    return [each for each in host["networks"].values() if "parent" in each]


def test_each_mistake_is_told() -> None:
    """By an error or a warning that the site without it doesn't have."""
    untold = []
    for number, name in enumerate(mistakes()):
        before, after = (_loud(text) for text in before_and_after(number))
        if not after - before:
            untold.append(name)
    assert untold == []


def _loud(text: str) -> Counter[str]:
    return Counter(item.code for item in understood(text).findings if item.severity is not Severity.INFO)


def test_a_seed_draws_the_same_site_in_every_process() -> None:
    """Whatever Python's hashes are."""
    asked = "from tests.lab.random_sites.drawn import site_of; print(site_of(5), end='')"
    said = [
        subprocess.run(
            [sys.executable, "-c", asked],
            env={**os.environ, "PYTHONHASHSEED": number},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for number in ("1", "2")
    ]
    assert said == [site_of(5)] * 2
    assert site_of(5) != site_of(6)
