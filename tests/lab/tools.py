"""The real tools read compiled files back: dockerd, compose, ifupdown, nft, systemd, shellcheck.

Each function takes files on disk, gives an Output (rc, stdout, stderr) and never
raises on a bad file. No daemon runs, nothing is changed: a tool sees copies of the
files in /mnt of the lab's Debian root, in mount and network namespaces of its own.
Where that root can't be had, the calling test is skipped (see precondition.py).
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.command import attempt
from tests.lab.precondition import debian_or_skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab.command import Output

ENTER = 'mount --bind "$2" "$1/mnt" && mount --rbind /proc "$1/proc" && root=$1 && shift 2 && exec chroot "$root" "$@"'


def dockerd_validate(config: Path) -> Output:
    """Let dockerd read a daemon.json: syntax, types and unknown keys only, as --validate does."""
    return _on_files(["dockerd", "--validate", "--config-file", _inside(config)], config)


def compose_config(*files: Path) -> Output:
    """Let docker compose merge `files` as with -f; stdout is the merged project as JSON."""
    chosen = [word for file in files for word in ("-f", _inside(file))]
    return _on_files(["docker", "compose", *chosen, "config", "--format", "json"], *files)


def ifquery(interfaces: Path, *names: str) -> Output:
    """Let ifupdown read an interfaces file: one stanza by name, or the names of all `auto` ones."""
    return _on_files(["ifquery", "--interfaces", _inside(interfaces), *(names or ("--list",))], interfaces)


def ifup_no_act(interfaces: Path, *names: str) -> Output:
    """Let ifup say (on stderr) what it would run for `names`, or for all `auto` interfaces."""
    chosen = names or ("--all",)
    return _on_files(
        ["ifup", "--no-act", "--verbose", "--interfaces", _inside(interfaces), *chosen], interfaces
    )


def nft_check(ruleset: Path) -> Output:
    """Let nft check a ruleset against an empty kernel."""
    return _on_files(["nft", "--check", "--file", _inside(ruleset)], ruleset)


def shellcheck(*scripts: Path) -> Output:
    """Let shellcheck read shell scripts; the shell is the one that their first line names."""
    return _on_files(["shellcheck", *map(_inside, scripts)], *scripts)


def systemd_verify(*units: Path) -> Output:
    """Let systemd-analyze read units (.service, .socket, .target ...; it knows no .network)."""
    return _on_files(["systemd-analyze", "verify", "--man=no", *map(_inside, units)], *units)


def beside(command: str, *files: Path) -> Output:
    """Let a shell run a command in a folder with copies of `files`, with an empty network of its own."""
    return _on_files(["sh", "-c", f"cd /mnt && {command}"], *files)


def _inside(file: Path) -> str:
    return f"/mnt/{file.name}"


def _on_files(argv: Sequence[str], *files: Path) -> Output:
    """Run `argv` in the Debian root with copies of `files` in its /mnt."""
    root = debian_or_skip()
    with tempfile.TemporaryDirectory(prefix="lanwright-lab-") as shown:
        for file in files:
            target = Path(shown) / file.name
            assert not target.exists(), f"two files named {file.name}"
            shutil.copy(file, target)
        enter = ["unshare", "--mount", "--net", "sh", "-c", ENTER, "sh", str(root), shown]
        return replace(attempt([*enter, *argv]), argv=tuple(argv))
