"""nft reads our ruleset, and what it then lists is the plan's rules, each in its place and in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lanwright.diagnostics import Origin
from lanwright.plan.firewall import AHEAD_OF_DOCKER
from lanwright.targets import nftables
from tests.lab.tools import beside, nft_check, systemd_verify
from tests.targets.firewall_hosts import ruled_hosts
from tests.targets.hosts import file_of, put
from tests.targets.nft_json import listed
from tests.targets.packet_rule import planned

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.plan import HostPlan

pytestmark = pytest.mark.lab

HOSTS = ruled_hosts("nftables")
FOREIGN = "table inet filter { chain forward { type filter hook forward priority filter; counter; }; }"


def ruleset(host: HostPlan, folder: Path) -> Path:
    return put(file_of(nftables.emit(host), "lanwright.nft"), folder)


@pytest.mark.parametrize("name", HOSTS)
def test_nft_takes_the_ruleset(name: str, tmp_path: Path) -> None:
    """Against an empty kernel, without a word."""
    said = nft_check(ruleset(HOSTS[name], tmp_path))
    assert (said.rc, said.text) == (0, "")


@pytest.mark.parametrize("name", HOSTS)
def test_what_nft_lists_is_the_plan(name: str, tmp_path: Path) -> None:
    """Rule by rule, at the hook and the priority of the plan, in its order."""
    host = HOSTS[name]
    said = beside(
        "nft -f lanwright.nft && nft -j list ruleset",
        ruleset(host, tmp_path).rename(tmp_path / "lanwright.nft"),
    )
    assert said.rc == 0, said.text
    ours = [rule for rule in host.rules if rule.purpose not in AHEAD_OF_DOCKER]
    expected = [
        planned(rule, f"{'nat' if rule.is_nat else 'filter'} {rule.hook} {rule.priority}") for rule in ours
    ]
    found = listed(said.stdout)
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    for place in {rule.place for rule in expected}:
        for version in (4, 6):
            here = [rule for rule in expected if (rule.place, rule.version) == (place, version)]
            assert [rule for rule in found if (rule.place, rule.version) == (place, version)] == here


def test_loading_it_again_changes_nothing_and_touches_nothing_else(tmp_path: Path) -> None:
    """The file replaces its own tables in one transaction."""
    file = ruleset(HOSTS["own shim"], tmp_path).rename(tmp_path / "lanwright.nft")
    said = beside(
        f"nft '{FOREIGN}' && nft -f lanwright.nft && nft -s list ruleset >once"
        " && nft -f lanwright.nft && nft -s list ruleset | diff once - && nft list table inet filter",
        file,
    )
    assert said.rc == 0, said.text
    assert "hook forward" in said.stdout


def test_a_family_that_has_no_rules_any_more_is_taken_away(tmp_path: Path) -> None:
    """What an earlier ruleset had set of it goes with the next."""
    more = ruleset(HOSTS["own shim"], tmp_path).rename(tmp_path / "more.nft")
    host = HOSTS["own shim"]
    without = replace(host, rules=tuple(rule for rule in host.rules if rule.version == 4))
    less = ruleset(without, tmp_path).rename(tmp_path / "less.nft")
    said = beside("nft -f more.nft && nft -f less.nft && nft list tables", more, less)
    assert said.stdout == "table ip lanwright\n", said.text


def test_the_units_stop_removes_the_tables_and_nothing_else(tmp_path: Path) -> None:
    """Also where there are none."""
    file = ruleset(HOSTS["own shim"], tmp_path).rename(tmp_path / "lanwright.nft")
    removal = f"nft '{nftables.REMOVAL}'"
    said = beside(
        f"nft '{FOREIGN}' && nft -f lanwright.nft && {removal} && {removal} && nft list tables", file
    )
    assert (said.rc, said.stdout) == (0, "table inet filter\n"), said.text


def test_a_comment_is_never_too_long(tmp_path: Path) -> None:
    """The kernel takes 128 bytes; of a longer path the end is kept."""
    long = "x" * 63
    host = HOSTS["own shim"]
    origin = Origin(("hosts", long, "services", long, "publish", "0"), host.origin.span)
    rules = tuple(replace(rule, origin=origin) for rule in host.rules)
    file = ruleset(replace(host, rules=rules), tmp_path).rename(tmp_path / "lanwright.nft")
    said = beside("nft -f lanwright.nft && nft -j list ruleset", file)
    assert said.rc == 0, said.text
    comments = {rule.comment for rule in listed(said.stdout)}
    assert {len(comment) for comment in comments} == {128}
    assert all(comment.endswith(f"{long}.publish.0") for comment in comments)


@pytest.mark.parametrize("name", HOSTS)
def test_systemd_has_nothing_to_say_about_the_unit(name: str, tmp_path: Path) -> None:
    """Its commands are found, its keys are known."""
    unit = file_of(nftables.emit(HOSTS[name]), "lanwright-nft.service")
    put(unit, tmp_path).rename(tmp_path / "lanwright-nft.service")
    said = systemd_verify(tmp_path / "lanwright-nft.service")
    assert (said.rc, said.text) == (0, "")
