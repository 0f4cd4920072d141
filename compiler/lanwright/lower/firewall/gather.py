"""All packet rules of a host, purpose by purpose."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from lanwright.plan import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, LanPlan, Rule


class Purpose(Protocol):
    """The face of a purpose's module."""

    def rules(self, host: HostPlan, lans: dict[str, LanPlan]) -> Iterator[Rule]:
        """The rules that the host needs for it."""


@cache
def _purposes() -> tuple[Purpose, ...]:
    folder = importlib.import_module("lanwright.lower.firewall")
    names = sorted(item.name for item in pkgutil.iter_modules(folder.__path__))
    modules = [importlib.import_module(f"lanwright.lower.firewall.{name}") for name in names]
    return tuple(cast("Purpose", module) for module in modules if hasattr(module, "rules"))


def rules_of(host: HostPlan, lans: dict[str, LanPlan]) -> tuple[Rule, ...]:
    """Every rule of a host whose plan is complete but for them, in the order in which they are met.

    What is masqueraded comes last: an address that somebody named goes before the one that the kernel would take.
    """
    found = (rule for purpose in _purposes() for rule in purpose.rules(host, lans))
    return tuple(sorted(found, key=lambda rule: rule.verdict is Verdict.MASQUERADE))
