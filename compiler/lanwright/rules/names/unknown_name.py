"""LW101: a name that nothing has."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW101", Severity.ERROR, by="lower")
def unknown_name() -> None:
    """A name refers to nothing.

    A LAN, an interface, a network, a service, a device or a host is referred to and isn't there. Without it there is no
    plan: whatever stands on it would have no subnet, no parent, no route.

    A parent like `eth0.10` needn't be declared if `eth0` is: Docker makes that VLAN itself (LW316 says what follows).

    Write the nearest name, which the finding gives, or define what is meant under the key that it names.
    """
