"""LW232: what Docker 26 can't count to."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended


def site(network: str, version: str = "26", service: str = "") -> str:
    """A network, and perhaps a service on it."""
    return f"""
        version: 1
        hosts:
          dock1:
            docker: {{version: "{version}"}}
            networks: {{shop: {{driver: bridge, {network}}}}}
            services: {{{service}}}
        """


WIDE, WIDER = 'subnet: "fd00:50::/64"', 'subnet: "fd00:50::/48"'


@pytest.mark.parametrize(
    ("network", "why", "fix"),
    [
        (f'{WIDE}, ip_range: "fd00:50::/64"', "invalid bit range [0,", "drop it: that is the whole subnet"),
        (
            f'{WIDE}, ip_range: "fd00:50::8000:0:0:0/65"',
            "invalid bit range [9223372036854775808,",
            "write `ip_range: fd00:50:0:0:8000::/66`",
        ),
        (f'{WIDER}, ip_range: "fd00:50::/64"', "invalid bit range [0,", "write `ip_range: fd00:50::/65`"),
        (
            f'{WIDER}, ip_range: "fd00:50:0:1::/65"',
            "failed to allocate gateway (fd00:50:0:1::)",
            "write the `gateway`",
        ),
        (f'{WIDE}, gateway: "fd00:50::ffff:ffff:ffff:ffff"', "bit does not belong", "write another address"),
        (
            f'{WIDER}, reserve: {{a: "fd00:50:0:1:ffff:ffff:ffff:ffff"}}',
            "bit does not belong",
            "drop it: Docker hands it out to nobody",
        ),
    ],
)
def test_the_last_address_is_one_too_many(network: str, why: str, fix: str) -> None:
    """Of a /64, and of each /64 in a larger subnet; newer versions count to it."""
    (item,) = found("LW232", site(network))
    assert why in (item.why or "")
    assert item.fix == fix
    assert messages("LW232", site(network, "28")) == []
    assert messages("LW232", site(f"{network}, external: true")) == []


@pytest.mark.parametrize(
    "network",
    [
        f'{WIDE}, ip_range: "fd00:50::/65"',
        f'{WIDE}, gateway: "fd00:50::ffff"',
        f'{WIDER}, ip_range: "fd00:50:0:1::/65", gateway: "fd00:50::1"',
        f'{WIDER}, ip_range: "fd00:50::/65"',
        'subnet: "fd00:50::/80", ip_range: "fd00:50::/80"',
        'subnet: "fd00:50::ffff:0:0:0/80", gateway: "fd00:50::ffff:ffff:ffff:ffff"',
        "subnet: 10.50.0.0/24, ip_range: 10.50.0.0/24",
    ],
)
def test_what_it_can_count_is_fine(network: str) -> None:
    """A smaller subnet, whatever it is; a part that ends before."""
    assert messages("LW232", site(network)) == []


def test_a_static_address_is_told_at_its_own_place() -> None:
    """The container doesn't start."""
    service = 'web: {networks: {shop: "fd00:50::ffff:ffff:ffff:ffff"}}'
    (item,) = found("LW232", site(WIDE, service=service))
    assert item.origin.path[-1] == "shop"
    assert messages("LW232", site(WIDE, service=service.replace("ffff:ffff:ffff:ffff", "9"))) == []


def test_a_range_that_is_the_whole_subnet_goes() -> None:
    """Docker hands out all of it then, but for the last one."""
    assert mended("LW232", site(f'{WIDE}, ip_range: "fd00:50::/64"')) == [
        f"networks: {{shop: {{driver: bridge, {WIDE}}}}}"
    ]
