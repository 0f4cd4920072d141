"""The samples of a rule: small intents that show what it finds, and what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.resources import folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def rule_samples(code: str) -> Mapping[str, str]:
    """The texts by name: `bad` and `good`, or each file's path where several make the intent; the bad ones first."""
    root = folder("samples") / "rules" / code
    files = sorted(file for ending in ("yaml", "yml") for file in root.rglob(f"*.{ending}"))
    return {_name(file, root): _without_editors_line(file.read_text("utf-8")) for file in files}


def _name(file: Path, root: Path) -> str:
    path = file.relative_to(root)
    return path.stem if path.parent == path.parent.parent else path.as_posix()


def _without_editors_line(text: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if first.startswith("# yaml-language-server:") else text
