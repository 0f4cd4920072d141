"""An intent, compiled into folders as `lanwright build` compiles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright import pipeline
from lanwright.diagnostics import Severity
from lanwright.output import write

if TYPE_CHECKING:
    from pathlib import Path

    from lanwright.intent import Site
    from lanwright.plan import SitePlan

NAME = "lanwright.yaml"


def planned(text: str) -> SitePlan:
    """What every host of an intent will have."""
    return pipeline.understand({NAME: text})[1]


def compile_into(folder: Path, text: str) -> tuple[Site, SitePlan]:
    """Write every host's tree below `folder`; give what was written and what was planned."""
    site, plan = pipeline.understand({NAME: text})
    found = pipeline.judge(site, plan)
    wrong = [item for item in found if item.severity is Severity.ERROR]
    assert not wrong, [(item.code, item.message) for item in wrong]
    write({name: pipeline.emit(host, found) for name, host in plan.hosts.items()}, folder)
    return site, plan


def for_docker_28(text: str) -> str:
    """A sample's intent for the lab's Docker, which doesn't know the nftables backend of 29."""
    newer = ('version: "29"', "firewall_backend: nftables")
    return "".join(line for line in text.splitlines(keepends=True) if not line.strip().startswith(newer))
