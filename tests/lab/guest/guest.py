"""One boot of a guest: a command runs in it, what that says is passed on, its exit status is given."""

from __future__ import annotations

import io
import os
import shlex
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from tests.lab.chroot import RECIPES, debian
from tests.lab.command import ENVIRONMENT
from tests.lab.guest.kernel import kernel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import BufferedReader
    from typing import IO

INIT = Path(__file__).with_name("init.sh")
CHECKOUT = Path(__file__).parents[3]
DESK = "/run/desk"
MEMORY = "3G"
RADIOS = 4
PASSED_ON = ("HOME", "LANWRIGHT_LAB_ALL", "LANWRIGHT_LAB_CACHE", "LANWRIGHT_LAB_KILLS", "XDG_CACHE_HOME")


class GuestError(Exception):
    """The guest died or took too long; the message holds its kernel's last words."""


class Session:
    """A folder in which guests run. Its `desk` is theirs, too: they see it at /run/desk."""

    def __init__(self, folder: Path) -> None:
        self.desk = folder / "desk"
        self.desk.mkdir()
        self._folder = folder

    def pytest(self, arguments: Sequence[str], *, timeout: float, out: IO[bytes] | None = None) -> int:
        """Run pytest over this checkout, with this Python; what the lab lacks is a failure in there."""
        own = ("-p", "no:cacheprovider", "--color=no")
        return self.run([sys.executable, "-m", "pytest", *own, *arguments], timeout=timeout, out=out)

    def run(self, argv: Sequence[str], *, timeout: float, out: IO[bytes] | None = None) -> int:
        """Boot, run a command in the checkout's folder, switch off; what it says goes to `out` as it comes.

        Raises UnavailableError where a guest can't be made, GuestError where it doesn't come to an end.
        """
        environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
        words = shlex.join(
            f"{key}={value}" for key, value in (environment | {"LANWRIGHT_LAB": "require"}).items()
        )
        place = shlex.quote(str(CHECKOUT))
        (self.desk / "command").write_text(f"cd {place} || exit\nexec env {words} {shlex.join(argv)}\n")
        debian()
        roots = [each.folder.resolve() for each in RECIPES if each.folder.is_dir()]
        (self.desk / "debian").write_text("".join(f"{root}\n" for root in roots))
        status = self.desk / "status"
        status.unlink(missing_ok=True)
        log = self._folder / "kernel.log"
        in_time = _watch(self._boot(kernel()), timeout, log, out or sys.stdout.buffer)
        if not in_time:
            raise GuestError(f"the guest isn't done after {timeout:.0f} s{_last_words(log)}")
        if not status.is_file():
            raise GuestError(f"the guest died{_last_words(log)}")
        return int(status.read_text())

    def ask(self, argv: Sequence[str], *, timeout: float) -> None:
        """Run a command that leaves what it finds on the desk; GuestError, with its last words, unless it ends well."""
        said = io.BytesIO()
        if self.run(argv, timeout=timeout, out=said):
            raise GuestError(said.getvalue().decode(errors="replace").strip()[-3000:])

    def _boot(self, kernel: Path) -> list[str]:
        return [
            # The guest dies with its test, however that ends.
            *("setpriv", "--pdeathsig", "KILL", str(kernel)),
            *(f"mem={MEMORY}", f"uml_dir={self._folder}", "umid=guest", "seccomp=on", "panic=1", "quiet"),
            *("bonding.max_bonds=0", "dummy.numdummies=0", f"mac80211_hwsim.radios={RADIOS}"),
            *("rootfstype=hostfs", "rootflags=/", "ro", "init=/bin/sh", f"guest_desk={self.desk}"),
            *("con=null", "con0=null,fd:2", "con1=null,fd:1", "--", str(INIT)),
        ]


def _watch(argv: list[str], timeout: float, log: Path, out: IO[bytes]) -> bool:
    """Pass on what comes until the guest is off, or kill it when its time is over; tell whether it was in time."""
    with (
        log.open("wb") as complaints,
        subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints, env=ENVIRONMENT
        ) as process,
    ):
        late = threading.Timer(timeout, process.send_signal, [signal.SIGKILL])
        late.start()
        try:
            assert process.stdout is not None
            _pass_on(process.stdout, out)  # type: ignore[arg-type]
            process.wait()
        except BaseException:
            process.kill()
            raise
        finally:
            in_time = late.is_alive()
            late.cancel()
    return in_time


def _pass_on(said: BufferedReader, out: IO[bytes]) -> None:
    while words := said.read1(65536):
        out.write(words)
        out.flush()


def _last_words(log: Path) -> str:
    said = log.read_text(errors="replace").splitlines()[-30:]
    return "\n".join([":", *said]) if said else ", and its kernel said nothing"
