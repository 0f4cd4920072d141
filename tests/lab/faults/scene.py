"""A sample's site with everybody in it, who reached whom before anything happened, and what is done about what did."""

from __future__ import annotations

import difflib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tests.kinds_of_host import written_for
from tests.lab.applied import applied, settled
from tests.lab.compiled import for_docker_28, planned
from tests.lab.eventually import eventually
from tests.lab.everybody import Everybody
from tests.lab.faults.fault import Struck
from tests.lab.flows import asked
from tests.lab.sample import LEFT_TO_YOU, PLACE
from tests.sample_tree import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lanwright.plan import SitePlan
    from tests.lab.faults.fault import Fault
    from tests.lab.host import Host
    from tests.lab.site import Site

APPLY = "sh install apply"
APPLY_MENDS = "; apply runs it again"


@dataclass(frozen=True, slots=True)
class Scene:
    """A site, applied and started; `before` tells who reached whom then."""

    site: Site
    plan: SitePlan
    everybody: Everybody
    before: str

    def struck(self, fault: Fault) -> list[Struck]:
        """Its hosts that this can happen to."""
        return [Struck(self.site, host) for host in self.plan.hosts.values() if fault.befalls(host)]

    @contextmanager
    def after(self, fault: Fault) -> Iterator[None]:
        """Let it happen to each of them, and do what `install status` then says, which must be what the fault leaves."""
        struck = self.struck(fault)
        for one in struck:
            fault.happens(one)
        for one in struck:
            if leaves := fault.leaves(one.plan):
                eventually(partial(_assert_told, one.host, leaves))
                for command in sorted(leaves):
                    one.run(f"systemctl reset-failed docker.service; cd {PLACE} && {command}")
        yield
        for one in struck:
            fault.passes(one)

    def assert_as_before(self) -> None:
        """Everybody reaches everybody as before, once all has settled, and no host's status has a complaint."""
        settled(self.site)
        self.everybody.connect()
        for host in self.site.hosts.values():
            host.await_addresses()
        eventually(self._assert_same)
        for host in self.site.hosts.values():
            eventually(partial(_assert_told, host, frozenset()))

    def _assert_same(self) -> None:
        changed = difflib.unified_diff(
            self.before.splitlines(), asked(self.site.lab, self.everybody).splitlines(), lineterm="", n=0
        )
        assert list(changed) == []


def _assert_told(host: Host, leaves: frozenset[str]) -> None:
    """`install status` tells these commands and no other; it has no complaint where there are none."""
    assert told(host) == leaves


def told(host: Host) -> frozenset[str]:
    """Give the commands that a host's `install status` tells."""
    said = host.attempt(f"cd {PLACE} && sh install status")
    commands = {*LEFT_TO_YOU.findall(said.text)} | ({APPLY} if APPLY_MENDS in said.text else set())
    assert bool(commands) == (said.rc != 0), said.text
    return frozenset(commands)


@contextmanager
def staged(name: str, folder: Path) -> Iterator[Scene]:
    """Build a sample's site, as it is written (`home`) or for another kind of host (`home networkd nftables`)."""
    text = intent_of(name)
    with applied(text, folder) as site:
        plan = planned(text)
        everybody = Everybody(site, plan)
        yield Scene(site, plan, everybody, asked(site.lab, everybody))


def intent_of(name: str) -> str:
    """Give the intent of a sample, or of a sample for another kind of host."""
    sample, *kind = name.split()
    if kind:
        return for_docker_28(written_for(sample, *kind))
    return for_docker_28((SAMPLES / sample / "lanwright.yaml").read_text("utf-8"))
