"""LW701: `docker.settings` has a key that has a place of its own, or that isn't one of the file's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Add, Drop, Rename, Write
from lanwright.diagnostics import Related, Severity
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.intent import Docker, Site
    from lanwright.plan import HostPlan

OURS = {
    "bip": "bip",
    "bip6": "bip",
    "fixed-cidr": "fixed_cidr",
    "fixed-cidr-v6": "fixed_cidr",
    "default-gateway": "default_gateway",
    "default-gateway-v6": "default_gateway",
    "default-address-pools": "default_address_pools",
    "bridge": "bridge",
    "firewall-backend": "firewall_backend",
    "userland-proxy": "userland_proxy",
}
"""The file's keys that the plan is made from, and the key of the intent for each."""

_FAMILY = {
    "bip": 4,
    "bip6": 6,
    "fixed-cidr": 4,
    "fixed-cidr-v6": 6,
    "default-gateway": 4,
    "default-gateway-v6": 6,
}
"""Those that hold the value of one family, of the two that the intent's key has room for."""

FLAGS = {
    "add-runtime": "runtimes",
    "authorization-plugin": "authorization-plugins",
    "cdi-spec-dir": "cdi-spec-dirs",
    "default-address-pool": "default-address-pools",
    "default-network-opt": "default-network-opts",
    "default-ulimit": "default-ulimits",
    "dns-opt": "dns-opts",
    "exec-opt": "exec-opts",
    "feature": "features",
    "host": "hosts",
    "insecure-registry": "insecure-registries",
    "label": "labels",
    "log-opt": "log-opts",
    "node-generic-resource": "node-generic-resources",
    "registry-mirror": "registry-mirrors",
    "storage-opt": "storage-opts",
}
"""dockerd's flags whose key in the file has another name (moby `daemon/command/config.go`, the NamedOptions)."""

IGNORED = "dockerd accepts it, `dockerd --validate` too, and its value is ignored without a word"


@rule("LW701", Severity.ERROR)
def daemon_key_of_ours(site: Site, host: HostPlan) -> Iterator[Finding]:
    """`docker.settings` holds a key of Lanwright's own, or a flag's name.

    `settings` is for what Lanwright doesn't know: it goes into daemon.json as it stands. The keys that decide the
    networking (`bip`, `default-address-pools`, `bridge` and their like) are read from the intent's own keys only; in
    `settings` they would stand twice in the file, and the plan, its addresses and its checks wouldn't know of them.

    Some of dockerd's flags have another name in the file: `--default-address-pool` is `default-address-pools` there.
    dockerd accepts the flag's name in the file, `dockerd --validate` says "configuration OK", and the value is ignored
    without a word (seen with 28 and 29).

    `ipv6: false` contradicts an IPv6 address or range of docker0, for which Lanwright writes `ipv6: true`.

    Write the intent's own key under `docker`, or the file's name of the key.
    """
    docker = site.hosts[host.name].docker
    yield from _ipv6_off(docker)
    for key in docker.settings:
        name = FLAGS.get(key, key)
        ours = OURS.get(name)
        if ours is None and key not in FLAGS:
            continue
        twice = _is_said(docker, name, ours)
        yield Finding(
            message=f"`{key}` {_message(key, ours)}",
            origin=docker.at("settings", key),
            why=IGNORED if key in FLAGS else "the plan and its checks read the intent's own key alone",
            fix=_fix(docker, name, ours, twice=twice),
            related=(Related(docker.at(ours), "what Lanwright writes"),) if ours and twice else (),
            edits=_moved(docker, key, name, ours, twice=twice),
            safe=not twice,
        )


def _is_said(docker: Docker, name: str, ours: str | None) -> bool:
    """Whether the key that is meant has something to say already, of the same family."""
    if ours is None:
        return name in docker.settings
    if name in _FAMILY:
        return any(item.version == _FAMILY[name] for item in getattr(docker, ours))
    return docker.wrote(ours)


def _fix(docker: Docker, name: str, ours: str | None, *, twice: bool) -> str:
    instead = f"docker.{ours}" if ours else name
    if twice:
        return f"drop it: `{instead}` says it"
    beside = ours is not None and docker.wrote(ours)
    return f"write it under `{instead}`, beside what stands there" if beside else f"write `{instead}`"


def _moved(docker: Docker, key: str, name: str, ours: str | None, *, twice: bool) -> tuple[Change, ...]:
    """The file's name of the key; or the intent's own key, which then says it alone."""
    place = docker.at("settings", key)
    drop = Drop(place, key)
    if twice:
        return (drop,)
    if ours is None:
        return (Rename(place, name),)
    value = docker.settings[key]
    if docker.wrote(ours):
        return drop, Write(docker.at(ours), [*getattr(docker, ours), value], whole=True)
    listed = [value] if key == "default-address-pool" and isinstance(value, dict) else value
    return drop, Add(docker.origin, {ours: listed})


def _ipv6_off(docker: Docker) -> Iterator[Finding]:
    given = {"bip": docker.bip, "fixed_cidr": docker.fixed_cidr, "default_gateway": docker.default_gateway}
    written = next((key for key, items in given.items() if any(item.version == 6 for item in items)), None)
    if written is not None and docker.settings.get("ipv6") is False:
        yield Finding(
            message=f"`ipv6` is false in `settings`, and `docker.{written}` has IPv6",
            origin=docker.at("settings", "ipv6"),
            why="without `ipv6` docker0 has no IPv6 at all, so Lanwright writes it as true",
            fix=f"drop it, or the IPv6 part of `docker.{written}`",
            edits=(Drop(docker.at("settings", "ipv6"), "ipv6"),),
            related=(Related(docker.at(written), "IPv6 for docker0"),),
        )


def _message(key: str, ours: str | None) -> str:
    if key in FLAGS:
        return "is the name of a dockerd flag, not of a key of daemon.json"
    return f"stands in `settings`, and is `docker.{ours}` in an intent"
