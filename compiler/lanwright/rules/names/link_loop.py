"""LW106: a link below itself, or in two bridges."""

from __future__ import annotations

from lanwright.diagnostics import Severity
from lanwright.rules.rule import raised


@raised("LW106", Severity.ERROR, by="lower")
def link_loop() -> None:
    """A link contains itself, is a port of two, or stands on too many.

    A bridge or a bond has ports, a VLAN has a link below it; followed far enough that must end at a NIC. The kernel
    refuses a link that would contain itself. A port has one master: where two bridges name the same port, the first one
    keeps it or the last one gets it, depending on the tool, and the other bridge stays without.

    A bridge is no port of another bridge, loop or not: "Can not enslave a bridge to a bridge". And a stack has an end: of
    VLANs, bonds and bridges the kernel puts no more than eight links on one another, the NIC included: "Too many links".

    Take one port, or one link, of the loop away; leave a port with one bridge or bond; give a bridge's ports to the other
    bridge; put a VLAN on a link further down.
    """
