"""What a strategy is, and which one a network has."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lanwright.intent import Network
    from lanwright.plan import Endpoint, Link, LinkAddress, Route, Subnet, Task
    from lanwright.plan.values import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a strategy sees of its host.

    Attributes:
        host: the host's name.
        name: the network's name; `network` is the network as written.
        lan: the LAN that its containers stand on.
        subnets: the network's subnets, as far as they are written.
        links: the host's own links; `own` its own addresses on the network's LAN, one per family at most.
        aliases: further addresses of the host on the network's parent.
        endpoints: the services on the network.
        virtual: whether the host is a guest.
    """

    host: str
    name: str
    network: Network
    lan: str | None
    subnets: tuple[Subnet, ...]
    links: Mapping[str, Link]
    own: tuple[Address, ...]
    aliases: tuple[LinkAddress, ...]
    endpoints: Sequence[Endpoint]
    virtual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What a network adds to its host."""

    links: tuple[Link, ...] = ()
    addresses: tuple[LinkAddress, ...] = ()
    routes: tuple[Route, ...] = ()
    tasks: tuple[Task, ...] = field(default=())


class Strategy(Protocol):
    """The face of a strategy's module."""

    on_lan: bool

    def applies(self, network: Network) -> bool:
        """Whether the network is attached in this way."""

    def options(self, network: Network, bridge: str | None) -> dict[str, str]:
        """The driver options that the network's own keys stand for."""

    def attach(self, scene: Scene) -> Attached:
        """What the host gets for it."""


@cache
def strategies() -> Mapping[str, Strategy]:
    """All strategies by name: the modules of this folder that have the face of one."""
    folder = importlib.import_module("lanwright.lower.attach")
    names = sorted(item.name for item in pkgutil.iter_modules(folder.__path__))
    modules = {name: importlib.import_module(f"lanwright.lower.attach.{name}") for name in names}
    return {name: cast("Strategy", module) for name, module in modules.items() if hasattr(module, "applies")}


def strategy_of(network: Network) -> tuple[str, Strategy]:
    """The one strategy that applies to a network, with its name."""
    return next((name, strategy) for name, strategy in strategies().items() if strategy.applies(network))
