"""Data as lines of YAML, read back by our own reader."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lanwright.report.yaml_lines import yaml_lines
from lanwright.source import parse

TEXT = st.one_of(
    st.text("abcxyz0123456789.:/-_ #{}[]'\"\\&*!|>%@`,?", max_size=12),
    st.sampled_from(
        ["true", "null", "~", "1e3", "0x1f", "0o7", ".5", "-1", "192.168.0.1", "fd00::1", "22:80", ""]
    ),
)
DATA = st.recursive(
    st.one_of(TEXT, st.integers(-(10**6), 10**6), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(TEXT.filter(lambda key: key != "<<"), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), DATA, max_size=3))
def test_what_is_written_is_read_back(data: dict[str, Any]) -> None:
    """Every text stays text, and every number a number."""
    assert parse(yaml_lines(data), "lanwright.yaml").data == data


def test_lines_look_as_people_write_them() -> None:
    """Short maps in one line, no quotes where none are needed."""
    data = {
        "hosts": {
            "dock1": {
                "networks": {"real_lan": {"driver": "macvlan", "lan": "home", "ip_range": "192.168.0.248/29"}}
            }
        }
    }
    assert yaml_lines(data) == (
        "hosts:\n  dock1:\n    networks:\n      real_lan: {driver: macvlan, lan: home, ip_range: 192.168.0.248/29}\n"
    )
