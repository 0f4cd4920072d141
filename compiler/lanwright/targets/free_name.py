"""A link that we are to make must not be there yet: what its owner made by hand would go with ours.

One that an image with our files has brought up at its first boot, before `install` ran, is ours.
"""

from __future__ import annotations

from shlex import quote


def free_name(name: str, file: str) -> str:
    """Fails where the link is there and the file of ours that makes it isn't."""
    said = f"there is a link {name} that lanwright didn't make; take it down (ip link del dev {name}) and apply again"
    return (
        f"[ -e {file} ] || ! ip link show dev {name} >/dev/null 2>&1 || {{ echo {quote(said)} >&2; exit 1; }}"
    )
