"""A case of the table: what a user would write, what the tool says to it, and what `lanwright check` must say."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CASES = Path(__file__).with_name("cases")
DOCKERS = ("28", "26")


class Verdict(Enum):
    """What comes of a case in the real tool."""

    REFUSED = "refused"
    BREAKS = "breaks"
    WORKS = "works"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row of the table.

    Attributes:
        tool: which tool is asked; the name of the file that the case stands in.
        name: what is written, as a sentence.
        write: the part of an intent, laid over the base (intent.py): keys of the host, and `lans`, `avoid`, `expect`.
        before: what the host's owner has done before, in shell lines.
        raw: shell lines that ask the tool by hand, where no intent gets as far as files (the rest of LW0xx, LW1xx).
        verdict: what comes of it.
        words: what the tool says with it, or what the look shows; for what works nothing.
        look: a shell line that ends with 0 if what is written holds; a container on each network without one.
        check: the codes of errors and warnings that say so.
        risk: codes of warnings, of what works, that are about something else than a failure of this.
        needs: kinds of links that not every kernel has.
        only: the Docker that alone is asked.
        excuse: why the finding has another severity than the table asks for: what a tool says and what only its owner knows.
        ci: whether it is one of those that every test run asks.
        others: what is different with another Docker.
    """

    tool: str
    name: str
    write: Mapping[str, Any] = field(default_factory=dict)
    before: str = ""
    raw: str = ""
    verdict: Verdict
    words: str = ""
    look: str = ""
    check: tuple[str, ...] = ()
    risk: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    only: str = ""
    excuse: str = ""
    ci: bool = False
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def of(self, docker: str) -> Case:
        """The case as it is with a Docker."""
        return replace(self, **_read(self.others.get(docker, {})))

    @property
    def dockers(self) -> tuple[str, ...]:
        """The Dockers that must be asked: a second one where it says something else."""
        return (self.only,) if self.only else (DOCKERS[0], *self.others)


def cases() -> tuple[Case, ...]:
    """The whole table, tool by tool."""
    return tuple(case for path in sorted(CASES.glob("*.yaml")) for case in _of_file(path))


def asked(chosen: Iterable[Case], docker: str) -> list[Case]:
    """Those of them that a Docker is asked, each as it is there."""
    return [case.of(docker) for case in chosen if case.only in {"", docker}]


def _of_file(path: Path) -> Iterator[Case]:
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        others = {str(docker): row.pop(docker) for docker in (28, 26) if docker in row}
        rest = {key: row.pop(key) for key in ("write", "before", "raw", "ci") if key in row}
        tool = path.stem.replace("_", " ")
        yield Case(tool=tool, name=row.pop("case"), others=others, **rest, **_read({"works": True} | row))


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a row that say what comes of it. The last verdict of a row counts, so that a Docker can have its own."""
    read: dict[str, Any] = {}
    for key, value in row.items():
        if key in {verdict.value for verdict in Verdict}:
            read["verdict"] = Verdict(key)
            read["words"] = value if isinstance(value, str) else ""
        elif key in {"check", "risk", "needs"}:
            read[key] = tuple([value] if isinstance(value, str) else value)
        elif key in {"look", "only", "excuse"}:
            read[key] = str(value)
        else:
            raise KeyError(key)
    return read
