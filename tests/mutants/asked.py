"""What the command's words ask for: families, or modules and functions of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.mutants.functions import functions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.mutants.families import Family


@dataclass(frozen=True, slots=True)
class Asked:
    """A family, and the words that name parts of it; where there are none all of it is asked for."""

    family: Family
    parts: tuple[str, ...] = ()

    def has(self, module: str, function: str) -> bool:
        """Whether a function is asked for, a method as `Class.method`."""
        return not self.parts or any(_is_named(word, module, function) for word in self.parts)


def asked(words: Sequence[str], known: Mapping[str, Family]) -> list[Asked]:
    """The families that words are about, in their own order; all of them, where there are no words.

    Raises:
        LookupError: a word is no family's, no module's and no function's name.
    """
    if not words:
        return [Asked(family) for family in known.values()]
    narrower = [word for word in words if word not in known]
    parts = {name: tuple(_parts(narrower, family)) for name, family in known.items()}
    for word in narrower:
        if not any(word in found for found in parts.values()):
            raise LookupError(f"no such family, module or function: {word}")
    return [
        Asked(family, () if name in words else parts[name])
        for name, family in known.items()
        if name in words or parts[name]
    ]


def _parts(words: Sequence[str], family: Family) -> list[str]:
    """Those of the words that name something of a family."""
    there = [
        (family.about(path)[0], function)
        for path in family.paths
        for function in functions(path.read_text(encoding="utf-8"))
    ]
    return [word for word in words if any(_is_named(word, *each) for each in there)]


def _is_named(word: str, module: str, function: str) -> bool:
    """`addressing/crowds.py` is a module, as much of its path as is written; anything else a function or a method."""
    if word.endswith(".py"):
        return f".{module}".endswith("." + word.removesuffix(".py").replace("/", "."))
    return f".{function}".endswith(f".{word}")
