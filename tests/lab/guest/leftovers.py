"""A plugin of pytest: what this machine's kernel has no links for is run by guests when all else has run.

A test says `links_or_skip` and is skipped; its name is noted; the tests of one file go to one guest, as many guests at once as
pytest has processes. What is reported in there is reported here, under the test's own name: it passes or fails this run.
In a guest the same plugin writes the reports down (`--reports-to FILE`).
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lab.chroot import UnavailableError
from tests.lab.guest.guest import DESK, GuestError, Session
from tests.lab.guest.kernel import kernel

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from _pytest.config.argparsing import Parser

NO_SUCH_LINKS = "this kernel makes no"
PATIENCE = 1800
"""Seconds for all that one guest has to do."""
LINES = 60
"""How many of a guest's last lines are shown for a test that it didn't report."""


def pytest_addoption(parser: Parser) -> None:
    """Only a guest's own pytest is called with it."""
    parser.addoption("--reports-to", type=Path, help="append each report to this file, a JSON object a line")


def pytest_configure(config: pytest.Config) -> None:
    """Where pytest has several processes, the one that hears of all the tests takes care of what they left out."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Leftovers(config), "lanwright-leftovers")


class Leftovers:
    """The tests of this run that were left out, and what becomes of them."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._names: dict[str, None] = {}
        self._problem = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what was left out for want of links; in a guest, write down what came of it."""
        written: Path | None = self._config.getoption("reports_to")
        if written is not None:
            data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
            with written.open("a", encoding="utf-8") as file:
                file.write(json.dumps(data) + "\n")
        reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""
        if NO_SUCH_LINKS in reason:
            self._names[report.nodeid] = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """When all else has run, guests run what was left out."""
        result = yield
        if self._names and self._config.getoption("reports_to") is None:
            try:
                kernel()
            except UnavailableError as problem:
                self._problem = str(problem)
                if os.environ.get("LANWRIGHT_LAB") == "require":
                    self._report(failure(name, f"no guest: {problem}") for name in self._names)
            else:
                self._run_all()
        return result

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say where they ran, or why they didn't."""
        if self._names:
            where = f"were left out: no guest: {self._problem}" if self._problem else "ran in guests"
            terminalreporter.write_line(f"{len(self._names)} tests that this kernel has no links for {where}")

    def _run_all(self) -> None:
        """The largest files first, since the last guest decides when the run ends."""
        files = defaultdict(list)
        for name in self._names:
            files[name.partition("::")[0]].append(name)
        # What runs in a guest works more than it waits: more of them than processors only slow each other down.
        several = min(int(self._config.getoption("numprocesses", 0) or 1), os.cpu_count() or 1)
        with ThreadPoolExecutor(several) as pool:
            ordered = sorted(files.values(), key=len, reverse=True)
            for done in as_completed([pool.submit(reported, self._config, names) for names in ordered]):
                self._report(done.result())

    def _report(self, reports: Iterable[pytest.TestReport]) -> None:
        for report in reports:
            self._config.hook.pytest_runtest_logreport(report=report)


def reported(config: pytest.Config, names: Sequence[str]) -> list[pytest.TestReport]:
    """Run tests in one guest and give their reports; one that has none, or was left out there too, has failed."""
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        session = Session(Path(folder))
        (session.desk / "tests").write_text("".join(f"{name}\n" for name in names))
        out = io.BytesIO()
        try:
            session.pytest(
                ("-q", f"--reports-to={DESK}/reports", f"@{DESK}/tests"), timeout=PATIENCE, out=out
            )
        except GuestError as problem:
            out.write(str(problem).encode())
        reports = list(_read(config, session.desk / "reports"))
    said = "\n".join(out.getvalue().decode(errors="replace").splitlines()[-LINES:])
    ended = {report.nodeid for report in reports if report.when == "teardown"}
    left_out = {report.nodeid for report in reports if report.skipped}
    lost = [
        failure(name, f"not reported by its guest, which said:\n{said}")
        for name in names
        if name not in ended
    ]
    return (
        reports + lost + [failure(name, "left out in its guest, too") for name in names if name in left_out]
    )


def _read(config: pytest.Config, path: Path) -> Iterator[pytest.TestReport]:
    if path.is_file():
        for line in path.read_text("utf-8").splitlines():
            yield config.hook.pytest_report_from_serializable(config=config, data=json.loads(line))


def failure(name: str, why: str) -> pytest.TestReport:
    """Give the report of a test that has failed without one of its own."""
    location = (name.partition("::")[0], None, name)
    return pytest.TestReport(name, location, {}, "failed", why, "call")
