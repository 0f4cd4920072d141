"""Hosts with packet rules of every kind, for both tools."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.intents import host_of
from tests.targets.hosts import sample_hosts

if TYPE_CHECKING:
    from lanwright.plan import HostPlan

EVERY_KIND = """
version: 1
lans:
  home:
    subnet: [192.168.0.0/22, "fd00:8::/64"]
    gateway: [192.168.0.1, "fd00:8::1"]
  cams: {subnet: 10.5.0.0/24}
  plant: {subnet: 10.6.0.0/24}
hosts:
  dock1:
    firewall: FIREWALL
    docker: {version: "29", BACKEND}
    interfaces:
      eth0: {lan: home, address: [192.168.0.231/22, "fd00:8::17/64"]}
      eth1: {lan: cams, address: 10.5.0.2/24}
      eth2: {lan: plant, address: 10.6.0.2/24}
    networks:
      back: {driver: bridge, subnet: [172.22.0.0/16, "fd00:22::/64"]}
      real: {driver: macvlan, parent: eth0, lan: home, ip_range: [192.168.0.248/29, "fd00:8::f0/124"], host_access: ACCESS}
    services:
      app: {networks: {back: {}}, leaves_as: [192.168.0.241, "fd00:8::241"]}
      site:
        networks: {back: {}}
        publish:
          - {address: 192.168.0.240, port: 80, to: 8082, via: dnat}
          - {address: 192.168.0.240, port: 5000-5003, to: 6000-6003, via: dnat}
          - {address: 192.168.0.240, port: 7000-7003, via: dnat}
          - {address: 192.168.0.240, port: 9000-9003, to: 99, via: dnat}
          - {address: "fd00:8::240", port: 80, to: 8082, via: dnat}
          - {address: "fd00:8::240", port: 5000-5003, to: 6000-6003, via: dnat}
          - {port: 53/udp, via: dnat}
      hand: {compose: false, networks: {back: 172.22.0.9}, publish: [{address: 192.168.0.242, port: 80, via: dnat}]}
      mac: {networks: {real: [192.168.0.243, "fd00:8::43"]}}
"""
DUMMY = "{address: 192.168.143.91/32}"


@cache
def ruled_hosts(firewall: str) -> dict[str, HostPlan]:
    """The samples' hosts that have rules and take them by that tool, and one with all that there is, by name."""
    samples = {
        name: host for name, host in sample_hosts().items() if host.rules and host.firewall == firewall
    }
    whole = EVERY_KIND.replace("FIREWALL", firewall)
    return {
        **samples,
        "dummy shim": host_of(whole.replace("BACKEND", "").replace("ACCESS", DUMMY)),
        "own shim": host_of(whole.replace("BACKEND", "").replace("ACCESS", "true")),
        "guarded": host_of(whole.replace("BACKEND", "firewall_backend: nftables").replace("ACCESS", "true")),
    }
