"""Every stage by name, in the order in which data flows: texts, intent, plan, findings, artifacts.

A stage is imported where it begins: a run pays for those that it reaches. What comes last, output, touches the disk
and is called by the command line itself.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lanwright.diagnostics import Diagnostic, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, SitePlan
    from lanwright.rules.host.settings_wait_for_restart import Before
    from lanwright.rules.silence import Judged
    from lanwright.source import Beside, Document
    from lanwright.targets.artifact import Artifact


def read(texts: Mapping[str, str]) -> Document:
    """Texts by name → one located tree; raises Refused with what is wrong in any of the files."""
    from lanwright.source import merge, parse

    documents: list[Document] = []
    problems: list[Diagnostic] = []
    for name, text in texts.items():
        try:
            documents.append(parse(text, name))
        except Refused as refused:
            problems += refused.diagnostics
    if problems:
        raise Refused(problems)
    return merge(documents, next(iter(texts), ""))


def written(texts: Mapping[str, str]) -> Site:
    """Texts by name → what the user wrote; raises Refused where that can't be told."""
    return bound(read(texts))


def bound(document: Document) -> Site:
    """One located tree → what the user wrote; raises Refused with what doesn't fit the grammar."""
    from lanwright.intent import bind

    return bind(document)


def named(site: Site) -> tuple[str, ...]:
    """The files beside the intent that it names, as it writes them; the command line reads them."""
    from lanwright.lower.compose_files import named

    return named(site)


def planned(site: Site, beside: Mapping[str, Beside]) -> SitePlan:
    """What the user wrote, and the files that it names → what every host will have; raises Refused likewise."""
    from lanwright.lower import lower
    from lanwright.source import foreign

    return lower(site, {path: foreign(path, found) for path, found in beside.items()})


def understand(
    texts: Mapping[str, str], beside: Mapping[str, Beside] = MappingProxyType({})
) -> tuple[Site, SitePlan]:
    """Both in one."""
    site = written(texts)
    return site, planned(site, beside)


def judged(site: Site, plan: SitePlan, select: Callable[[str], bool] = lambda _: True) -> Judged:
    """The findings whose code is selected, of the rules, then of the expectations, without what comments silence.

    What a comment names is looked for even where it isn't selected, or the comment would seem to be of no use.
    """
    from lanwright import expect
    from lanwright.rules import check
    from lanwright.rules.silence import Judged, silence, silences

    comments = silences(site.remarks)
    named = tuple(code for comment in comments for code in comment.codes)

    def sought(code: str) -> bool:
        return select(code) or code.startswith(named)

    unmet = tuple(item for item in expect.judge(site, plan) if sought(item.code))
    told, silenced = silence(check(site, plan, select=sought) + unmet, comments)
    return Judged(
        tuple(item for item in told if select(item.code)),
        tuple((item, reason) for item, reason in silenced if select(item.code)),
    )


def judge(
    site: Site, plan: SitePlan, select: Callable[[str], bool] = lambda _: True
) -> tuple[Diagnostic, ...]:
    """The findings that are told."""
    return judged(site, plan, select).told


def changed(site: Site, plan: SitePlan, before: Mapping[str, Before]) -> tuple[Diagnostic, ...]:
    """The findings about what changes in a daemon.json that was compiled before; a build has both, an intent one."""
    from lanwright.rules.host.settings_wait_for_restart import changed_settings

    return changed_settings(site, plan, before)


def emit(host: HostPlan, unfinished: Collection[Diagnostic] = ()) -> tuple[Artifact, ...]:
    """All files of a host; its README lists what the findings say isn't carried out."""
    from lanwright import targets

    return targets.emit(host, tuple(unfinished))
