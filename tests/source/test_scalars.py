"""Scalars are read by YAML 1.2's core schema, whatever YAML 1.1 would have made of them."""

from __future__ import annotations

from typing import Any

import pytest

from lanwright.source import parse
from tests.source.texts import value

pytestmark = pytest.mark.usefixtures("loader")


@pytest.mark.parametrize(
    "text",
    [
        "no", "yes", "on", "off", "y", "n", "No", "YES",
        "22:80", "190:20:30", "52:54:00:12:34:56", "00:11:22:33:44:55", "12:30:45",
        "2024-01-01", "2024-01-01T10:00:00Z",
        "1_000", "0b101", "0X1F", "0o8", "0x", "1e", "e1", ".", "+", "-a", "1.2.3", "192.168.0.1", "10.0.0.0/8",
        "nULL", "tRUE", "=", "=a", ".inf", "-.inf", ".nan", "1e999", "-1e999",
        "12345678901234567890", "0x1234567890abcdef0", "fd00::1", "::1",
    ],
)  # fmt: skip
def test_text_that_yaml_1_1_or_a_float_would_bend_stays_text(text: str) -> None:
    """`no` is a string, `22:80` is a string, a MAC address is a string, and no digit is ever lost."""
    assert value(f"k: {text}") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None),
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
        ("0", 0), ("-0", 0), ("+12", 12), ("-12", -12), ("0777", 777), ("007", 7), ("0o17", 15), ("0x1F", 31),
        ("123456789012345678", 123456789012345678),
        ("28.3", 28.3), ("1.", 1.0), (".5", 0.5), ("1e3", 1000.0), ("-1.5E-2", -0.015), ("+.5e+1", 5.0),
    ],
)  # fmt: skip
def test_the_core_schema_gives_the_type(text: str, expected: Any) -> None:
    """Null, booleans, decimal, octal and hexadecimal integers, floats: as YAML 1.2.2 lists them in 10.3.2."""
    found = value(f"k: {text}")
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("quoted", ["'{}'", '"{}"', "!!str {}", "! {}", "|-\n  {}", ">-\n  {}"])
@pytest.mark.parametrize("text", ["true", "12", "null", "1.5", "~"])
def test_what_is_marked_as_text_is_text(quoted: str, text: str) -> None:
    """Quotes, block scalars and `!!str` make a string of anything."""
    assert value("k: " + quoted.format(text)) == text


def test_a_text_keeps_its_lines_folded_or_not_as_yaml_says() -> None:
    """Literal and folded blocks, and plain text over several lines."""
    assert value("k: |\n  a\n  b\n") == "a\nb\n"
    assert value("k: >\n  a\n  b\n") == "a b\n"
    assert value("k: a\n  b") == "a b"
    assert value("k: |\r\n  a\r\n  b\r\n") == "a\nb\n"


def test_keys_are_text_as_written() -> None:
    """A key is never resolved: `8080`, `no` and `0x1F` are the names that the user wrote."""
    read = parse("8080: a\nno: b\n0x1F: c\n1.50: d\nnull: e\n'true': f\n~: g", "f").data
    assert list(read) == ["8080", "no", "0x1F", "1.50", "null", "true", "~"]
