"""A rule's page as Markdown: what docs/rules/ holds and what code scanning shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lanwright.rules import catalogue, families

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.rules import Rule

_CODE = re.compile(r"(`+[^`]+`+)")
_RULE = re.compile(r"\bLW[0-9]{3}\b")
_GENERATED = "<!-- Generated from the rules' own pages by `python -m tests.refresh`. -->\n"
_ABOUT = (
    "What `lanwright check` can find, by family of codes; `lanwright explain CODE` shows the same pages. An error is what",
    "`build` refuses, a warning fails `check --strict`, an info is shown with `--verbose`; some rules weigh a finding",
    "differently from their usual severity where the page says so. In the bad examples `#!` marks the lines where something is found.",
    "",
    "A warning or an info that is right as it is can be silenced where it is found, with the reason:",
    "",
    "```yaml",
    "    services:",
    "      web: {networks: {real_lan: 192.168.1.10}}  # lanwright: ignore[LW216] the router reserves it",
    "      # lanwright: ignore[LW216, LW3] or on a line of its own above, with several codes or whole families",
    "      mail: {networks: {real_lan: 192.168.1.11}}",
    "```",
    "",
    "Where the value to write can be computed, a finding shows it as an edit. `lanwright check --fix` makes the edits that need no",
    "person to choose; those called suggested are left. [decisions.md](../decisions.md) lists the safe ones.",
    "",
    "Errors are never silenced. A comment that silences nothing is told ([LW008](LW008.md)), and so is one without a reason",
    "([LW009](LW009.md)).",
)
_MEANS_SOMETHING = re.compile(r"[\\<>*\[\]|]")


def page(rule: Rule, samples: Mapping[str, str]) -> str:
    """The whole page of a rule: its story, then its samples by name."""
    return "".join(f"{line}\n" for line in _page(rule, samples))


def index(rules: Iterable[Rule]) -> str:
    """The list of all pages, by family."""
    return "".join(f"{line}\n" for line in _index(list(rules)))


def story(rule: Rule) -> str:
    """What a rule is about, why, and how to mend it, without the title."""
    return marked_up(rule.page.partition("\n")[2].strip())


def marked_up(text: str) -> str:
    """Our pages' plain text, of which only the back-quotes are Markdown."""
    parts = _CODE.split(text)
    return "".join(
        part if at % 2 else _MEANS_SOMETHING.sub(r"\\\g<0>", part) for at, part in enumerate(parts)
    )


def _page(rule: Rule, samples: Mapping[str, str]) -> Iterator[str]:
    yield from (_GENERATED, f"# {rule.code} {rule.name}", "")
    yield from (f"**{marked_up(rule.title)}.** Usually {_weighed(rule)}; one of [all rules](README.md).", "")
    yield _linked(story(rule), but=rule.code)
    for name, text in samples.items():
        yield from (
            "",
            f"## {name if '/' in name else name.capitalize()}",
            "",
            "```yaml",
            text.rstrip("\n"),
            "```",
        )


def _index(rules: list[Rule]) -> Iterator[str]:
    yield from (_GENERATED, "# The rules", "", *_ABOUT)
    for family, about in families().items():
        members = [one for one in rules if one.family == family]
        yield from ("", f"## {members[0].code[:3]}xx: {marked_up(about)}", "")
        yield from ("| code | usually | name | what |", "| --- | --- | --- | --- |")
        for rule in members:
            yield f"| [{rule.code}]({rule.code}.md) | {rule.severity} | {rule.name} | {marked_up(rule.title)} |"


def _linked(text: str, but: str) -> str:
    """The same with every other rule's code leading to its page."""
    codes = catalogue().keys() - {but}
    parts = _CODE.split(text)
    for at in range(0, len(parts), 2):
        parts[at] = _RULE.sub(
            lambda found: f"[{found[0]}]({found[0]}.md)" if found[0] in codes else found[0], parts[at]
        )
    return "".join(parts)


def _weighed(rule: Rule) -> str:
    return f"{'a' if rule.severity == 'warning' else 'an'} {rule.severity}"
