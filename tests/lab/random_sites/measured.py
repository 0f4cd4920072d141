"""A site in the lab from its intent alone, and everything that is measured there: the seam for whoever wants flows.

with standing(site_of(7), "28", folder) as (site, plan):
    found, labels = measured(site, plan)
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.lab import sample
from tests.lab.applied import do_on_routers
from tests.lab.chroot import FORKY, TRIXIE
from tests.lab.compiled import compile_into
from tests.lab.everybody import Everybody
from tests.lab.flows import Flow, flows
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip
from tests.lab.probe import probe
from tests.lab.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lanwright.intent import Site as Intent
    from lanwright.plan import SitePlan

ROOTS = {"28": FORKY, "26": TRIXIE}


@contextmanager
def standing(text: str, docker: str, folder: Path) -> Iterator[tuple[Site, SitePlan]]:
    """A site without errors, applied as its README tells, with its sysctls; at the end nothing of it is left."""
    intent, plan = compile_into(folder, text)
    with Lab(debian_or_skip(ROOTS[docker])) as lab:
        site = as_found(lab, intent)
        apply(site, plan, folder)
        yield site, plan


def as_found(lab: Lab, intent: Intent) -> Site:
    """The machines of an intent before Lanwright, with the sysctls that it says it finds; Docker runs."""
    built = Site(lab, intent, docker=False)
    for name, host in built.hosts.items():
        for key, value in intent.hosts[name].sysctls.items():
            host.run(f"sysctl -qw {key}={value}")
        host.start_docker()
    return built


def apply(site: Site, plan: SitePlan, folder: Path) -> None:
    """What is for the routers, then each host's tree, then its projects."""
    do_on_routers(site, plan.tasks)
    for name, host in site.hosts.items():
        sample.apply(host, folder / name)
        for project in site.projects[name].values():
            sample.start(project)


def measured(site: Site, plan: SitePlan) -> tuple[list[Flow], dict[str, str]]:
    """Everybody at every door, and what to call addresses that Docker chose.

    All ask at once: who is asked may know the way to the asker from a question of its own. `coldly` asks anew.
    """
    everybody = Everybody(site, plan)
    return flows(site.lab, everybody), everybody.labels()


def coldly(site: Site, everybody: Everybody, found: Iterable[Flow]) -> list[Flow]:
    """The same flows one after the other, with every neighbour forgotten before each: nobody has spoken first."""
    places, again = everybody.places(), []
    for place, door, _ in found:
        site.lab.forget_neighbours()
        again.append(Flow(place, door, probe(places[place], door.address, door.port, door.protocol)))
    return again
