"""What this machine's kernel has no links for runs in a guest whose kernel has them. The last of all tests: see conftest.py."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.lab.chroot import UnavailableError
from tests.lab.guest import deferred
from tests.lab.guest.guest import Session
from tests.lab.precondition import debian_or_skip, stop

if TYPE_CHECKING:
    from pathlib import Path

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


def test_the_tests_that_this_kernel_has_no_links_for_run_in_a_guest(
    request: pytest.FixtureRequest, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """All of them, and none is left out there; what they say is shown as it comes."""
    if hasattr(request.config, "workerinput"):
        pytest.skip("one process of several doesn't know what the others left out")
    debian_or_skip()
    if not deferred.tests:
        pytest.skip("no test of this run was left to a guest")
    session = Session(tmp_path)
    (session.desk / "tests").write_text("".join(f"{name}\n" for name in deferred.tests))
    arguments = ("-ra", "--durations=10", "--junitxml=/run/desk/report.xml", "@/run/desk/tests")
    with capfd.disabled():
        print(f"\n{len(deferred.tests)} tests in a guest:", flush=True)
        try:
            status = session.pytest(arguments, timeout=PATIENCE, out=sys.stdout.buffer)
        except UnavailableError as problem:
            stop(str(problem))
    assert status == 0
    assert Report.read(session.desk / "report.xml") == Report(len(deferred.tests), failed=0, skipped=0)
