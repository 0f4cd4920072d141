"""`lanwright explain`: a rule's page, or the list of all rules."""

import difflib
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
        typer.Argument(metavar="CODE", autocompletion=_known, help="A code (LW301) or a rule's name."),
    ] = None,
) -> None:
    """Tell the whole story of a rule, with a bad and a good example; without a code list all rules."""
    from lanwright.report.catalogue_text import listing, page
    from lanwright.resources import folder
    from lanwright.rules import catalogue

    console = Console.of(context)
    rules = catalogue()
    if code is None:
        console.result(listing(rules.values(), console.paint_result()))
        return
    named = {rule.name: rule for rule in rules.values()} | dict(rules)
    rule = named.get(code.upper()) or named.get(code.lower())
    if rule is None:
        near = difflib.get_close_matches(code.upper(), rules, n=1) or difflib.get_close_matches(
            code, named, n=1
        )
        hint = f"did you mean {near[0]}?" if near else "`lanwright explain` lists them"
        raise typer.BadParameter(f"no rule is called {code}; {hint}", param_hint="CODE")
    samples = sorted((folder("samples") / "rules" / rule.code).glob("*.yaml"))
    texts = {file.stem: _without_editors_line(file.read_text("utf-8")) for file in samples}
    console.result(page(rule, texts, console.paint_result()))


def _without_editors_line(text: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if first.startswith("# yaml-language-server:") else text
