"""The site as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.plan.host import HostPlan
    from lanwright.plan.lan import LanPlan
    from lanwright.plan.task import Task
    from lanwright.plan.values import Prefix


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """What every host of a site will really have."""

    name: str
    lans: Mapping[str, LanPlan]
    avoid: Mapping[str, tuple[Prefix, ...]]
    hosts: Mapping[str, HostPlan]
    tasks: tuple[Task, ...]
