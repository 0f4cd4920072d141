"""A service that tells who it is and which source address it saw; runs inside the lab's machines and containers.

    python3 -I -S answer.py [--background] NAME [ADDRESS:]PORT[/tcp|/udp] ...

IPv6 addresses stand in brackets; without an address it listens on every one of both
families. With --background it returns as soon as every port is open, and lives on.
"""

from __future__ import annotations

import ipaddress
import os
import selectors
import signal
import socket
import sys

# linux/in.h; Python names it only from 3.14 on.
IP_PKTINFO = 8
# An in_pktinfo (ip(7)) is an index and two addresses, an in6_pktinfo (ipv6(7)) an address and an index.
ANCILLARY = 256


def opened(listen: str) -> list[socket.socket]:
    """Open the sockets of one `[ADDRESS:]PORT[/PROTOCOL]`."""
    where, _, protocol = listen.partition("/")
    address, _, port = where.rpartition(":")
    kind = socket.SOCK_DGRAM if protocol == "udp" else socket.SOCK_STREAM
    wanted = [address.strip("[]")] if address else ["0.0.0.0", "::"]
    return [bound(one, int(port), kind) for one in wanted]


def bound(address: str, port: int, kind: socket.SocketKind) -> socket.socket:
    """Open one socket on one address of one family."""
    six = ":" in address
    opened = socket.socket(socket.AF_INET6 if six else socket.AF_INET, kind)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if six:
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    if kind is socket.SOCK_DGRAM and six:
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
    elif kind is socket.SOCK_DGRAM:
        opened.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
    opened.bind((address, port))
    if kind is socket.SOCK_STREAM:
        opened.listen()
    return opened


def seen(peer: tuple[str, int]) -> str:
    """Write a peer's address as people do: without an IPv6 scope."""
    return str(ipaddress.ip_address(peer[0].partition("%")[0]))


def answer_tcp(listener: socket.socket, name: str) -> None:
    """Accept one connection, tell, close."""
    connection, peer = listener.accept()
    with connection:
        connection.sendall(f"{name} saw {seen(peer)}\n".encode())


def answer_udp(receiver: socket.socket, name: str) -> None:
    """Answer one datagram from the address that it was sent to, as TCP always does."""
    _, ancillary, _, peer = receiver.recvmsg(2048, ANCILLARY)
    receiver.sendmsg(
        [f"{name} saw {seen(peer)}\n".encode()], [reply_from(*item) for item in ancillary], 0, peer
    )


def reply_from(level: int, kind: int, data: bytes) -> tuple[int, int, bytes]:
    """Turn "arrived for this address on this link" into "send from this address, on any link"."""
    if level == socket.IPPROTO_IP:
        arrived_for = data[8:12]
        return level, kind, bytes(4) + arrived_for + bytes(4)
    return level, kind, data[:16] + bytes(4)


def serve(name: str, sockets: list[socket.socket]) -> None:
    """Answer until killed; what a vanished peer leaves behind stops nothing."""
    selector = selectors.DefaultSelector()
    for each in sockets:
        selector.register(
            each, selectors.EVENT_READ, answer_tcp if each.type is socket.SOCK_STREAM else answer_udp
        )
    while True:
        for key, _ in selector.select():
            try:
                key.data(key.fileobj, name)
            except OSError as problem:
                print(problem, file=sys.stderr)


def to_background() -> None:
    """Leave the caller, who then knows that the ports are open."""
    if os.fork():
        os._exit(0)
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)


def main(words: list[str]) -> None:
    """Open everything, then serve. As a container's process 1 it must say itself that SIGTERM ends it."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    background = words[0] == "--background"
    name, *listens = words[1:] if background else words
    sockets = [each for listen in listens for each in opened(listen)]
    if background:
        to_background()
    serve(name, sockets)


if __name__ == "__main__":
    main(sys.argv[1:])
