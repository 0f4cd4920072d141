"""LW105: two links of a host with one name."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW105", Severity.ERROR, by="lower")
def interface_name_taken() -> None:
    """Two links of a host would get one name, or one of Docker's.

    A bridge of a network, a shim, an uplink and the host's own interfaces share one name space: the second gets "File
    exists", and which one is second depends on what starts first. docker0, and br- with twelve hexadecimal digits, are
    names that dockerd gives and takes away by itself.

    Give one of them another name: `host_access.interface` names a shim, the option `com.docker.network.bridge.name` a
    network's bridge.
    """
