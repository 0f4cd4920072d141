"""Which size a pool can well have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.plan.intervals import WIDTH

if TYPE_CHECKING:
    from lanwright.plan.values import Prefix

_USUAL = {4: 24, 6: 64}
LONGEST = {4: 29, 6: 126}
"""The longest prefix with room for more than a gateway and one container (IPv4), or for them at all (IPv6)."""


NEVER_GIVEN = 3
"""Addresses of an IPv4 subnet that no container gets: its first and last, and the gateway's."""


def fitting_size(base: Prefix, containers: int = 0) -> int | None:
    """The usual size where the base holds 16 such subnets, else a 16th of the base; None where nothing useful fits.

    `containers` that a subnet must have room for (IPv4) make it larger.
    """
    size = max(_USUAL[base.version], base.prefixlen + 4)
    size = min(size, LONGEST[base.version], WIDTH[base.version] - (containers + NEVER_GIVEN - 1).bit_length())
    return size if size > base.prefixlen else None
