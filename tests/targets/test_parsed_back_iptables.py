"""iptables takes our rules, and what iptables-save then shows is the plan's, each in its chain and in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lanwright.targets import iptables
from lanwright.targets.iptables.chains import place_of
from tests.lab.tools import beside, shellcheck
from tests.targets.firewall_hosts import ruled_hosts
from tests.targets.hosts import file_of, put
from tests.targets.iptables_saved import saved
from tests.targets.packet_rule import PacketRule, one_value_each, planned

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lanwright.plan import HostPlan, Rule
    from tests.lab.command import Output

pytestmark = pytest.mark.lab

HOSTS = ruled_hosts("iptables")
SCRIPT = "./lanwright-iptables"
HOOKED = {
    4: ("DOCKER-USER", "PREROUTING", "OUTPUT", "POSTROUTING"),
    6: ("PREROUTING", "OUTPUT", "POSTROUTING"),
}
"""What the host with a dummy shim has jumps in, by family."""
SHELLS = ["dash", "busybox sh"]
FOREIGN = (
    "iptables -t nat -A PREROUTING -p tcp --dport 1 -j RETURN; iptables -A FORWARD -i lo -j ACCEPT; "
    "iptables -N DOCKER-USER; iptables -A DOCKER-USER -j RETURN; iptables -I FORWARD -j DOCKER-USER; ip6tables -A INPUT -i lo -j ACCEPT"
)
SAVED = "(iptables-save; ip6tables-save) | grep -v '^#'"


def run(host: HostPlan, folder: Path, commands: str) -> Output:
    """Run commands beside the host's script, with no rule there before."""
    file = put(file_of(iptables.emit(host), "lanwright-iptables"), folder)
    return beside(commands, file.rename(folder / "lanwright-iptables"))


def expected(rules: Iterable[Rule], version: int) -> dict[str, list[set[PacketRule]]]:
    """The plan's rules by chain, each as the set of those that iptables has for it: one link and one prefix at a time."""
    found: dict[str, list[set[PacketRule]]] = {}
    for rule in rules:
        if rule.version == version:
            place = f"{place_of(rule).table} {place_of(rule).chain}"
            found.setdefault(place, []).append(set(one_value_each(planned(rule, place))))
    return found


@pytest.mark.parametrize("name", HOSTS)
def test_what_iptables_saves_is_the_plan(name: str, tmp_path: Path) -> None:
    """Rule by rule, in the plan's order, both families; and its own status has nothing to say."""
    host = HOSTS[name]
    listing = "iptables-save && echo === && ip6tables-save"
    said = run(host, tmp_path, f"{SCRIPT} apply && {SCRIPT} status >/dev/null && {listing}")
    assert said.rc == 0, said.text
    for version, text in zip((4, 6), said.stdout.split("===\n"), strict=True):
        found = saved(text, version)
        wanted = expected(host.rules, version)
        assert {rule.place for rule in found} == wanted.keys()
        for place, groups in wanted.items():
            here = [rule for rule in found if rule.place == place]
            for group in groups:
                assert set(here[: len(group)]) == group
                here = here[len(group) :]
            assert here == []


@pytest.mark.parametrize("shell", SHELLS)
def test_applying_twice_is_applying_once(shell: str, tmp_path: Path) -> None:
    """One jump to each chain, at the top, whatever else is there."""
    apply = f"{shell} {SCRIPT} apply"
    said = run(
        HOSTS["dummy shim"],
        tmp_path,
        f"{{ {FOREIGN}; }} && {apply} && {SAVED} >once && {apply} && {SAVED} | diff once - && {SAVED}",
    )
    assert said.rc == 0, said.text
    jumps = 0
    for table in said.stdout.split("*"):
        rules = [line for line in table.splitlines() if line.startswith("-A ")]
        first = {line.split()[1]: line for line in reversed(rules)}
        for line in rules:
            if " -j LANWRIGHT-" in line:
                assert first[line.split()[1]] == line
                jumps += 1
    assert jumps == len(HOOKED[4]) + len(HOOKED[6])


@pytest.mark.parametrize("shell", SHELLS)
def test_removing_leaves_what_was_there(shell: str, tmp_path: Path) -> None:
    """Other chains, other rules, and Docker's chain with what its user put there; also where nothing is set."""
    said = run(
        HOSTS["dummy shim"],
        tmp_path,
        f"{{ {FOREIGN}; iptables -t nat -L >/dev/null; iptables -t nat -A OUTPUT -d 127.9.9.9 -j RETURN;"
        " ip6tables -t nat -A OUTPUT -d ::9 -j RETURN; }"
        f" && {SAVED} >before && {shell} {SCRIPT} apply && {shell} {SCRIPT} remove && {SAVED} | diff before -"
        f" && {shell} {SCRIPT} remove && {SAVED} | diff before -",
    )
    assert (said.rc, said.text) == (0, "")


def test_dockers_chain_goes_if_docker_never_came(tmp_path: Path) -> None:
    """It was made for our jump; Docker takes it as it finds it."""
    said = run(
        HOSTS["dummy shim"],
        tmp_path,
        f"{SCRIPT} apply && iptables -S DOCKER-USER && {SCRIPT} remove && iptables -S",
    )
    assert said.rc == 0, said.text
    assert "-A DOCKER-USER -j LANWRIGHT-USER" in said.stdout
    assert "-N" not in said.stdout.partition("-P INPUT")[2]


def test_other_rules_replace_the_old_ones(tmp_path: Path) -> None:
    """Chains that aren't needed any more go; so the step needs no undo in between."""
    more, less = HOSTS["guarded"], HOSTS["dummy shim"]
    old = put(file_of(iptables.emit(more), "lanwright-iptables"), tmp_path).rename(tmp_path / "old")
    new = put(file_of(iptables.emit(less), "lanwright-iptables"), tmp_path).rename(tmp_path / "new")
    ours = f"{SAVED} | grep LANWRIGHT"
    said = beside(
        f"./new apply && {ours} >only && ./new remove && ./old apply && ./new apply && ./new status && {ours} | diff only -",
        old,
        new,
    )
    assert said.rc == 0, said.text


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (
            "iptables -t nat -F LANWRIGHT-PREROUTING",
            "IPv4 nat: missing: LANWRIGHT-PREROUTING -d 192.168.0.240/32",
        ),
        (
            "iptables -t nat -A LANWRIGHT-OUTPUT -j RETURN",
            "IPv4 nat: LANWRIGHT-OUTPUT has rules that aren't ours",
        ),
        ("iptables -t nat -I OUTPUT -j RETURN", "IPv4 nat: LANWRIGHT-OUTPUT isn't the first thing in OUTPUT"),
        ("iptables -t nat -F PREROUTING", "IPv4 nat: nothing leads from PREROUTING to LANWRIGHT-PREROUTING"),
        ("ip6tables -t nat -F", "IPv6 nat: missing: LANWRIGHT-PREROUTING -d fd00:8::240/128"),
        ("iptables -N LANWRIGHT-FORWARD", "IPv4 filter: LANWRIGHT-FORWARD is left over"),
        ("nft flush ruleset", "IPv4 nat: there is no chain LANWRIGHT-PREROUTING"),
    ],
)
def test_status_says_what_is_missing(harm: str, said: str, tmp_path: Path) -> None:
    """And ends with 1, until it is applied again."""
    answer = run(HOSTS["dummy shim"], tmp_path, f"{SCRIPT} apply && {harm}; {SCRIPT} status")
    assert answer.rc == 1
    assert said in answer.stdout
    again = run(HOSTS["dummy shim"], tmp_path, f"{SCRIPT} apply && {harm}; {SCRIPT} apply && {SCRIPT} status")
    assert again.rc == 0, again.text


@pytest.mark.parametrize(
    "place", ["-I POSTROUTING -t nat -s 172.22.0.0/16 -j MASQUERADE", "-I FORWARD -j DOCKER-USER"]
)
def test_what_docker_puts_above_ours_is_no_fault(place: str, tmp_path: Path) -> None:
    """It does so at each new network and at each start; no rule of ours minds."""
    answer = run(
        HOSTS["guarded"],
        tmp_path,
        f"iptables -N DOCKER-USER; {SCRIPT} apply && iptables {place} && {SCRIPT} status",
    )
    assert answer.rc == 0, answer.text


@pytest.mark.parametrize("words", ["", "list", "apply now"])
def test_it_says_how_it_is_called(words: str, tmp_path: Path) -> None:
    """And changes nothing."""
    answer = run(
        HOSTS["dummy shim"],
        tmp_path,
        f"{SCRIPT} {words}; code=$?; iptables -t nat -S | grep LANWRIGHT; exit $code",
    )
    assert answer.rc == 2
    assert "lanwright-iptables apply|remove|status" in answer.stderr
    assert answer.stdout == ""


def test_a_table_is_changed_at_once_or_not_at_all(tmp_path: Path) -> None:
    """A rule that the kernel refuses leaves the old ones where they are."""
    broken = (
        f"sed 's/--to-destination 172.22.255.253:8082/--to-destination nonsense/' {SCRIPT} >broken && {SCRIPT} apply"
        f" && {SAVED} >before; sh ./broken apply; code=$?; {SAVED} | diff before - && exit $code"
    )
    answer = run(HOSTS["dummy shim"], tmp_path, broken)
    assert answer.rc == 1
    assert answer.stdout == ""


@pytest.mark.parametrize("name", HOSTS)
def test_shellcheck_has_nothing_to_say(name: str, tmp_path: Path) -> None:
    """Nor has any shell."""
    script = put(file_of(iptables.emit(HOSTS[name]), "lanwright-iptables"), tmp_path)
    said = shellcheck(script)
    assert said.rc == 0, said.text


def test_systemd_has_nothing_to_say_about_the_unit(tmp_path: Path) -> None:
    """But that its script isn't installed where it is verified."""
    unit = put(file_of(iptables.emit(HOSTS["dummy shim"]), "lanwright-iptables.service"), tmp_path)
    unit = unit.rename(tmp_path / "lanwright-iptables.service")
    said = beside("systemd-analyze verify --man=no /mnt/lanwright-iptables.service", unit)
    assert [line for line in said.text.splitlines() if "is not executable" not in line] == []


def test_the_older_iptables_takes_the_same(tmp_path: Path) -> None:
    """The one that doesn't use nf_tables; which one `iptables` is, is the host's affair."""
    tools = " ".join(
        f"{name}{part}" for name in ("iptables", "ip6tables") for part in ("", "-save", "-restore")
    )
    linked = (
        f"for name in {tools}; do ln -s $(command -v xtables-legacy-multi) ./$name; done; PATH=$PWD:$PATH"
    )
    said = run(
        HOSTS["dummy shim"],
        tmp_path,
        f"{linked} && {SCRIPT} apply && {SCRIPT} status && {SCRIPT} apply"
        f" && iptables-save && {SCRIPT} remove && ! {SCRIPT} status >/dev/null && nft list ruleset && echo === && {SAVED}",
    )
    assert said.rc == 0, said.text
    before, _, after = said.stdout.partition("===\n")
    groups = [group for chain in expected(HOSTS["dummy shim"].rules, 4).values() for group in chain]
    assert set(saved(before, 4)) == set().union(*groups)
    assert "LANWRIGHT" not in after
