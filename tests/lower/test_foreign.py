"""What ufw and firewalld must be told, so that our paths are open."""

from __future__ import annotations

import pytest

from tests.intents import host_of

HOST = """
version: 1
lans:
  home: {subnet: [192.168.0.0/22, "fd00:8::/64"], gateway: 192.168.0.1}
hosts:
  dock1:
    foreign: [FOREIGN]
    interfaces: {eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::231/64"]}}
    listens: [LISTENS]
    docker: {version: "29", firewall_backend: BACKEND}
    networks:
      real_lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 192.168.0.248/29, host_access: ACCESS}
      inner: {driver: bridge, subnet: 172.22.0.0/16}
    services:
      web: {networks: {real_lan: [192.168.0.241, "fd00:8::241"]}, listens: [80/tcp]}
"""
SOURCES = ("192.168.0.248/29", "192.168.0.241/32", "fd00:8::241/128")


def told(
    foreign: str, *, listens: str = "22/tcp", access: str = "true", backend: str = "iptables"
) -> list[str]:
    """The commands of a host's tasks."""
    text = HOST.replace("FOREIGN", foreign).replace("LISTENS", listens)
    text = text.replace("ACCESS", access).replace("BACKEND", backend)
    return [task.command for task in host_of(text).tasks]


def test_ufw_lets_in_what_the_shim_leads_to() -> None:
    """On the shim alone, from the containers alone, in both families."""
    assert told("ufw") == [f"ufw allow in on shim-real_lan from {source}" for source in SOURCES]


def test_firewalld_trusts_the_containers_and_not_the_shim() -> None:
    """The LAN's own packets may come in there, too."""
    assert told("firewalld") == [
        f"firewall-cmd --permanent --zone=trusted --add-source={source} && firewall-cmd --reload"
        for source in SOURCES
    ]


@pytest.mark.parametrize(
    "keys", [{"listens": ""}, {"listens": "127.0.0.1:22/tcp"}, {"access": "null"}], ids=str
)
def test_nothing_is_opened_where_nothing_comes_in(keys: dict[str, str]) -> None:
    """No listener but on the host itself, or no shim."""
    access = keys.get("access") == "null"
    text = HOST.replace("FOREIGN", "ufw, firewalld").replace("BACKEND", "iptables")
    text = text.replace(", host_access: ACCESS", "" if access else ", host_access: true")
    assert host_of(text.replace("LISTENS", keys.get("listens", "22/tcp"))).tasks == ()


def test_docker_s_nftables_accepts_are_no_match_for_ufw() -> None:
    """They stand in tables of their own: what is forwarded must be ufw's business no more."""
    assert told("ufw", backend="nftables")[-1] == "ufw default allow routed"
    assert told("nftables.conf", backend="nftables") == []
