"""LW803: what arrives with another source than expected."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW803", Severity.ERROR, by="expect")
def seen_as_another() -> None:
    """The receiver sees another source address than `seen_as`.

    The packet gets through, and on its way NAT has written another source, or the kernel chose one where it was sent: a
    container behind Docker's NAT is seen as the host, a client of docker-proxy as the bridge's gateway, a host as the
    preferred source of its route. What keeps logs, allow-lists or licences by address depends on it.

    The finding says what gives the source. Expect that one, or change it: `leaves_as`, another way to publish, a service
    on the LAN itself.
    """
