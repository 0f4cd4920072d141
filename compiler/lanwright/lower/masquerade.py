"""Which source address Docker's own NAT gives, where its MASQUERADE would give the wrong one.

Docker inserts MASQUERADE at the top of POSTROUTING for each new network and again at each start (measured), so on
iptables hosts no rule of ours lasts beside it. Two options of Docker's last: host_ipv4 (SNAT to an address that we
name) and enable_ip_masquerade=false (no rule at all for this network; ours then needn't be first).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.plan import Owner
from lanwright.plan.truth import is_false

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lanwright.plan import DockerNetwork, Service
    from lanwright.plan.values import Address

MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade"


def host_address_option(version: int) -> str:
    """The option that makes Docker write SNAT to one address (moby `netlabel.HostIPv4Prefix`)."""
    return f"com.docker.network.host_ipv{version}"


def with_sources(
    networks: Mapping[str, DockerNetwork], services: Iterable[Service], dummies: Iterable[Address]
) -> dict[str, DockerNetwork]:
    """The networks of an iptables host with the options that give the right source.

    Args:
        networks: the host's networks.
        services: its services; a network of one with `leaves_as` is masqueraded by our own rules, which must then be
            able to name its subnets.
        dummies: the sources that shims don't carry themselves (see `firewall/shim_source.py`).
    """
    ours = {name for service in services for name in _left_by_name(service) if _can_be_ours(networks[name])}
    sources = {host_address_option(address.version): str(address) for address in dummies}
    return {name: _with_source(network, sources, ours=name in ours) for name, network in networks.items()}


def _left_by_name(service: Service) -> Iterator[str]:
    """The networks that a rule of ours names the service on."""
    versions = {wanted.version for wanted in service.leaves_as}
    for endpoint in service.endpoints:
        if any(address.version in versions for address in endpoint.addresses):
            yield endpoint.network


def _can_be_ours(network: DockerNetwork) -> bool:
    """Whether its options are ours to say, and its subnets are written: Docker chooses an IPv4 one where none is."""
    written = {subnet.prefix.version for subnet in network.subnets}
    return network.owner is not Owner.EXTERNAL and 4 in written


def _with_source(network: DockerNetwork, sources: Mapping[str, str], *, ours: bool) -> DockerNetwork:
    if network.strategy != "nat" or is_false(network.options.get(MASQUERADE)):
        return network
    if network.owner is Owner.EXTERNAL:
        return network
    if ours:
        options = {**network.options, MASQUERADE: "false"}
        return replace(network, options=options, masquerade_is_ours=True)
    wanted = sources if network.ipv6 else {key: value for key, value in sources.items() if key.endswith("4")}
    return replace(network, options={**wanted, **network.options})
