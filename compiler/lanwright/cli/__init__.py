"""The command line: what is read, what is shown, and the exit status. No decision about networks is made here.

Exit statuses: 0 all is well; 1 findings, or OUT differs; 2 usage, or something can't be read or written; 70 a fault of
Lanwright itself.
"""

import os
import sys

_FAULT = 70
_INTERRUPTED = 130


def main() -> None:
    """Run `lanwright`; ends the process."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a terminal needn't know every character
    try:
        from lanwright.cli.app import app

        app(prog_name="lanwright")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except Exception as fault:
        if os.environ.get("LANWRIGHT_DEBUG"):
            raise
        said = " ".join(f"{type(fault).__name__}: {fault}".split())
        sys.stderr.write(
            f"lanwright: internal fault ({said}). Please report it with the intent; LANWRIGHT_DEBUG=1 shows where.\n"
        )
        sys.exit(_FAULT)
