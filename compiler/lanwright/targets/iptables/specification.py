"""One rule as iptables reads it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from lanwright.plan import Verdict
from lanwright.targets.rule_origin import comment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lanwright.plan import Rule
    from lanwright.plan.port import Port


def specifications(rule: Rule) -> tuple[str, ...]:
    """Its matches, the place of the intent that caused it, and its verdict: one for each way to choose of its values.

    iptables takes one link and one prefix at a time, and of what must not match one alone; the plan has no more.
    """
    choices = product(
        _each("-s", rule.source),
        _not("-s", rule.not_source),
        _each("-d", rule.destination),
        _not("-d", rule.not_destination),
        _each("-i", rule.inputs),
        _each("-o", rule.outputs),
        _not("-o", [rule.not_output] if rule.not_output else []),
    )
    rest = (*_what(rule), f"-m comment --comment {comment_of(rule)}", _verdict(rule))
    return tuple(" ".join(word for word in (*chosen, *rest) if word) for chosen in choices)


def _each(option: str, values: Iterable[object]) -> list[str]:
    return [f"{option} {value}" for value in dict.fromkeys(values)] or [""]


def _not(option: str, values: Iterable[object]) -> list[str]:
    return [" ".join(f"! {option} {value}" for value in values)]


def _what(rule: Rule) -> Iterator[str]:
    if rule.port:
        yield f"-p {rule.port.protocol} -m {rule.port.protocol} --dport {_colon(rule.port)}"
    if rule.translated:
        yield "-m conntrack --ctstate DNAT"
    if rule.established:
        yield "-m conntrack --ctstate RELATED,ESTABLISHED"
    if rule.solicitation:
        yield "-p ipv6-icmp -m icmp6 --icmpv6-type neighbour-solicitation"


def _verdict(rule: Rule) -> str:
    jump = f"-j {rule.verdict.upper()}"
    if rule.to is None:
        return jump
    if rule.verdict is Verdict.SNAT:
        return f"{jump} --to-source {rule.to}"
    port = _port(rule.port, rule.to_port)
    where = f"[{rule.to}]" if rule.version == 6 and port else str(rule.to)
    return f"{jump} --to-destination {where}{port}"


def _port(met: Port | None, written: Port | None) -> str:
    """What the destination port becomes: nothing where it stays, one port, or a range counted from the one that is met."""
    if written is None or met is None or met.first == written.first:
        return ""
    if written.first == written.last:
        return f":{written.first}"
    return f":{written.numbers}/{met.first}"


def _colon(port: Port) -> str:
    return port.numbers.replace("-", ":")
