"""What a rule is: a code, a severity, a page, and a function that finds."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from lanwright.diagnostics import Diagnostic, Origin, Related, Severity

if TYPE_CHECKING:
    from lanwright.change import Change
    from lanwright.intent import Site
    from lanwright.plan import SitePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found at one place; `severity` only where it differs from the rule's own.

    `edits` are the changes that the fix tells, `safe` says that no person has to choose: what the user meant stays, or
    there is one right value. They aren't where a comment would go with what they take away.
    """

    message: str
    origin: Origin
    why: str = ""
    fix: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    edits: tuple[Change, ...] = ()
    safe: bool = False


Judge = Callable[..., Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One entry of the catalogue.

    Attributes:
        code: `LW201`; stable, never used again for something else.
        name: `overlapping-pools`, from the function's name.
        family: the folder that it stands in, `addressing`.
        severity: its usual severity.
        title: the first line of the docstring.
        page: the whole docstring, without indentation.
        stage: who finds it: `rules` or the earlier stage that raises it.
    """

    code: str
    name: str
    family: str
    severity: Severity
    title: str
    page: str
    stage: str
    judge: Judge | None = None

    def findings(self, site: Site, plan: SitePlan) -> Iterator[Diagnostic]:
        """Everything that the rule finds in a site; nothing for a rule that an earlier stage raises."""
        if self.judge is None:
            return
        for arguments in _calls(self.judge, site, plan):
            for found in self.judge(**arguments):
                edits = site.edits(found.edits)
                yield Diagnostic(
                    code=self.code,
                    severity=found.severity or self.severity,
                    message=found.message,
                    origin=found.origin,
                    why=found.why,
                    fix=found.fix,
                    related=found.related,
                    edits=edits,
                    safe=found.safe and bool(edits) and site.keeps_comments(edits),
                )


def _calls(judge: Judge, site: Site, plan: SitePlan) -> Iterator[Mapping[str, object]]:
    """A rule asks for `site`, `plan`, `host` (called once for each) or `lan` (likewise) by its parameters' names."""
    wanted = _wanted(judge)
    whole = {name: value for name, value in (("site", site), ("plan", plan)) if name in wanted}
    if "host" in wanted:
        yield from (whole | {"host": host} for host in plan.hosts.values())
    elif "lan" in wanted:
        yield from (whole | {"lan": lan} for lan in plan.lans.values())
    else:
        yield whole


@cache
def _wanted(judge: Judge) -> frozenset[str]:
    return frozenset(inspect.signature(judge).parameters)


Function = TypeVar("Function", bound=Callable[..., object])


def rule(code: str, severity: Severity) -> Callable[[Judge], Judge]:
    """Make a function a rule of the catalogue; its docstring is the page, its first line the title."""

    def declare(function: Judge) -> Judge:
        function.__rule__ = _described(function, code, severity, "rules", function)  # type: ignore[attr-defined]
        return function

    return declare


def raised(code: str, severity: Severity, *, by: str) -> Callable[[Function], Function]:
    """Document a finding that an earlier stage (`by`) raises; the function only carries the page."""

    def declare(function: Function) -> Function:
        function.__rule__ = _described(function, code, severity, by, None)  # type: ignore[attr-defined]
        return function

    return declare


def _described(
    function: Callable[..., object], code: str, severity: Severity, stage: str, judge: Judge | None
) -> Rule:
    page = inspect.cleandoc(function.__doc__ or "")
    return Rule(
        code=code,
        name=function.__name__.replace("_", "-"),
        family=function.__module__.split(".")[-2],
        severity=severity,
        title=page.partition("\n")[0].removesuffix("."),
        page=page,
        stage=stage,
        judge=judge,
    )
