"""Which size a pool can well have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanwright.plan.values import Prefix

_USUAL = {4: 24, 6: 64}
LONGEST = {4: 29, 6: 126}
"""The longest prefix with room for more than a gateway and one container (IPv4), or for them at all (IPv6)."""


def fitting_size(base: Prefix) -> int | None:
    """The usual size where the base holds 16 such subnets, else a 16th of the base; None where nothing useful fits."""
    size = max(_USUAL[base.version], base.prefixlen + 4)
    size = min(size, LONGEST[base.version])
    return size if size > base.prefixlen else None
