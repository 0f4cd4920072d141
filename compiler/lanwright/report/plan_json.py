"""A plan as JSON, in the shape of schemas/plan.schema.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Origin
from lanwright.plan import DockerVersion
from lanwright.report.address_plan import address_plan
from lanwright.report.secrets import without_secrets

if TYPE_CHECKING:
    from lanwright.plan import DockerNetwork, HostPlan, LanPlan, SitePlan
    from lanwright.report.sources import Sources


def plan_json(plan: SitePlan, sources: Sources) -> str:
    """What every host will have, each LAN's addresses, and what a person must do elsewhere."""
    shape = {
        "site": plan.name,
        "hosts": {name: _host(host) for name, host in plan.hosts.items()},
        "lans": {name: _lan(lan, plan) for name, lan in plan.lans.items()},
        "avoid": plan.avoid,
        "tasks": plan.tasks,
    }
    return json.dumps(_plain(shape, sources), indent=2) + "\n"


def _host(host: HostPlan) -> dict[str, Any]:
    return {
        "docker_networks": {name: _network(network) for name, network in host.networks.items()},
        "links": tuple(host.links.values()),
        "addresses": host.addresses,
        "routes": host.routes,
        "rules": host.rules,
        "kernel": host.kernel,
        "modules": host.modules,
        "services": host.services,
        "docker": _shallow(host.daemon) | {"settings": without_secrets(host.daemon.settings)},
        "network": host.network,
        "firewall": host.firewall,
        "origin": host.origin,
    }


def _network(network: DockerNetwork) -> dict[str, Any]:
    """The subnets as their prefixes, what Docker is told of each beside them as `ipam`."""
    gateways = [subnet.gateway for subnet in network.subnets if subnet.gateway]
    return _shallow(network) | {
        "subnets": tuple(subnet.prefix for subnet in network.subnets),
        "gateway": gateways[0] if gateways else None,
        "ipam": network.subnets,
    }


def _lan(lan: LanPlan, plan: SitePlan) -> dict[str, Any]:
    addresses = address_plan(lan, plan)
    return _shallow(lan) | {
        "dhcp": tuple(f"{first}-{last}" for first, last in lan.dhcp),
        "free": tuple(str(gap) for gap in addresses.free),
    }


def _shallow(node: Any) -> dict[str, Any]:
    return {field.name: getattr(node, field.name) for field in fields(node)}


def _plain(value: Any, sources: Sources) -> Any:
    """Whatever a plan holds as JSON's types; an origin as its place."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Origin):
        place = {"file": sources.shown(value.span.file), "line": value.span.line, "column": value.span.column}
        return place | {"path": value.dotted}
    if is_dataclass(value):
        return _plain(_shallow(value), sources)
    if isinstance(value, Mapping):
        return {str(key): _plain(item, sources) for key, item in value.items()}
    if isinstance(value, tuple | list) and not isinstance(value, DockerVersion):
        return [_plain(item, sources) for item in value]
    return str(value)
