"""The samples' plans, for what shows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lanwright import pipeline

if TYPE_CHECKING:
    from lanwright.plan import SitePlan

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = sorted(file.parent.name for file in SAMPLES.glob("*/lanwright.yaml"))


def sample(name: str) -> SitePlan:
    """The plan of a sample."""
    return pipeline.understand({"lanwright.yaml": (SAMPLES / name / "lanwright.yaml").read_text()})[1]
