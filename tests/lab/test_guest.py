"""What this machine's kernel has no links for runs in a guest whose kernel has them. The last of all tests: see conftest.py."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.lab.chroot import UnavailableError
from tests.lab.guest import deferred
from tests.lab.guest.guest import GuestError, Session
from tests.lab.guest.kernel import kernel
from tests.lab.precondition import debian_or_skip, stop

pytestmark = pytest.mark.lab

PATIENCE = 2400


@dataclass(frozen=True, slots=True)
class Report:
    """What pytest counted in the guest."""

    tests: int
    failed: int
    skipped: int

    @classmethod
    def read(cls, path: Path) -> Report:
        """Read a report in JUnit's form, as our own pytest has just written it."""
        (suite,) = ET.parse(path).getroot().iter("testsuite")
        failed = sum(int(suite.attrib[key]) for key in ("failures", "errors"))
        return cls(int(suite.attrib["tests"]), failed, int(suite.attrib["skipped"]))


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A folder for guests, where one can be made at all."""
    debian_or_skip()
    try:
        kernel()
    except UnavailableError as problem:
        stop(str(problem))
    return Session(tmp_path)


def test_a_command_in_a_guest_is_heard_and_gives_its_status(session: Session) -> None:
    """It runs as root on this machine's own files, and nothing that it writes stays."""
    out = io.BytesIO()
    command = f"test -f {__file__} && rm {__file__} && ip link add v type veth && ip link add w link v type vlan id 7 && exit 3"
    assert session.run(["sh", "-c", f"echo so; {command}"], timeout=60, out=out) == 3
    assert out.getvalue() == b"so\n"
    assert Path(__file__).is_file()


def test_a_guest_that_takes_too_long_or_dies_is_no_success(session: Session) -> None:
    """It is killed, and told with its kernel's last words."""
    with pytest.raises(GuestError, match="isn't done after 3 s"):
        session.run(["sleep", "100"], timeout=3, out=io.BytesIO())
    with pytest.raises(GuestError, match="died"):
        session.run(["busybox", "poweroff", "-f"], timeout=60, out=io.BytesIO())


def test_the_tests_that_this_kernel_has_no_links_for_run_in_a_guest(
    request: pytest.FixtureRequest, session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    """All of them, and none is left out there; what they say is shown as it comes."""
    if hasattr(request.config, "workerinput"):
        pytest.skip("one process of several doesn't know what the others left out")
    if not deferred.tests:
        pytest.skip("no test of this run was left to a guest")
    (session.desk / "tests").write_text("".join(f"{name}\n" for name in deferred.tests))
    arguments = ("-ra", "--durations=10", "--junitxml=/run/desk/report.xml", "@/run/desk/tests")
    with capfd.disabled():
        print(f"\n{len(deferred.tests)} tests in a guest:", flush=True)
        status = session.pytest(arguments, timeout=PATIENCE, out=sys.stdout.buffer)
    assert status == 0
    assert Report.read(session.desk / "report.xml") == Report(len(deferred.tests), failed=0, skipped=0)
