"""A Docker Engine version, as far as networking depends on it: major and minor.

In: "28" or "28.3". Out: an ordered value. A bare major is its newest release, since that is what a package
manager installs.
"""

import re
from typing import NamedTuple, Self

NEWEST_MINOR = {26: 1, 27: 5, 28: 5, 29: 7}
"""The newest release of each major that we know; minor versions above it count as newer ones."""

_FORM = re.compile(r"([1-9][0-9]?)(?:\.(0|[1-9][0-9]?))?")


class DockerVersion(NamedTuple):
    """A version to compare: `version >= DockerVersion(28, 2)`."""

    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "N" or "N.M"; ValueError says what is wrong with anything else."""
        form = _FORM.fullmatch(text)
        if form is None:
            raise ValueError(f"{text!r} is no Docker version: write 28 or 28.3")
        major = int(form[1])
        if major not in NEWEST_MINOR:
            known = f"{min(NEWEST_MINOR)} to {max(NEWEST_MINOR)}"
            raise ValueError(f"Docker {major} isn't known here: versions {known} are")
        return cls(major, NEWEST_MINOR[major] if form[2] is None else int(form[2]))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"
