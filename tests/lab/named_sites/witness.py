"""What the kernel itself says of why a flow is lost: a figure that rises when it is asked, and by nothing else.

That nobody answers is the same whatever a packet dies of; which of the kernel's counters it dies by isn't.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.lab.eventually import eventually
from tests.lab.probe import probe

if TYPE_CHECKING:
    from tests.lab.everybody import Everybody
    from tests.lab.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One flow's.

    Attributes:
        asks: who asks, by name, and at which door: `desk 10.81.0.9:80/tcp`.
        where: the machine that counts: a host, a device or a router.
        figure: a command there that prints the figure, and what the figure is, in words.
        prepared: a command there that switches the counting on.
        beside: a flow, written as `asks` is, that gets through and isn't counted.
    """

    asks: str
    where: str
    figure: str
    says: str
    beside: str
    prepared: str = ""

    def told(self, reason: str) -> str:
        """What is written down once it was heard."""
        return f"{reason}\n    {self.asks}\n    {self.says}\n    not of {self.beside}\n"


def hear(site: Site, everybody: Everybody, witness: Witness) -> None:
    """Ask both flows, and see the figure rise with the one alone; an AssertionError says that it doesn't."""
    place = (site.routers | site.devices | site.hosts)[witness.where]

    def figure() -> int:
        return int(place.run(witness.figure))

    if witness.prepared:
        place.run(witness.prepared)
    site.lab.forget_neighbours()
    before = figure()
    _ask(everybody, witness.beside)
    between = figure()
    assert between == before, f"{witness.figure} of {witness.where} rises of {witness.beside}, too"
    _ask(everybody, witness.asks)

    def risen() -> None:
        assert figure() > between, f"{witness.figure} of {witness.where} stays at {between}"

    eventually(risen)


def _ask(everybody: Everybody, flow: str) -> None:
    place, _, door = flow.partition(" ")
    where, _, protocol = door.rpartition("/")
    address, _, port = where.rpartition(":")
    probe(everybody.places()[place], address.strip("[]"), int(port), protocol)
