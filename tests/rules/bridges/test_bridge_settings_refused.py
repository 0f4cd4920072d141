"""LW513: what Docker refuses of a bridge network, by its version."""

from __future__ import annotations

import pytest

from tests.rules.found import messages


def site(version: str, more: str) -> str:
    """One network."""
    return f"""
        version: 1
        hosts:
          dock1:
            docker: {{version: '{version}'}}
            networks: {{inner: {{driver: bridge, {more}}}}}
        """


@pytest.mark.parametrize(("version", "number"), [("26", 0), ("27", 0), ("28", 1), ("29", 1)])
def test_a_network_without_a_family_is_refused_once_there_can_be_one(version: str, number: int) -> None:
    """Before 28 the option is ignored."""
    text = site(version, "options: {com.docker.network.enable_ipv4: 'false'}")
    assert len(messages("LW513", text)) == number


def test_each_family_has_its_mode_and_its_gateway() -> None:
    """Both are told; on an external network none, for Docker isn't asked."""
    modes = ", ".join(f"com.docker.network.bridge.gateway_mode_ipv{family}: isolated" for family in (4, 6))
    assert len(messages("LW513", site("28", f"options: {{{modes}}}"))) == 2
    assert messages("LW513", site("28", f"internal: true, options: {{{modes}}}")) == []
    assert messages("LW513", site("28", f"external: true, options: {{{modes}}}")) == []
