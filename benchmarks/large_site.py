"""Write an intent of any size: hosts with 10 networks and 30 services each, on one LAN for every 20 hosts.

python benchmarks/large_site.py 1000 > large.yaml
/usr/bin/time -v lanwright check --quiet large.yaml
"""

from __future__ import annotations

import sys
from ipaddress import IPv4Network

HOSTS_ON_A_LAN = 20
NETWORKS = 10
SERVICES = 30
_LANS = list(IPv4Network("10.0.0.0/9").subnets(new_prefix=21))


def large_site(hosts: int) -> str:
    """The intent as YAML text."""
    lines = ["version: 1", "site: large", "lans:"]
    for number in range((hosts + HOSTS_ON_A_LAN - 1) // HOSTS_ON_A_LAN):
        lan = _LANS[number]
        lines.append(
            f"  lan{number}: {{subnet: {lan}, gateway: {lan[1]}, devices: {{pc{number}: {lan[2]}}}}}"
        )
    lines.append("hosts:")
    for number in range(hosts):
        lines += _host(number)
    return "\n".join(lines) + "\n"


def _host(number: int) -> list[str]:
    lan, place = divmod(number, HOSTS_ON_A_LAN)
    subnet = _LANS[lan]
    base = 16 + place * 96
    length = subnet.prefixlen
    lines = [
        f"  h{number}:",
        f"    interfaces: {{eth0: {{lan: lan{lan}, address: {subnet[base]}/{length}}}}}",
        "    docker: {bip: 172.16.0.1/24, default_address_pools: [{base: 172.17.0.0/16, size: 24}]}",
        "    networks:",
        f"      lan: {{driver: macvlan, parent: eth0, lan: lan{lan}, ip_range: {subnet[base + 16]}/28, host_access: true}}",
        *(
            f"      net{index}: {{driver: bridge, subnet: 172.{20 + index}.0.0/24}}"
            for index in range(NETWORKS - 1)
        ),
        "    services:",
    ]
    return lines + [_service(subnet, base, index) for index in range(SERVICES)]


def _service(subnet: IPv4Network, base: int, index: int) -> str:
    network = f"net{index % (NETWORKS - 1)}"
    if index % 3 == 0:
        return f"      svc{index}: {{networks: {{lan: {subnet[base + 32 + index]}}}, listens: [80/tcp]}}"
    publish = f"{{port: {8000 + index}, to: 80}}"
    return f"      svc{index}: {{networks: {{{network}: {{}}}}, listens: [80/tcp], publish: [{publish}]}}"


if __name__ == "__main__":
    sys.stdout.write(large_site(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
