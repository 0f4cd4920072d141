"""A fault: what happens to a host, which hosts it can happen to, and what it leaves to the host's owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lanwright.plan import HostPlan
    from tests.lab.host import Host
    from tests.lab.site import Site


@dataclass(frozen=True, slots=True)
class Struck:
    """A host that something happens to, with what it should be."""

    site: Site
    plan: HostPlan

    @property
    def host(self) -> Host:
        """The machine."""
        return self.site.hosts[self.plan.name]

    def run(self, command: str) -> str:
        """Run a command on it."""
        return self.host.run(command)


def always(plan: HostPlan) -> bool:
    """Whether it can happen to a host: it can."""
    del plan
    return True


def nothing(struck: Struck) -> None:
    """There is nothing to be taken away again."""
    del struck


def no_command(plan: HostPlan) -> frozenset[str]:
    """What is left to the owner: nothing."""
    del plan
    return frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """`name` says what happens, after "when".

    Attributes:
        happens: does it to a host; its owner's own part, such as `ifup` of his own interface, belongs to it.
        befalls: whether it can happen to such a host.
        leaves: the commands that `install status` must then tell, and whose effect is that all is as before.
        passes: takes away what was only there for it.
    """

    name: str
    happens: Callable[[Struck], None]
    befalls: Callable[[HostPlan], bool] = always
    leaves: Callable[[HostPlan], frozenset[str]] = no_command
    passes: Callable[[Struck], None] = nothing

    def __str__(self) -> str:
        return self.name
