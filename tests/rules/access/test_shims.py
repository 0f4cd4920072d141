"""What an ipvlan shim would best carry: LW404 says it."""

from __future__ import annotations

import pytest

from tests.rules.found import found

DUAL = "subnet: [192.168.0.0/22, 'fd00:8::/64'], gateway: [192.168.0.1, 'fd00:8::1']"
FULL = "subnet: 192.168.0.0/30, gateway: 192.168.0.1"
BOTH = "[192.168.0.231/22, 'fd00:8::17/64']"


def advised(access: str, lan: str, own: str, web: str = "{}") -> set[tuple[str, str]]:
    """Fix and edit of each finding about a shim; what is quoted in a sentence needn't be in the text."""
    text = f"""
        version: 1
        lans: {{home: {{{lan}}}}}
        hosts:
          laptop1:
            interfaces: {{wlan0: {{kind: wireless, lan: home, address: {own}}}}}
            networks: {{air: {{driver: ipvlan, parent: wlan0, lan: home, host_access: {access}}}}}
            services: {{web: {{networks: {{air: {web}}}}}}}
        """
    return {
        (item.fix.replace('"', ""), "".join(edit.text for edit in item.edits))
        for item in found("LW404", text)
    }


TWO = "{address: [192.168.0.2/32, fd00:8::3/128]}"


@pytest.mark.parametrize(
    ("access", "own", "written"),
    [
        ("true", BOTH, TWO),
        ("{address: 192.168.0.231/32}", BOTH, TWO),
        ("{address: [192.168.143.91/32, 'fd00:dead::1/128']}", BOTH, TWO),
        ("{address: 192.168.0.239/32}", BOTH, "{address: [192.168.0.239/32, fd00:8::3/128]}"),
        ("{address: 'fd00:8::99/128'}", BOTH, "{address: [192.168.0.2/32, fd00:8::99/128]}"),
        (
            "{interface: air0, address: 'fd00:8::99/128'}",
            BOTH,
            "{interface: air0, address: [192.168.0.2/32, fd00:8::99/128]}",
        ),
    ],
)
def test_what_is_the_lans_own_stays_the_rest_is_free(access: str, own: str, written: str) -> None:
    """Neither the host's own address nor a dummy."""
    assert advised(access, DUAL, own, "[192.168.0.241, 'fd00:8::2']") == {
        (f"write `host_access: {written}`", written)
    }


def test_a_family_that_the_host_hasnt_needs_no_address() -> None:
    """It is on the interface that it must be written first."""
    written = "{address: 192.168.0.3/32}"
    assert advised("true", DUAL, "192.168.0.231/22") == {
        (f"write `host_access: {written}`", written),
        ("write the host's IPv6 address on its interface on the LAN, or take IPv6 off the network", ""),
    }


def test_where_none_is_free_none_is_named() -> None:
    """A LAN of a router and a host."""
    assert advised("true", FULL, "192.168.0.2/30") == {
        ("give the shim an address of the LAN that nobody has", "")
    }
