"""Values of daemon.json that aren't of their key's type, as Go's JSON reader judges them."""

from __future__ import annotations

import json
import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple

from lanwright.rules.host.daemon_keys import Holds

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = {
    Holds.TEXTS: (list, Holds.TEXT),
    Holds.ADDRESSES: (list, Holds.ADDRESS),
    Holds.FLAGS: (dict, Holds.FLAG),
    Holds.OPTIONS: (dict, Holds.TEXT),
    Holds.OPTION_MAPS: (dict, Holds.OPTIONS),
}
"""What a list or a map is, and what stands in it."""

_TYPES: dict[Holds, tuple[type, ...]] = {
    Holds.FLAG: (bool,),
    Holds.WHOLE: (int,),
    Holds.TEXT: (str,),
    Holds.SIZE: (str,),
    Holds.ADDRESS: (str,),
    Holds.MAP: (dict,),
}

_SIZE = re.compile(r"[0-9.]+ ?[kmgtp]?i?b?", re.IGNORECASE)

_JSON = {bool: "bool", int: "number", float: "number", str: "string", list: "array", dict: "object"}


class Misfit(NamedTuple):
    """A value of another type than `wanted`, at `path` (keys and list indices) below `settings`."""

    path: tuple[str | int, ...]
    value: Any
    wanted: Holds

    @property
    def words(self) -> str:
        """What dockerd says."""
        if self.wanted is Holds.ADDRESS and isinstance(self.value, str):
            return "invalid IP address"
        if self.wanted is Holds.SIZE:
            return "invalid size"
        field = ".".join(str(step) for step in self.path if isinstance(step, str))
        kind = _JSON[type(self.value)]
        number = f" {self.value}" if isinstance(self.value, float) and self.wanted is Holds.WHOLE else ""
        return f"json: cannot unmarshal {kind}{number} into Go struct field Config.{field}"

    @property
    def typed(self) -> Any:
        """The same value in its type, where it can be told; None where it can't."""
        plain = str(self.value).lower()
        if self.wanted in {Holds.TEXT, Holds.SIZE} and isinstance(self.value, bool | int | float):
            return plain
        if self.wanted is Holds.FLAG and plain in {"true", "false"}:
            return plain == "true"
        if self.wanted is Holds.WHOLE and plain.removesuffix(".0").isdecimal():
            return int(plain.removesuffix(".0"))
        if self.wanted in {Holds.TEXTS, Holds.ADDRESSES} and isinstance(self.value, str):
            return [self.value]
        return None

    @property
    def instead(self) -> str:
        """The same value in its type, where that is plain; text isn't shown, since it may be a password."""
        typed = self.typed
        if typed is None:
            return f"write {self.wanted.value}"
        if isinstance(typed, list):
            return f"write it as a list: `{self.path[-1]}: [...]`"
        return f"write `{self.path[-1]}: {json.dumps(typed)}`"


def misfits(value: Any, holds: Holds, path: tuple[str | int, ...]) -> Iterator[Misfit]:
    """What in a value isn't of its type; null is of any."""
    if value is None or holds is Holds.ANYTHING:
        return
    parts = PARTS.get(holds)
    if parts is None:
        if not _fits(value, holds):
            yield Misfit(path, value, holds)
        return
    whole, inside = parts
    if not isinstance(value, whole):
        yield Misfit(path, value, holds)
    else:
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from misfits(part, inside, (*path, step))


def _fits(value: Any, holds: Holds) -> bool:
    if isinstance(value, bool) and holds is not Holds.FLAG:
        return False
    if not isinstance(value, _TYPES[holds]):
        return False
    if holds is Holds.SIZE:
        return bool(_SIZE.fullmatch(str(value)))
    return holds is not Holds.ADDRESS or _is_address(str(value))


def _is_address(text: str) -> bool:
    """As Go reads it (net.ParseIP): without a zone."""
    try:
        ip_address(text)
    except ValueError:
        return not text
    return "%" not in text
