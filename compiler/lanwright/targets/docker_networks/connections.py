"""Containers that compose doesn't run, on the networks that `docker network connect` puts them on."""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from lanwright.targets.run_words import by_hand, options_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.plan import Endpoint, HostPlan, Service


@dataclass(frozen=True, slots=True)
class Connection:
    """A container on a network.

    Attributes:
        network: the network's name.
        container: the container's name.
        arguments: the options of `docker network connect`, for a shell.
        settings: what `docker container inspect` shows of it then, one a line.
        prioritised: whether it has a gateway priority, a field that older Dockers don't show.
    """

    network: str
    container: str
    arguments: tuple[str, ...]
    settings: tuple[str, ...]
    prioritised: bool

    @property
    def place(self) -> str:
        """Its name in the script."""
        return f"{self.network}/{self.container}"


def connections(host: HostPlan) -> tuple[Connection, ...]:
    """Every connection that compose doesn't make, in the intent's order."""
    return tuple(
        _connection(service, endpoint) for service in by_hand(host) for endpoint in service.endpoints
    )


def _connection(service: Service, endpoint: Endpoint) -> Connection:
    options = options_of(endpoint)
    return Connection(
        network=endpoint.network,
        container=service.compose_name,
        arguments=tuple(_arguments(endpoint, options)),
        settings=tuple(_settings(endpoint, options)),
        prioritised=endpoint.gw_priority is not None,
    )


def _arguments(endpoint: Endpoint, options: Mapping[str, str]) -> Iterator[str]:
    """No MAC address: only `docker run` can give one (as a driver option it is ignored, measured)."""
    for address in endpoint.addresses:
        yield f"--{'ip' if address.version == 4 else 'ip6'} {address}"
    for alias in endpoint.aliases:
        yield f"--alias {quote(alias)}"
    for key, value in options.items():
        yield f"--driver-opt {quote(f'{key}={value}')}"
    if endpoint.gw_priority is not None:
        yield f"--gw-priority {endpoint.gw_priority}"


def _settings(endpoint: Endpoint, options: Mapping[str, str]) -> Iterator[str]:
    yield "connected"
    yield from (f"address {address}" for address in endpoint.addresses)
    yield from (f"alias {alias}" for alias in endpoint.aliases)
    yield from (f"option {key}={value}" for key, value in options.items())
    if endpoint.mac:
        yield f"mac {endpoint.mac}"
    if endpoint.gw_priority is not None:
        yield f"gw_priority {endpoint.gw_priority}"
