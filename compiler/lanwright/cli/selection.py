"""Which rules `check` runs, from `--select` and `--ignore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def selection(select: Iterable[str], ignore: Iterable[str]) -> Callable[[str], bool]:
    """Whether a code is wanted; each option holds codes and families (`LW2`), separated by commas.

    Raises:
        BadParameter: one of them is no beginning of a code that exists.
    """
    wanted, unwanted = _codes(select, "--select"), _codes(ignore, "--ignore")
    return lambda code: (not wanted or code.startswith(wanted)) and not code.startswith(unwanted)


def _codes(given: Iterable[str], option: str) -> tuple[str, ...]:
    from lanwright.rules import catalogue

    codes = [code.strip().upper() for one in given for code in one.split(",") if code.strip()]
    for code in codes:
        if not any(known.startswith(code) for known in catalogue()):
            raise typer.BadParameter(
                f"no rule has the code {code}; `lanwright explain` lists them", param_hint=option
            )
    return tuple(codes)
