"""LW724: a kernel parameter that isn't a container's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan.kernel import path_of
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan

_ITS_OWN = re.compile(
    r"net\..*|fs\.mqueue\..*|kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced|domainname)"
)
"""What has a namespace (runc `libcontainer/configs/validate/validator.go`)."""


@rule("LW724", Severity.ERROR)
def unfit_container_sysctl(site: Site, host: HostPlan) -> Iterator[Finding]:
    """A service sets a kernel parameter that containers share with the host.

    A container has parameters of its own where the kernel has a namespace for them: all of `net`, message queues and
    shared memory. `vm.max_map_count`, `fs.inotify.max_user_watches` and their like are the whole machine's, and runc
    doesn't let a container set them: "sysctl "vm.max_map_count" is not in a separate kernel namespace". The container
    doesn't start.

    Set it on the host, in a file of /etc/sysctl.d, and drop it here.
    """
    for name, service in host.services.items():
        for key in service.sysctls:
            dotted = path_of(key).replace("/", ".")
            if not _ITS_OWN.fullmatch(dotted):
                yield Finding(
                    message=f"`{name}` sets {key}, which isn't the container's own",
                    origin=site.hosts[host.name].services[name].at("sysctls", key),
                    why=f'the container doesn\'t start: "sysctl "{dotted}" is not in a separate kernel namespace"',
                    fix="set it on the host, in /etc/sysctl.d, and drop it here",
                )
