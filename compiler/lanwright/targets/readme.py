"""README.md: what a host's files are, how they are installed and removed, and what is left to a person."""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from lanwright.plan import LinkKind, Maker
from lanwright.plan.beside import made_beside
from lanwright.plan.carriers import carriers
from lanwright.targets.frame import beside, headline
from lanwright.targets.markdown import code, comment, words
from lanwright.targets.render import render
from lanwright.targets.run_words import by_hand, run_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.diagnostics import Diagnostic
    from lanwright.plan import HostPlan, Link, Task
    from lanwright.targets.artifact import Artifact, Emission

TARGET = "readme"
OWN_FILE = "compose.yaml"
"""How compose names a project's own file where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class _Project:
    """A compose project with its own file and its fragment, as a shell takes them."""

    name: str
    own: str
    fragment: str


@dataclass(frozen=True, slots=True)
class _Task:
    where: str
    what: str
    why: str
    command: str


@dataclass(frozen=True, slots=True)
class _Unfinished:
    place: str
    message: str


def describe(host: HostPlan, made: Emission, unfinished: Sequence[Diagnostic] = ()) -> Artifact:
    """Return a host's README.

    Args:
        host: the host's plan.
        made: all that the targets made of it.
        unfinished: the findings (LW007) about what this version reads and doesn't carry out.
    """
    paths = {artifact.path for artifact in made.artifacts}
    text = render(
        "readme/README.md.j2",
        headline=comment(headline(host)),
        host=host.name,
        file=quote(_path(host.file)),
        files=sorted(made.artifacts, key=lambda artifact: artifact.path),
        notices=tuple(notice for notice in made.notices if notice.interrupts),
        questions=made.questions,
        projects=tuple(_projects(host, paths)),
        by_hand=tuple(run_words(service) for service in by_hand(host)),
        scripted=any(path.endswith("/lanwright-docker-networks") for path in paths),
        docker0_stays=host.daemon.config if host.daemon.moves_docker0 else "",
        tasks=tuple(map(_task, host.tasks)),
        unfinished=tuple(map(_unfinished, unfinished)),
        staying=tuple(_staying(host)),
        beside=host.network == "none",
    )
    return beside("README.md", text, target=TARGET, about="this page")


def _projects(host: HostPlan, paths: set[str]) -> Iterator[_Project]:
    for name, file in host.projects.items():
        fragment = f"compose/{name}.networks.yaml"
        if fragment in paths:
            own = (file or OWN_FILE).rpartition("/")[2]
            yield _Project(name, quote(own), quote(fragment))


def _staying(host: HostPlan) -> Iterator[str]:
    """The links of ours that carry the host, and that their owner must take down himself where something else replaces them."""
    carrying = carriers(host)
    made = made_beside(host).values() if host.network == "none" else filter(_is_our_vlan, host.links.values())
    return (code(link.name) for link in made if link.name in carrying)


def _is_our_vlan(link: Link) -> bool:
    return link.maker is Maker.LANWRIGHT and link.kind is LinkKind.VLAN


def _task(task: Task) -> _Task:
    return _Task(
        where=words(task.where),
        what=words(task.what).rstrip("."),
        why=words(task.why).rstrip("."),
        command=code(task.command) if task.command else "",
    )


def _unfinished(finding: Diagnostic) -> _Unfinished:
    span = finding.origin.span
    return _Unfinished(f"{code(span.file)}, line {span.line}", words(finding.message))


def _path(file: str) -> str:
    """A file as a command takes it: on one line, and no option."""
    line = "".join(one if one.isprintable() else "?" for one in file)
    return f"./{line}" if line.startswith("-") else line
