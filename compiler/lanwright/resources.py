"""Where the files are that are no Python: `templates/`, `schemas/` and `samples/` (in a wheel only `samples/rules/`)."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder `templates`, `schemas` or `samples`: in a wheel beside the modules, in a checkout at its top."""
    beside = _PACKAGE / name
    return beside if beside.is_dir() else _PACKAGE.parent.parent / name
