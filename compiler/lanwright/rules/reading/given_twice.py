"""LW004: a key given twice."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW004", Severity.ERROR, by="source")
def given_twice() -> None:
    """A key is given twice.

    In one map, YAML forbids it, and most readers quietly take the last one: half of what was written is lost. Across the
    files of a folder maps merge, so that each host may have a file of its own; a value that two files give would make
    the order of the files decide. Both places are shown. Only `version` may repeat, if it is equal.

    Keep one of the two. What several hosts share stands once, under `defaults.host`.
    """
