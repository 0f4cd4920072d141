"""LW603: driver options that put a network elsewhere than its shim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Drop
from lanwright.diagnostics import Related, Severity
from lanwright.rules.access.shims import shims
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan
    from lanwright.rules.access.shims import Shim

KEYS = {"parent": "parent", "macvlan_mode": "mode", "ipvlan_mode": "mode", "ipvlan_flag": "flag"}
"""The drivers' options, and the keys of the intent that stand for them."""


@rule("LW603", Severity.ERROR)
def shim_apart_from_network(site: Site, host: HostPlan) -> Iterator[Finding]:
    """The host's way to its containers (the shim) stands elsewhere than the network, or in another mode.

    A shim and the containers reach each other where both are links of one kind on one parent, and in a mode that lets
    them: `bridge` of macvlan, the network's own of ipvlan. The shim is made from the network's keys, `parent`, `mode`
    and `flag`. A driver option under `options` overrules the key, for Docker alone: the network then stands on another
    interface than the shim, or keeps its links apart from it, and nothing that the host sends gets there. Of ipvlan it
    is worse: the mode belongs to the parent, and whichever link comes last switches all of them silently.

    Write the key, and take the option away.
    """
    for shim in shims(site.hosts[host.name], host):
        for option, value in shim.written.options.items():
            if option in _of_driver(shim) and _keys_value(shim, option) != value:
                yield _finding(shim, option, value)


def _of_driver(shim: Shim) -> frozenset[str]:
    return frozenset({"parent", *(option for option in KEYS if option.startswith(shim.network.driver))})


def _keys_value(shim: Shim, option: str) -> str | None:
    """What the shim is made with."""
    return {"parent": shim.link.parent, "mode": shim.link.mode, "flag": shim.link.flag}[KEYS[option]]


def _finding(shim: Shim, option: str, value: str) -> Finding:
    key, network = KEYS[option], shim.network.name
    made = _keys_value(shim, option)
    where = (
        f"on `{value}`, its shim on `{made}`" if key == "parent" else f"in {key} {value}, its shim in {made}"
    )
    wrote = key in shim.written.model_fields_set
    return Finding(
        message=f"`{network}` is {where}: `options` overrules `{key}`",
        origin=shim.written.at("options", option),
        why="Docker goes by the option, and the host's link to the containers doesn't reach them",
        fix=f"drop the option, or write `{key}: {value}`",
        related=(Related(shim.written.at(key), "what the shim is made with"),) if wrote else (),
        edits=(Drop(shim.written.at("options", option), option),),
    )
