"""LW006: a version of the grammar that isn't known."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW006", Severity.ERROR, by="intent")
def unsupported_version() -> None:
    """The grammar's version is missing or unsupported.

    The version says in which grammar the intent is written, so that a later Lanwright can tell an old intent from a
    wrong one. There is one version so far. It isn't Docker's version, which stands under a host's `docker`.

    Write `version: 1` at the top.
    """
