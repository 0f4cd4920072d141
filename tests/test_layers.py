"""The stages import only what stands above them, targets don't know each other: the contracts in pyproject.toml."""

from __future__ import annotations

from importlinter.cli import lint_imports

from tests.refresh import ROOT


def test_the_contracts_hold() -> None:
    """`lint-imports` says which import breaks one."""
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0
