"""What the daemon gives each new network of a driver that doesn't say otherwise (daemon.json, `default-network-opts`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "default-network-opts"


def network_defaults(settings: Mapping[str, Any], driver: str) -> Mapping[str, str]:
    """The options, by name. docker0 takes none of them (moby `daemon/network.go`, createNetwork).

    Args:
        settings: daemon.json, as far as it isn't ours; dockerd takes text alone for a value (LW702).
        driver: that of the network.
    """
    by_driver = settings.get(KEY)
    options = by_driver.get(driver) if isinstance(by_driver, dict) else None
    if not isinstance(options, dict):
        return {}
    return {option: value for option, value in options.items() if isinstance(value, str)}
