"""How `docker run` puts a container that compose doesn't run on its networks."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import Endpoint, HostPlan, Service

INTERFACE_NAME = "com.docker.network.endpoint.ifname"


def by_hand(host: HostPlan) -> tuple[Service, ...]:
    """The services with networks that compose doesn't run."""
    return tuple(item for item in host.services.values() if item.endpoints and not item.compose)


def run_words(service: Service) -> str:
    """The options by which `docker run` puts a container on its networks (several at once from 25 on)."""
    networks = " ".join(f"--network {quote(','.join(_fields(endpoint)))}" for endpoint in service.endpoints)
    return f"--name {service.compose_name} {networks}"


def _fields(endpoint: Endpoint) -> Iterator[str]:
    """The fields of one `--network`, comma-separated: no value of ours has a comma."""
    yield f"name={endpoint.network}"
    for address in endpoint.addresses:
        yield f"{'ip' if address.version == 4 else 'ip6'}={address}"
    if endpoint.mac:
        yield f"mac-address={endpoint.mac}"
    yield from (f"alias={alias}" for alias in endpoint.aliases)
    yield from (f"driver-opt={key}={value}" for key, value in options_of(endpoint).items())
    if endpoint.gw_priority is not None:
        yield f"gw-priority={endpoint.gw_priority}"


def options_of(endpoint: Endpoint) -> dict[str, str]:
    """The driver options of an endpoint, its interface name among them."""
    named = {INTERFACE_NAME: endpoint.interface_name} if endpoint.interface_name else {}
    return {**endpoint.options, **named}
