"""LW102: an endpoint's short name that several have."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW102", Severity.ERROR, by="lower")
def ambiguous_endpoint() -> None:
    """An endpoint's short name may be several things.

    `web` is enough where only one service, device or host of the site has that name. Where several have it, an
    expectation would be judged for whichever comes first, and nobody would know which.

    Write the full name: `dock1/web` for a service, `home/laptop` for a device, `dock1/openvpn/clients` for the clients
    behind a service.
    """
