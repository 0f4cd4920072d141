"""What the system refused, in its own words."""

import os


def reason(error: OSError) -> str:
    """`no such file or directory`: the rest of a sentence."""
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]


def refusal(error: OSError) -> str:
    """`out/dock1: permission denied`: the reason, behind the place where it names one."""
    return reason(error) if error.filename is None else f"{os.fspath(error.filename)}: {reason(error)}"
