"""LW605: arp_ignore and shims."""

from __future__ import annotations

import pytest

from lanwright.diagnostics import Severity
from tests.rules.found import found, messages


def site(sysctls: str, access: str = "{interface: macvlan0, address: 192.168.143.91/32}") -> str:
    """A host as found, with a shim."""
    return f"""
        version: 1
        lans:
          home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}
        hosts:
          dock1:
            sysctls: {{{sysctls}}}
            interfaces:
              eth0: {{lan: home, address: 192.168.0.231/22}}
            networks:
              real_lan: {{driver: macvlan, parent: eth0, lan: home, host_access: {access}}}
            services:
              web: {{networks: {{real_lan: 192.168.0.241}}}}
        """


STRICT = [
    "net.ipv4.conf.all.arp_ignore: 1",
    "net.ipv4.conf.all.arp_ignore: 2",
    "net.ipv4.conf.default.arp_ignore: 1",
    "net/ipv4/conf/macvlan0/arp_ignore: 1",
    "net.ipv4.conf.default.arp_ignore: 0, net.ipv4.conf.macvlan0.arp_ignore: 2",
]


@pytest.mark.parametrize("sysctls", STRICT)
def test_a_strict_host_is_silent_on_a_dummy_shim(sysctls: str) -> None:
    """By the setting for all interfaces, by the one for new ones, or by the shim's own."""
    (finding,) = found("LW605", site(sysctls))
    assert finding.severity is Severity.ERROR
    assert finding.origin.path[-2] == "sysctls"


@pytest.mark.parametrize(
    "sysctls",
    [
        "",
        "net.ipv4.conf.all.arp_ignore: 0",
        "net.ipv4.conf.eth0.arp_ignore: 1",
        "net.ipv4.conf.all.arp_announce: 2",
        "net.ipv4.conf.default.arp_ignore: 1, net.ipv4.conf.macvlan0.arp_ignore: 0",
    ],
)
def test_a_host_that_answers_on_the_shim_is_right(sysctls: str) -> None:
    """Another interface's setting doesn't count, and the shim's own comes before that for new ones."""
    assert messages("LW605", site(sysctls)) == []


@pytest.mark.parametrize("sysctls", [line for line in STRICT if not line.endswith("2")])
def test_the_hosts_own_address_on_the_shim_is_answered_for(sysctls: str) -> None:
    """The fix is clean."""
    assert messages("LW605", site(sysctls, "{interface: macvlan0}")) == []


@pytest.mark.parametrize(
    "sysctls",
    [
        "net.ipv4.conf.all.arp_ignore: 2",
        "net.ipv4.conf.default.arp_ignore: 2",
        "net.ipv4.conf.all.arp_ignore: 1, net.ipv4.conf.macvlan0.arp_ignore: 2",
    ],
)
@pytest.mark.parametrize(
    "access", ["{interface: macvlan0}", "{interface: macvlan0, address: 192.168.0.239/32}"]
)
def test_a_shim_that_looks_at_prefixes_answers_nobody(sysctls: str, access: str) -> None:
    """With 2 who asks must be in the address's prefix, and a shim's is /32: not even the host's own is answered for."""
    (finding,) = found("LW605", site(sysctls, access))
    assert finding.severity is Severity.ERROR
    assert finding.message.startswith("`net.ipv4.conf.")
    assert finding.message.endswith(
        " is 2, and the shim of `real_lan` answers only who is in the /32 of its address"
    )
    assert "to 1 or 0" in finding.fix


def test_another_address_of_the_lan_is_found_alone() -> None:
    """A warning: containers reach the host there, and nowhere else."""
    (finding,) = found("LW605", site(STRICT[0], "{address: 192.168.0.239/32}"))
    assert finding.severity is Severity.WARNING
    assert "192.168.0.239 alone" in finding.why
