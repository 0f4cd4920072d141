"""Where the files are that are no Python: `templates/` and `schemas/`."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder `templates` or `schemas`: in a wheel beside the modules, in a checkout at its top."""
    beside = _PACKAGE / name
    return beside if beside.is_dir() else _PACKAGE.parent.parent / name
