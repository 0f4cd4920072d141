"""What makes Docker 26 do for IPv6 what later versions do by themselves: its packet rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.plan.kernel import behind_ipv6_nat, makes_ipv6_rules

if TYPE_CHECKING:
    from collections.abc import Collection

    from lanwright.plan import Daemon, DockerNetwork

_KEYS = ("ip6tables", "experimental")
"""Both, or dockerd doesn't start: "ip6tables rules are only available if experimental features are enabled"."""


def with_ipv6_rules(daemon: Daemon, networks: Collection[DockerNetwork]) -> Daemon:
    """The daemon with the keys that it needs; as it is where the intent says otherwise, or the file isn't ours."""
    says_otherwise = any(daemon.settings.get(key) is False for key in _KEYS)
    if (
        not daemon.managed
        or says_otherwise
        or makes_ipv6_rules(daemon)
        or not behind_ipv6_nat(daemon, networks)
    ):
        return daemon
    return replace(daemon, settings={**daemon.settings, **dict.fromkeys(_KEYS, True)})
