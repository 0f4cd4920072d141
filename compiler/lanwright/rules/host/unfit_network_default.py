"""LW724: options of all networks that their driver doesn't know, or refuses."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.lower.nearest import nearest_name
from lanwright.rules.macvlan.driver_options import options_of
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.diagnostics import Origin
    from lanwright.intent import Docker, Site
    from lanwright.plan import DockerVersion, HostPlan
    from lanwright.rules.macvlan.driver_options import Option

_KEY = "default-network-opts"
_OURS = ("bridge", "macvlan", "ipvlan")
_OTHERS = ("overlay", "host", "null")


@rule("LW724", Severity.ERROR)
def unfit_network_default(site: Site, host: HostPlan) -> Iterator[Finding]:
    """`default-network-opts` has an option that its driver doesn't know, or doesn't take.

    dockerd looks at nothing there but that it is text. What stands under a driver goes with each network of that driver
    that is made later: an option that the driver doesn't know is ignored, silently (`mtu`, where the driver's option is
    `com.docker.network.driver.mtu`); a value that it refuses keeps every one of them from being made: "failed to parse
    com.docker.network.bridge.enable_icc value: no". Under a name that no driver has it is for nobody; that is a warning,
    since a plugin may have it.

    Write the option as the driver knows it.
    """
    docker = site.hosts[host.name].docker
    written = docker.settings.get(_KEY)
    for driver, options in written.items() if isinstance(written, dict) else ():
        if driver in _OURS and isinstance(options, dict):
            yield from _judged(docker, driver, options, host.daemon.version)
        elif driver not in (*_OURS, *_OTHERS) and ":" not in driver and "/" not in driver:
            yield _for_nobody(driver, docker.at("settings", _KEY, driver))


def _judged(
    docker: Docker, driver: str, options: Mapping[str, object], version: DockerVersion
) -> Iterator[Finding]:
    known = options_of(driver, version)
    for option, value in options.items():
        origin, found = docker.at("settings", _KEY, driver, option), known.get(option)
        if found is None:
            yield _unknown(origin, driver, option, known)
        elif found.since is not None and version < found.since:
            yield Finding(
                message=f"`{option}` came with Docker {found.since}, and this host has {version}",
                origin=origin,
                why="an older Docker ignores it silently",
                fix=f"drop it, or update Docker to {found.since}",
            )
        elif isinstance(value, str) and not found.fits(value):
            yield Finding(
                message=f"`{option}: {value}` isn't valid",
                origin=origin,
                why=f"Docker makes no {driver} network then that doesn't say otherwise",
                fix=f"write {found.takes}",
            )


def _unknown(origin: Origin, driver: str, option: str, known: Mapping[str, Option]) -> Finding:
    near = [name for name in known if name.rpartition(".")[2] == option]
    near = near or difflib.get_close_matches(option, known, cutoff=0.9)
    return Finding(
        message=f"`{option}` is no option of Docker's {driver} driver",
        origin=origin,
        why="Docker ignores it silently, at every network",
        fix=f"write `{near[0]}`" if near else "drop it",
    )


def _for_nobody(driver: str, origin: Origin) -> Finding:
    near = nearest_name(driver, _OURS)
    return Finding(
        message=f"`{driver}` is none of Docker's own network drivers",
        origin=origin,
        why="what stands below it is for no network, unless a plugin has that name",
        fix=f"write `{near}`" if near else f"write {', '.join(_OURS)}, or drop it",
        severity=Severity.WARNING,
    )
