"""Configurations that are kept: those of which the compiler once said something wrong, and one of each kind.

They are kept as intents, named after their seeds: a generator that has learnt something new draws others.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("kept")


def kept(docker: str) -> list[Path]:
    """The intents that are kept for a version of Docker, in the order of their seeds."""
    return sorted((FOLDER / docker).glob("*.yaml"))


def keep(docker: str, seed: int, text: str, why: str) -> Path:
    """Keep one more; `why` becomes its first line."""
    path = FOLDER / docker / f"{seed:04}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {why}\n{text}")
    return path
