"""An interface gets another name, and whatever names it goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Rename, Write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.change import Change
    from lanwright.diagnostics import Origin
    from lanwright.intent import Host


def renamed_interface(written: Host, name: str, new: str) -> tuple[Change, ...]:
    """The change of an interface's name, there and wherever the host's intent has it.

    Nothing where a name is made of it (a VLAN on it, a setting of the kernel's): that may mean something else.
    """
    if any(_is_made_of(text, name) for text in _texts(written)):
        return ()
    places = (Write(place, new) for place, named in _references(written) if named == name)
    return (Rename(written.interfaces[name].origin, new), *places)


def _references(written: Host) -> Iterator[tuple[Origin, str | None]]:
    """Every place that names an interface."""
    for interface in written.interfaces.values():
        yield interface.at("link"), interface.link
        yield from ((interface.at("ports", index), port) for index, port in enumerate(interface.ports))
    for network in written.networks.values():
        yield network.at("parent"), network.parent
        yield network.at("host_bridge"), network.host_bridge
        if network.uplink is not None:
            yield network.uplink.at("veth_to"), network.uplink.veth_to
    yield written.docker.at("bridge"), written.docker.bridge


def _texts(written: Host) -> Iterator[str]:
    """What may hold an interface's name among other things."""
    yield from written.interfaces
    yield from (named for _, named in _references(written) if named)
    yield from written.sysctls
    for network in written.networks.values():
        yield from network.options.values()


def _is_made_of(text: str, name: str) -> bool:
    return text != name and name in text
