"""The samples of the rules, and what the compiler says of them.

`said/` keeps every word of it: `python -m tests.refresh` writes it anew, and its difference is what users will read.
A sample is a file or, where the rule is about several files, a folder; `before.yml` in it is what the output folder was built
from, for what `build` finds by comparing the two.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lanwright import pipeline
from lanwright.diagnostics import Diagnostic, Refused, Severity
from lanwright.report.sources import Sources
from lanwright.report.text import in_order, one
from lanwright.rules.host.settings_wait_for_restart import Before
from lanwright.source import Beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, SitePlan

SAMPLES = Path(__file__).parents[2] / "samples" / "rules"
SAMPLED = sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())


def texts(code: str, kind: str) -> Mapping[str, str]:
    """A sample's files by name; none where there is no such sample."""
    file, folder = SAMPLES / code / f"{kind}.yaml", SAMPLES / code / kind
    paths = [file] if file.is_file() else sorted(folder.glob("**/*.yaml"))
    return {path.relative_to(SAMPLES / code).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def beside(code: str, kind: str) -> Mapping[str, Beside]:
    """The files in `.yml` that stand beside a sample's intent, by the path that it may write; `blog/...` is missing."""
    folder = SAMPLES / code / kind
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.glob("**/*.yml"))}
    missing = {"blog/compose.yml": Beside("", "no such file or directory")} if files else {}
    return missing | {name: Beside(path.read_text(encoding="utf-8")) for name, path in files.items()}


@cache
def understood(code: str, kind: str) -> tuple[Site, SitePlan]:
    """A sample as the rules get it; raises Refused where an earlier stage has found what is wrong."""
    return pipeline.understand(texts(code, kind), beside(code, kind))


def before(code: str, kind: str, plan: SitePlan) -> dict[str, Before]:
    """By host, the daemon.json that `before.yml` beside a sample was compiled to, and the one that the sample is."""
    file = SAMPLES / code / kind / "before.yml"
    if not file.is_file():
        return {}
    _, earlier = pipeline.understand({file.name: file.read_text(encoding="utf-8")})
    return {
        name: Before(daemon_json(earlier.hosts[name]), daemon_json(host)) for name, host in plan.hosts.items()
    }


def daemon_json(host: HostPlan) -> str:
    """The file as it is emitted."""
    (file,) = (item for item in pipeline.emit(host) if item.target == "daemon_json")
    return file.content


@cache
def found(code: str, kind: str) -> tuple[Diagnostic, ...]:
    """Everything that the compiler says of a sample, infos of other rules aside."""
    try:
        site, plan = understood(code, kind)
        diagnostics = pipeline.judge(site, plan) + pipeline.changed(site, plan, before(code, kind, plan))
    except Refused as refused:
        diagnostics = refused.diagnostics
    return tuple(item for item in diagnostics if item.code == code or item.severity is not Severity.INFO)


def said(code: str) -> str:
    """All that is found in a bad sample, as a person reads it, with the paths and the edits that only tools read."""
    sources = Sources(
        {**texts(code, "bad"), **{name: file.text for name, file in beside(code, "bad").items()}}
    )
    return "\n".join(f"{one(item, sources)}{unseen(item)}" for item in in_order(found(code, "bad")))


def in_words(item: Diagnostic) -> str:
    """One finding without its text."""
    return f"{one(item, Sources({}))}{unseen(item)}"


def unseen(item: Diagnostic) -> str:
    """What of a finding only tools read: paths and edits."""
    places = (item.origin, *(other.origin for other in item.related))
    at = "".join(f"  at {place.dotted}\n" for place in places)
    return at + "".join(f"  edit {edit.span[1:]} {edit.text!r}\n" for edit in item.edits)
