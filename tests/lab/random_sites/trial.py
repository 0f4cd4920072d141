"""One site, tried: compiled in spite of its errors, applied as its README tells, everybody asked.

What comes of it is told apart: the compiler leaves no plan or no files; a tool refuses; a host isn't as planned or has lost
what was its owner's; something that the owner relies on doesn't get through; or all of it holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING, NamedTuple

from lanwright import pipeline
from lanwright.diagnostics import Diagnostic, Refused, Severity
from lanwright.output import write
from tests.kinds_of_host import plain
from tests.lab.applied import assert_as_compiled, links_of, needs_a_guest
from tests.lab.chroot import debian
from tests.lab.command import CommandFailedError
from tests.lab.compiled import NAME
from tests.lab.doors import PORT
from tests.lab.everybody import Everybody
from tests.lab.flows import flows, told
from tests.lab.host import DockerFailedError
from tests.lab.lab import Lab
from tests.lab.probe import Answer
from tests.lab.random_sites.measured import ROOTS, apply, as_found, coldly
from tests.lab.random_sites.promises import broken, devices, links, own_addresses, promises

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lanwright.intent import Site as Intent
    from lanwright.plan import SitePlan
    from tests.lab.random_sites.ground import Part
    from tests.lab.site import Site


class Understood(NamedTuple):
    """What the compiler makes of a text."""

    intent: Intent | None
    plan: SitePlan | None
    findings: tuple[Diagnostic, ...]

    def codes(self, severity: Severity) -> list[str]:
        """The codes of one severity, each once."""
        return sorted({item.code for item in self.findings if item.severity is severity})


@dataclass
class Outcome:
    """What came of it: one of HELD and the other words, with what was seen in lines."""

    word: str
    seen: list[str] = field(default_factory=list)
    flows: str = ""


HELD = "held"
NO_PLAN, NO_FILES, LEFT_TO_A_GUEST = "no plan", "no files", "left to a guest"
CANT_BE, REFUSED, DAMAGED, BROKEN = "site can't be", "refused", "damaged", "broken"
FAILED = frozenset({REFUSED, DAMAGED, BROKEN})
UNTRIED = frozenset({NO_PLAN, NO_FILES, CANT_BE, LEFT_TO_A_GUEST})


def understood(text: str) -> Understood:
    """Compile a text as far as it goes."""
    try:
        intent, plan = pipeline.understand({NAME: text})
    except Refused as refused:
        return Understood(None, None, refused.diagnostics)
    return Understood(intent, plan, pipeline.judge(intent, plan))


def tried(text: str, docker: str, folder: Path, *, cold: bool = False) -> Outcome:
    """Apply the site of a text and say what came of it.

    Where it has errors and nothing is wrong so far, or with `cold`, what the owner relies on is asked once more, one after the other.
    """
    site, plan, findings = understood(text)
    if site is None or plan is None:
        return Outcome(NO_PLAN)
    if needs_a_guest(plan):
        return Outcome(LEFT_TO_A_GUEST, sorted(links_of(plan)))
    try:
        write({name: pipeline.emit(host, findings) for name, host in plan.hosts.items()}, folder)
    except Exception as problem:  # noqa: BLE001 - an intent with errors may leave a plan that can't be written
        return Outcome(NO_FILES, [f"{type(problem).__name__}: {problem}"])
    with Lab(debian(ROOTS[docker])) as lab:
        try:
            built = as_found(lab, site)
        except (CommandFailedError, DockerFailedError, TimeoutExpired, KeyError, StopIteration) as problem:
            return Outcome(CANT_BE, [f"{type(problem).__name__}: {problem}"])
        try:
            apply(built, plan, folder)
        except (CommandFailedError, DockerFailedError, AssertionError, TimeoutExpired) as problem:
            return Outcome(REFUSED, [str(problem)])
        wrong = any(item.severity is Severity.ERROR for item in findings)
        return _seen(built, plan, plain(text), cold=cold or wrong)


def _seen(site: Site, plan: SitePlan, written: Part, *, cold: bool) -> Outcome:
    damage = list(_lost(site, written))
    try:
        assert_as_compiled(site, plan)
    except (AssertionError, CommandFailedError, TimeoutExpired) as problem:
        damage.append(f"not as planned: {problem}")
    try:
        everybody = Everybody(site, plan)
        found, labels = flows(site.lab, everybody), everybody.labels()
    except (AssertionError, CommandFailedError, TimeoutExpired, OSError) as problem:
        return Outcome(REFUSED, [*damage, f"nobody could be asked: {problem}"])
    relied = promises(written)
    wrong = broken(relied, found) + list(_by_hand(site, written))
    if cold and not damage and not wrong:
        about = [flow for flow in found if any(promise.is_about(flow) for promise in relied)]
        wrong = broken(relied, coldly(site, everybody, about))
    word = DAMAGED if damage else BROKEN if wrong else HELD
    return Outcome(word, damage + wrong, told(found, labels))


def _by_hand(site: Site, written: Part) -> Iterator[str]:
    """What is said of docker0 is for containers run by hand: one such must reach its host's LAN."""
    for name, host in site.hosts.items():
        docker = written["hosts"][name].get("docker", {})
        lan = next((lan for lan, _ in links(written["hosts"][name])), None)
        if lan is None or not {"bip", "fixed_cidr", "default_gateway"} & docker.keys():
            continue
        device, addresses = next(devices(written, lan))
        try:
            container = host.run_container("by-hand", "80")
        except (CommandFailedError, AssertionError) as problem:
            yield f"{name} starts no container on docker0: {problem}"
            continue
        verdict = site.lab.probe(container, addresses[0], PORT)
        if not isinstance(verdict, Answer):
            yield f"a container on docker0 of {name} doesn't reach {device}: {verdict}"


def _lost(site: Site, written: Part) -> Iterator[str]:
    """What was its owner's and is gone: addresses, the default route."""
    for name, host in site.hosts.items():
        listed = json.loads(host.run("ip -j addr show"))
        has = {f"{item['local']}/{item['prefixlen']}" for link in listed for item in link["addr_info"]}
        yield from (f"{name} lost {one}" for one in sorted(own_addresses(written["hosts"][name]) - has))
        leads_out = any(
            lan.get("gateway")
            for each in written["hosts"][name]["interfaces"].values()
            if each and (lan := written["lans"].get(each.get("lan")))
        )
        if leads_out and not host.run("ip route show default").strip():
            yield f"{name} lost its default route"
