"""LW611: published ports and what services listen on."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(listens: str, publish: str, more: str = "") -> str:
    """A service behind NAT, and further ones."""
    return f"""
        version: 1
        hosts:
          dock1:
            networks:
              backend: {{driver: bridge, subnet: 172.22.0.0/24}}
            services:
              web: {{networks: {{backend: {{}}}}, listens: [{listens}], publish: [{publish}]}}
              {more}
        """


@pytest.mark.parametrize(
    ("listens", "publish"),
    [
        ("80/tcp", "{port: 8080, to: 80}"),
        ("80/tcp", "80"),
        ("53/udp, 53/tcp", "{port: 53/udp}, {port: 53/tcp}"),
        ("53/udp", "{port: 5353/udp, to: 53}"),
        ("53/udp", "{port: 5353, to: 53/udp}"),
        ("5000-5010/udp", "{port: 5005/udp}"),
        ("5000/udp", "{port: 5000-5010/udp}"),
        ("0.0.0.0:80/tcp", "{port: 80}"),
        ("172.22.0.10:80/tcp", "{port: 80}"),
        ("", "{port: 8080}"),
        ("80/tcp", "{port: 80, via: dnat, address: 192.168.0.240}"),
    ],
)
def test_a_port_that_somebody_listens_on_is_right(listens: str, publish: str) -> None:
    """Of a range one is enough; a service that doesn't say isn't judged."""
    assert messages("LW611", site(listens, publish)) == []


@pytest.mark.parametrize(
    ("listens", "publish", "place", "fix"),
    [
        ("80/tcp", "{port: 8080}", "port", "write `to: 80`, or add 8080/tcp to its `listens`"),
        ("80/tcp", "{port: 80, to: 8080}", "to", "write `to: 80`, or add 8080/tcp to its `listens`"),
        (
            "80/tcp, 443/tcp",
            "{port: 8080}",
            "port",
            "write `to: 80` or `to: 443`, or add 8080/tcp to its `listens`",
        ),
        ("53/udp", "{port: 53}", "port", "write `port: 53/udp`, or add 53/tcp to its `listens`"),
        ("53/udp", "{port: 5353, to: 53}", "to", "write `to: 53/udp`, or add 53/tcp to its `listens`"),
        ("53/udp", "{port: 5353/udp}", "port", "write `to: 53`, or add 5353/udp to its `listens`"),
        ("80/tcp", "8080", "0", "write `to: 80`, or add 8080/tcp to its `listens`"),
        ("53/tcp", "{port: 53/udp}", "port", "write `port: 53/tcp`, or add 53/udp to its `listens`"),
        (
            "127.0.0.1:80/tcp",
            "{port: 80}",
            "port",
            "let it listen on 80/tcp at every address, and write so under `listens`",
        ),
        (
            "'[::1]:80/tcp'",
            "{port: 80}",
            "port",
            "let it listen on 80/tcp at every address, and write so under `listens`",
        ),
    ],
)
def test_a_port_that_nobody_listens_on_is_told(listens: str, publish: str, place: str, fix: str) -> None:
    """The fix names the port that the service has; at `to` where that is written."""
    (finding,) = found("LW611", site(listens, publish))
    assert finding.origin.path[-1] == place
    assert finding.fix == fix


@pytest.mark.parametrize(
    ("side", "told"), [("listens: [9000/tcp]", 0), ("listens: [9001/tcp]", 1), ("replicas: 1", 0)]
)
def test_who_shares_the_network_listens_in_its_place(side: str, told: int) -> None:
    """A VPN container publishes for those behind it; of one that doesn't say nothing is known."""
    more = f"side: {{network_mode: 'service:web', {side}}}"
    assert len(messages("LW611", site("80/tcp", "{port: 9000}", more))) == told


def test_sharing_goes_through_several() -> None:
    """A service in the network of one that is in another's."""
    more = "one: {network_mode: 'service:web', listens: [81/tcp]}\n              two: {network_mode: 'service:one', listens: [82/tcp]}"
    assert messages("LW611", site("80/tcp", "{port: 82}", more)) == []
