"""Findings as text: the form that DESIGN fixes, fit for any line that a file may hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lanwright.diagnostics import NOWHERE, Diagnostic, Edit, Origin, Related, Severity, Span
from lanwright.report.excerpt import LIMIT, excerpt
from lanwright.report.paint import Role
from lanwright.report.printable import columns, printable
from lanwright.report.sources import Sources
from lanwright.report.text import mendable, summary, text


def at(line: int, column: int, end_column: int, file: str = "lanwright.yaml") -> Origin:
    """A place on one line."""
    return Origin(("hosts", "dock1"), Span(file, line, column, line, end_column))


def finding(
    origin: Origin,
    *related: Related,
    severity: Severity = Severity.ERROR,
    message: str = "something is wrong",
    why: str = "",
    fix: str = "",
) -> Diagnostic:
    """A finding with the words that matter to a test."""
    return Diagnostic(
        code="LW301", severity=severity, message=message, origin=origin, related=related, why=why, fix=fix
    )


def caret_line(source: str, column: int, end_column: int) -> tuple[str, str]:
    """A finding's source line and the carets below it, both without their gutter."""
    shown = text([finding(at(1, column, end_column))], Sources({"lanwright.yaml": source})).splitlines()
    return shown[3].removeprefix("1 | "), shown[4].removeprefix("  | ")


def test_a_finding_shows_its_place_its_line_and_what_to_do() -> None:
    """The very example of the command line's contract."""
    source = "\n" * 23 + "        lan: home\n" + "\n" * 6 + "        lan: home\n"
    item = finding(
        at(31, 9, 18),
        Related(at(24, 9, 18), "real_lan already has it"),
        message="two macvlan networks with the subnet 192.168.0.0/22",
        why='Docker refuses the second: "Pool overlaps with other one on this address space"',
        fix="put both services on real_lan, or give lan2 a LAN of its own (a VLAN)",
    )
    assert (
        text([item], Sources({"lanwright.yaml": source}))
        == """\
error[LW301]: two macvlan networks with the subnet 192.168.0.0/22
  --> lanwright.yaml:31:9
   |
31 |         lan: home
   |         ^^^^^^^^^ real_lan already has it (lanwright.yaml:24:9)
   = why: Docker refuses the second: "Pool overlaps with other one on this address space"
   = fix: put both services on real_lan, or give lan2 a LAN of its own (a VLAN)
"""
    )


def test_further_related_places_are_notes() -> None:
    item = finding(at(1, 1, 4), Related(at(2, 1, 4), "first"), Related(at(3, 1, 4), "second"))
    shown = text([item], Sources({"lanwright.yaml": "one\ntwo\nsix\n"})).splitlines()
    assert shown[4:] == ["  | ^^^ first (lanwright.yaml:2:1)", "  = note: second (lanwright.yaml:3:1)"]


def test_places_are_relative_to_the_working_directory() -> None:
    item = finding(at(1, 1, 4, "hosts/a.yaml"), Related(at(1, 1, 2, "b.yaml"), "there"))
    shown = text([item], Sources({"hosts/a.yaml": "one\n"}, "../samples/home"))
    assert " --> ../samples/home/hosts/a.yaml:1:1" in shown
    assert "(../samples/home/b.yaml:1:1)" in shown
    assert " --> lanwright.yaml:1:1" in text([finding(at(1, 1, 2))], Sources({}, "."))


def test_findings_come_in_the_order_of_the_text_with_an_empty_line_between() -> None:
    items = [finding(at(line, 1, 2), message=f"line {line}") for line in (10, 2, 3)]
    shown = text(items, Sources({}))
    assert [part.splitlines()[0] for part in shown.split("\n\n")] == [
        f"error[LW301]: line {line}" for line in (2, 3, 10)
    ]


def test_a_file_that_could_not_be_read_has_a_place_and_no_line() -> None:
    item = finding(at(1, 1, 1), Related(at(2, 1, 2), "there"), fix="write it")
    assert text([item], Sources({})).splitlines()[1:] == [
        " --> lanwright.yaml:1:1",
        "  = note: there (lanwright.yaml:2:1)",
        "  = fix: write it",
    ]


def test_what_no_line_caused_has_no_place() -> None:
    assert text([finding(NOWHERE)], Sources({})) == "error[LW301]: something is wrong\n"


@pytest.mark.parametrize(
    ("source", "column", "end_column", "expected"),
    [
        ("lan: home", 6, 10, ("lan: home", "     ^^^^")),
        ("lan: home", 6, 6, ("lan: home", "     ^")),
        ("lan: home", 60, 70, ("lan: home", "         ^")),
        ("", 1, 1, ("1 |", "^")),
        ("lan:\thome", 6, 10, ("lan:    home", "        ^^^^")),
        ("名: 家庭", 4, 6, ("名: 家庭", "    ^^^^")),
        ("e\u0301: home", 5, 9, ("e\u0301: home", "   ^^^^")),
        ("a: \x1b[31m", 4, 9, ("a: \\x1b[31m", "   ^^^^^^^^")),
        ("a:\u00a0home", 4, 8, ("a:\\xa0home", "      ^^^^")),
    ],
)
def test_carets_stand_under_their_text(
    source: str, column: int, end_column: int, expected: tuple[str, str]
) -> None:
    """Whatever the characters before it: tabs, wide, combining or invisible ones."""
    assert caret_line(source, column, end_column) == expected


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    origin = Origin((), Span("lanwright.yaml", 1, 3, 4, 2))
    shown = text([finding(origin)], Sources({"lanwright.yaml": "a: {b: 1,\nc: 2}\n"}))
    assert shown.splitlines()[4] == "  |   ^^^^^^^"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_are_counted_as_the_parser_counts_them(ending: str) -> None:
    sources = Sources({"lanwright.yaml": ending.join(["one\x0bx", "two", "three"])})
    assert sources.line(at(2, 1, 2).span) == "two"


def test_a_very_long_line_is_cut_around_its_span() -> None:
    source = "x" * 5000 + "HERE" + "y" * 5000
    shown, carets = caret_line(source, 5001, 5005)
    assert len(shown) == LIMIT + 2
    assert shown[carets.index("^") :].startswith("HERE")
    assert carets.count("^") == 4
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_messages_cannot_drive_the_terminal() -> None:
    """Escapes, line breaks and direction marks of a value are shown, not obeyed."""
    item = finding(at(1, 1, 2), message="`\x1b[2J\n\u202e`", why="a\tb", fix="\x00")
    shown = text([item], Sources({}))
    assert shown.splitlines() == [
        "error[LW301]: `\\x1b[2J\\n\\u202e`",
        " --> lanwright.yaml:1:1",
        "  = why: a    b",
        "  = fix: \\x00",
    ]


def test_paint_adds_emphasis_and_no_text() -> None:
    seen = []

    def marker(piece: str, role: Role) -> str:
        seen.append(role)
        return f"<{piece}>"

    item = finding(at(1, 1, 4), severity=Severity.WARNING, why="because")
    sources = Sources({"lanwright.yaml": "one\n"})
    painted = text([item], sources, marker)
    assert painted.replace("<", "").replace(">", "") == text([item], sources).replace(">", "")
    assert {Role.WARNING, Role.FRAME, Role.LABEL, Role.TITLE} == set(seen)


def test_the_summary_counts_by_severity() -> None:
    place = at(1, 1, 2)
    items = [finding(place), finding(place), finding(place, severity=Severity.INFO)]
    assert summary(items) == "2 errors, 1 info"
    assert summary([]) == "no findings"


@example("0" * 123, 123, 1)
@given(st.text(), st.integers(1, 400), st.integers(1, 400))
def test_an_excerpt_is_printable_and_bounded_whatever_the_line(
    line: str, column: int, end_column: int
) -> None:
    """And its carets never reach far past the text that is shown."""
    shown = excerpt(line, Span("f", 1, column, 1, end_column))
    assert shown.line.isprintable()
    assert len(shown.line) <= 10 * LIMIT + 2
    assert shown.carets
    assert columns(shown.indent + shown.carets) <= columns(shown.line) + 1


@given(st.text())
def test_printable_text_is_left_alone(word: str) -> None:
    assert printable(printable(word)) == printable(word)


def test_the_number_of_those_that_fix_mends_is_told() -> None:
    """Those alone that are asked for, and whose edits need no person to choose."""
    item = finding(at(1, 1, 2))
    edited = replace(item, edits=(Edit(item.origin.span, "x"),))
    safe = replace(edited, safe=True)
    cases = [
        ([], ""),
        ([item, edited], ""),
        ([safe], "`--fix` mends it"),
        ([safe, safe], "`--fix` mends all of them"),
        ([item, safe, edited, safe], "`--fix` mends 2 of them"),
    ]
    for found, told in cases:
        assert mendable(found, lambda code: code == "LW301") == told
        assert mendable(found, lambda code: code != "LW301") == ""
