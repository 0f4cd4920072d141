"""A project's own compose file as found, as far as networking depends on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lanwright.diagnostics import Origin
    from lanwright.plan.port import Port
    from lanwright.plan.values import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposePort:
    """A port that a compose file publishes; `port` is None where Docker picks a free one."""

    said: str
    address: Address | None
    port: Port | None
    to: Port
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeService:
    """A service of a compose file: what it says of networks, with the place of each.

    `extends` is what it takes from a service that isn't in this file, which isn't read.
    """

    network_mode: tuple[str, Origin] | None
    networks: Mapping[str, Origin]
    ports: tuple[ComposePort, ...]
    scale: tuple[str, Origin] | None
    origin: Origin
    extends: tuple[str, Origin] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeFile:
    """A compose file.

    Attributes:
        path: its path, relative to the intent's root.
        fault: why it can't be read, as the rest of a sentence; `place` is where, inside of it.
        services: its services by name; those that it takes from other files (`include`) aren't told.
        whole: whether it takes none from other files.
    """

    path: str
    fault: str = ""
    place: Origin | None = None
    services: Mapping[str, ComposeService] = field(default_factory=dict)
    whole: bool = True
