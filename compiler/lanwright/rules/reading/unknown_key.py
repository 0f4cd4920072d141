"""LW002: a key that the grammar doesn't have."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW002", Severity.ERROR, by="intent")
def unknown_key() -> None:
    """A key isn't one of the grammar.

    A key that nobody reads is a wish that nobody carries out, so it is an error and not a comment. The finding names
    the nearest key that is known at this place, the grammar's word for what compose or Docker call something else
    (`ipv4_address` is `address`, `driver_opts` is `options`), or the place where the key belongs.

    YAML's merge key `<<` is no key of the grammar either: what hosts share stands under `defaults.host`, and each host
    is merged over it.

    Write the key that is meant. What belongs to a container and not to its network (image, volumes) stays in the
    project's own compose file; what belongs to daemon.json and isn't about networks goes under `docker.settings`.
    """
