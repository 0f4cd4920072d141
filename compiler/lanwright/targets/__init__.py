"""plan → targets: from a host's plan to the files that the host gets.

A target is a module of this folder whose `emit` takes a HostPlan and nothing else, with a folder of templates; it is
found by looking, not by being listed. `install`, the manifest and the README are made of what all targets made.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Protocol

from lanwright.targets import install, readme
from lanwright.targets.artifact import Artifact, Emission

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lanwright.diagnostics import Diagnostic
    from lanwright.plan import HostPlan


class Target(Protocol):
    """A target's function."""

    def __call__(self, host: HostPlan) -> Emission:
        """Return what the target makes of a host."""


@cache
def targets() -> Mapping[str, Target]:
    """Every target by name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    emits = {name: getattr(module, "emit", None) for name, module in modules.items()}
    return {name: emit for name, emit in emits.items() if emit and _takes_a_host_alone(emit)}


def _takes_a_host_alone(emit: Target) -> bool:
    return list(inspect.signature(emit).parameters) == ["host"]


def emit(host: HostPlan, unfinished: Sequence[Diagnostic] = ()) -> tuple[Artifact, ...]:
    """Return all files of a host; `unfinished` are the findings (LW007) that its README lists."""
    made = _together(target(host) for target in targets().values())
    files = (*made.artifacts, readme.describe(host, made, unfinished))
    return (*files, *install.emit(host.name, files, made.steps, made.notices, made.questions))


def _together(emissions: Iterable[Emission]) -> Emission:
    parts = tuple(emissions)
    return Emission(
        artifacts=tuple(item for part in parts for item in part.artifacts),
        steps=tuple(item for part in parts for item in part.steps),
        notices=tuple(item for part in parts for item in part.notices),
        questions=tuple(item for part in parts for item in part.questions),
    )
