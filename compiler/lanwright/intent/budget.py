"""How many faults typing puts up with: pydantic keeps all of them, and a small file can hold a million."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lanwright.source.limits import MAX_FAULTS

if TYPE_CHECKING:
    from pydantic import ValidationInfo


class TooManyFaults(Exception):  # noqa: N818 - not the program's error: typing is given up
    """More faults than anybody mends one by one."""


@dataclass(slots=True)
class Budget:
    """What is left of the faults that one typing may have; the context of the validation."""

    left: int = MAX_FAULTS


def spend(info: ValidationInfo, faults: int) -> None:
    """Count faults; one that is passed up through several parts counts for each of them.

    Raises:
        TooManyFaults: the budget is used up.
    """
    budget = info.context
    if isinstance(budget, Budget):
        budget.left -= faults
        if budget.left < 0:
            raise TooManyFaults
