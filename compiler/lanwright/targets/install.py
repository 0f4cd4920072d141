"""The `install` script and the manifest that go with every host's files.

The script is a fixed engine (the parts in `templates/install/`) and two functions with this host's steps
and notices, and with what its status asks. All else it reads from the manifest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lanwright.targets.artifact import Artifact, Notice, Phase, Question, Step, manifest
from lanwright.targets.render import render


@dataclass(frozen=True, slots=True)
class _StepView:
    """A step as the script has it; `place` sorts as the steps run, `fingerprint` tells whether it changed."""

    place: str
    fingerprint: str
    title: str
    apply: str
    undo: str
    check: str
    interrupts: str
    needs: str
    busy: str
    claims: str
    displaces: str
    stays: str
    clear: str


@dataclass(frozen=True, slots=True)
class _NoticeView:
    place: str
    command: str
    interrupts: str
    when: str
    undone: str
    unattended: str


def emit(
    host: str,
    artifacts: Sequence[Artifact],
    steps: Sequence[Step],
    notices: Sequence[Notice],
    questions: Sequence[Question] = (),
) -> tuple[Artifact, Artifact]:
    """Return `install` and `manifest.json` for a host with these files, steps, notices and questions."""
    text = render(
        "install/install.j2",
        host=host,
        steps=tuple(_step_views(steps)),
        notices=tuple(_notice_views(notices)),
        questions=tuple(question.command for question in questions),
    )
    script = Artifact(path="install", content=text, mode=0o755, target="install", destination=None)
    listing = Artifact(
        path="manifest.json",
        content=manifest(host, (*artifacts, script)),
        target="install",
        destination=None,
    )
    return script, listing


def _step_views(steps: Sequence[Step]) -> Iterator[_StepView]:
    phases = list(Phase)
    titles: set[str] = set()
    for number, step in enumerate(sorted(steps, key=lambda step: phases.index(step.phase))):
        title = f"{step.phase} {step.name}"
        if title in titles or not title.isprintable():
            raise ValueError(f"two steps, or one with a control character, are called {title!r}")
        titles.add(title)
        yield _StepView(
            place=f"{phases.index(step.phase) + 1}-{step.phase}-{number:03}",
            fingerprint=_fingerprint(step),
            title=title,
            apply=step.apply,
            undo=step.undo,
            check=step.check,
            interrupts=step.interrupts,
            needs=step.needs,
            busy=step.busy,
            claims="\n".join(step.claims),
            displaces="\n".join(step.displaces),
            stays=step.stays,
            clear=step.clear,
        )


def _fingerprint(step: Step) -> str:
    parts = (step.phase, step.name, step.apply, step.undo, step.defines)
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def _notice_views(notices: Sequence[Notice]) -> Iterator[_NoticeView]:
    for number, notice in enumerate(notices):
        undone = notice.command if notice.undone is None else notice.undone
        yield _NoticeView(
            f"{number:03}", notice.command, notice.interrupts, notice.when, undone, notice.unattended
        )
