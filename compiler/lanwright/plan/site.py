"""The site as a whole, and what a person must do elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.diagnostics import Origin
    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan
    from lanwright.plan.values import Prefix


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What must be done by hand, and where: `router of home`, `switch of home`, `dock1`.

    `what` is one sentence, `command` the line to type where there is one, `why` what fails without it.
    """

    where: str
    what: str
    why: str
    origin: Origin
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """What every host of a site will really have."""

    name: str
    lans: Mapping[str, LanPlan]
    avoid: Mapping[str, tuple[Prefix, ...]]
    hosts: Mapping[str, HostPlan]
    tasks: tuple[Task, ...]
