"""iptables: which hosts get the script, which rules it has, and how its unit keeps its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lanwright.plan import RulePurpose
from lanwright.targets import iptables
from lanwright.targets.artifact import Phase
from lanwright.targets.iptables.chains import PLACES
from tests.targets.firewall_hosts import ruled_hosts
from tests.targets.hosts import file_of, sample_hosts
from tests.targets.test_nftables import unit

HOST = ruled_hosts("iptables")["dummy shim"]
NFTABLES_HOST = ruled_hosts("nftables")["dummy shim"]


def rules_in(script: str) -> list[str]:
    return [line for line in script.splitlines() if line.startswith("-A ")]


def test_hosts_without_rules_get_nothing() -> None:
    """Nor do hosts of nftables, as long as no rule must stand in Docker's own chain."""
    ruled = tuple(rule for rule in NFTABLES_HOST.rules if rule.purpose is not RulePurpose.UNPUBLISHED)
    for host in (replace(HOST, rules=()), replace(NFTABLES_HOST, rules=ruled), sample_hosts()["nat/dock1"]):
        assert iptables.emit(host).artifacts == ()
        assert iptables.emit(host).steps == ()


def test_a_host_of_nftables_gets_the_accepts_in_dockers_chain() -> None:
    """And nothing else: the rest is in its own table."""
    rules = rules_in(file_of(iptables.emit(NFTABLES_HOST), "lanwright-iptables").content)
    assert [rule.split()[1] for rule in rules] == ["LANWRIGHT-USER"]


def test_ipv6_is_touched_only_where_there_are_rules_for_it() -> None:
    """Some hosts have no ip6tables, or no IPv6."""
    four = replace(HOST, rules=tuple(rule for rule in HOST.rules if rule.version == 4))
    assert "families='4 6'" in file_of(iptables.emit(HOST), "lanwright-iptables").content
    assert "families='4'" in file_of(iptables.emit(four), "lanwright-iptables").content


def test_the_files_have_their_places() -> None:
    """The script, its unit, and what is added to nftables.service."""
    assert [(item.destination, item.mode) for item in iptables.emit(HOST).artifacts] == [
        ("/usr/local/sbin/lanwright-iptables", 0o755),
        ("/etc/systemd/system/lanwright-iptables.service", 0o644),
        ("/etc/systemd/system/nftables.service.d/lanwright-iptables.conf", 0o644),
    ]


def test_chains_have_names_that_iptables_takes() -> None:
    """At most 28 characters, one name a table."""
    assert all(len(place.chain) <= 28 for place in PLACES)
    assert len({(place.table, place.chain) for place in PLACES}) == len(PLACES)


@pytest.mark.parametrize(
    "text", ["x' ; rm -rf /", "a\nRULES\nrm", "$(id)", "`id`", "\u2028", "ü" * 200, "a b"]
)
def test_nothing_gets_out_of_a_comment(text: str) -> None:
    """Neither out of the line above a rule, nor out of the rule: it is one word without quotes."""
    origin = HOST.origin._replace(path=("hosts", text, "rules"))
    rules = tuple(replace(rule, comment=text, origin=origin) for rule in HOST.rules)
    script = file_of(iptables.emit(replace(HOST, rules=rules)), "lanwright-iptables").content
    kept = file_of(iptables.emit(HOST), "lanwright-iptables").content
    assert len(script.splitlines()) == len(kept.splitlines())
    for rule, before in zip(rules_in(script), rules_in(kept), strict=True):
        assert len(rule.split()) == len(before.split())
        assert rule.partition(" --comment ")[0] == before.partition(" --comment ")[0]


def test_the_unit_comes_before_the_network_and_before_docker_and_needs_nothing() -> None:
    """Behind all that flushes the tables at boot."""
    keys = unit(iptables.emit(HOST), "lanwright-iptables.service")["Unit"]
    assert {"network-pre.target", "docker.service"} <= set(keys["Before"].split())
    assert {"nftables.service", "netfilter-persistent.service"} <= set(keys["After"].split())
    assert not {"Requires", "BindsTo", "Requisite"} & set(keys)


def test_other_rules_are_set_by_the_same_step_and_other_families_by_another() -> None:
    """Rules of a family that has none any more are taken away by the script that set them."""
    (step,) = iptables.emit(HOST).steps
    (fewer,) = iptables.emit(replace(HOST, rules=HOST.rules[:1])).steps
    assert (step.apply, step.undo, step.phase) == (fewer.apply, fewer.undo, Phase.FIREWALL)
    assert (step.defines, fewer.defines) == ("4 6", "4")
    assert "$LANWRIGHT_OLD" in step.undo


def test_systemd_reads_its_units_anew_when_they_change() -> None:
    """Or have gone."""
    (notice,) = iptables.emit(HOST).notices
    assert (notice.command, notice.interrupts) == ("systemctl daemon-reload", "")
