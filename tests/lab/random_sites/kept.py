"""Drawn sites that are kept by name: of each a rule, the compiler or the lab itself once said something wrong."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("kept")


def kept() -> list[Path]:
    """All of them, in the order of their names."""
    return sorted(FOLDER.glob("*.yaml"))


def docker_of(path: Path) -> str:
    """Which Docker it is for: `NAME.docker-26.yaml`, and 28 without."""
    return path.stem.partition(".docker-")[2] or "28"
