"""VLAN links: which link they are on and which id they have, from their keys or from a name like eth0.10."""

from __future__ import annotations

import re

_NAME = re.compile(r"(.+)\.([0-9]{1,5})")


def split_vlan_name(name: str) -> tuple[str | None, int | None]:
    """`eth0.10` is ("eth0", 10); any other name (None, None). Docker reads parents in the same way."""
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2])) if found else (None, None)
