"""Networks whose containers send with their own addresses: nobody masquerades them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.masquerade import MASQUERADE
from lanwright.plan import DockerVersion
from lanwright.plan.sockets import GATEWAY_MODE
from lanwright.plan.truth import is_false

if TYPE_CHECKING:
    from lanwright.plan import DockerNetwork, HostPlan

_MODES_SINCE = DockerVersion(27, 0)
"""From here on Docker knows gateway modes; before it takes the option for somebody else's."""


def gateway_mode(host: HostPlan, network: DockerNetwork, version: int) -> str:
    """How a bridge network of Docker's leads out in one family."""
    known = network.options if host.daemon.version >= _MODES_SINCE else {}
    return known.get(f"{GATEWAY_MODE}{version}", "nat")


def is_bare(network: DockerNetwork) -> bool:
    """Whether it is written that nobody masquerades it."""
    return is_false(network.options.get(MASQUERADE)) and not network.masquerade_is_ours


def sends_untranslated(host: HostPlan, network: DockerNetwork, version: int) -> bool:
    """Whether what leaves a network behind the host has its containers' own addresses, but for those with a source of their own."""
    return is_bare(network) or gateway_mode(host, network, version) == "routed"
