"""What a target returns: files, and what `install` does or says once they are in place."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Phase(StrEnum):
    """When a step runs, in this order; old steps are taken down in the reverse one."""

    LINKS = "links"
    FIREWALL = "firewall"
    NETWORKS = "networks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One file of a host's output folder.

    Attributes:
        path: Relative to `out/<host>/`, with `/`, such as `rootfs/etc/docker/daemon.json`.
        content: The file's text.
        mode: Its permissions, in the output folder and on the host.
        target: The target that made it, such as `daemon`.
        destination: Its absolute path on the host, or None for what isn't installed.
        about: What it is, in a few words, for the host's README.
    """

    path: str
    content: str
    mode: int = 0o644
    target: str
    destination: str | None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that `install apply` runs once the files are in place.

    Each text is run by a `sh -e` of its own, in `/`, as root, with no input. All of them must be safe
    to run twice, and `undo` also after an `apply` that was cut short. In all of them `$LANWRIGHT_OLD`
    is the output folder that the step came with (`$LANWRIGHT_OLD/rootfs/etc/...`), whatever has been
    installed since.

    A step is known by its phase and name. When its `apply`, `undo` or `defines` differs from the
    installed step's, that one is undone, with its own text, and this one applied. A step that is no
    longer in the tree is undone last, before its files go. One that is unchanged is applied again
    whenever anything else of the host changes, and when its check fails.

    Attributes:
        phase: When it runs.
        name: What it makes, such as `macvlan0`; unique in its phase.
        apply: Brings it up.
        undo: Takes it down.
        check: Succeeds when it is there; an empty one always does.
        interrupts: What stops working meanwhile, for the person who applies; empty for nothing.
        defines: Text that says what the step makes where `apply` doesn't, such as the stanza behind
            `ifup macvlan0`: a change of it is a change of the step. It is never run.
        needs: Fails, and says what to do, where the host's owner has something in its way: asked of a step that is new
            to the host, before anything is changed, `diff` included. What was there before us would go with `undo`.
        busy: Fails, and says what to do, where `undo` would fail because something uses what the step made: asked of an
            installed step that has to go, before anything is changed, `diff` included.
        claims: What of the kernel's it has that only one can have, such as `VLAN 20 on eth0`.
        displaces: The claims that it can't stand beside: an installed step with one of them that is no longer wanted is
            undone before this one is applied, not last.
        stays: Fails, and says what to do, while something that `undo` leaves is there: asked of an installed step that is
            displaced, before anything is changed, `diff` included.
        clear: Takes that away. Only a rollback runs it, where a step comes back that can't stand beside it.
    """

    phase: Phase
    name: str
    apply: str
    undo: str
    check: str = ""
    interrupts: str = ""
    defines: str = ""
    needs: str = ""
    busy: str = ""
    claims: tuple[str, ...] = ()
    displaces: tuple[str, ...] = ()
    stays: str = ""
    clear: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A command that changed files ask for: `install` prints it where it interrupts something, and else runs it.

    It comes last, when files are in place or have gone: what a daemon has read goes on until it reads anew.

    Attributes:
        command: What to type, such as `systemctl restart docker`.
        interrupts: What stops working meanwhile; empty for nothing.
        when: The destinations on which it depends: a shell pattern a line. It is due when one of them
            was added, replaced or taken away.
        undone: What to type instead where its tree isn't to stay: by `remove`, a rollback to nothing, or a newer one that
            doesn't ask for the same. None for the same, empty for nothing.
        unattended: What a rollback runs in its place, whatever that interrupts, where the host may be out of reach until
            then: nobody may be left to type it.
    """

    command: str
    interrupts: str
    when: str
    undone: str | None = None
    unattended: str = ""


EVERY_CONTAINER = "every container stops; those with a restart policy come back"
"""What a restart of Docker interrupts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that no `apply` mends, and that `install status` asks for.

    Attributes:
        command: For a `sh` of its own, as root. Where there is such a thing it says what it is and what to type, and
            ends with 1; any other end is no answer.
        about: What it finds, for the host's README.
    """

    command: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """All that one target makes of a host's plan.

    Attributes:
        artifacts: Files.
        steps: What `install apply` runs.
        notices: What changed files ask for.
        questions: What `install status` asks besides its steps' checks.
    """

    artifacts: tuple[Artifact, ...] = ()
    steps: tuple[Step, ...] = ()
    notices: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = ()


def manifest(host: str, artifacts: Iterable[Artifact]) -> str:
    """Return a host's `manifest.json`: each file's sha256, mode, target and destination, one file a line.

    One a line, so that `install` can read it with awk; hence no control characters in names, which would
    be a mistake anyway.
    """
    lines: dict[str, str] = {}
    for artifact in artifacts:
        if artifact.path in lines:
            raise ValueError(f"two artifacts are called {artifact.path}")
        lines[artifact.path] = f"    {_name(artifact.path)}: {_entry(artifact)}"
    files = ",\n".join(lines[path] for path in sorted(lines))
    return f'{{\n  "version": 1,\n  "host": {_name(host)},\n  "files": {{\n{files}\n  }}\n}}\n'


def _entry(artifact: Artifact) -> str:
    digest = sha256(artifact.content.encode()).hexdigest()
    destination = "null" if artifact.destination is None else _name(artifact.destination)
    return (
        f'{{"sha256": "{digest}", "mode": "{artifact.mode:04o}", '
        f'"target": {_name(artifact.target)}, "destination": {destination}}}'
    )


def _name(text: str) -> str:
    if not text.isprintable():
        raise ValueError(f"a control character in {text!r}")
    return json.dumps(text, ensure_ascii=False)
