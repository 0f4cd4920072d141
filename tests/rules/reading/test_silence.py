"""Comments that silence findings: `# lanwright: ignore[LW216] reason`."""

from __future__ import annotations

from textwrap import dedent

import pytest

from lanwright import pipeline
from lanwright.diagnostics import Severity
from lanwright.rules.silence import Judged
from lanwright.source import applied
from tests.cli.run import replaced
from tests.rules.found import CALLED_FORTH

INTENT = dedent("""
    version: 1
    lans:
      home: {subnet: 192.168.0.0/22, gateway: 192.168.0.1, dhcp: [192.168.1.0-192.168.1.255]}
      spare: {subnet: 192.168.9.0/24}
    hosts:
      dock1:
        interfaces: {eth0: {lan: home, address: 192.168.0.231/22}}
        networks:
          real_lan:
            driver: macvlan
            parent: eth0
            lan: home
            ip_range: 192.168.1.128/29
        services:
          web: {networks: {real_lan: 192.168.1.10}, listens: [80/tcp]}
""")
"""Two warnings LW216, on the ip_range and on web's address; a warning LW107 on the spare LAN."""


def judged(text: str, select: str = "LW") -> Judged:
    """What is told of an intent and what is silenced, infos aside."""
    told, silenced = pipeline.judged(
        *pipeline.understand({"lanwright.yaml": text}), lambda code: code.startswith(select)
    )
    CALLED_FORTH.extend(item for item in told if item.code in ("LW008", "LW009"))
    return Judged(tuple(item for item in told if item.severity is not Severity.INFO), silenced)


def codes(text: str, select: str = "LW") -> list[str]:
    """The codes of what is told."""
    return sorted(item.code for item in judged(text, select).told)


def behind(old: str, comment: str, text: str = INTENT) -> str:
    """The intent with a comment behind one of its lines."""
    return replaced(text, f"{old}\n", f"{old}  # lanwright: {comment}\n")


def above(old: str, comment: str, text: str = INTENT) -> str:
    """The intent with comments on lines of their own above one of its lines."""
    return replaced(text, old, "".join(f"# {line}\n" for line in comment.split("\n")) + old)


RANGE, WEB, SPARE = "192.168.1.128/29", "listens: [80/tcp]}", "192.168.9.0/24}"


def test_the_intent_has_three_warnings() -> None:
    assert codes(INTENT) == ["LW107", "LW216", "LW216"]


@pytest.mark.parametrize(
    "comment",
    ["ignore[LW216] reserved", "ignore[lw216]: reserved", "ignore[LW2] reserved", "ignore [ LW216 ] - reserved", "Ignore[LW216,] x"],
)  # fmt: skip
def test_a_comment_silences_its_own_line_and_no_other(comment: str) -> None:
    """By code or family."""
    assert codes(behind(WEB, comment)) == ["LW107", "LW216"]


def test_a_comment_on_a_line_of_its_own_is_about_the_next_line() -> None:
    """Other comments may stand between the two."""
    assert codes(above("      web:", "lanwright: ignore[LW216] reserved")) == ["LW107", "LW216"]
    assert codes(above("      web:", "lanwright: ignore[LW216] reserved\nthe blog")) == ["LW107", "LW216"]


def test_several_codes_stand_side_by_side() -> None:
    both = replaced(INTENT, "listens: [80/tcp]}", "listens: [80/tcp], replicas: 1}")
    text = behind("ip_range: 192.168.1.128/29", "ignore[LW216, LW223] two at most", both)
    told = [item.message for item in judged(text).told if item.code == "LW008"]
    assert told == ["nothing is found as LW223 on line 14: it silences nothing"]


def test_what_is_silenced_is_kept_with_its_reason() -> None:
    """For those who list it."""
    silenced = judged(behind(WEB, "ignore[LW216] the router reserves it")).silenced
    assert [(item.code, reason) for item, reason in silenced] == [("LW216", "the router reserves it")]


def test_a_missing_reason_is_told_and_the_finding_silenced_all_the_same() -> None:
    assert codes(behind(WEB, "ignore[LW216]")) == ["LW009", "LW107", "LW216"]
    assert codes(behind(WEB, "ignore[LW216] --")) == ["LW009", "LW107", "LW216"]
    told = judged(behind(WEB, "ignore[LW216, LW2]")).told
    assert "LW216, LW2 silenced without a reason" in [item.message for item in told]


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("ignore[LW301] reason", "nothing is found as LW301 on line 16: it silences nothing"),
        ("ignore[LW301]", "nothing is found as LW301 on line 16: it silences nothing"),
        ("ignore[LW999] reason", "no rule has the code LW999, so that it silences nothing"),
        ("ignore[address-in-dhcp-range] x", "no rule has the code ADDRESS-IN-DHCP-RANGE, so that it silences nothing"),
        ("ignore LW216", "a comment that names no code, so that it silences nothing"),
        ("ignore[] reason", "a comment that names no code, so that it silences nothing"),
        ("ignore[LW216 reason", "a comment that names no code, so that it silences nothing"),
        ("ignore[LW008] reason", "LW008 is about comments, and no comment silences it"),
    ],
)  # fmt: skip
def test_a_comment_that_silences_nothing_is_told(comment: str, message: str) -> None:
    """On the comment's own place; what it doesn't silence stays."""
    told = [item for item in judged(behind(WEB, comment)).told if item.code in ("LW008", "LW009")]
    assert [item.message for item in told] == [message]
    assert told[0].origin.span.line == 16
    assert codes(behind(WEB, comment)) == ["LW008", "LW107", "LW216", "LW216"]


def test_a_comment_at_the_end_of_the_text_is_about_nothing() -> None:
    told = judged(f"{INTENT}# lanwright: ignore[LW216] reserved\n").told
    assert "nothing is found as LW216 behind it: it silences nothing" in [item.message for item in told]


def test_an_error_is_never_silenced() -> None:
    """It is told, and so is the comment that tries."""
    text = replaced(INTENT, "{eth0: {lan: home, address: 192.168.0.231/22}}", "{eth0: {lan: home, address: 192.168.0.231/24}}")  # fmt: skip
    told = judged(behind("192.168.0.231/24}}", "ignore[LW2] it has always been so", text)).told
    assert [item.code for item in told if item.severity is Severity.ERROR] == ["LW227"]
    assert "LW227 is an error, and a comment silences no error" in [item.message for item in told]


def test_each_error_of_a_line_is_named() -> None:
    off = "      off: {driver: bridge, subnet: 10.0.0.5/24, gateway: 10.1.0.1}"
    text = replaced(
        INTENT, "      real_lan:\n", f"{off}  # lanwright: ignore[LW2] so it is\n      real_lan:\n"
    )
    told = [item.message for item in judged(text).told if item.code == "LW008"]
    assert told == ["LW207, LW211 are errors, and a comment silences no error"]


def test_a_comment_is_judged_by_everything_that_could_be_found() -> None:
    """It isn't idle because the rule that it names wasn't asked for."""
    text = behind(WEB, "ignore[LW216] reserved")
    assert codes(text, "LW1") == ["LW107"]
    assert codes(text, "LW0") == []
    assert codes(behind(WEB, "ignore[LW301] reserved"), "LW2") == ["LW216", "LW216"]
    assert codes(behind(WEB, "ignore[LW301] reserved"), "LW008") == ["LW008"]


def test_a_warning_about_an_expectation_may_be_silenced() -> None:
    asked = "{from: web, to: web, port: 99/tcp, reach: false}"
    text = f"{INTENT}expect:\n  - {asked}  # lanwright: ignore[LW804] closed for now\n"
    assert codes(text) == ["LW107", "LW216", "LW216"]


def test_a_default_s_finding_is_silenced_where_it_is_written() -> None:
    """Once for all hosts."""
    text = replaced(
        INTENT,
        "hosts:\n",
        "defaults:\n  host:\n    docker:\n      default_address_pools:\n"
        "        # lanwright: ignore[LW205] one container each\n"
        "        - {base: 10.201.0.0/16, size: 30}\nhosts:\n",
    )
    assert codes(text) == ["LW107", "LW216", "LW216"]


def test_a_value_that_looks_like_a_comment_silences_nothing() -> None:
    why = '"x # lanwright: ignore[LW804] quoted"'
    text = f"{INTENT}expect:\n  - {{from: web, to: web, port: 99/tcp, reach: false, why: {why}}}\n"
    assert codes(text) == ["LW107", "LW216", "LW216", "LW804"]


def mended(text: str) -> list[tuple[str, bool]]:
    """The text after each finding about a comment is mended, and whether no person has to choose."""
    return [
        (applied(text, item.edits), item.safe)
        for item in judged(text).told
        if item.code == "LW008" and item.edits
    ]


IDLE = "lanwright: ignore[LW301] left over"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"{WEB}  # {IDLE}", WEB),
        (f"{WEB} #{IDLE}  ", WEB),
        (f"{WEB}  # {IDLE}  # the blog", f"{WEB}  # the blog"),
        (f"{WEB}  # the blog # {IDLE}", f"{WEB}  # the blog"),
        (f"{WEB}  # one # {IDLE}  # two", f"{WEB}  # one  # two"),
        (f"{WEB}\n      # {IDLE}\n# end", f"{WEB}\n# end"),
        (f"{WEB}\n      # {IDLE}  # more\n# end", f"{WEB}\n      # more\n# end"),
        (f"{WEB}  # lanwright: ignore[ lw301, LW107,LW1 ] x", f"{WEB}  # lanwright: ignore[LW107, LW1] x"),
    ],
)
def test_a_comment_that_is_left_over_goes_and_the_line_s_other_text_stays(line: str, left: str) -> None:
    """By itself: it silences nothing, so nothing is told that wasn't. Of several codes the idle one goes."""
    for newline in ("\n", "\r\n"):
        text = replaced(INTENT, WEB, line).replace("\n", newline)
        assert mended(text)[0] == (replaced(INTENT, WEB, left).replace("\n", newline), True)


def test_a_comment_at_the_very_end_goes_too() -> None:
    """With a line break behind it or without one."""
    for end in ("", "\n"):
        assert mended(f"{INTENT}# {IDLE}{end}") == [(INTENT, True)]


def test_a_comment_behind_the_head_of_a_block_goes() -> None:
    text = replaced(INTENT, "version: 1\n", f"version: 1\nsite: >-  # {IDLE}\n  home\n")
    assert mended(text) == [(replaced(text, f"  # {IDLE}", ""), True)]


def test_a_code_that_is_no_rule_s_may_be_meant_for_another() -> None:
    """The nearest one is a suggestion, and so is taking it away."""
    assert mended(behind(WEB, "ignore[LW2166] x")) == [(behind(WEB, "ignore[LW216] x"), False)]
    assert mended(behind(WEB, "ignore[NOTHING] x")) == [(INTENT, False)]


@pytest.mark.parametrize("comment", ["ignore LW216", "ignore[LW008] x"])
def test_what_is_to_be_said_instead_only_its_writer_knows(comment: str) -> None:
    assert mended(behind(WEB, comment)) == []


def test_a_comment_at_an_error_waits_for_the_error() -> None:
    text = replaced(INTENT, "address: 192.168.0.231/22", "address: 192.168.0.231/24")
    assert mended(behind("/24}}", "ignore[LW227] it has always been so", text)) == []
