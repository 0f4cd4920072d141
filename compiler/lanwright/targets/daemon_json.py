"""daemon.json: what dockerd is told when it starts; the grammar's keys as far as they are given, and `settings`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lanwright.plan import DockerVersion
from lanwright.targets.artifact import EVERY_CONTAINER, Emission, Notice
from lanwright.targets.frame import on_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import Daemon, HostPlan, Pool

TARGET = "daemon_json"
_HAS_BIP6 = DockerVersion(28, 0)
_HAS_FIREWALL_BACKEND = DockerVersion(29, 0)


def emit(host: HostPlan) -> Emission:
    """Return the daemon's configuration; nothing where it isn't ours to write, or where there is nothing to say."""
    daemon = host.daemon
    said = configuration(daemon)
    if not daemon.managed or not said:
        return Emission()
    text = json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    # dockerd reads it as root, and `install diff` doesn't show what root alone may read.
    mode = 0o600 if daemon.confidential else 0o644
    file = on_host(daemon.config, text, target=TARGET, about="what dockerd is told when it starts", mode=mode)
    return Emission(artifacts=(file,), notices=(_restart(daemon),))


def configuration(daemon: Daemon) -> dict[str, Any]:
    """Return daemon.json as data; where `settings` repeats a key of the grammar (LW701), the grammar's stands."""
    return {**daemon.settings, **dict(_docker0(daemon)), **dict(_whole(daemon))}


def _docker0(daemon: Daemon) -> Iterator[tuple[str, Any]]:
    """Each family has keys of its own; the IPv6 ones do nothing without `ipv6` (moby daemon/daemon_unix.go)."""
    given = (*daemon.bip, *daemon.fixed_cidr, *daemon.default_gateway)
    if any(item.version == 6 for item in given):
        yield "ipv6", True
    for bip in daemon.bip:
        if bip.version == 4:
            yield "bip", str(bip)
        elif daemon.version >= _HAS_BIP6:
            yield "bip6", str(bip)
        else:
            yield "fixed-cidr-v6", str(bip.network)
    for cidr in daemon.fixed_cidr:
        yield _of_family("fixed-cidr", cidr.version), str(cidr.network)
    for gateway in daemon.default_gateway:
        yield _of_family("default-gateway", gateway.version), str(gateway)


def _of_family(key: str, version: int) -> str:
    return key if version == 4 else f"{key}-v6"


def _whole(daemon: Daemon) -> Iterator[tuple[str, Any]]:
    if daemon.pools is not None:
        yield "default-address-pools", [_pool(pool) for pool in daemon.pools]
    if daemon.bridge is not None:
        yield "bridge", daemon.bridge
    if daemon.firewall_backend is not None and daemon.version >= _HAS_FIREWALL_BACKEND:
        yield "firewall-backend", daemon.firewall_backend
    if not daemon.userland_proxy:
        yield "userland-proxy", False


def _pool(pool: Pool) -> dict[str, Any]:
    base = {"base": str(pool.base.network)}
    return base if pool.size is None else {**base, "size": pool.size}


def _restart(daemon: Daemon) -> Notice:
    """The daemon reads its network settings only when it starts (moby daemon/reload.go)."""
    lives = "no container stops (live-restore), but docker0 changes only once none runs"
    return Notice(
        command="systemctl restart docker",
        interrupts=lives if daemon.settings.get("live-restore") is True else EVERY_CONTAINER,
        when=daemon.config,
    )
