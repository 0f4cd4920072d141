"""LW001: what can't be read as YAML."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW001", Severity.ERROR, by="source")
def unreadable() -> None:
    """A file can't be read, isn't UTF-8, or isn't YAML.

    An intent is one YAML document a file, in UTF-8. The YAML is that of version 1.2: `no`, `22:80` and a MAC address
    are texts, a number is decimal unless it begins with 0x or 0o. Tags are refused, since no value of an intent needs
    one, and so are control characters, also those that an escape makes. In a key every character can be seen: no line
    break, no tab, no other space than the one of the space bar, nothing that turns the direction of reading.

    A parser often notices a fault lines after it was made, most of all a bracket or a quote that isn't closed; the
    finding then shows where the thing began. The parser's own words stand beside ours.

    Put a text in quotes that holds `: ` or ` #`, or that begins with one of `@ % * & ! | > { [`. Indent with spaces,
    never with tabs. A second document (`---`) belongs in a file of its own: give the folder as the intent.
    """
