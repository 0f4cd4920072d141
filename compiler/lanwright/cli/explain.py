"""`lanwright explain`: the page of a rule, or of a reason why a packet is lost; or the list of all."""

import difflib
from collections.abc import Iterable
from typing import Annotated

import typer

from lanwright.cli.console import Console


def _known(incomplete: str) -> list[str]:
    """Codes and reasons for the shell's completion."""
    from lanwright.rules import catalogue
    from lanwright.trace.reasons import REASONS

    reasons = [name for name in REASONS if name.startswith(incomplete.lower())]
    return [code for code in catalogue() if code.startswith(incomplete.upper())] + reasons


def explain(
    context: typer.Context,
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            autocompletion=_known,
            help="A code (LW301), a rule's name, a family of codes (LW3, macvlan), or a trace's reason.",
        ),
    ] = None,
) -> None:
    """Tell the whole story of a rule, with a bad and a good example, or of a reason; without either list all."""
    from lanwright.cli.rule_samples import rule_samples
    from lanwright.report.catalogue_text import listing, page
    from lanwright.report.reason_text import reason_page, reasons
    from lanwright.rules import catalogue
    from lanwright.trace.reasons import REASONS

    console = Console.of(context)
    rules = catalogue()
    named = {rule.name: rule for rule in rules.values()} | dict(rules)
    asked = code or ""
    rule = named.get(asked.upper()) or named.get(asked.lower())
    if rule is not None:
        console.result(page(rule, rule_samples(rule.code), console.paint_result()))
        return
    if asked.lower() in REASONS:
        console.result(reason_page(REASONS[asked.lower()], console.paint_result()))
        return
    family = [
        one for one in rules.values() if one.code.startswith(asked.upper()) or one.family == asked.lower()
    ]
    if not family:
        raise typer.BadParameter(
            f"no rule or reason is called {asked}; {_hint(asked, [*named, *REASONS])}", param_hint="CODE"
        )
    told = listing(family, console.paint_result())
    console.result(told if asked else f"{told}\n{reasons(REASONS.values(), console.paint_result())}")


def _hint(asked: str, known: Iterable[str]) -> str:
    """The nearest code or name."""
    near = difflib.get_close_matches(asked.upper(), known, n=1) or difflib.get_close_matches(
        asked.lower(), known, n=1
    )
    return f"did you mean {near[0]}?" if near else "`lanwright explain` lists them"
