"""LW003: a value of the wrong type or form."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW003", Severity.ERROR, by="intent")
def wrong_value() -> None:
    """A value has the wrong type or form.

    The finding says what was expected, with an example, and what was found. Nothing is converted silently: "24" is a
    text and no number, `yes` is a text and no switch (YAML 1.2 knows `true` and `false` only), 28.3 is a number and no
    version, for it can't be told from 28.30.

    A key with nothing behind it has no value: that is an error, save for maps and lists, which are empty then.

    Write what the finding shows. Where an address, a subnet, a gateway or a range is expected, write one value, or a
    list with one for each family.
    """
