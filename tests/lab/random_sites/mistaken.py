"""A drawn site with one mistake in it, such as a person makes: the seed says which, and where."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from tests.lab.pools.draw import Draw
from tests.lab.random_sites.drawn import plain, written
from tests.lab.random_sites.trial import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.lab.random_sites.ground import Part

    Mistake = Callable[[Draw, Part], str | None]

FAMILIES = ("addresses", "subnets", "lans", "ports", "daemons")


def mistakes() -> Mapping[str, Mistake]:
    """All of them by name, in the order in which they are written."""
    found: dict[str, Mistake] = {}
    for family in FAMILIES:
        module = import_module(f"tests.lab.random_sites.mistakes.{family}")
        found |= {each.__name__: each for each in module.MISTAKES}
    return found


def mistaken(seed: int, docker: str = "28") -> str:
    """The intent of a seed, with a mistake."""
    return before_and_after(seed, docker)[1]


def before_and_after(seed: int, docker: str = "28") -> tuple[str, str]:
    """The first valid site from a seed on that has a place for the seed's mistake, without and with it.

    Sites that only a guest can run are passed over.
    """
    every = list(mistakes().items())
    name, mistake = every[seed % len(every)]
    for attempt in range(500):
        number = seed + 1000 * attempt
        site = plain(number, docker)
        before = written(site, f"seed {number}, Docker {docker}")
        said = mistake(Draw(number), site)
        if said is not None and not needs_a_guest(site) and not understood(before).codes(Severity.ERROR):
            return before, written(site, f"{name}, seed {seed}, Docker {docker}: {said}")
    raise LookupError(f"no site has a place for {name}")


def needs_a_guest(site: Part) -> bool:
    """Whether there are links that not every kernel has."""
    names = [name for host in site["hosts"].values() for name in host["interfaces"]]
    drivers = [network["driver"] for host in site["hosts"].values() for network in host["networks"].values()]
    return "ipvlan" in drivers or any("." in name or name.startswith("bond") for name in names)
