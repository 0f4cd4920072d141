"""Runs by itself, within a gigabyte: checks each text and prints how it ended, one line of JSON for each.

python -m tests.bounds.within [NAME ...]
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import tempfile
from pathlib import Path

from lanwright import pipeline
from lanwright.cli.app import app
from lanwright.diagnostics import Refused
from lanwright.source import Beside
from tests.bounds.texts import INTENTS, beside
from tests.fuzz.walks import BESIDE_COMPOSE

MEMORY = 1 << 30
YAML = [
    "lists in lists",
    "maps in maps",
    "a bomb of aliases",
    "two hundred thousand documents",
    "a hundred thousand keys",
]


def checked(text: str, folder: Path) -> str:
    """The exit status of `lanwright check` on a text."""
    file = folder / "lanwright.yaml"
    file.write_text(text, encoding="utf-8")
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            return str(app(["check", str(file)], prog_name="lanwright", standalone_mode=False) or 0)
    except BaseException as fault:  # noqa: BLE001 - which one is what the test is about
        return type(fault).__name__


def compared(text: str) -> str:
    """How a good intent ends with such a compose file beside it."""
    try:
        site, plan = pipeline.understand({"f.yaml": BESIDE_COMPOSE}, {"compose.yaml": Beside(text)})
        pipeline.judge(site, plan)
    except Refused:
        return "refused"
    except BaseException as fault:  # noqa: BLE001 - as above
        return type(fault).__name__
    return "0"


def main() -> None:
    """Everything, or what is named."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or INTENTS:
            print(json.dumps([name, checked(INTENTS[name](), Path(folder))]), flush=True)
    if not sys.argv[1:]:
        for name, text in beside(YAML).items():
            print(json.dumps([f"compose: {name}", compared(text)]), flush=True)


if __name__ == "__main__":
    main()
