"""Findings that hold any text at all, for the formats that must carry it."""

from __future__ import annotations

from hypothesis import strategies as st

from lanwright.diagnostics import NOWHERE, Diagnostic, Edit, Origin, Related, Severity, Span
from lanwright.report.sources import Sources

NASTY = (
    "]]></failure><x/>", "::error file=x::y", "a%0Ab,c:d", "line\r\nbreak\x85\u2028", "\x00\x08\x1b[31m\x7f\ufffe\uffff",
    "[text](https://example.org)", "{0} {1} {{2}}", '"\\', "\u202eturned", "é😀", "\udc80", "<!-- & -->", "##[command]x",
)  # fmt: skip
"""What ends, opens or means something in one of the formats."""

TEXT = st.one_of(
    st.text(max_size=30), st.sampled_from(NASTY), st.tuples(st.text(), st.sampled_from(NASTY)).map("".join)
)
FILES = st.one_of(st.just("a.yaml"), TEXT.map(lambda text: f"{text.replace('/', '')}.yaml"))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Any place of any file, its end not before its start."""
    line, column = draw(st.integers(1, 5)), draw(st.integers(1, 40))
    if draw(st.booleans()):
        return Span(draw(FILES), line, column, line, column + draw(st.integers(0, 9)))
    return Span(draw(FILES), line, column, line + draw(st.integers(1, 3)), draw(st.integers(1, 9)))


ORIGINS = st.one_of(st.just(NOWHERE), st.builds(Origin, st.lists(TEXT, max_size=3).map(tuple), spans()))
FINDINGS = st.builds(
    Diagnostic,
    code=st.sampled_from(["LW201", "LW301", "LW805", "LW999"]),
    severity=st.sampled_from(Severity),
    message=TEXT,
    origin=ORIGINS,
    why=TEXT,
    fix=TEXT,
    related=st.lists(st.builds(Related, ORIGINS, TEXT), max_size=2).map(tuple),
    edits=st.lists(st.builds(Edit, spans(), TEXT), max_size=2).map(tuple),
)
SOURCES = st.builds(
    Sources, st.dictionaries(st.just("a.yaml"), TEXT), st.sampled_from([".", "", "../site", "/root/site"])
)

HERE = Origin(("hosts", "dock1", "docker"), Span("a.yaml", 2, 3, 2, 6))
FINDING = Diagnostic(
    code="LW201",
    severity=Severity.WARNING,
    message="the pool a overlaps b",
    origin=HERE,
    why="because",
    fix="mend it",
    related=(Related(HERE._replace(span=Span("b.yaml", 1, 1, 1, 2)), "the other"),),
)
"""An ordinary one, `two` of the second line."""
ORDINARY = Sources({"a.yaml": "one\n  two\n", "b.yaml": "x\n"}, "samples")
