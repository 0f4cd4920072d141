"""Named sites applied to real hosts, and who reaches whom in them written down, with the kernel's own word for why not.

    python -m tests.lab.named_sites.record [NAME ...] [--into FOLDER]

It needs root. Of each intent in `tests/trace/sites/named/` (or those that are named) it writes `<name>.txt`, what everybody was
answered at every door, and `<name>.why`, the figure that rises for the reason that the site is named after. A site may have
errors, where it is about a mistake: it is applied in spite of them. One with links that this kernel lacks runs in a guest.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from lanwright import pipeline
from lanwright.output import write
from tests.lab.applied import needs_a_guest
from tests.lab.chroot import FORKY
from tests.lab.compiled import NAME
from tests.lab.everybody import Everybody
from tests.lab.flows import asked
from tests.lab.guest.guest import DESK, Session
from tests.lab.lab import Lab
from tests.lab.named_sites.table import WITNESSES
from tests.lab.named_sites.witness import hear
from tests.lab.precondition import debian_or_skip
from tests.lab.random_sites.measured import apply, as_found

PLACE = Path(__file__).parents[2] / "trace" / "sites" / "named"
PATIENCE = 1800.0
"""Seconds that a guest may take for one site, on a machine that has other things to do."""


def main() -> int:
    """Record the sites that are named, or all; end with 1 if any couldn't be."""
    options = _options().parse_args()
    names = options.names or sorted(path.stem for path in PLACE.glob("*.yaml"))
    said = [_recorded(name, options.into) for name in names]
    return any(one.startswith("failed") for one in said)


def _recorded(name: str, into: Path) -> str:
    """Write a site's files; give, and print, what came of it."""
    try:
        plan = pipeline.understand({NAME: (PLACE / f"{name}.yaml").read_text("utf-8")})[1]
        (_in_a_guest if needs_a_guest(plan) else _here)(name, into)
        said = "recorded"
    except Exception as problem:  # noqa: BLE001 - the other sites are to be recorded, too
        said = f"failed: {type(problem).__name__}: {problem}"
    print(f"{name}: {said}", flush=True)
    return said


def _here(name: str, into: Path) -> None:
    intent, plan = pipeline.understand({NAME: (PLACE / f"{name}.yaml").read_text("utf-8")})
    findings = pipeline.judge(intent, plan)
    with tempfile.TemporaryDirectory(prefix="lanwright-named-") as folder, Lab(debian_or_skip(FORKY)) as lab:
        trees = Path(folder) / "trees"
        write({host: pipeline.emit(each, findings) for host, each in plan.hosts.items()}, trees)
        site = as_found(lab, intent)
        apply(site, plan, trees)
        everybody = Everybody(site, plan)
        text, witness = asked(lab, everybody), WITNESSES.get(name)
        if witness is not None:
            hear(site, everybody, witness)
            (into / f"{name}.why").write_text(witness.told(name), encoding="utf-8")
    (into / f"{name}.txt").write_text(text, encoding="utf-8")


def _in_a_guest(name: str, into: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="lanwright-guest-") as folder:
        session = Session(Path(folder))
        argv = [sys.executable, "-m", "tests.lab.named_sites.record", name, "--into", DESK]
        session.ask(argv, timeout=PATIENCE)
        for made in session.desk.glob(f"{name}.*"):
            (into / made.name).write_text(made.read_text("utf-8"), encoding="utf-8")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab.named_sites.record",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which sites; all of them by default")
    parser.add_argument("--into", type=Path, default=PLACE, metavar="FOLDER", help="where to write")
    return parser


if __name__ == "__main__":
    sys.exit(main())
