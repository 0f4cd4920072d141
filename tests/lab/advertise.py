"""A router's advertisement of an IPv6 prefix, sent once; runs inside the lab's routers.

python3 -I -S advertise.py LINK PREFIX
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys

ROUTER_ADVERTISEMENT = 134
PREFIX_INFORMATION = 3
ON_LINK_AND_AUTONOMOUS = 0xC0
HOPS = 255  # RFC 4861, section 6.1.2: others are ignored
LIFETIME = 1800
ALL_NODES = "ff02::1"


def advertisement(prefix: ipaddress.IPv6Network) -> bytes:
    """The message, which offers the router as a default route and the prefix for addresses (RFC 4861, 4.2 and 4.6.2)."""
    head = struct.pack("!BBHBBHII", ROUTER_ADVERTISEMENT, 0, 0, 64, 0, LIFETIME, 0, 0)
    lifetimes = (LIFETIME, LIFETIME, 0)
    option = struct.pack(
        "!BBBBIII16s",
        PREFIX_INFORMATION,
        4,
        prefix.prefixlen,
        ON_LINK_AND_AUTONOMOUS,
        *lifetimes,
        prefix.network_address.packed,
    )
    return head + option


def main(link: str, prefix: str) -> None:
    """Send it to every machine on the link; the kernel fills in the checksum."""
    with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as sender:
        sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, HOPS)
        index = socket.if_nametoindex(link)
        sender.sendto(advertisement(ipaddress.IPv6Network(prefix)), (ALL_NODES, 0, 0, index))


if __name__ == "__main__":
    main(*sys.argv[1:])
