"""Another kernel for this machine: what is asked of a guest is done in it, and what is reported in it is heard here."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.lab.chroot import UnavailableError
from tests.lab.guest.guest import GuestError, Session
from tests.lab.guest.kernel import kernel
from tests.lab.guest.leftovers import reported
from tests.lab.precondition import debian_or_skip, stop

pytestmark = pytest.mark.lab


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


@pytest.mark.usefixtures("session")
def test_what_is_reported_in_a_guest_is_reported_here(pytestconfig: pytest.Config) -> None:
    """Under the test's own name; one that its guest doesn't know has failed, with what the guest said."""
    known = "tests/lab/test_precondition.py::test_the_mirror_is_a_debian_archive"
    unknown = "tests/lab/test_precondition.py::test_that_isnt_there"
    found = {report.nodeid: report for report in reported(pytestconfig, [known]) if report.when == "call"}
    assert [(name, report.outcome) for name, report in found.items()] == [(known, "passed")]
    (lost,) = reported(pytestconfig, [unknown])
    assert (lost.nodeid, lost.outcome) == (unknown, "failed")
    assert "test_that_isnt_there" in str(lost.longrepr)
