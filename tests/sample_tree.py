"""The samples' compiled trees as syrupy's snapshots: the committed files themselves, there is no second copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

if TYPE_CHECKING:
    from syrupy.location import PyTestLocation
    from syrupy.types import SnapshotIndex

SAMPLES = Path(__file__).parent.parent / "samples"


def samples() -> list[str]:
    """The samples by name: each folder that holds an intent."""
    return sorted(path.parent.name for path in SAMPLES.glob("*/lanwright.yaml"))


class SampleTree(SingleFileSnapshotExtension):
    """A snapshot is named by its path below `samples/`, and is that file."""

    _write_mode = WriteMode.TEXT
    file_extension = ""

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        """The path itself."""
        del test_location
        return str(index)

    @classmethod
    def get_location(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        """Where that file stands."""
        del test_location
        return str(SAMPLES / str(index))

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        """Nothing is looked for here: a file too many is found by the test itself."""
        return str(SAMPLES / ".none" / test_location.basename)
