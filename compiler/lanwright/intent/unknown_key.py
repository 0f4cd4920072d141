"""A key that the grammar doesn't have (LW002): which one was meant, or where it belongs."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from lanwright.diagnostics import Diagnostic, Edit, Origin, Severity
from lanwright.intent.grammar import dotted, fields, keys, model_at
from lanwright.intent.values import shown

if TYPE_CHECKING:
    from collections.abc import Collection

    from lanwright.source import Document, Marks

_ELSEWHERE = {
    "ipv4_address": "address",
    "ipv6_address": "address",
    "mac_address": "mac",
    "aux_addresses": "reserve",
    "aux_address": "reserve",
    "driver_opts": "options",
    "container_name": "service",
    "ports": "publish",
    "enable_ipv6": "subnet",
    "ipam": "subnet",
    "macvlan_mode": "mode",
    "ipvlan_mode": "mode",
    "ipvlan_flag": "flag",
    "fixed_cidr_v6": "fixed_cidr",
    "bip6": "bip",
    "default_gateway_v6": "default_gateway",
    "name": "site",
    "addresses": "address",
    "subnets": "subnet",
    "type": "kind",
}
"""What compose, Docker, netplan and others call things, and what the grammar calls them."""

_COMPOSES_OWN = frozenset(
    [
        "build",
        "cap_add",
        "command",
        "depends_on",
        "devices",
        "env_file",
        "environment",
        "healthcheck",
        "image",
        "labels",
        "restart",
        "user",
        "volumes",
    ]
)
"""Keys of a compose service that have nothing to do with its networks."""


def unknown_key(path: tuple[str, ...], document: Document) -> Diagnostic:
    """The finding of the unknown key at the end of `path`."""
    *above, key = path
    model = model_at(above)
    known = fields(model) if model else ()
    place = _place(path, document)
    respelt = _respelt(key, known, document.marks_at(above))
    return Diagnostic(
        code="LW002",
        severity=Severity.ERROR,
        message=f"unknown key `{shown(key)}`",
        origin=place,
        fix=_meant(key, known),
        edits=(Edit(place.span, respelt),) if respelt else (),
        safe=respelt is not None,
    )


def _place(path: tuple[str, ...], document: Document) -> Origin:
    """The key alone: its value is nobody's business."""
    marks = document.marks_at(path)
    return Origin(path, marks.key or marks.span)


def _meant(key: str, known: Collection[str]) -> str:
    """The nearest first: the same word, a typing error, another tool's word, another place, a likeness."""
    plain = key.replace("-", "_").lower()
    same = plain if plain in known else _ELSEWHERE.get(plain)
    near = same if same in known else _like(plain, known, 0.8)
    if near:
        return f"write `{near}`"
    if plain in _COMPOSES_OWN and "network_mode" in known:
        return "leave it in the project's compose file; a service here has only its network side"
    homes = [dotted(path) for path in keys() if path[-1] == plain and path[0] != "defaults"]
    if homes:
        return f"it belongs at {' or '.join(homes[:2])}"
    like = _like(plain, known, 0.6)
    return f"write `{like}`" if like else f"known here: {', '.join(sorted(known))}"


def _respelt(key: str, known: Collection[str], beside: Marks) -> str | None:
    """The key where only its spelling is wrong, and it isn't there already: another tool's word may hold another form."""
    plain = key.replace("-", "_").lower()
    meant = plain if plain in known else None if plain in _ELSEWHERE else _like(plain, known, 0.8)
    return None if meant is None or beside.child(meant) else meant


def _like(plain: str, known: Collection[str], cutoff: float) -> str | None:
    return next(iter(difflib.get_close_matches(plain, known, n=1, cutoff=cutoff)), None)
