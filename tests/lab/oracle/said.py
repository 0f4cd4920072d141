"""What a real tool has said to a case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.lab.oracle.case import Verdict

NUMBERS = re.compile(r"\b[0-9a-f]{12,64}\b")
"""What Docker calls its networks and containers: another one in every run."""


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict, the tool that gave it, and its words."""

    verdict: Verdict
    tool: str
    words: str = ""

    @property
    def line(self) -> str:
        """The words in a line that is the same in every run."""
        return " ".join(NUMBERS.sub("…", self.words).split())
