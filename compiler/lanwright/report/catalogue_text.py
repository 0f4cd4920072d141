"""The catalogue's pages as text: one rule with its samples, or the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.report.paint import Paint, Role, plain
from lanwright.rules import families

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
    """Each family with a heading, each rule on a line: code, severity, name, title."""
    rules = list(rules)
    width = max((len(rule.name) for rule in rules), default=0)
    parts = []
    for family, about in families().items():
        members = [rule for rule in rules if rule.family == family]
        if members:
            head = paint(f"{members[0].code[:3]}xx: {about}", Role.TITLE)
            parts.append(f"{head}\n{''.join(_line(rule, width, paint) for rule in members)}")
    return "\n".join(parts)


def _line(rule: Rule, width: int, paint: Paint) -> str:
    weight = paint(f"{rule.severity:<7}", Role(rule.severity))
    return f"  {rule.code}  {weight}  {rule.name:<{width}}  {rule.title}\n"
