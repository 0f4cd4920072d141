"""Names that the plan makes: short enough for the kernel, stable, never one that Docker makes itself."""

from __future__ import annotations

import hashlib
import re

LONGEST = 15
"""IFNAMSIZ less its NUL (include/uapi/linux/if.h)."""

_DOCKERS = re.compile(r"docker0|docker_gwbridge|br-[0-9a-f]{12}|(veth|dm-|di-)[0-9a-f]+")
_HASHED = 4


def interface_name(prefix: str, name: str) -> str:
    """`prefix-name`, shortened to 15 characters with four of its hash where it is longer or Docker might make it."""
    whole = f"{prefix}-{name}"
    if len(whole) <= LONGEST and not is_dockers(whole):
        return whole
    digest = hashlib.sha256(name.encode()).hexdigest()[:_HASHED]
    kept = whole[: LONGEST - _HASHED - 1].rstrip("-._")
    return f"{kept}-{digest}"


def is_dockers(name: str) -> bool:
    """Whether dockerd gives such names to links that it makes by itself."""
    return _DOCKERS.fullmatch(name) is not None


def project_name(host: str) -> str:
    """A host's name as compose takes it for a project: lower case, without dots (compose-go, NormalizeProjectName)."""
    plain = re.sub(r"[^a-z0-9_-]", "-", host.lower()).strip("-_")
    return plain or "site"
