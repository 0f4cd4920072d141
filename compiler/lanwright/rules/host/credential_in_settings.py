"""LW720: credentials among the daemon's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Severity
from lanwright.plan.credentials import credentials
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.intent import Site
    from lanwright.plan import HostPlan


@rule("LW720", Severity.WARNING)
def credential_in_settings(site: Site, host: HostPlan) -> Iterator[Finding]:
    """`docker.settings` holds a credential.

    What stands in `settings` goes into daemon.json as it is: the password of a proxy (`http://user:password@proxy`), the
    token of a log driver (`splunk-token`), and whatever a plugin's options call a password, secret or token. It is then
    in the intent, in the compiled tree, in the repository that holds both, and in each of its old commits.

    Lanwright shows none of it: in findings, reports and `build --diff` there is `***` in its place. daemon.json gets mode
    0600 then, and `install diff` says that it differs and not how. That keeps it from screens and logs, and not from
    whoever reads the repository.

    Leave it out, and give it to docker.service on the host: a drop-in with `Environment=HTTPS_PROXY=...` for a proxy, or
    with an `ExecStart=` that has `--log-opt splunk-token=...` (and not the same option in `settings`: dockerd takes each
    from one place). Or silence this finding, if the repository is kept as the credential is.
    """
    docker = site.hosts[host.name].docker
    paths = dict.fromkeys(found.path for found in credentials(docker.settings))
    for path in paths:
        yield Finding(
            message=f"`{'.'.join(path)}` holds a credential, which goes into daemon.json in clear",
            origin=docker.at("settings", *path),
            why="it is in the intent, in the compiled tree and in every commit of both",
            fix="leave it out, and give it to docker.service on the host by a drop-in that root alone may read",
        )
