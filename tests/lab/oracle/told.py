"""What the compiler says of a case: its findings, and the files that it would generate if they were none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from lanwright import pipeline
from lanwright.diagnostics import Refused, Severity
from tests.lab.compiled import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.diagnostics import Diagnostic
    from lanwright.intent.host import Host
    from lanwright.plan import HostPlan
    from tests.lab.oracle.case import Case

HOST = "dock1"
BASE = """
version: 1
lans:
  home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, devices: {laptop: 192.168.0.50}}
hosts:
  dock1:
    interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
"""
"""What every case is laid over: a LAN and a host on it."""

OF_SITE = ("lans", "avoid", "expect")
"""Keys of a case that don't stand under the host."""


@dataclass(frozen=True, slots=True)
class Told:
    """Findings of a case; `host` and `plan` are None where what is written leaves no plan."""

    findings: tuple[Diagnostic, ...]
    host: Host | None = None
    plan: HostPlan | None = None

    def codes(self, *severities: Severity) -> frozenset[str]:
        """The codes of the findings of these severities."""
        return frozenset(item.code for item in self.findings if item.severity in severities)


def text(case: Case, docker: str) -> str:
    """The whole intent of a case."""
    site: dict[str, Any] = yaml.safe_load(BASE)
    own = {key: value for key, value in case.write.items() if key not in OF_SITE}
    described = _over(site["hosts"][HOST], own)
    described["docker"] = {"version": docker} | (described.get("docker") or {})
    rest = {key: value for key, value in case.write.items() if key in OF_SITE}
    whole = _over(site, rest) | {"hosts": {HOST: described}}
    return yaml.safe_dump(whole, sort_keys=False, default_flow_style=None, width=110)


def told(case: Case, docker: str) -> Told:
    """Compile it as far as it goes; errors of the rules stop nothing here, the tool is to judge."""
    try:
        site, plan = pipeline.understand({NAME: text(case, docker)})
    except Refused as refused:
        return Told(tuple(refused.diagnostics))
    return Told(pipeline.judge(site, plan), site.hosts[HOST], plan.hosts[HOST])


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one map over another; a value of null takes the key away."""
    merged = dict(below)
    for key, value in above.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _over(merged[key], value)
        else:
            merged[key] = value
    return merged
