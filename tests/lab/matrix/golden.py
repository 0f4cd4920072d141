"""The texts that tell, for each sample, who reaches whom: written once from a run, read by a person, and kept."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "samples" / "flows"
USUAL = "28"


def place(sample: str, docker: str) -> Path:
    """The text of a sample with a version of Docker; one that differs from Docker 28's has a file of its own."""
    own = FOLDER / f"{sample}.docker-{docker}.txt"
    return own if docker != USUAL and own.is_file() else FOLDER / f"{sample}.txt"


def golden(sample: str, docker: str) -> str:
    """Give it."""
    return place(sample, docker).read_text("utf-8")
