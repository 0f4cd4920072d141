"""LW312: what a network's driver doesn't know, or refuses."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from lanwright.change import Add, Drop, Rename, Write
from lanwright.diagnostics import Severity
from lanwright.plan import Owner
from lanwright.plan.docker import ENABLE_FAMILY
from lanwright.plan.truth import is_false, is_true
from lanwright.rules.macvlan.driver_options import MODES, options_of
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Network, Site
    from lanwright.plan import DockerNetwork, HostPlan
    from lanwright.rules.macvlan.driver_options import Option

_ELSEWHERE = {
    "bridge": ("mode", "flag", "parent"),
    "macvlan": ("flag", "host_bridge", "uplink", "mtu"),
    "ipvlan": ("host_bridge", "uplink", "mtu"),
}
"""Keys of the grammar that belong to other drivers: nothing is made of them."""

_GATEWAY_MODE = "com.docker.network.bridge.gateway_mode_"
_DEFAULT_BRIDGE = "com.docker.network.bridge.default_bridge"
_GO_FLAGS = ("enable_icc", "enable_ip_masquerade", "inhibit_ipv4", "default_bridge")


_NO_SUCH_NAME = "no container starts on it: the kernel takes no interface of such a name"


@rule("LW312", Severity.ERROR)
def unknown_driver_option(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A network's driver doesn't know an option, or doesn't take its value.

    Docker hands what stands under `options` to the driver. An option that the driver doesn't know it ignores, silently:
    `mode: private` at a macvlan network (the option is `macvlan_mode`), an option of the bridge driver at ipvlan, a
    slip of the pen; or one that came with a later version of Docker. The network is made, and works otherwise than it
    reads.

    What the driver knows it reads strictly. Modes are written in lower case, else "requested macvlan mode 'Bridge' is
    not valid, 'bridge' mode is the macvlan driver default"; flags as Go reads them, else "failed to parse
    com.docker.network.bridge.enable_icc value: maybe"; and the network isn't made.

    Gateway mode `isolated` is for internal networks alone, `default_bridge` for docker0.

    The same is told of the keys `mode` and `flag`, and of a key that belongs to another driver. Where an option has a
    key of its own (`parent`, `mode`, `flag`, `mtu`, `masquerade`), the key must say it: an option that says otherwise
    holds for Docker alone, and nothing else that is generated fits it.

    A subnet asks for its family: `enable_ipv6` doesn't turn off what has an IPv6 subnet, and with `enable_ipv4` off
    nobody gets an address of the IPv4 one.

    Write the option as the driver knows it, or the key that stands for it.
    """
    for name, network in host.networks.items():
        written = site.hosts[host.name].networks[name]
        if network.owner is not Owner.EXTERNAL:  # it is there already: Docker isn't told anything
            yield from _keys(written, network)
            yield from _options(written, host, network)


def _keys(written: Network, network: DockerNetwork) -> Iterator[Finding]:
    for key in _ELSEWHERE[network.driver]:
        if getattr(written, key) is not None:
            yield Finding(
                message=f"`{key}` is no key of {_kind(network)} network: `{network.name}`",
                origin=written.at(key),
                why=f"Docker's {network.driver} driver has no such option, and nothing is made of it",
                fix=_other_driver(written, network, key),
                edits=() if key == "parent" else (Drop(written.at(key), key),),
            )
    for key, value in (("mode", written.mode), ("flag", written.flag)):
        words = MODES.get(f"{network.driver}_{key}")
        if words and value is not None and value not in words:
            yield _refused(
                written.at(key),
                f"`{key}: {value}`",
                _not_made(_words(f"{network.driver}_{key}", value)),
                value,
                words,
            )


def _kind(network: DockerNetwork) -> str:
    return "an ipvlan" if network.driver == "ipvlan" else f"a {network.driver}"


def _other_driver(written: Network, network: DockerNetwork, key: str) -> str:
    if key == "mtu":
        return f"drop it: its containers have the MTU of `{network.parent}`"
    if key == "parent":
        return f"write `driver: macvlan`, or `host_bridge: {written.parent}` if that is a bridge"
    return "drop it"


def _options(written: Network, host: HostPlan, network: DockerNetwork) -> Iterator[Finding]:
    version = host.daemon.version
    known = options_of(network.driver, version)
    for option, value in written.options.items():
        origin, found = written.at("options", option), known.get(option)
        if found is None:
            yield replace(
                _unknown(origin, network, option, value, known),
                edits=_known(written, origin, option, value, known),
            )
        elif found.since is not None and version < found.since:
            yield Finding(
                message=f"`{option}` came with Docker {found.since}, and `{host.name}` has {version}",
                origin=origin,
                why="an older Docker ignores it silently",
                fix=f"drop it, or update Docker to {found.since}",
                edits=(Drop(origin, option),),
            )
        elif not found.fits(value):
            why = _NO_SUCH_NAME if found.at_start else _not_made(_words(option, value))
            yield _refused(origin, f"`{option}: {value}`", why, value, (found.takes,))
        elif (apart := _out_of_place(written, network, option, value)) is not None:
            yield apart
        elif found.key is not None and _says_otherwise(written, network, option, found.key):
            yield Finding(
                message=f"`{option}` says {value}, and `{found.key}` doesn't",
                origin=origin,
                why="Docker goes by the option, and all else that is generated by the key",
                fix=f"drop the option, and write `{found.key}: {value}`",
                edits=_by_key(written, origin, option, found.key, value),
            )


def _out_of_place(written: Network, network: DockerNetwork, option: str, value: str) -> Finding | None:
    """A value that fits, and not this network."""
    origin = written.at("options", option)
    if value == "isolated" and option.startswith(_GATEWAY_MODE) and not written.internal:
        return Finding(
            message=f"`{option}: isolated` on a network that isn't internal",
            origin=origin,
            why=_not_made("gateway mode 'isolated' can only be used for an internal network"),
            fix="write `internal: true`, or drop the option",
        )
    if option == _DEFAULT_BRIDGE and is_true(value) and written.host_bridge is None:
        said = f"bridge device with non default name {network.bridge} must be created manually"
        return Finding(
            message=f"`{option}` is for docker0 alone, and this is `{network.name}`",
            origin=origin,
            why=_not_made(said),
            fix="drop it",
            edits=(Drop(origin, option),),
        )
    return _family_off(written, network, option, value)


def _family_off(written: Network, network: DockerNetwork, option: str, value: str) -> Finding | None:
    """An option that turns off a family which the network has a subnet of; a bridge without any family is LW224."""
    if network.driver == "bridge" and not (network.ipv4 or network.ipv6):
        return None
    for version, name in ENABLE_FAMILY.items():
        subnets = [subnet for subnet in written.subnet if subnet.version == version]
        if option == name and is_false(value) and subnets:
            return Finding(
                message=f"`{option}` says {value}, and `{network.name}` has the subnet {subnets[0]}",
                origin=written.at("options", option),
                why="Docker turns IPv6 on all the same: a subnet of it asks for that"
                if version == 6
                else "Docker gives it no IPv4 then, and nobody an address of that subnet",
                fix="drop the option, or the subnet",
                edits=(Drop(written.at("options", option), option),),
            )
    return None


def _unknown(
    origin: Origin, network: DockerNetwork, option: str, value: str, known: Mapping[str, Option]
) -> Finding:
    own = {found.key for found in known.values()}
    near = _nearest(option, known)
    fix = f"drop it, or write `{near}`" if near else "drop it"
    return Finding(
        message=f"`{option}` is no option of Docker's {network.driver} driver",
        origin=origin,
        why="Docker ignores it silently",
        fix=f"write the key `{option}: {value}`" if option in own else fix,
    )


def _known(
    written: Network, origin: Origin, option: str, value: str, known: Mapping[str, Option]
) -> tuple[Change, ...]:
    """The option, or the key, that was meant."""
    if option in {found.key for found in known.values()}:
        return _by_key(written, origin, option, option, value)
    near = _nearest(option, known)
    return (Rename(origin, near),) if near else (Drop(origin, option),)


def _by_key(written: Network, origin: Origin, option: str, key: str, value: str) -> tuple[Change, ...]:
    """The key says it, and the option no more."""
    from lanwright.source.scalars import resolve  # noqa: PLC0415 - who only reads a rule's page needs no YAML

    return Drop(origin, option), Add(written.origin, {key: resolve(value)})


def _nearest(option: str, known: Mapping[str, Option]) -> str | None:
    return next(iter(difflib.get_close_matches(option, known, cutoff=0.9)), None)


def _refused(origin: Origin, shown: str, why: str, value: str, words: tuple[str, ...]) -> Finding:
    lower = value.lower() if value.lower() in words else None
    return Finding(
        message=f"{shown} isn't valid",
        origin=origin,
        why=why,
        fix=f"write `{lower}`" if lower else f"write {' or '.join(words)}",
        edits=(Write(origin, lower),) if lower else (),
        safe=lower is not None,
    )


def _not_made(said: str) -> str:
    return f'Docker refuses the network: "{said}"' if said else "Docker refuses the network"


def _words(option: str, value: str) -> str:
    """What Docker says to a value that it doesn't take, where that is known."""
    if option in MODES:
        driver, what = option.split("_")
        default = f"'{MODES[option][0]}'{' mode' if what == 'mode' else ''}"
        return f"requested {driver} {what} '{value}' is not valid, {default} is the {driver} driver default"
    if option.rpartition(".")[2] in _GO_FLAGS:
        return (
            f'failed to parse {option} value: {value} (strconv.ParseBool: parsing "{value}": invalid syntax)'
        )
    return ""


def _says_otherwise(written: Network, network: DockerNetwork, option: str, key: str) -> bool:
    """Whether an option contradicts its key. The plan goes by parent, mode and flag; beside a shim that is LW603."""
    value = written.options[option]
    match key:
        case "parent":
            return network.shim is None and network.parent is not None and value != network.parent
        case "mode" | "flag":
            return network.shim is None and value != getattr(network, key)
        case "masquerade":
            return written.wrote(key) and is_true(value) != written.masquerade
        case _:
            return written.wrote(key) and value != str(getattr(written, key))
