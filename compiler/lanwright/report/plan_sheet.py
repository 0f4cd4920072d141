"""A plan as a readable report: each host, each LAN's addresses, and what to do by hand elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.report.address_plan import address_plan
from lanwright.report.host_sheet import host_sections
from lanwright.report.sheet import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.plan import LanPlan, SitePlan, Task
    from lanwright.plan.intervals import Interval

_SHOWN_GAPS = 6
_MANY = 1_000_000


def plan_sheet(plan: SitePlan) -> Iterator[Section]:
    """The sections of the whole report."""
    yield Section(title=f"site {plan.name}", level=1, lines=_avoided(plan))
    for host in plan.hosts.values():
        yield from host_sections(host)
    for lan in plan.lans.values():
        yield _lan(lan, plan)
    if plan.tasks:
        yield Section(
            title="to do by hand", level=2, lines=tuple(line for task in plan.tasks for line in _task(task))
        )


def _avoided(plan: SitePlan) -> tuple[str, ...]:
    ranges = [f"{name} ({', '.join(map(str, prefixes))})" for name, prefixes in plan.avoid.items()]
    return (f"kept free of Docker's pools: {', '.join(ranges)}",) if ranges else ()


def _lan(lan: LanPlan, plan: SitePlan) -> Section:
    addresses = address_plan(lan, plan)
    subnets = ", ".join(map(str, lan.subnets))
    gateways = ", ".join(map(str, lan.gateways))
    header = f"{subnets}, gateway {gateways}" if gateways else f"{subnets}, no gateway"
    rows = tuple((str(item.extent), item.holder, item.name) for item in addresses.held)
    return Section(
        title=f"LAN {lan.name}",
        level=2,
        lines=(header, f"free: {_free(addresses.free)}"),
        table=(("address", "holder", "name"), *rows) if rows else (),
    )


def _free(gaps: Sequence[Interval]) -> str:
    """`758 addresses: 192.168.0.2-192.168.0.19 (18), ...`, the largest gaps by address."""
    if not gaps:
        return "nothing"
    largest = sorted(sorted(gaps, key=lambda gap: -gap.size)[:_SHOWN_GAPS])
    more = f" and {len(gaps) - _SHOWN_GAPS} smaller gaps" if len(gaps) > _SHOWN_GAPS else ""
    listed = ", ".join(f"{gap} ({_number(gap.size)})" for gap in largest)
    return f"{_number(sum(gap.size for gap in gaps))} addresses: {listed}{more}"


def _number(count: int) -> str:
    return f"{count:,}" if count < _MANY else "more than a million"


def _task(task: Task) -> Iterator[str]:
    yield f"{task.where}: {task.what}"
    if task.command:
        yield f"  {task.command}"
    if task.why:
        yield f"  (else: {task.why})"
