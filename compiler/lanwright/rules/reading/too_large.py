"""LW005: an intent that is too large to be one."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW005", Severity.ERROR, by="source")
def too_large() -> None:
    """A file is too large, nested too deeply, or its aliases stand for too much.

    A few lines of YAML can stand for billions of values: each line an anchor, each holding ten aliases of the line above
    it. Whatever is read, also in CI from somebody else's branch, stays within bounds: 16 MiB a file, 40 levels, aliases
    that stand for half a million values, and two million values in all, `defaults.host` counted for every host.
    A site of a thousand hosts with forty services each has about a million. Where twenty thousand values don't fit the
    grammar, typing is given up. Of services that share a network, each by the one before it, forty may stand in a row.

    Write the values out, or split the intent into a folder of files. What many hosts share goes under `defaults.host`.
    """
