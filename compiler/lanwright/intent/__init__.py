"""located tree → intent: exactly what the user wrote, typed, each part knowing where it stands."""

from lanwright.intent.bind import bind
from lanwright.intent.docker import Docker, Pool
from lanwright.intent.expectation import Expectation
from lanwright.intent.host import Host, Project
from lanwright.intent.interface import Interface
from lanwright.intent.lan import Device, Lan, LanRoute, Switch
from lanwright.intent.network import HostAccess, Network, Uplink
from lanwright.intent.service import Attachment, Clients, Publish, Service
from lanwright.intent.site import Defaults, Site
from lanwright.intent.values import Address, AddressRange, Cidr, Listen, Port

__all__ = [
    "Address",
    "AddressRange",
    "Attachment",
    "Cidr",
    "Clients",
    "Defaults",
    "Device",
    "Docker",
    "Expectation",
    "Host",
    "HostAccess",
    "Interface",
    "Lan",
    "LanRoute",
    "Listen",
    "Network",
    "Pool",
    "Port",
    "Project",
    "Publish",
    "Service",
    "Site",
    "Switch",
    "Uplink",
    "bind",
]
