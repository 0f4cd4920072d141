"""Whether containers in another one's network are there: `install status` asks."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from lanwright.targets import sidecars
from tests.targets.hosts import sample_hosts

if TYPE_CHECKING:
    from pathlib import Path

SHELLS = {"dash": ("dash",), "busybox": ("busybox", "sh")}
DOCKER = """\
#!/bin/sh
case $1-$* in
version-*) ;;
ps-*) echo 1 2 ;;
*Name*1) echo "/web-1 {web} bridge" ;;
*Name*2) echo "/metrics-1 {metrics} container:1 {error}" ;;
*Pid*) echo {web} ;;
esac
"""


@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS)
@pytest.mark.parametrize(
    ("processes", "error", "told"),
    [
        (("self", "self"), "", None),
        (("self", "0"), "cannot join network namespace of a non running container", "docker start metrics-1"),
        (("self", "0"), "", None),
        (("0", "0"), "cannot join network namespace of a non running container", None),
        (("self", "other"), "", "docker restart metrics-1"),
    ],
    ids=["well", "not started", "stopped by hand", "both down", "left behind"],
)
def test_one_that_isnt_there_is_noticed(
    tmp_path: Path, shell: tuple[str, ...], processes: tuple[str, str], error: str, told: str | None
) -> None:
    """One that its owner has stopped is no complaint, nor one whose network's container is down."""
    numbers = {"self": "11", "other": "12", "0": "0"}
    web, metrics = (numbers[name] for name in processes)
    docker = DOCKER.format(web=web, metrics=metrics, error=error)
    for name, text in (("docker", docker), ("readlink", '#!/bin/sh\necho "$1"\n')):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    (question,) = sidecars.emit(sample_hosts()["several_networks/dock1"]).questions
    done = subprocess.run(
        [*shell, "-c", f'readlink() {{ command {tmp_path}/readlink "$@"; }}\n{question.command}'],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line.split(" (")[0] for line in done.stdout.splitlines() if line.startswith("left to you")]
    assert (done.returncode, found) == ((1, [f"left to you: {told}"]) if told else (0, [])), done.stderr


def test_nobody_asks_where_there_are_none() -> None:
    """On all other hosts."""
    assert sidecars.emit(sample_hosts()["macvlan/dock1"]).questions == ()
