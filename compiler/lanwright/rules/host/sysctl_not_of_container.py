"""LW726: a sysctl that a container can't have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan import DockerVersion
from lanwright.plan.kernel import path_of
from lanwright.plan.shared_namespace import is_in_hosts_namespace
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan

_IPC = frozenset(
    f"kernel/{name}"
    for name in ("msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced")
)
_UTS = frozenset(["kernel/domainname"])
_OF_INTERFACES = ("conf", "neigh")
_ALWAYS_THERE = frozenset(["all", "default", "lo"])

_BEFORE_INTERFACES = DockerVersion(27, 0)
"""From here on Docker may set them before a container has its interfaces; measured of 26.1 and 28.5."""


@rule("LW726", Severity.ERROR)
def sysctl_not_of_container(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A container is to have a sysctl that isn't its own, or of an interface that isn't there yet.

    Containers share the host's kernel. They have parameters of their own for the network (`net.`), for System V's IPC
    (`kernel.msg...`, `kernel.sem`, `kernel.shm...`) and for message queues (`fs.mqueue.`); any other is the whole host's,
    and the container doesn't start: "sysctl "vm.swappiness" is not in a separate kernel namespace".

    Docker sets them before it gives the container its interfaces. One that names an interface (`net.ipv4.conf.eth0...`)
    isn't there then: "open /proc/sys/net/ipv4/conf/eth0/rp_filter: no such file or directory". `default` is for
    interfaces that come later, `all` for every one. Docker 26 has made them by then (measured): there it is a warning, for
    the day of the next Docker.

    Set the host's own under `sysctls` of the host's own files, and write `default` in place of the interface.
    """
    for name, service in host.services.items():
        written = site.hosts[host.name].services[name]
        for key in written.sysctls:
            path = path_of(key)
            steps = path.split("/")
            foreign = not (steps[0] == "net" or path.startswith("fs/mqueue/") or path in _IPC or path in _UTS)
            if foreign:
                yield Finding(
                    message=f"`{key}` isn't a container's own",
                    origin=written.at("sysctls", key),
                    why=f'`{name}` doesn\'t start: "sysctl "{".".join(steps)}" is not in a separate kernel namespace"',
                    fix="drop it: it is set on the host, for all of it",
                )
            elif _names_an_interface(steps) and not is_in_hosts_namespace(host.services, service):
                made = [f"eth{number}" for number, _ in enumerate(service.endpoints)]
                is_there = host.daemon.version < _BEFORE_INTERFACES and steps[3] in made
                yield Finding(
                    message=f"`{key}` is of an interface that isn't there yet when {'a newer ' * is_there}Docker sets it",
                    origin=written.at("sysctls", key),
                    why=_why(name, path, there=is_there),
                    fix=f"write `{'.'.join([*steps[:3], 'default', *steps[4:]])}`",
                    severity=Severity.WARNING if is_there else None,
                )


def _names_an_interface(steps: list[str]) -> bool:
    return (
        len(steps) > 4
        and steps[1] in {"ipv4", "ipv6"}
        and steps[2] in _OF_INTERFACES
        and steps[3] not in _ALWAYS_THERE
    )


def _why(service: str, path: str, *, there: bool) -> str:
    if there:
        return "Docker 26 has made it by then, a newer one hasn't: the container won't start there"
    return f'`{service}` doesn\'t start: "open /proc/sys/{path}: no such file or directory"'
