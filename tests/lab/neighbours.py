"""The neighbours (ARP and NDP entries) of a network namespace, forgotten by netlink: a process for each would cost a probe more than its answer."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING, NamedTuple

from tests.lab.namespace import inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# linux/netlink.h, linux/rtnetlink.h, linux/neighbour.h
HEADER = struct.Struct("=LHHLL")  # length, type, flags, number, port
ENTRY = struct.Struct("=BxxxiHBB")  # family, link, state, flags, type
DONE, NEW, DELETE, GET = 3, 28, 29, 30
REQUEST, DUMP = 0x1, 0x300
DESTINATION = 1
NO_ARP, PERMANENT = 0x40, 0x80
LARGEST = 65536


class Neighbour(NamedTuple):
    """An entry: its `ndmsg`, and the attribute that is its address."""

    entry: bytes
    address: bytes


def forget(netns: Path) -> None:
    """Delete every entry but those that somebody made permanent."""
    with inside(netns):
        kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
    with kernel:
        kernel.send(_message(GET, REQUEST | DUMP, ENTRY.pack(0, 0, 0, 0, 0)))
        for known in list(_listed(kernel)):
            kernel.send(_message(DELETE, REQUEST, known.entry + known.address))


def _message(kind: int, flags: int, content: bytes) -> bytes:
    return HEADER.pack(HEADER.size + len(content), kind, flags, 0, 0) + content


def _listed(kernel: socket.socket) -> Iterator[Neighbour]:
    """The entries that may be deleted, to the end of the kernel's list."""
    while True:
        said = kernel.recv(LARGEST)
        while said:
            length, kind, *_ = HEADER.unpack_from(said)
            if kind == DONE:
                return
            content, said = said[HEADER.size : length], said[_aligned(length) :]
            _, _, state, _, _ = ENTRY.unpack_from(content)
            address = _destination(content[ENTRY.size :])
            if kind == NEW and address and not state & (NO_ARP | PERMANENT):
                yield Neighbour(content[: ENTRY.size], address)


def _destination(attributes: bytes) -> bytes:
    while attributes:
        length, kind = struct.unpack_from("=HH", attributes)
        if kind == DESTINATION:
            return attributes[: _aligned(length)]
        attributes = attributes[_aligned(length) :]
    return b""


def _aligned(length: int) -> int:
    return (length + 3) & ~3
