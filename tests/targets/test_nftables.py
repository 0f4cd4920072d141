"""nftables: which files, which step, and how the unit keeps its place."""

from __future__ import annotations

from configparser import RawConfigParser
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lanwright.plan import RulePurpose
from lanwright.targets import nftables
from lanwright.targets.artifact import Phase
from tests.targets.firewall_hosts import ruled_hosts
from tests.targets.hosts import file_of, sample_hosts

if TYPE_CHECKING:
    from lanwright.targets.artifact import Emission

HOST = ruled_hosts("nftables")["own shim"]


def unit(emission: Emission, name: str) -> RawConfigParser:
    """A unit's keys; one that is given several times has its last value."""
    parsed = RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]  # systemd's keys have capitals
    parsed.read_string(file_of(emission, name).content)
    return parsed


def test_hosts_of_iptables_and_hosts_without_rules_get_nothing() -> None:
    """An empty table is of no use to anybody."""
    for host in (replace(HOST, firewall="iptables"), replace(HOST, rules=()), sample_hosts()["nat/dock1"]):
        assert nftables.emit(host).artifacts == ()
        assert nftables.emit(host).steps == ()


def test_what_stands_in_dockers_chain_alone_makes_no_table() -> None:
    """A chain of Docker's is iptables' business."""
    accepts = tuple(rule for rule in HOST.rules if rule.purpose is RulePurpose.UNPUBLISHED)
    assert accepts
    assert nftables.emit(replace(HOST, rules=accepts)).artifacts == ()


def test_the_files_have_their_places() -> None:
    """The ruleset, its unit, and what is added to nftables.service."""
    assert [item.destination for item in nftables.emit(HOST).artifacts] == [
        "/etc/nftables.d/lanwright.nft",
        "/etc/systemd/system/lanwright-nft.service",
        "/etc/systemd/system/nftables.service.d/lanwright-nft.conf",
    ]


def test_nothing_is_flushed() -> None:
    """Only our own tables are deleted, each declared before that: there may be none yet."""
    text = file_of(nftables.emit(HOST), "lanwright.nft").content
    assert "flush" not in text
    lines = [line for line in text.splitlines() if line.startswith(("table", "delete"))]
    assert lines == [
        "table ip lanwright",
        "delete table ip lanwright",
        "table ip6 lanwright",
        "delete table ip6 lanwright",
        "table ip lanwright {",
        "table ip6 lanwright {",
    ]


def test_a_chain_closes_on_a_line_of_its_own() -> None:
    """nft wants a semicolon before a brace that doesn't."""
    for line in file_of(nftables.emit(HOST), "lanwright.nft").content.splitlines():
        if "}" in line and line.strip() != "}":
            assert line.count("{") == line.count("}"), line


def test_every_rule_says_what_caused_it() -> None:
    """For a person who lists the ruleset; and above it, for one who reads the file, what for."""
    lines = [line.strip() for line in file_of(nftables.emit(HOST), "lanwright.nft").content.splitlines()]
    rules = [number for number, line in enumerate(lines) if " comment " in line]
    assert len(rules) == sum(rule.purpose is not RulePurpose.UNPUBLISHED for rule in HOST.rules)
    for number in rules:
        assert lines[number - 1].startswith("# ")
        assert lines[number].partition(' comment "')[2].startswith("hosts.dock1.")


@pytest.mark.parametrize("text", ['x"; flush ruleset', "a\nflush ruleset", "{", "\u2028", "ü" * 200])
def test_nothing_gets_out_of_a_comment(text: str) -> None:
    """Neither out of the line above a rule, nor out of the quotes."""
    origin = HOST.origin._replace(path=("hosts", text, "rules"))
    rules = tuple(replace(rule, comment=text, origin=origin) for rule in HOST.rules)
    lines = file_of(nftables.emit(replace(HOST, rules=rules)), "lanwright.nft").content.splitlines()
    kept = file_of(nftables.emit(HOST), "lanwright.nft").content.splitlines()
    assert len(lines) == len(kept)
    for line, before in zip(lines, kept, strict=True):
        if not line.strip().startswith("#"):
            assert line.partition(" comment ")[0] == before.partition(" comment ")[0]
            assert len(line.partition(' comment "')[2].rstrip('"').encode()) <= 128


def test_the_unit_comes_before_the_network_and_before_docker_and_needs_nothing() -> None:
    """A rule that can't be loaded must not keep Docker from starting."""
    keys = unit(nftables.emit(HOST), "lanwright-nft.service")["Unit"]
    assert {"network-pre.target", "docker.service"} <= set(keys["Before"].split())
    assert "nftables.service" in keys["After"].split()
    assert not {"Requires", "BindsTo", "Requisite"} & set(keys)


def test_other_rules_are_loaded_by_the_same_step() -> None:
    """So that they replace the old ones in one transaction, instead of being undone and made anew."""
    (step,) = nftables.emit(HOST).steps
    (fewer,) = nftables.emit(replace(HOST, rules=HOST.rules[:-1])).steps
    assert step == fewer
    assert (step.phase, step.name) == (Phase.FIREWALL, "nftables")
    assert step.interrupts == ""


def test_systemd_reads_its_units_anew_when_they_change() -> None:
    """Or have gone."""
    (notice,) = nftables.emit(HOST).notices
    assert (notice.command, notice.interrupts) == ("systemctl daemon-reload", "")
    assert set(notice.when.split()) == {
        item.destination for item in nftables.emit(HOST).artifacts if "systemd" in item.path
    }
