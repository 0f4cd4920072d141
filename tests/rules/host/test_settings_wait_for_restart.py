"""LW719: what changes between two compiled daemon.json."""

from __future__ import annotations

import json

import pytest

from lanwright import pipeline
from lanwright.lower import lower
from lanwright.rules.host.settings_wait_for_restart import Before
from tests.intents import site_of


def told(docker: str, old: object, new: object) -> list[tuple[str, str]]:
    """What is said, and why, of a host whose daemon.json changed."""
    site = site_of(f"""
        version: 1
        hosts:
          dock1:
            docker: {{{docker}}}
            networks: {{inner: {{driver: bridge}}, fixed: {{driver: bridge, subnet: 10.9.0.0/24}}}}
        """)
    before = {
        "dock1": Before(json.dumps(old), json.dumps(new)),
        "gone": Before("{}", '{"bip": "10.0.0.1/24"}'),
    }
    return [(item.message, item.why) for item in pipeline.changed(site, lower(site), before)]


def test_the_networks_that_keep_their_subnets_are_named() -> None:
    """Those whose subnet Docker chose."""
    old = {"default-address-pools": [{"base": "10.1.0.0/16", "size": 24}]}
    ((message, why),) = told("", old, {})
    assert "(default-address-pools: 10.1.0.0/16 → none)" in message
    assert why.endswith("keep their subnets: `inner`")


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({}, "Docker remembers the address that docker0 has"),
        ({"bip": "10.3.0.1/24"}, "containers on docker0 move with it"),
    ],
)
def test_what_becomes_of_docker0(new: object, said: str) -> None:
    """Without a bip it stays where it is."""
    ((_, why),) = told("", {"bip": "10.2.0.1/24"}, new)
    assert why.endswith(said)


def test_the_other_backend_leaves_its_policy_behind() -> None:
    """From iptables to nftables, not back."""
    ((_, why),) = told("version: '29', firewall_backend: nftables", {}, {"firewall-backend": "nftables"})
    assert "FORWARD policy DROP stays behind" in why
    ((_, why),) = told("version: '29'", {"firewall-backend": "nftables"}, {})
    assert "FORWARD" not in why


def test_each_subject_is_told_once_at_its_key() -> None:
    """Several keys of one subject together; what isn't about networks not at all."""
    old = {"bip": "10.2.0.1/24", "fixed-cidr": "10.2.0.0/25", "debug": True}
    new = {"bip": "10.3.0.1/24", "iptables": False}
    messages = [message for message, _ in told("settings: {iptables: false}, bip: 10.3.0.1/24", old, new)]
    assert messages == [
        "docker0 of `dock1` changed since the last build (bip: 10.2.0.1/24 → 10.3.0.1/24, fixed-cidr: 10.2.0.0/25 → none)",
        "what Docker does with packets of `dock1` changed since the last build (iptables: none → false)",
    ]


def test_a_daemon_that_isnt_ours_is_left_alone() -> None:
    """Its file is described, not written."""
    assert told("manage: false", {"bip": "10.2.0.1/24"}, {}) == []
