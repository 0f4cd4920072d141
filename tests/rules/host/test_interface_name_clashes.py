"""LW727: what a container's interfaces are called."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(*names: str | None) -> list[tuple[str, str]]:
    """The interface and how bad it is, of a service with an interface of each name, or one that Docker calls."""
    networks = "".join(
        f"\n              net{number}: {{driver: bridge, subnet: 10.9.{number}.0/24}}"
        for number in range(len(names))
    )
    ends = ", ".join(
        f"net{number}: {{{f'interface_name: {name}' if name else ''}}}" for number, name in enumerate(names)
    )
    text = f"""
        version: 1
        hosts:
          dock1:
            networks:{networks}
            services: {{web: {{networks: {{{ends}}}}}}}
        """
    return [(item.origin.path[-2], item.severity) for item in found("LW727", text)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("lan0", "wan0"), []),
        (("lan0", None), []),
        (("lo",), [("net0", "error")]),
        (("lo", "lo"), [("net0", "error"), ("net1", "error")]),
        ((None, "lan0", "lan0"), [("net2", "error")]),
        (("lan0", "lan0", "lan0"), [("net1", "error"), ("net2", "error")]),
        (("eth0",), []),
        (("eth0", "eth1"), []),
        (("eth0", None), [("net0", "warning")]),
        ((None, "eth12"), [("net1", "warning")]),
        (("eth0a", None), []),
        (("myeth0", None), []),
        (("eth", None), []),
    ],
)
def test_a_name_clashes_with_lo_with_its_like_and_with_dockers(
    names: tuple[str | None, ...], expected: list[tuple[str, str]]
) -> None:
    """Docker calls those that nobody names eth0 and so on: told where there are such."""
    assert told(*names) == expected
