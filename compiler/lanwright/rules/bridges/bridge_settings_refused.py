"""LW513: settings of a bridge network that Docker doesn't take together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan import DockerVersion, Owner
from lanwright.plan.docker import DEFAULT_GATEWAY, ENABLE_FAMILY
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Network, Site
    from lanwright.plan import DockerNetwork, HostPlan

_MODE = "com.docker.network.bridge.gateway_mode_ipv"
_MAY_LACK_IPV4 = DockerVersion(28, 0)
"""Before that `enable_ipv4` is ignored: the network has IPv4 all the same."""


@rule("LW513", Severity.ERROR)
def bridge_settings_refused(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A bridge network has settings that Docker refuses together.

    Docker takes each of them alone, and makes no network of these:

    - gateway mode `isolated` without `internal`: "gateway mode 'isolated' can only be used for an internal network";
    - `internal` with a default gateway among the reserved addresses (`DefaultGatewayIPv4`): "no gateway can be set on an
      internal bridge network";
    - `enable_ipv4: false` without IPv6 (28 and later): "IPv4 or IPv6 must be enabled".

    Write `internal: true` beside the mode; drop the reserved gateway, for an internal network has no way out; give the
    network an IPv6 subnet.
    """
    for name, network in host.networks.items():
        if network.driver == "bridge" and network.owner is not Owner.EXTERNAL:
            yield from _refused(site.hosts[host.name].networks[name], network, host.daemon.version)


def _refused(written: Network, network: DockerNetwork, version: DockerVersion) -> Iterator[Finding]:
    for family in (4, 6):
        option = f"{_MODE}{family}"
        if network.options.get(option) == "isolated" and not network.internal:
            yield Finding(
                message=f"`{network.name}` has gateway mode isolated for IPv{family}, and isn't internal",
                origin=written.at("options", option),
                why=_words("gateway mode 'isolated' can only be used for an internal network"),
                fix="write `internal: true`, or another mode",
            )
        if network.internal and DEFAULT_GATEWAY[family] in written.reserve:
            yield Finding(
                message=f"`{network.name}` is internal, and reserves a default gateway",
                origin=written.at("reserve", DEFAULT_GATEWAY[family]),
                why=_words("no gateway can be set on an internal bridge network"),
                fix=f"drop `{DEFAULT_GATEWAY[family]}`, or `internal`",
            )
    if version >= _MAY_LACK_IPV4 and not network.ipv4 and not network.ipv6:
        yield Finding(
            message=f"`{network.name}` has neither IPv4 nor IPv6",
            origin=written.at("options", ENABLE_FAMILY[4]),
            why=_words("IPv4 or IPv6 must be enabled"),
            fix=f"drop `{ENABLE_FAMILY[4]}`, or give the network an IPv6 subnet",
        )


def _words(said: str) -> str:
    return f'Docker refuses the network: "{said}"'
