"""Which tests of this run were left out for want of links: those are the guest's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

NO_SUCH_LINKS = "this kernel makes no"

tests: list[str] = []
"""Their names, in the order of the run."""


def note(report: pytest.TestReport) -> None:
    """Take a test down if it was skipped by `links_or_skip`."""
    reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""
    if NO_SUCH_LINKS in reason and report.nodeid not in tests:
        tests.append(report.nodeid)
