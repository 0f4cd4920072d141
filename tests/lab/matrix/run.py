"""One cell, run: compiled, applied as its README tells, everybody asked; again after a boot."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.lab.applied import applied, assert_as_compiled
from tests.lab.compiled import planned
from tests.lab.everybody import Everybody
from tests.lab.expected import disappointed
from tests.lab.flows import asked, flows, told
from tests.lab.matrix.golden import golden
from tests.lab.sidecars import booted

if TYPE_CHECKING:
    from lanwright.plan import SitePlan
    from tests.lab.matrix.cell import Cell
    from tests.lab.site import Site


def run(cell: Cell, folder: Path, *, boot: bool = True) -> None:
    """Raise AssertionError where a host isn't as planned, or anybody is answered otherwise than the sample's text says."""
    assert cell.recipe is not None
    plan = planned(cell.text)
    with applied(cell.text, folder, cell.recipe) as site:
        everybody = Everybody(site, plan)
        assert_holds(cell, site, plan, everybody)
        if boot:
            booted(site, plan)
            everybody.connect()
            assert_holds(cell, site, plan, everybody)


def text_of(cell: Cell) -> str:
    """Who reaches whom, as soon as it is applied."""
    assert cell.recipe is not None
    with TemporaryDirectory() as folder, applied(cell.text, Path(folder), cell.recipe) as site:
        return asked(site.lab, Everybody(site, planned(cell.text)))


def assert_holds(cell: Cell, site: Site, plan: SitePlan, everybody: Everybody) -> None:
    """The hosts are as compiled, and everybody is answered as expected."""
    assert_as_compiled(site, plan)
    found = flows(site.lab, everybody)
    assert disappointed(site.intent, found) == []
    assert told(found, everybody.labels()).splitlines() == golden(cell.sample, cell.docker).splitlines()
