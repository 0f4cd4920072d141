"""LW623: ranges of ports that don't fit each other."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(publish: str) -> list[str]:
    """The fixes for one published port."""
    text = f"""
        version: 1
        hosts:
          dock1:
            networks: {{net1: {{driver: bridge, subnet: 10.1.0.0/24}}}}
            services: {{web: {{networks: {{net1: {{}}}}, publish: [{{{publish}}}]}}}}
        """
    return [item.fix for item in found("LW623", text)]


@pytest.mark.parametrize(
    ("publish", "fixes"),
    [
        ("port: 8000-8003, to: 80-81", ["write `to: 80-83`"]),
        ("port: 8000, to: 80-81", ["write `to: 80`"]),
        ("port: 8000-8003, to: 65532-65533", ["write `to: 65532-65535`"]),
        ("port: 8000-8003, to: 65533-65534", ["write two ranges of one length"]),
        ("port: 7000}, {port: 8000-8003, to: 80-81", ["write `to: 80-83`"]),
        ("port: 8000-8003, to: 80-83", []),
        ("port: 8000-8003, to: 80", []),
        ("port: 8000-8003", []),
    ],
)
def test_the_other_range_is_proposed(publish: str, fixes: list[str]) -> None:
    """As long as the host's, where there are so many ports."""
    assert told(publish) == fixes
