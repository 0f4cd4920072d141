"""How a packet's way ends early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import NOWHERE, Origin

if TYPE_CHECKING:
    from lanwright.world import Namespace


class Died(Exception):  # noqa: N818 - it isn't a fault: the packet is lost
    """A packet is lost: why (`reasons`), where, and what there is to say about it."""

    def __init__(self, reason: str, namespace: Namespace, text: str, origin: Origin = NOWHERE) -> None:
        super().__init__(reason)
        self.reason, self.namespace, self.text, self.origin = reason, namespace, text, origin


class Unknown(Exception):  # noqa: N818 - as above: the way leaves what the world holds
    """What would be needed to go on, and isn't known."""

    def __init__(self, missing: str, namespace: Namespace) -> None:
        super().__init__(missing)
        self.missing, self.namespace = missing, namespace
