"""LW702: keys of daemon.json that this dockerd doesn't know, or of another type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lanwright.change import Drop, Rename, Write
from lanwright.diagnostics import Severity
from lanwright.lower.nearest import nearest_name
from lanwright.rules.host.daemon_key_of_ours import FLAGS, OURS
from lanwright.rules.host.daemon_keys import BOUNDS, KEYS, Holds
from lanwright.rules.host.daemon_values import misfits
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.diagnostics import Origin
    from lanwright.intent import Docker, Site
    from lanwright.plan import DockerVersion, HostPlan


@rule("LW702", Severity.ERROR)
def unfit_daemon_key(site: Site, host: HostPlan) -> Iterator[Finding]:
    """`docker.settings` has a key that this Docker doesn't know, or a value of another type.

    dockerd reads daemon.json strictly and doesn't start otherwise: "the following directives don't match any
    configuration option: bipp", or "json: cannot unmarshal string into Go struct field Config.mtu of type int". Keys
    are in small letters, and YAML's types count: `mtu: "1400"` is text.

    Which keys there are depends on the version: `allow-direct-routing` is there from 28.2 on, `bridge-accept-fwmark`
    from 29.0 on, `api-cors-header` is gone since 28.0.

    A map under a key that dockerd doesn't know (`network: {mtu: 1400}`) is accepted and ignored: it only looks whether
    it knows the keys inside. A few names are accepted and do nothing in the file (`restart`, `version`).

    Write the key as dockerd's reference has it, with a value of its type, or leave it out.
    """
    docker = site.hosts[host.name].docker
    for key, value in docker.settings.items():
        if key not in FLAGS and key not in OURS:
            yield from _judged(docker, key, value, host.daemon.version)
            if isinstance(value, dict) and (key not in KEYS or key == "proxies"):
                for inner in value:
                    if inner not in KEYS and inner not in FLAGS:
                        yield _unknown(inner, docker.at("settings", key, inner))


def _judged(docker: Docker, key: str, value: Any, version: DockerVersion) -> Iterator[Finding]:
    known, origin = KEYS.get(key), docker.at("settings", key)
    if known is None and isinstance(value, dict):
        yield Finding(
            message=f"`{key}` is no key of daemon.json, and what stands below it is ignored",
            origin=origin,
            why="dockerd only looks whether it knows the keys inside, and `dockerd --validate` does no more",
            fix="write the keys inside directly under `settings`",
        )
    elif known is None:
        yield _unknown(key, origin)
    elif known.is_too_new_for(version) or known.is_gone_from(version):
        yield _of_another_version(key, origin, version)
    elif known.holds is Holds.NOTHING:
        yield Finding(
            message=f"`{key}` does nothing in daemon.json",
            origin=origin,
            why="dockerd accepts it and ignores it without a word",
            fix="drop it",
            edits=(Drop(origin, key),),
            safe=True,
        )
    else:
        yield from _of_another_type(docker, key, value)


def _unknown(key: str, origin: Origin) -> Finding:
    plain = key.lower().replace("_", "-")
    near = nearest_name(plain, KEYS)
    return Finding(
        message=f"`{key}` is no key of daemon.json",
        origin=origin,
        why=f"dockerd refuses to start: {_words(key)}",
        fix=f"write `{near}`" if near else "drop it",
        edits=(Rename(origin, near),) if near else (Drop(origin, key),),
        safe=plain in KEYS,
    )


def _of_another_version(key: str, origin: Origin, version: DockerVersion) -> Finding:
    known = KEYS[key]
    newer = known.is_too_new_for(version)
    when = f"is there from {known.since} on" if newer else f"is gone since {known.gone}"
    return Finding(
        message=f"`{key}` {when}, and this host has Docker {version}",
        origin=origin,
        why=f"dockerd refuses to start: {_words(key)}" if newer else "dockerd refuses to start with it",
        fix=f"drop it, or write `version` if the host's Docker is {known.since} or newer"
        if newer
        else "drop it",
        edits=(Drop(origin, key),),
    )


def _words(key: str) -> str:
    return f'"the following directives don\'t match any configuration option: {key}"'


def _of_another_type(docker: Docker, key: str, value: Any) -> Iterator[Finding]:
    for misfit in misfits(value, KEYS[key].holds, (key,)):
        where = ".".join(map(str, misfit.path))
        yield Finding(
            message=f"`{where}` isn't {misfit.wanted.value}",
            origin=docker.at("settings", *misfit.path),
            why=f'dockerd refuses to start: "{misfit.words}"',
            fix=misfit.instead,
            edits=() if misfit.typed is None else (Write(docker.at("settings", *misfit.path), misfit.typed),),
            safe=True,
        )
    low, high = BOUNDS.get(key, (value, value))
    for_nothing = key == "mtu" and docker.bridge == "none"
    if type(value) is int and value and not (for_nothing or low <= value <= high):
        yield Finding(
            message=f"`{key}` {value} isn't between {low} and {high}",
            origin=docker.at("settings", key),
            why=f'dockerd refuses to start: "{_OUT_OF_BOUNDS[key]}"',
            fix=f"write a number from {low} to {high}",
        )


_OUT_OF_BOUNDS = {
    "mtu": 'error creating default "bridge" network: invalid argument',
    "network-diagnostic-port": "value must be between 0 and 65535",
}
