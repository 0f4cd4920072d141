"""What a build changes of daemon.json, host by host: the earlier build in OUT is the earlier state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.output import Kind
from lanwright.rules.host.settings_wait_for_restart import Before

if TYPE_CHECKING:
    from lanwright.output import Difference
    from lanwright.plan import SitePlan


def daemons_before(plan: SitePlan, difference: Difference) -> dict[str, Before]:
    """By host, its daemon.json before and after; no host that OUT holds no earlier build of."""
    by_path = {change.path: change for change in difference.changes}
    found: dict[str, Before] = {}
    for name, host in plan.hosts.items():
        change = by_path.get(f"{name}/rootfs{host.daemon.config}")
        manifest = by_path.get(f"{name}/manifest.json")
        is_first = manifest is not None and manifest.kind is Kind.MISSING
        if change is not None and not is_first:
            found[name] = Before(_text(change.old), _text(change.new))
    return found


def _text(content: bytes | None) -> str:
    return (content or b"").decode(errors="replace")
