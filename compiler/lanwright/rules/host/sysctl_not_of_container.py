"""LW726: a sysctl that a container can't have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.change import Write
from lanwright.diagnostics import Severity
from lanwright.plan import DockerVersion
from lanwright.plan.kernel import path_of
from lanwright.plan.shared_namespace import is_in_hosts_namespace, namespace_of
from lanwright.rules.host.kernel_wide_sysctls import is_kernel_wide
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lanwright.intent import Site
    from lanwright.plan import HostPlan, Service

_IPC = frozenset(
    f"kernel/{name}"
    for name in ("msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced")
)
_UTS = frozenset(["kernel/domainname"])
_ALWAYS_THERE = frozenset(["all", "default", "lo"])
_BY_ENDPOINT = DockerVersion(28, 0)
"""From here on Docker refuses those of interfaces by their names (moby, handleSysctlBC in daemon/server/router/container)."""
_FIRST_ALONE = DockerVersion(27, 0)
"""From here on it takes those of eth0, and sets them when the interface is there."""
_NUMBERS = {"true": 1, "yes": 1, "on": 1, "false": 0, "no": 0, "off": 0}
"""What stands for a number elsewhere; no parameter that a container can have takes such a word."""
_ON_THE_HOST = "drop it: it is set on the host, for all of it"


@rule("LW726", Severity.ERROR)
def sysctl_not_of_container(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A container is to have a sysctl that it can't have, or with a value that the kernel doesn't read.

    Containers share the host's kernel. They have parameters of their own for the network (`net.`), for System V's IPC
    (`kernel.msg...`, `kernel.sem`, `kernel.shm...`) and for message queues (`fs.mqueue.`); any other is the whole host's,
    and the container doesn't start: "sysctl "vm.swappiness" is not in a separate kernel namespace". Of the network's, too,
    the kernel has some once for the whole host, among them the largest buffers (`net.core.rmem_max`), the table of
    connections (`net.netfilter.nf_conntrack_max`) and the tables of neighbours (`net.ipv4.neigh.default...`): "open
    sysctl net.core.rmem_max file: permission denied".

    One that names an interface (`net.ipv4.conf.eth0...`) Docker refuses since 28: "interface specific sysctl setting must
    be supplied using driver option 'com.docker.network.endpoint.sysctls'". 27 takes those of eth0, 26 those of each
    interface that the container starts with, and a container in the network of another one any that is there.
    `default` is for interfaces that come later, `all` for every one.

    The kernel reads numbers: with `true` or `yes` the container doesn't start either ("invalid argument").

    Set the host's own in the host's own files (/etc/sysctl.d), and write `default` in place of the interface, 1 for yes.
    """
    for name, service in host.services.items():
        written = site.hosts[host.name].services[name]
        for key in written.sysctls:
            steps = path_of(key).split("/")
            origin = written.at("sysctls", key)
            if not _is_a_namespaces(steps):
                yield Finding(
                    message=f"`{key}` isn't a container's own",
                    origin=origin,
                    why=f'`{name}` doesn\'t start: "sysctl "{".".join(steps)}" is not in a separate kernel namespace"',
                    fix=_ON_THE_HOST,
                )
            elif is_in_hosts_namespace(host.services, service):
                continue  # LW718
            elif is_kernel_wide(steps):
                yield Finding(
                    message=f"`{key}` isn't a container's own",
                    origin=origin,
                    why=f"`{name}` doesn't start: the kernel has it once, for the whole host, and no container may write it",
                    fix=_ON_THE_HOST,
                )
            elif _interface_of(steps) not in {None, *_there_at_start(host, service)}:
                yield Finding(
                    message=f"`{key}` is of an interface that isn't there yet when Docker sets it",
                    origin=origin,
                    why=f'`{name}` doesn\'t start: "{_words(host, service, steps)}"',
                    fix=f"write `{'.'.join([*steps[:3], 'default', *steps[4:]])}`"
                    if steps[2] == "conf"
                    else "drop it",
                )
            elif (number := _NUMBERS.get(written.sysctls[key].lower())) is not None:
                yield Finding(
                    message=f"`{key}: {written.sysctls[key]}` is no number",
                    origin=origin,
                    why=f'`{name}` doesn\'t start: the kernel reads numbers there ("invalid argument")',
                    fix=f"write `{number}`",
                    edits=(Write(origin, number),),
                    safe=True,
                )


def _is_a_namespaces(steps: Sequence[str]) -> bool:
    path = "/".join(steps)
    return steps[0] == "net" or path.startswith("fs/mqueue/") or path in _IPC or path in _UTS


def _interface_of(steps: Sequence[str]) -> str | None:
    match steps:
        case ["net", "ipv4" | "ipv6", "conf" | "neigh", interface, *_] if interface not in _ALWAYS_THERE:
            return interface
    return None


def _there_at_start(host: HostPlan, service: Service) -> Iterator[str]:
    """The interfaces whose parameters Docker can set: those of another's network, or by its version some of its own."""
    owner = namespace_of(host.services, service)
    if owner is None:  # a loop, which LW718 tells
        return
    ends = max(len(owner.endpoints), 1)
    version = host.daemon.version
    if owner is not service:
        yield from (end.interface_name for end in owner.endpoints if end.interface_name)
    elif version >= _BY_ENDPOINT:
        ends = 0
    elif version >= _FIRST_ALONE:
        ends = 1
    yield from (f"eth{number}" for number in range(ends))


def _words(host: HostPlan, service: Service, steps: Sequence[str]) -> str:
    """Docker's, or the kernel's where the container is that far."""
    version = host.daemon.version
    if version < _FIRST_ALONE or namespace_of(host.services, service) is not service:
        return f"open /proc/sys/{'/'.join(steps)}: no such file or directory"
    if version < _BY_ENDPOINT:
        return f"unable to determine network endpoint for sysctl {'.'.join(steps)}"
    option = "com.docker.network.endpoint.sysctls"
    return f"interface specific sysctl setting \"{'.'.join(steps)}\" must be supplied using driver option '{option}'"
