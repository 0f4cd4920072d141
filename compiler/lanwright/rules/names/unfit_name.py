"""LW104: a name that Docker, compose or a file can't carry."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW104", Severity.ERROR, by="intent")
def unfit_name() -> None:
    """A name can't be that of a host, service, network or project.

    Names end up as container names, as networks of Docker, as projects of compose, as folders of the output. Docker
    takes `[a-zA-Z0-9][a-zA-Z0-9_.-]+` for containers: "Invalid container name (w), only [a-zA-Z0-9][a-zA-Z0-9_.-] are
    allowed", so one letter is too short where compose doesn't add a project's name to it (`compose: false`). Compose
    takes lower-case projects only. Docker has networks called bridge, host, none and default from the start, and no
    container gets on one called container: "invalid container format container:<name|id>". `lan`, `host` and `internet`
    have a meaning of their own in expectations.

    Choose letters, digits, `_`, `.` and `-`, the first one a letter or a digit, at most 63 characters.
    """
