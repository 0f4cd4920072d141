"""LW723: `default-network-opts` that no network can be made with, or that do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.diagnostics import Severity
from lanwright.rules.macvlan.driver_options import options_of
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Site
    from lanwright.plan import HostPlan

KEY = "default-network-opts"
_DRIVERS = ("bridge", "macvlan", "ipvlan")


@rule("LW723", Severity.ERROR)
def unfit_default_option(site: Site, host: HostPlan) -> Iterator[Finding]:
    """`default-network-opts` gives networks an option that their driver doesn't know, or doesn't take.

    dockerd hands these options to every new network of the driver, and looks at neither names nor values when it
    starts; nor does `dockerd --validate`. A value that the driver doesn't take ("failed to parse ... value") makes each
    `docker network create` fail, and each compose project with a network of its own. A name that it doesn't know is
    ignored silently, a warning: the networks are made otherwise than it reads.

    Write the option as the driver knows it; options of one network belong to that network.
    """
    written = site.hosts[host.name].docker
    defaults: Any = written.settings.get(KEY)
    if not isinstance(defaults, dict):  # LW702 tells it
        return
    for driver, options in defaults.items():
        if driver in _DRIVERS and isinstance(options, dict):
            for option, value in options.items():
                if isinstance(value, str):
                    yield from _judged(
                        host, driver, option, value, written.at("settings", KEY, driver, option)
                    )


def _judged(host: HostPlan, driver: str, option: str, value: str, origin: Origin) -> Iterator[Finding]:
    version = host.daemon.version
    known = options_of(driver, version).get(option)
    if known is None:
        yield Finding(
            message=f"`{option}` is no option of Docker's {driver} driver",
            origin=origin,
            why="Docker ignores it silently",
            fix="drop it, or write the option's whole name (`com.docker.network.driver.mtu`)",
            severity=Severity.WARNING,
        )
    elif known.since is not None and version < known.since:
        yield Finding(
            message=f"`{option}` came with Docker {known.since}, and `{host.name}` has {version}",
            origin=origin,
            why="an older Docker ignores it silently",
            fix=f"drop it, or update Docker to {known.since}",
            severity=Severity.WARNING,
        )
    elif not known.fits(value):
        yield Finding(
            message=f"`{option}: {value}` isn't valid, and every new {driver} network gets it",
            origin=origin,
            why="Docker starts, and refuses each network that it is to make",
            fix=f"write {known.takes}",
        )
