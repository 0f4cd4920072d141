"""A kernel parameter in shell: set, seen, and put back as it was found.

No file of the host holds what it was, so that is kept before the first change, in the folder that `install` keeps
everything else in; it goes when `install` removes all of it.
"""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanwright.plan import Sysctl

FOLDER = "/var/lib/lanwright/former"


def setting(item: Sysctl) -> str:
    """The command that sets it; safe to run twice, and where there is no such interface."""
    file = _file(item)
    if item.replaces is None:
        return f"echo {item.value} >{file}"
    return f'[ "$(cat {file} 2>/dev/null)" != {item.replaces} ] || echo {item.value} >{file}'


def seen(item: Sysctl) -> str:
    """The command that succeeds when nothing is left to set."""
    if item.replaces is None:
        return f'[ "$(cat {_file(item)})" = {item.value} ]'
    return f'[ "$(cat {_file(item)} 2>/dev/null)" != {item.replaces} ]'


def kept(item: Sysctl) -> str:
    """The commands that keep its value, unless one is kept already; nothing where there is no such interface."""
    return "\n".join(
        (
            f"former={quote(f'{FOLDER}/{item.path}')}",
            f'if [ ! -e "$former" ] && [ -e {_file(item)} ]; then',
            '    mkdir -p "${former%/*}"',
            f'    cat {_file(item)} >"$former.part"',
            '    mv "$former.part" "$former"',
            "fi",
        )
    )


def put_back(item: Sysctl) -> str:
    """The commands that give it the kept value again."""
    return "\n".join(
        (
            f"former={quote(f'{FOLDER}/{item.path}')}",
            'if [ -e "$former" ]; then',
            f'    [ ! -e {_file(item)} ] || cat "$former" >{_file(item)}',
            '    rm -f "$former"',
            "fi",
        )
    )


def _file(item: Sysctl) -> str:
    return quote(f"/proc/sys/{item.path}")
