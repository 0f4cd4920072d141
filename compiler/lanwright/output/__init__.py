"""artifacts → files on disk: whole files or none, and nothing that a person wrote is lost.

OUT holds one folder a host, each with the `manifest.json` that says what Lanwright wrote there. A file is Lanwright's
while its sha256 is the manifest's; any other is left alone unless `force` says otherwise. Artifacts that come without
a manifest (`build --target`) are part of a tree: they are written, nothing is removed, the manifest stays.
"""

from lanwright.output.compare import compare
from lanwright.output.difference import Change, Difference, Kind, Obstacle
from lanwright.output.rewrite import check_writable, rewrite
from lanwright.output.write import write

__all__ = ["Change", "Difference", "Kind", "Obstacle", "check_writable", "compare", "rewrite", "write"]
