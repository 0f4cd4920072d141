"""LW719: what changes between two compiled daemon.json."""

from __future__ import annotations

import json

import pytest

from lanwright import pipeline
from lanwright.lower import lower
from lanwright.rules.host.settings_wait_for_restart import Before
from tests.intents import site_of
from tests.rules.found import CALLED_FORTH


def told(
    docker: str, old: object, new: object, networks: str = "inner: {driver: bridge}"
) -> list[tuple[str, str]]:
    """What is said, and why, of a host whose daemon.json changed; a text is a file as it stands there."""
    site = site_of(f"""
        version: 1
        hosts:
          dock1:
            docker: {{{docker}}}
            networks: {{{networks}, fixed: {{driver: bridge, subnet: 10.9.0.0/24}}}}
        """)
    before = {
        "dock1": Before(*(item if isinstance(item, str) else json.dumps(item) for item in (old, new))),
        "gone": Before("{}", '{"bip": "10.0.0.1/24"}'),
    }
    findings = pipeline.changed(site, lower(site), before)
    CALLED_FORTH.extend(findings)
    return [(item.message, item.why) for item in findings]


def test_the_networks_that_keep_their_subnets_are_named() -> None:
    """Those whose subnet Docker chose."""
    old = {"default-address-pools": [{"base": "10.1.0.0/16", "size": 24}]}
    ((message, why),) = told("", old, {})
    assert "(default-address-pools: 10.1.0.0/16 → none)" in message
    assert why.endswith("keep their subnets: `inner`")
    five = ", ".join(f"net{number}: {{driver: bridge}}" for number in range(5))
    ((_, why),) = told("", old, {}, networks=five)
    assert why.endswith("keep their subnets: `net0`, `net1`, `net2`, `net3` and 1 more")
    ((_, why),) = told("", old, {}, networks="other: {driver: bridge, external: true}")
    assert why.endswith("keep their subnets")


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({}, "Docker remembers the address that docker0 has"),
        ({"bip": "10.3.0.1/24"}, "containers on docker0 move with it"),
        (
            {"default-address-pools": [{"base": "10.3.0.0/16", "size": 24}]},
            "containers on docker0 move with it",
        ),
    ],
)
def test_what_becomes_of_docker0(new: object, said: str) -> None:
    """Without a bip and pools it stays where it is."""
    (_, why), *_ = told("", {"bip": "10.2.0.1/24"}, new)
    assert why.endswith(said)


def test_the_other_backend_leaves_its_policy_behind() -> None:
    """From iptables to nftables, not back."""
    ((_, why),) = told("version: '29', firewall_backend: nftables", {}, {"firewall-backend": "nftables"})
    assert "FORWARD policy DROP stays behind" in why
    ((_, why),) = told("version: '29'", {"firewall-backend": "nftables"}, {})
    assert "FORWARD" not in why


def test_what_new_networks_have_is_nothing_for_those_that_are_there() -> None:
    """`default-network-opts`, shown as the file has it; `mtu` is about packets."""
    old = {"default-network-opts": {"bridge": {"com.docker.network.driver.mtu": "1400"}}, "mtu": 1400}
    (message, why), (packets, _) = told("", old, {})
    shown = '{"bridge": {"com.docker.network.driver.mtu": "1400"}} → none'
    assert (
        message
        == f"the options of new networks of `dock1` changed since the last build (default-network-opts: {shown})"
    )
    assert why.endswith("networks that are there stay what they are")
    assert packets.endswith("(mtu: 1400 → none)")


def test_each_subject_is_told_once_at_its_key() -> None:
    """Several keys of one subject together; what isn't about networks not at all."""
    old = {"bip": "10.2.0.1/24", "fixed-cidr": "10.2.0.0/25", "debug": True}
    new = {"bip": "10.3.0.1/24", "iptables": False}
    messages = [message for message, _ in told("settings: {iptables: false}, bip: 10.3.0.1/24", old, new)]
    assert messages == [
        "docker0 of `dock1` changed since the last build (bip: 10.2.0.1/24 → 10.3.0.1/24, fixed-cidr: 10.2.0.0/25 → none)",
        "what Docker does with packets of `dock1` changed since the last build (iptables: none → false)",
    ]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", {"bridge": "Br0"}, "bridge: none → Br0"),
        ({"ipv6": True, "bridge": "br0"}, "", "bridge: br0 → none, ipv6: true → none"),
        (
            {
                "default-address-pools": [
                    {"base": "10.1.0.0/16", "size": 24},
                    {"base": "10.2.0.0/16", "size": 24},
                ]
            },
            {"default-address-pools": []},
            "default-address-pools: 10.1.0.0/16 and 10.2.0.0/16 → none",
        ),
        (
            {"default-address-pools": ["10.1.0.0/16", {"size": 24}]},
            {},
            "default-address-pools: 10.1.0.0/16 and {'size': 24} → none",
        ),
    ],
)
def test_both_values_are_shown(old: object, new: object, shown: str) -> None:
    """Of pools their bases; of what somebody wrote into the file himself what there is."""
    ((message, _),) = told("", old, new)
    assert message.partition("the last build ")[2] == f"({shown})"


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000])
def test_a_file_that_is_no_json_is_compared_with_nothing(text: str) -> None:
    """It isn't dockerd's either."""
    assert told("", text, {"bip": "10.2.0.1/24"}) == []
    assert told("", {"bip": "10.2.0.1/24"}, text) == []


def test_a_daemon_that_isnt_ours_is_left_alone() -> None:
    """Its file is described, not written."""
    assert told("manage: false", {"bip": "10.2.0.1/24"}, {}) == []
