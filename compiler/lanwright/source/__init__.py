"""text → located tree: YAML 1.2 as plain data, with the place of every key and value."""

from lanwright.source.applied import apart, applied
from lanwright.source.beside import Beside, Foreign, foreign
from lanwright.source.document import Document, Marks
from lanwright.source.manuscript import Manuscript
from lanwright.source.merge import Part, merge, overlay
from lanwright.source.parse import parse
from lanwright.source.remarks import Remark

__all__ = [
    "Beside",
    "Document",
    "Foreign",
    "Manuscript",
    "Marks",
    "Part",
    "Remark",
    "apart",
    "applied",
    "foreign",
    "merge",
    "overlay",
    "parse",
]
