"""Survivors that no test can kill, and why: `explained.yaml`, by module."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

if TYPE_CHECKING:
    from tests.mutants.mutant import Key

FILE = Path(__file__).parent / "explained.yaml"


class Explained(BaseModel):
    """One survivor: where it is, the line as it is and with the fault, and why nothing can tell them apart."""

    model_config = ConfigDict(extra="forbid")

    function: str = Field(alias="in")
    was: str
    now: str
    why: str = Field(min_length=20)


def explained() -> dict[Key, str]:
    """The reason for each."""
    read = TypeAdapter(dict[str, list[Explained]]).validate_python(
        yaml.safe_load(FILE.read_text(encoding="utf-8"))
    )
    return {
        (module, item.function, item.was, item.now): item.why
        for module, items in read.items()
        for item in items
    }
