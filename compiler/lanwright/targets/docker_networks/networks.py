"""The Docker networks that are ours to make: how each is made, and what Docker shows of it then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from lanwright.plan import Owner
from lanwright.plan.docker import ENABLE_FAMILY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import DockerNetwork, HostPlan, Subnet

UNSAID = {"macvlan_mode": "bridge", "ipvlan_mode": "l2", "ipvlan_flag": "bridge"}
"""The drivers' own defaults: a network without the option is the same network.

The options of the families aren't shown from 28.2 on where `--ipv6` says the same (moby#49866).
"""


@dataclass(frozen=True, slots=True)
class OurNetwork:
    """A network as the script has it.

    Attributes:
        name: its name.
        needs: the host's link that must be there first, if any.
        bridge: the host's bridge that its containers become ports of, if it isn't Docker's own.
        automatic: whether Docker chooses its subnet, so that the daemon's pools must be in force before it is made.
        arguments: the options of `docker network create`, for a shell.
        settings: what `docker network inspect` shows of it then, one a line.
        besides: patterns of what may stand there besides.
    """

    name: str
    needs: str | None
    bridge: str | None
    automatic: bool
    arguments: tuple[str, ...]
    settings: tuple[str, ...]
    besides: tuple[str, ...]


def networks(host: HostPlan) -> tuple[OurNetwork, ...]:
    """The networks that are ours, in the intent's order, which is the order of making."""
    ours = (network for network in host.networks.values() if network.owner is Owner.LANWRIGHT)
    return tuple(_network(host, network) for network in ours)


def _network(host: HostPlan, network: DockerNetwork) -> OurNetwork:
    made_before = network.parent if network.parent in host.links else None
    found_bridge = network.bridge if network.strategy in {"host_bridge", "veth"} else None
    return OurNetwork(
        name=network.name,
        needs=found_bridge or made_before,
        bridge=found_bridge,
        automatic=network.predicted is not False,
        arguments=tuple(_arguments(network)),
        settings=tuple(_settings(network)),
        besides=tuple(_besides(network)),
    )


def _written(network: DockerNetwork) -> tuple[Subnet, ...]:
    return tuple(subnet for subnet in network.subnets if subnet.written)


def _arguments(network: DockerNetwork) -> Iterator[str]:
    """The options of `docker network create`, for a shell."""
    yield f"--driver {quote(network.driver)}"
    for key, value in network.options.items():
        yield f"--opt {quote(f'{key}={value}')}"
    if network.internal:
        yield "--internal"
    if network.ipv6:
        yield "--ipv6"
    for subnet in _written(network):
        yield f"--subnet {subnet.prefix}"
        if subnet.gateway is not None:
            yield f"--gateway {subnet.gateway}"
        if subnet.ip_range is not None:
            yield f"--ip-range {subnet.ip_range}"
        for name, address in subnet.reserved.items():
            yield f"--aux-address {quote(f'{name}={address}')}"


def _settings(network: DockerNetwork) -> Iterator[str]:
    yield f"driver {network.driver}"
    yield f"internal {str(network.internal).lower()}"
    yield f"ipv6 {str(network.ipv6).lower()}"
    for key, value in network.options.items():
        if UNSAID.get(key) != value and key not in ENABLE_FAMILY.values():
            yield f"option {key}={value}"
    for subnet in _written(network):
        yield f"subnet {subnet.prefix}"
        if subnet.gateway is not None:
            yield f"gateway {subnet.prefix} {subnet.gateway}"
        if subnet.ip_range is not None:
            yield f"range {subnet.prefix} {subnet.ip_range}"
        for name, address in subnet.reserved.items():
            yield f"aux {subnet.prefix} {name}={address}"


def _besides(network: DockerNetwork) -> Iterator[str]:
    """Patterns of what may stand there besides: what Docker chooses, defaults of the driver and of the daemon."""
    written = _written(network)
    for version, form in ((4, "[0-9.]*/"), (6, "[^ ]*:")):
        on = network.ipv4 if version == 4 else network.ipv6
        if on and all(subnet.prefix.version != version for subnet in written):
            yield from (f"^subnet {form}", f"^gateway {form}")
    for subnet in written:
        if subnet.gateway is None:
            yield f"^gateway {_literally(str(subnet.prefix))} "
    for key, value in network.options.items():
        if UNSAID.get(key) == value or key in ENABLE_FAMILY.values():
            yield f"^option {_literally(key)}={_literally(value)}$"
    for key in network.defaults:
        if key not in network.options:
            yield f"^option {_literally(key)}="


def _literally(text: str) -> str:
    """The text as a basic regular expression that matches it alone."""
    return re.sub(r"([][.*^$\\])", r"\\\1", text)
