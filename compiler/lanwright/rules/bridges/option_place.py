"""Where it is written what a network's driver option is: at the network, or for all networks of its driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.network_defaults import KEY

if TYPE_CHECKING:
    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import DockerNetwork, HostPlan


def option_place(site: Site, host: HostPlan, network: DockerNetwork, option: str, key: str) -> Origin:
    """The place; `key` is the grammar's own that says the same."""
    written = site.hosts[host.name].networks[network.name]
    if option in written.options:
        return written.at("options", option)
    if is_default(network, option):
        return site.hosts[host.name].docker.at("settings", KEY, network.driver, option)
    return written.at(key)


def is_default(network: DockerNetwork, option: str) -> bool:
    """Whether the network has it as all networks of its driver have."""
    return option in network.defaults and option not in network.options
