"""`lanwright explain`: a rule's page, or the list of all rules."""

import difflib
from collections.abc import Iterable
from typing import Annotated

import typer

from lanwright.cli.console import Console


def _known(incomplete: str) -> list[str]:
    """Codes for the shell's completion."""
    from lanwright.rules import catalogue

    return [code for code in catalogue() if code.startswith(incomplete.upper())]


def explain(
    context: typer.Context,
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            autocompletion=_known,
            help="A code (LW301), a rule's name, or a family of codes (LW3, macvlan).",
        ),
    ] = None,
) -> None:
    """Tell the whole story of a rule, with a bad and a good example; without a code list all rules."""
    from lanwright.cli.rule_samples import rule_samples
    from lanwright.report.catalogue_text import listing, page
    from lanwright.rules import catalogue

    console = Console.of(context)
    rules = catalogue()
    named = {rule.name: rule for rule in rules.values()} | dict(rules)
    asked = code or ""
    rule = named.get(asked.upper()) or named.get(asked.lower())
    if rule is not None:
        console.result(page(rule, rule_samples(rule.code), console.paint_result()))
        return
    family = [
        one for one in rules.values() if one.code.startswith(asked.upper()) or one.family == asked.lower()
    ]
    if not family:
        raise typer.BadParameter(f"no rule is called {asked}; {_hint(asked, named)}", param_hint="CODE")
    console.result(listing(family, console.paint_result()))


def _hint(asked: str, known: Iterable[str]) -> str:
    """The nearest code or name."""
    near = difflib.get_close_matches(asked.upper(), known, n=1) or difflib.get_close_matches(
        asked.lower(), known, n=1
    )
    return f"did you mean {near[0]}?" if near else "`lanwright explain` lists them"
