"""Every sample on other kinds of host than the one that it is written for: a cover of the matrix (tests/lab/matrix).

The whole product takes an hour and tells little more, since a sample's rules are the same whoever brings its links up. So
each sample meets both versions of Docker, and of what brings interfaces up, what carries packet rules and which Docker there
is, each two meet in several samples; the kind that a sample is written for, which has stories of its own, counts.

Each time everybody is asked twice, as soon as the tree is applied and after a boot, and answered as the sample's text in
`flows/` tells.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.kinds_of_host import FIREWALLS, kinds_as_written
from tests.lab.applied import links_of
from tests.lab.compiled import planned
from tests.lab.matrix.cell import DOCKERS, MANAGERS, NG, Cell, cells
from tests.lab.matrix.golden import FOLDER, USUAL
from tests.lab.matrix.run import run
from tests.lab.precondition import links_or_skip
from tests.sample_tree import samples

if TYPE_CHECKING:
    from pathlib import Path

CHOSEN = tuple(
    Cell(*line.split())
    for line in """\
    alias networkd iptables 26
    dmz none iptables 28
    dmz none nftables 26
    dnat none iptables 26
    dual_stack networkd iptables 28
    dual_stack none nftables 26
    home ifupdown-ng iptables 28
    home none nftables 26
    home_networkd ifupdown iptables 26
    host_bridge ifupdown iptables 28
    host_bridge networkd nftables 26
    macvlan ifupdown-ng iptables 28
    macvlan ifupdown nftables 26
    nat networkd nftables 26
    networkd none nftables 26
    pools none iptables 26
    seed_shim networkd iptables 26
    several_networks ifupdown iptables 26
    two_hosts networkd nftables 26
    veth networkd iptables 28
    veth none iptables 26
    vpn ifupdown iptables 26
    vpn ifupdown-ng nftables 28
    wifi networkd iptables 28
""".splitlines()
)


def met(sample: str) -> set[tuple[str, str, str]]:
    """The kinds of host that a sample is run on: as it is written, with the usual Docker, and those chosen here."""
    as_written = {(manager, firewall, USUAL) for manager, firewall in kinds_as_written(sample)}
    return as_written | {
        (cell.manager, cell.firewall, cell.docker) for cell in CHOSEN if cell.sample == sample
    }


def test_each_sample_has_its_text() -> None:
    """And there is no text of anything else."""
    texts = {path.name.split(".")[0] for path in FOLDER.glob("*.txt")}
    assert texts == set(samples())


IN_A_GUEST = frozenset({"ipvlan_l2", "ipvlan_l3", "nas", "vlan_trunk", "wifi"})
"""Samples that take minutes each time, since a guest must run them: with Docker 26 they are in the whole matrix alone."""


@pytest.mark.parametrize("sample", sorted(set(samples()) - IN_A_GUEST))
def test_each_sample_meets_each_docker(sample: str) -> None:
    """That it may be for; no cell is run twice, and none that the compiler refuses."""
    possible = {cell.docker for cell in cells() if cell.sample == sample and not cell.refused()}
    assert {docker for _, _, docker in met(sample)} == possible
    chosen = [cell for cell in CHOSEN if cell.sample == sample]
    assert len(set(chosen)) == len(chosen)
    assert not [cell for cell in chosen if cell.refused()]


def test_each_kind_of_host_is_met() -> None:
    """Manager, firewall and Docker, as far as the lab has them together; each two of them by several samples."""
    kinds = [kind for sample in samples() for kind in met(sample)]
    for manager in MANAGERS:
        for firewall in FIREWALLS:
            for docker in DOCKERS if manager != NG else [USUAL]:
                assert (manager, firewall, docker) in kinds
    for pair in ((0, 1), (0, 2), (1, 2)):
        counts = Counter((kind[pair[0]], kind[pair[1]]) for kind in kinds)
        assert all(count >= 2 or NG in two for two, count in counts.items()), counts


@pytest.mark.lab
@pytest.mark.parametrize("cell", CHOSEN, ids=str)
def test_everybody_is_answered_there_too(cell: Cell, tmp_path: Path) -> None:
    """As the sample's text tells, before and after a boot."""
    links_or_skip(*links_of(planned(cell.text)))
    run(cell, tmp_path)
