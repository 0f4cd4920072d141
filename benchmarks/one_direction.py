"""Sites that are large in one direction: each stage's time at a size, twice and four times that.

python benchmarks/one_direction.py 500
"""

from __future__ import annotations

import sys
from ipaddress import IPv4Address
from itertools import pairwise
from time import process_time
from typing import TYPE_CHECKING

from lanwright import pipeline
from lanwright.diagnostics import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEN = IPv4Address("10.0.0.0")
LAN = "lans: {home: {subnet: 10.0.0.0/8, gateway: 10.0.0.1}}"
"""A LAN with room for anything."""


def hosts_on_one_lan(size: int) -> Iterator[str]:
    """Each with a macvlan network, a shim and five services."""
    yield from (LAN, "hosts:")
    for base in (TEN + 256 * number for number in range(1, size + 1)):
        yield f"  h{int(base)}:"
        yield f"    interfaces: {{eth0: {{lan: home, address: {base}/8}}}}"
        yield "    docker: {bip: 172.16.0.1/24, default_address_pools: [{base: 172.17.0.0/16, size: 24}]}"
        yield f"    networks: {{lan: {{driver: macvlan, parent: eth0, lan: home, ip_range: {base + 16}/28, host_access: true}}}}"
        yield "    services:"
        yield from (
            f"      s{number}: {{networks: {{lan: {base + 40 + number}}}, listens: [80/tcp]}}"
            for number in range(5)
        )


def devices_in_an_ip_range(size: int) -> Iterator[str]:
    """All of them to be reserved."""
    yield "lans: {home: {subnet: 10.0.0.0/8, gateway: 10.0.0.1, devices: {"
    yield ", ".join(f"d{number}: {TEN + 1000 + number}" for number in range(size)) + "}}}"
    yield "hosts: {h: {interfaces: {eth0: {lan: home, address: 10.255.0.1/8}}, networks: {"
    yield "  lan: {driver: macvlan, parent: eth0, lan: home}}, services: {web: {networks: {lan: {}}}}}}"


def services_of_one_host(size: int) -> Iterator[str]:
    """A third each: on the LAN, published, published at an alias."""
    yield from (LAN, "hosts:", "  h:", "    interfaces: {eth0: {lan: home, address: 10.255.0.1/8}}")
    yield "    docker: {default_address_pools: [{base: 172.16.0.0/12, size: 24}]}"
    yield "    networks:"
    yield "      lan: {driver: macvlan, parent: eth0, lan: home, ip_range: 10.254.0.0/16, host_access: true}"
    yield "      inner: {driver: bridge, subnet: 172.16.0.0/16}"
    yield "    services:"
    for number in range(0, size, 3):
        yield f"      s{number}: {{networks: {{lan: {TEN + 1000 + number}}}, listens: [80/tcp]}}"
        yield f"      p{number}: {{networks: {{inner: {{}}}}, publish: [{{port: {1024 + number}, to: 80}}]}}"
        yield f"      a{number}: {{networks: {{inner: {{}}}}, publish: [{{address: {TEN + 200000 + number}, port: 80}}]}}"


def networks_of_one_host(size: int) -> Iterator[str]:
    """Half of them with written subnets."""
    yield from (
        "hosts:",
        "  h:",
        "    docker: {bip: 192.168.0.1/24, default_address_pools: [{base: 10.0.0.0/8, size: 24}]}",
    )
    yield "    networks:"
    for number in range(0, size, 2):
        yield f"      n{number}: {{driver: bridge}}"
        yield f"      w{number}: {{driver: bridge, subnet: {IPv4Address('11.0.0.0') + 256 * number}/24}}"
    yield "    services:"
    yield from (
        f"      s{number}: {{networks: {{n{number}: {{}}, w{number}: {{}}}}}}" for number in range(0, size, 2)
    )


def lans_of_one_host(size: int) -> Iterator[str]:
    """A VLAN, a macvlan network and a shim on each."""
    size = min(size, 4000)
    places = [(number, TEN + 256 * number) for number in range(size)]
    yield "lans:"
    yield from (f"  l{number}: {{subnet: {base}/24, gateway: {base + 1}}}" for number, base in places)
    yield from ("hosts:", "  h:", "    interfaces:", "      eth0: {}")
    yield from (
        f"      eth0.{number + 1}: {{lan: l{number}, address: {base + 2}/24}}" for number, base in places
    )
    yield "    networks:"
    yield from (
        f"      n{number}: {{driver: macvlan, parent: eth0.{number + 1}, lan: l{number}, host_access: true}}"
        for number, _ in places
    )
    yield "    services:"
    yield from (f"      s{number}: {{networks: {{n{number}: {base + 9}}}}}" for number, base in places)


def overlapping_pools(size: int) -> Iterator[str]:
    """Each with the next."""
    yield from ("hosts:", "  h:", "    docker:", "      bip: 192.168.0.1/24", "      default_address_pools:")
    yield from (f"        - {{base: {TEN + 1024 * number}/21, size: 24}}" for number in range(size))


def hosts_that_clash(size: int) -> Iterator[str]:
    """One address and one ip_range for all of them."""
    yield from (LAN, "hosts:")
    for number in range(size):
        yield f"  h{number}: {{interfaces: {{eth0: {{lan: home, address: 10.0.0.5/8}}}}, networks: {{lan: {{driver: macvlan,"
        yield "    parent: eth0, lan: home, ip_range: 10.1.0.0/16}}, services: {web: {networks: {lan: 10.0.0.9}}}}"


def expectations(size: int) -> Iterator[str]:
    """Of 300 services."""
    yield from services_of_one_host(300)
    yield "expect:"
    yield from (
        f"  - {{from: s{3 * (number % 100)}, to: p{3 * (number % 99)}, port: 80/tcp}}"
        for number in range(size)
    )


def defaults_of_many(size: int) -> Iterator[str]:
    """Twenty services, merged into each host."""
    yield from (
        LAN,
        "defaults:",
        "  host:",
        "    networks: {inner: {driver: bridge, subnet: 172.30.0.0/24}}",
        "    services:",
    )
    yield from (
        f"      s{number}: {{networks: {{inner: {{}}}}, listens: [{80 + number}]}}" for number in range(20)
    )
    yield "hosts:"
    yield from (f"  h{number}: {{}}" for number in range(size))


def misspelt_names(size: int) -> Iterator[str]:
    """Each of them nearly right."""
    yield from (LAN, "hosts:", "  h:", "    networks: {inner: {driver: bridge}}", "    services:")
    yield from (
        f"      service-number-{number}: {{networks: {{iner{number}: {{}}}}}}" for number in range(size)
    )
    yield "expect:"
    yield from (f"  - {{from: servce-number-{number}, to: service-nmber-{number}}}" for number in range(size))


SHAPES = (
    hosts_on_one_lan,
    devices_in_an_ip_range,
    services_of_one_host,
    networks_of_one_host,
    lans_of_one_host,
    overlapping_pools,
    hosts_that_clash,
    expectations,
    defaults_of_many,
    misspelt_names,
)


def stages(text: str) -> tuple[float, ...]:
    """Seconds for reading and lowering, for the rules, for the artifacts; the first alone where it is refused."""
    times = [process_time()]
    try:
        site, plan = pipeline.understand({"lanwright.yaml": text})
        times.append(process_time())
        pipeline.judge(site, plan)
        times.append(process_time())
        for host in plan.hosts.values():
            pipeline.emit(host)
    except Refused:
        pass
    times.append(process_time())
    return tuple(later - earlier for earlier, later in pairwise(times))


def row(shape: Callable[[int], Iterator[str]], size: int) -> str:
    """A line of the table."""
    grown = [stages("\n".join(["version: 1", *shape(size * times), ""])) for times in (1, 2, 4)]
    shown = [" → ".join(f"{seconds:.2f}" for seconds in stage) for stage in zip(*grown, strict=True)]
    shown += ["refused"] * (3 - len(shown))
    return f"| {shape.__name__.replace('_', ' ')} | {' | '.join(shown)} |"


def main() -> None:
    """A row a shape."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    print(f"| {size}, {2 * size}, {4 * size} | to the plan | rules | artifacts |")
    print("| --- | --- | --- | --- |")
    stages("version: 1\n")
    for shape in SHAPES:
        print(row(shape, size), flush=True)


if __name__ == "__main__":
    main()
