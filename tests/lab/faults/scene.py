"""A sample's site with everybody in it, the text that tells who reaches whom, and what is done about what happens."""

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
from tests.lab.matrix.golden import USUAL, golden
from tests.lab.sample import LEFT_TO_YOU, PLACE
from tests.lab.sidecars import sidecars
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
    """A site, applied and started; `before` is the sample's text, which tells who reaches whom."""

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
            self._mend(one, fault.leaves(one.plan))
        yield
        for one in struck:
            fault.passes(one)

    def _mend(self, one: Struck, leaves: frozenset[str]) -> None:
        """What is left to the owner is told, and done; a container in another one's network may come after that one."""
        besides = frozenset(
            f"docker {verb} {name}" for _, name in sidecars(one.plan) for verb in ("start", "restart")
        )
        if leaves or besides:
            eventually(partial(_assert_told, one.host, leaves, besides=besides))
            while commands := told(one.host):
                for command in commands:
                    one.run(f"systemctl reset-failed docker.service; cd {PLACE} && {command}")

    def assert_as_before(self) -> None:
        """Everybody reaches everybody as before, once all has settled, and no host's status has a complaint."""
        settled(self.site)
        self.everybody.connect()
        eventually(self._assert_same)
        for host in self.site.hosts.values():
            eventually(partial(_assert_told, host, frozenset()))

    def _assert_same(self) -> None:
        now = asked(self.site.lab, self.everybody)
        changed = difflib.unified_diff(self.before.splitlines(), now.splitlines(), lineterm="", n=0)
        assert now == self.before, "\n".join(changed)


def _assert_told(host: Host, leaves: frozenset[str], besides: frozenset[str] = frozenset()) -> None:
    """`install status` tells these commands and no other; it has no complaint where there are none."""
    found = frozenset(told(host)) - besides
    assert found == leaves, f"told {sorted(found)}, not {sorted(leaves)}"


def told(host: Host) -> list[str]:
    """Give the commands that a host's `install status` tells."""
    said = host.attempt(f"cd {PLACE} && sh install status")
    commands = [*LEFT_TO_YOU.findall(said.text), *([APPLY] if APPLY_MENDS in said.text else [])]
    assert bool(commands) == (said.rc != 0), said.text
    return list(dict.fromkeys(commands))


@contextmanager
def staged(name: str, folder: Path) -> Iterator[Scene]:
    """Build a sample's site, as it is written (`home`) or for another kind of host (`home networkd nftables`)."""
    text = intent_of(name)
    with applied(text, folder) as site:
        plan = planned(text)
        yield Scene(site, plan, Everybody(site, plan), golden(name.split(maxsplit=1)[0], USUAL))


def intent_of(name: str) -> str:
    """Give the intent of a sample, or of a sample for another kind of host."""
    sample, *kind = name.split()
    if kind:
        manager, firewall = kind
        return written_for(sample, manager, firewall, USUAL)
    return for_docker_28((SAMPLES / sample / "lanwright.yaml").read_text("utf-8"))
