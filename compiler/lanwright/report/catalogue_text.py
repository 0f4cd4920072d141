"""The catalogue's pages as text: one rule with its samples, or the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.report.paint import Paint, Role, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lanwright.rules import Rule


def page(rule: Rule, samples: Mapping[str, str], paint: Paint = plain) -> str:
    """What a rule is about, why, how to mend it, and its samples by name (`bad`, `good`)."""
    head = paint(f"{rule.code} {rule.name}", Role(rule.severity))
    parts = [f"{head} ({rule.severity})\n", f"{rule.page.rstrip()}\n"]
    for name, text in samples.items():
        lines = "".join(f"    {line}".rstrip() + "\n" for line in text.splitlines())
        parts.append(f"{paint(f'{name}:', Role.TITLE)}\n{lines}")
    return "\n".join(parts)


def listing(rules: Iterable[Rule], paint: Paint = plain) -> str:
    """One line a rule: code, severity, name, title."""
    rules = list(rules)
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(
        f"{rule.code}  {paint(f'{rule.severity:<7}', Role(rule.severity))}  {rule.name:<{width}}  {rule.title}\n"
        for rule in rules
    )
