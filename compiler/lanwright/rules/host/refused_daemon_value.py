"""LW723: a value of daemon.json that dockerd refuses, or that keeps containers from starting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.rules.host.daemon_words import unfit
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW723", Severity.ERROR)
def refused_daemon_value(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A value of `docker.settings` has the right type, and dockerd doesn't take it.

    dockerd knows what some keys may say, and doesn't start otherwise: `log-level: verbose` ("invalid logging level"; it
    is `warn`, not `warning`), a label without `=` ("bad attribute format"), a registry's mirror without `https://`
    ("invalid mirror: no scheme specified"), an option that the log driver doesn't know ("unknown log opt 'maxsize' for
    json-file log driver"), limits that aren't a map, a default runtime that nobody has described, a `metrics-addr`
    without an address ("failed to lookup address in host specification"), an insecure registry with a path ("is not
    valid"), a `max-buffer-size` without `mode: non-blocking`.

    Some it takes, and then no container starts: a log driver that there isn't (a warning, since a plugin may have that
    name), or one that has no address to log to ("gelf-address is a required parameter"), a `max-size` that is no size,
    `compress` without old files ("compress cannot be true when max-file is less than 2 or max-size is not set"), a limit
    whose `Name` Linux doesn't know, or whose `Soft` is missing.

    `dockerd --validate` finds a part of them, and none of those.

    Write what the key may say.
    """
    docker = site.hosts[host.name].docker
    beside = {**docker.settings, "userland-proxy": host.daemon.userland_proxy}
    for key in docker.settings:
        for item in unfit(key, beside):
            where = ".".join((key, *map(str, item.path)))
            what = "no container starts" if item.starts else "dockerd refuses to start"
            yield Finding(
                message=f"`{where}` can't be what it says",
                origin=docker.at("settings", key, *item.path),
                why=f'{what}: "{item.words}"',
                fix=item.instead,
                severity=item.severity,
            )
