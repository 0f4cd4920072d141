"""Compose fragments: the networks and published ports of each project, merged over its own compose file.

`!override` makes the intent the whole truth (without it compose would unite both lists). A service of which the intent
says nothing but what it listens on isn't named here: its own file speaks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.plan import Owner, Via
from lanwright.targets.artifact import Artifact, Emission
from lanwright.targets.frame import beside, headline
from lanwright.targets.yaml_text import RESET, Override, dump

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lanwright.plan import DockerNetwork, Endpoint, HostPlan, Mount, Published, Service, Subnet
    from lanwright.plan.values import Address

TARGET = "compose"


def emit(host: HostPlan) -> Emission:
    """Return one fragment for each compose project that there is something to say about."""
    fragments = (_fragment(host, project) for project in host.projects)
    return Emission(artifacts=tuple(fragment for fragment in fragments if fragment is not None))


def _fragment(host: HostPlan, project: str) -> Artifact | None:
    said = fragment(host, project)
    if not said:
        return None
    return beside(
        f"compose/{project}.networks.yaml",
        f"# {headline(host)}\n{dump(said)}",
        target=TARGET,
        about=f"the networks of the compose project {project}",
    )


def fragment(host: HostPlan, project: str) -> dict[str, Any]:
    """Return a project's fragment as data, or nothing."""
    ran = [item for item in host.services.values() if item.compose and item.project == project]
    used = {endpoint.network for service in ran for endpoint in service.endpoints}
    services = {service.compose_name: _service(host, service) for service in ran}
    networks = {name: Override(_network(host.networks[name])) for name in host.networks if name in used}
    parts = {"services": {name: said for name, said in services.items() if said}, "networks": networks}
    return {key: _literal(part) for key, part in parts.items() if part}


def _service(host: HostPlan, service: Service) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if service.network_mode:
        said["network_mode"] = _mode(host, service.network_mode)
        said["networks"] = said["ports"] = RESET  # which compose refuses beside it
    elif service.endpoints:
        said["networks"] = Override({item.network: _endpoint(item) or None for item in service.endpoints})
    if service.published and not service.network_mode:
        said["ports"] = Override([_port(item) for item in service.published if item.via is not Via.DNAT])
    if service.sysctls:
        said["sysctls"] = dict(service.sysctls)
    if service.replicas > 1:
        said["deploy"] = {"replicas": service.replicas}
    if service.clients and service.clients.script:
        said["volumes"] = [_mount(service.clients.script)]
    return said


def _mount(mount: Mount) -> dict[str, Any]:
    """A folder that isn't there is an error then, not an empty folder."""
    return {
        "type": "bind",
        "source": mount.source,
        "target": mount.target,
        "read_only": True,
        "bind": {"create_host_path": False},
    }


def _mode(host: HostPlan, mode: str) -> str:
    """`service:S` names a service of the intent; compose wants its own name for it."""
    kind, _, name = mode.partition(":")
    return f"{kind}:{host.services[name].compose_name}" if name in host.services else mode


def _endpoint(endpoint: Endpoint) -> dict[str, Any]:
    said = {
        "ipv4_address": _of(endpoint.addresses, 4),
        "ipv6_address": _of(endpoint.addresses, 6),
        "aliases": list(endpoint.aliases),
        "mac_address": endpoint.mac,
        "interface_name": endpoint.interface_name,
        "driver_opts": dict(endpoint.options),
    }
    given: dict[str, Any] = {key: value for key, value in said.items() if value}
    return given if endpoint.gw_priority is None else {**given, "gw_priority": endpoint.gw_priority}


def _of(addresses: Sequence[Address], version: int) -> str | None:
    return next((str(address) for address in addresses if address.version == version), None)


def _port(published: Published) -> str:
    """Compose's short form, the only one that takes ranges: `[ADDRESS:]PORT:TO/PROTOCOL`."""
    address = published.address
    shown = "" if address is None else f"[{address}]:" if address.version == 6 else f"{address}:"
    return f"{shown}{published.port.numbers}:{published.to}"


def _network(network: DockerNetwork) -> dict[str, Any]:
    if network.owner is not Owner.PROJECT:
        return {"name": network.name, "external": True}
    said: dict[str, Any] = {"name": network.name, "driver": network.driver}
    if network.options:
        said["driver_opts"] = dict(network.options)
    if network.internal:
        said["internal"] = True
    if network.ipv6:
        said["enable_ipv6"] = True
    written = [_subnet(subnet) for subnet in network.subnets if subnet.written]
    return {**said, "ipam": {"config": written}} if written else said


def _subnet(subnet: Subnet) -> dict[str, Any]:
    said: Mapping[str, Any] = {
        "subnet": str(subnet.prefix),
        "gateway": None if subnet.gateway is None else str(subnet.gateway),
        "ip_range": None if subnet.ip_range is None else str(subnet.ip_range),
        "aux_addresses": {name: str(address) for name, address in subnet.reserved.items()},
    }
    return {key: value for key, value in said.items() if value}


def _literal(value: Any) -> Any:
    """Compose takes `$NAME` in a value for a variable, and `$$` for a dollar sign."""
    match value:
        case str():
            return value.replace("$", "$$")
        case dict():
            return {key: _literal(item) for key, item in value.items()}
        case list():
            return [_literal(item) for item in value]
        case Override():
            return Override(_literal(value.value))
        case _:
            return value
