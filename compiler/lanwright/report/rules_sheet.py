"""A host's packet rules and kernel settings, as tables of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan import HostPlan
    from lanwright.plan.firewall import Rule
    from lanwright.report.sheet import Row


def rule_row(rule: Rule) -> Row:
    """Where a rule is met, what it matches, what it does, and what for."""
    return (
        rule.hook.value,
        f"IPv{rule.version} {' '.join(_matches(rule))}".rstrip(),
        _does(rule),
        rule.comment,
    )


def kernel_rows(host: HostPlan) -> Iterator[Row]:
    """Kernel parameters with their value, and modules to be loaded."""
    for item in host.kernel:
        yield item.key.replace("{link}", item.link or ""), item.value, item.why
    for module in host.modules:
        yield module.name, "loaded", module.why


def _matches(rule: Rule) -> Iterator[str]:
    yield from _any("in", rule.inputs)
    yield from _any("out", rule.outputs)
    if rule.not_output:
        yield f"not out {rule.not_output}"
    yield from _any("from", rule.source)
    yield from _any("not from", rule.not_source)
    yield from _any("to", rule.destination)
    yield from _any("not to", rule.not_destination)
    if rule.port:
        yield f"port {rule.port}"
    if rule.translated:
        yield "rewritten by DNAT"
    if rule.established:
        yield "of a known connection"
    if rule.solicitation:
        yield "neighbour solicitation"


def _any(word: str, items: Iterable[object]) -> Iterator[str]:
    shown = ", ".join(map(str, items))
    if shown:
        yield f"{word} {shown}"


def _does(rule: Rule) -> str:
    if rule.to is None:
        return rule.verdict.value
    port = f" port {rule.to_port.numbers}" if rule.to_port else ""
    return f"{rule.verdict} to {rule.to}{port}"
