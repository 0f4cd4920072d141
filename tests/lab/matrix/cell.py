"""A cell of the matrix: a sample, what brings its hosts' interfaces up, what carries their rules, their Docker."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lanwright import pipeline
from lanwright.diagnostics import Severity
from tests.kinds_of_host import FIREWALLS, written_for
from tests.lab.chroot import FORKY, FORKY_NG, TRIXIE
from tests.sample_tree import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.chroot import Recipe

MANAGERS = ("ifupdown", "ifupdown-ng", "networkd", "none")
ROOTS = {("28", False): FORKY, ("28", True): FORKY_NG, ("26", False): TRIXIE}
DOCKERS = ("28", "26")
NG = "ifupdown-ng"


class Cell(NamedTuple):
    """What is run once."""

    sample: str
    manager: str
    firewall: str
    docker: str

    def __str__(self) -> str:
        return "-".join(self)

    @property
    def text(self) -> str:
        """The sample's intent for it; ifupdown-ng is ifupdown to an intent."""
        manager = "ifupdown" if self.manager == NG else self.manager
        return written_for(self.sample, manager, self.firewall, self.docker)

    @property
    def recipe(self) -> Recipe | None:
        """The Debian of its hosts, if the lab has one."""
        return ROOTS.get((self.docker, self.manager == NG))

    def refused(self) -> str | None:
        """Why there is nothing to run: what the compiler says of it, or what the lab doesn't have."""
        if self.recipe is None:
            return "the lab has ifupdown-ng beside Docker 28 only"
        site, plan = pipeline.understand({"lanwright.yaml": self.text})
        errors = [item for item in pipeline.judge(site, plan) if item.severity is Severity.ERROR]
        return f"{errors[0].code}: {errors[0].message}" if errors else None


def cells() -> Iterator[Cell]:
    """The whole matrix, sample by sample."""
    for sample in samples():
        for manager in MANAGERS:
            for firewall in FIREWALLS:
                yield from (Cell(sample, manager, firewall, docker) for docker in DOCKERS)
