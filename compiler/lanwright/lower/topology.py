"""The links of a host fit together: no loop, no port with two masters, no name twice (LW105, LW106)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.lower.names import is_dockers
from lanwright.lower.vlan import split_vlan_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lanwright.diagnostics import Origin
    from lanwright.intent import Host
    from lanwright.lower.problems import Problems


_HIGHEST = 8
"""Links of one stack, the card included (`MAX_NEST_DEV`, include/linux/netdevice.h): EMLINK beyond."""


def check_topology(host: Host, problems: Problems) -> None:
    """Note loops, ports with two masters and bridges within bridges among the host's interfaces."""
    below = {name: _below(host, name) for name in host.interfaces}
    for name in _in_loops(below):
        interface = host.interfaces[name]
        problems.add(
            "LW106",
            f"`{name}` is, by its ports or its link, below itself",
            interface.origin,
            why="the kernel refuses a link that contains itself: Too many levels of symbolic links",
            fix="take one of the ports or links of the loop away",
        )
    for name in _too_high(below):
        problems.add(
            "LW106",
            f"`{name}` stands on more than {_HIGHEST - 1} links, one on the other",
            host.interfaces[name].origin,
            why="the kernel refuses a link so high: Too many links",
            fix="put it on a link further down",
        )
    _check_masters(host, problems)


def check_names(made: Iterable[tuple[str, str, Origin]], host: Host, problems: Problems) -> None:
    """Note each name that two links of the host would get; `made` are (name, what, origin) of those of the plan."""
    first = {name: interface.origin for name, interface in host.interfaces.items()}
    for name, interface in host.interfaces.items():
        if is_dockers(name):
            _dockers_own(name, interface.origin, problems)
    for name, what, origin in made:
        if is_dockers(name):
            _dockers_own(name, origin, problems)
        elif name in first:
            problems.add(
                "LW105",
                f"the {what} would be called `{name}`, as another link of this host",
                origin,
                why="the kernel knows one link by a name: File exists",
                fix="give one of the two another name",
                has_this_name=first[name],
            )
        first.setdefault(name, origin)


def _dockers_own(name: str, origin: Origin, problems: Problems) -> None:
    why = "dockerd makes and removes links of this name by itself"
    problems.add("LW105", f"`{name}` is a name that Docker gives", origin, why=why, fix="choose another name")


def _below(host: Host, name: str) -> tuple[str, ...]:
    interface = host.interfaces[name]
    link = interface.link or split_vlan_name(name)[0]
    return (*interface.ports, *((link,) if link else ()))


def _in_loops(below: dict[str, tuple[str, ...]]) -> list[str]:
    """Links that can't be taken apart from the bottom: what is left when those with nothing below are taken away."""
    above: dict[str, list[str]] = {}
    waiting = {name: len({low for low in lows if low in below}) for name, lows in below.items()}
    for name, lows in below.items():
        for low in set(lows):
            above.setdefault(low, []).append(name)
    free = [name for name, count in waiting.items() if not count]
    while free:
        for high in above.get(free.pop(), ()):
            waiting[high] -= 1
            if not waiting[high]:
                free.append(high)
    return [name for name, count in waiting.items() if count and _reaches(below, name, name)]


def _too_high(below: dict[str, tuple[str, ...]]) -> list[str]:
    """The first links that would be too high; those above them aren't told."""
    height = dict.fromkeys(below, 1)
    for step in range(2, _HIGHEST + 2):
        for name in [
            name for name, lows in below.items() if any(height.get(low, 1) >= step - 1 for low in lows)
        ]:
            height[name] = step
    found = []
    for name, lows in below.items():
        if height[name] > _HIGHEST and all(height.get(low, 1) <= _HIGHEST for low in lows):
            found.append(name)
    return found


def _reaches(below: dict[str, tuple[str, ...]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    open_ = list(below[start])
    while open_:
        name = open_.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            open_.extend(below.get(name, ()))
    return False


def _is_bridge(host: Host, name: str) -> bool:
    return name in host.interfaces and host.interfaces[name].kind == "bridge"


def _check_masters(host: Host, problems: Problems) -> None:
    masters: dict[str, tuple[str, Origin]] = {}
    for name, interface in host.interfaces.items():
        for index, port in enumerate(interface.ports):
            origin = interface.at("ports", index)
            if interface.kind == "bridge" and port != name and _is_bridge(host, port):
                problems.add(
                    "LW106",
                    f"`{port}`, a port of the bridge `{name}`, is itself a bridge",
                    origin,
                    why="the kernel refuses it: Can not enslave a bridge to a bridge",
                    fix=f"make the ports of `{port}` ports of `{name}`",
                )
            if port in masters:
                problems.add(
                    "LW106",
                    f"`{port}` is a port of `{masters[port][0]}` and of `{name}`",
                    origin,
                    why="a link has one master: Device or resource busy",
                    fix=f"take `{port}` out of one of the two",
                    is_a_port_here=masters[port][1],
                )
            masters.setdefault(port, (name, origin))
