"""`python -m tests.lab.guest ARGUMENTS OF PYTEST`: a part of the lab, or all of it, under the guest's kernel."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.lab.chroot import UnavailableError
from tests.lab.guest.guest import GuestError, Session

HOUR = 3600


def main(arguments: list[str]) -> int | str:
    """Run pytest in a guest and give its exit status, or why there was none."""
    if not arguments:
        return f"{__doc__}\nfor example: python -m tests.lab.guest tests/lab/test_ipvlan.py"
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        try:
            return Session(Path(folder)).pytest(arguments, timeout=HOUR)
        except (UnavailableError, GuestError) as problem:
            return str(problem)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
