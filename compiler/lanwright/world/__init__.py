"""plan → world: namespaces, links, addresses, routes, packet rules and sockets, as kernel and dockerd will hold them.

`realise(plan)` gives a `World`, whose machines are made when they are asked for. It holds data only; `trace` follows
packets through it.
"""

from lanwright.world.device import Device, DeviceKind, Held
from lanwright.world.endpoints import Place
from lanwright.world.namespace import Namespace, NamespaceKind
from lanwright.world.realise import World, realise
from lanwright.world.route import Route
from lanwright.world.segment import Segment
from lanwright.world.socket import Holder, Socket
from lanwright.world.surroundings import Surroundings

__all__ = [
    "Device",
    "DeviceKind",
    "Held",
    "Holder",
    "Namespace",
    "NamespaceKind",
    "Place",
    "Route",
    "Segment",
    "Socket",
    "Surroundings",
    "World",
    "realise",
]
