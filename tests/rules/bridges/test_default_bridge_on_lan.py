"""LW509: what Docker's default bridge may hand out of a LAN, and what to write."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages
from tests.rules.mended import mended

LAN = "subnet: 192.168.0.0/24, gateway: 192.168.0.1"


def site(docker: str, *, lan: str = LAN, more: str = "", hosts: int = 1) -> str:
    """Hosts whose default bridge is on a LAN."""
    each = "".join(
        f"""
          dock{number}:
            interfaces:
              br0: {{kind: bridge, lan: home, address: 192.168.0.{number + 1}/24}}
              {more}
            docker: {{bridge: br0, {docker}}}"""
        for number in range(1, hosts + 1)
    )
    return f"""
        version: 1
        lans: {{home: {{{lan}}}}}
        hosts:{each}
        """


@pytest.mark.parametrize("docker", ["", "fixed_cidr: 192.168.0.0/29, default_gateway: 192.168.0.1"])
def test_each_host_is_told_of_a_part_of_its_own(docker: str) -> None:
    """Two hosts that did what they are told would hand out the same addresses otherwise."""
    one, two = found("LW509", site(docker, hosts=2))
    assert "fixed_cidr: 192.168.0." in one.fix
    assert one.fix != two.fix


@pytest.mark.parametrize(
    ("docker", "lan", "fix"),
    [
        ("", LAN, "write `fixed_cidr: 192.168.0.8/29` and `default_gateway: 192.168.0.1`"),
        ("default_gateway: 192.168.0.1", LAN, "write `fixed_cidr: 192.168.0.8/29`"),
        ("", "subnet: 192.168.0.0/24", "write `fixed_cidr: 192.168.0.8/29`"),
        (
            "",
            f"{LAN}, dhcp: [192.168.0.3-192.168.0.254]",
            "write a `fixed_cidr` that holds nobody's address and `default_gateway: 192.168.0.1`",
        ),
        (
            "fixed_cidr: 192.168.0.8/29, default_gateway: 192.168.0.1",
            f"{LAN}, dhcp: [192.168.0.3-192.168.0.254]",
            "write a part of the LAN that holds nobody's address",
        ),
    ],
)
def test_the_fix_is_what_is_missing(docker: str, lan: str, fix: str) -> None:
    """A part that nobody has anything of, where there is one; the router, where there is one."""
    (finding,) = found("LW509", site(docker, lan=lan))
    assert finding.fix == fix


def test_what_docker_hands_out_on_another_network_is_not_free() -> None:
    ranged = "networks: {real_lan: {driver: macvlan, parent: br0, lan: home, ip_range: 192.168.0.8/29}}"
    (finding,) = found("LW509", site("").replace("docker:", f"{ranged}\n            docker:"))
    assert finding.fix.startswith("write `fixed_cidr: 192.168.0.16/29`")


def test_the_hosts_own_address_on_the_bridge_is_dockers_to_know() -> None:
    """One that it has on another interface isn't, nor is another host's."""
    docker = "fixed_cidr: 192.168.0.0/29, default_gateway: 192.168.0.1"
    assert messages("LW509", site(docker)) == []
    (other,) = found("LW509", site(docker, more="eth1: {lan: home, address: 192.168.0.5/24}"))
    assert other.message == "`fixed_cidr` 192.168.0.0/29 covers 192.168.0.5 of `dock1`"


def test_a_shared_address_on_the_bridge_is_anothers() -> None:
    """Docker keeps what the bridge had first, not an alias that comes later."""
    docker = "fixed_cidr: 192.168.0.0/29, default_gateway: 192.168.0.1"
    alias = """services:
              web: {publish: [{port: 80, address: 192.168.0.6}]}
            docker:"""
    (finding,) = found("LW509", site(docker).replace("docker:", alias))
    assert finding.message.startswith("`fixed_cidr` 192.168.0.0/29 covers 192.168.0.6 of")


DUAL = 'subnet: [192.168.0.0/24, "fd00:8::/64"], gateway: [192.168.0.1, "fd00:8::1"], devices: {nas: 192.168.0.9}'


@pytest.mark.parametrize(
    ("docker", "lines"),
    [
        (
            'fixed_cidr: "fd00:8::40/122", default_gateway: "fd00:8::1"',
            'docker: {bridge: br0, fixed_cidr: ["fd00:8::40/122", 192.168.0.16/29], default_gateway: ["fd00:8::1", 192.168.0.1]}',
        ),
        (
            'fixed_cidr: ["fd00:8::40/122", 192.168.0.8/29], default_gateway: [192.168.0.1, "fd00:8::1"]',
            'docker: {bridge: br0, fixed_cidr: ["fd00:8::40/122", 192.168.0.16/29], default_gateway: [192.168.0.1, "fd00:8::1"]}',
        ),
    ],
)
def test_what_is_written_for_the_other_family_stays(docker: str, lines: str) -> None:
    """Each family has a part and a router of its own."""
    text = site(docker, lan=DUAL).replace("192.168.0.2/24", '[192.168.0.2/24, "fd00:8::2/64"]')
    assert mended("LW509", text) == [lines]


def test_without_room_and_without_a_router_there_is_nothing_to_write() -> None:
    """The DHCP server has it all."""
    (finding,) = found("LW509", site("", lan="subnet: 192.168.0.0/24, dhcp: [192.168.0.3-192.168.0.254]"))
    assert finding.edits == ()
