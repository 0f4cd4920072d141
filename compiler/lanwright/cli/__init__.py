"""The command line: what is read, what is shown, and the exit status. No decision about networks is made here.

Exit statuses: 0 all is well; 1 findings, or OUT differs; 2 usage, or something can't be read or written; 70 a fault of
Lanwright itself.
"""

import os
import sys
from pathlib import Path

from lanwright.cli.refusal import refusal

_UNUSABLE = 2
_FAULT = 70
_INTERRUPTED = 130


def main() -> None:
    """Run `lanwright`; ends the process."""
    _open_streams()
    try:
        from lanwright.cli.app import app

        app(prog_name="lanwright")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except OSError as error:
        sys.stderr.write(f"error: {refusal(error)}\n")
        sys.exit(_UNUSABLE)
    except Exception as fault:
        if os.environ.get("LANWRIGHT_DEBUG"):
            raise
        said = " ".join(f"{type(fault).__name__}: {fault}".split())
        sys.stderr.write(
            f"lanwright: internal fault ({said}). Please report it with the intent; LANWRIGHT_DEBUG=1 shows where.\n"
        )
        sys.exit(_FAULT)


def _open_streams() -> None:
    """Give a stream that the caller closed a place to write to, and each one a way to show any character."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115 - as long as the process
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115 - as above
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a terminal needn't know every character
