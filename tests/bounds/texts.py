"""Texts that are too much: each is small to say, and would take the machine if anything compared all pairs, walked a range or
followed a chain by recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MANY = 600
LAN = "lans: {home: {subnet: [10.0.0.0/8, 'fd00::/64'], gateway: [10.0.0.1, 'fd00::1']}}\n"
HOST = "    interfaces: {eth0: {lan: home, address: [10.0.0.2/8, 'fd00::2/64']}}\n"


def _lines(line: str, many: int = MANY) -> str:
    return "".join(line.format(n=n, before=n - 1, high=n // 250, low=n % 250) for n in range(many))


def _host(*parts: str) -> str:
    return f"version: 1\n{LAN}hosts:\n  dock1:\n{HOST}" + "".join(parts)


def _networks(line: str, many: int = MANY) -> str:
    return "    networks:\n" + _lines("      n{n:05}: " + line + "\n", many)


def _services(line: str, many: int = MANY) -> str:
    return "    services:\n" + _lines("      s{n:05}: " + line + "\n", many)


REAL = "    networks: {real: {driver: macvlan, parent: eth0, lan: home}}\n"
INNER = "    networks: {inner: {driver: bridge, subnet: 172.22.0.0/16}}\n"
ALL_OF_IPV6 = "'::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'"

INTENTS: dict[str, Callable[[], str]] = {
    "networks of one subnet": lambda: _host(_networks("{{driver: bridge, subnet: 172.22.0.0/16}}")),
    "networks within networks": lambda: _host(_networks("{{driver: bridge, subnet: 10.0.{high}.0/24}}")),
    "networks of Docker's choice": lambda: _host(_networks("{{driver: bridge}}")),
    "macvlan networks on one parent": lambda: _host(_networks("{{driver: macvlan, parent: eth0, lan: home}}")),
    "pools of one base": lambda: _host(
        "    docker:\n      default_address_pools:\n", _lines("        - {{base: 172.16.0.0/12, size: 24}}\n")
    ),
    "pools of all addresses in the smallest blocks": lambda: _host(
        "    docker: {default_address_pools: [{base: '::/0', size: 128}, {base: 0.0.0.0/0, size: 32}]}\n",
        _networks("{{driver: bridge}}", 9),
    ),
    "lans of one subnet": lambda: f"version: 1\nlans:\n{_lines('  lan{n}: {{subnet: 10.0.0.0/8}}' + chr(10))}",
    "devices of one address": lambda: (
        "version: 1\nlans:\n  home:\n    subnet: 10.0.0.0/8\n    devices:\n" + _lines("      d{n}: 10.0.0.9\n")
    ),
    "services of one address": lambda: _host(REAL, _services("{{networks: {{real: 10.0.0.9}}}}")),
    "services within as many DHCP ranges": lambda: (
        "version: 1\nlans:\n  home:\n    subnet: 10.0.0.0/8\n    dhcp:\n"
        + _lines("      - 10.0.0.0-10.255.{high}.{low}\n", 5_000)
        + "hosts:\n  dock1:\n    interfaces: {eth0: {lan: home, address: 10.0.0.2/8}}\n"
        + REAL
        + _services("{{networks: {{real: 10.1.{high}.{low}}}}}", 5_000)
    ),
    "ranges of every port": lambda: _host(
        INNER,
        _services("{{networks: {{inner: {{}}}}, listens: [1-65535], publish: [1-65535, 1-65535/udp]}}", 300),
    ),
    "rules for every port": lambda: _host(
        INNER,
        _services(
            "{{networks: {{inner: {{}}}}, publish: [{{port: 1-65535, address: 10.0.0.3, via: dnat}}]}}", 300
        ),
    ),
    "one port again and again": lambda: _host(
        INNER, "    services:\n      web:\n        networks: {inner: {}}\n        publish:\n", _lines("          - 80\n")
    ),
    "listeners on every port": lambda: _host(
        "    listens:\n", _lines("      - 1-65535/tcp\n"), INNER, _services("{{networks: {{inner: {{}}}}, publish: [80]}}", 500)
    ),
    "a LAN of all addresses": lambda: (
        "version: 1\nlans: {home: {subnet: ['::/0', 0.0.0.0/0], gateway: ['::1', 0.0.0.1], "
        f"dhcp: [{ALL_OF_IPV6}, 0.0.0.0-255.255.255.255]}}}}\nhosts:\n  dock1:\n"
        "    interfaces: {eth0: {lan: home, address: ['::2/0', 0.0.0.2/0]}}\n"
        "    networks: {real: {driver: macvlan, parent: eth0, lan: home, ip_range: ['::/0', 0.0.0.0/0], host_access: true}}\n"
        "    services: {web: {networks: {real: ['::3', 0.0.0.3]}}, db: {networks: {real: {}}}}\n"
    ),
    "a quintillion replicas": lambda: _host(
        "    networks:\n      real: {driver: macvlan, parent: eth0, lan: home}\n"
        "      alone: {driver: macvlan, mode: passthru, parent: eth0, lan: home}\n"
        "      inner: {driver: bridge, subnet: [172.22.0.0/16, 'fd00:9::/64']}\n",
        _services("{{networks: {{real: {{}}, alone: {{}}, inner: {{}}}}, replicas: 999999999999999999, publish: [80]}}", 3),
    ),
    "hosts that hand out one range": lambda: (
        f"version: 1\n{LAN}hosts:\n"
        + _lines(
            "  h{n}:\n    interfaces: {{eth0: {{lan: home, address: 10.1.{high}.{low}/8}}}}\n"
            "    networks: {{real: {{driver: macvlan, parent: eth0, lan: home, ip_range: 10.2.0.0/16}}}}\n",
            300,
        )
    ),
    "VPNs of one range": lambda: _host(
        REAL, _services("{{networks: {{real: 10.0.{high}.{low}}}, clients: 10.0.0.0/8}}", 1_000)
    ),
    "links on links": lambda: _host().replace(
        HOST,
        "    interfaces:\n      eth0: {}\n      e0: {kind: vlan, link: eth0, id: 5}\n"
        + _lines("      e{n}: {{kind: vlan, link: e{before}, id: 5, managed: true}}\n").partition("\n")[2],
    ),
    "services that share a network in a row": lambda: _host(
        "    services:\n      s0: {network_mode: host}\n",
        _lines("      s{n}: {{network_mode: 'service:s{before}'}}\n").partition("\n")[2],
    ),
    "expectations about nobody": lambda: f"version: 1\n{LAN}expect:\n" + "  - {from: x, to: y}\n" * MANY,
    "reserved addresses": lambda: _host(
        "    networks:\n      real:\n        {driver: macvlan, parent: eth0, lan: home, ip_range: 10.9.0.0/16, reserve: {",
        ", ".join(f"r{n}: 10.9.{n // 250}.{n % 250}" for n in range(MANY)),
        "}}\n",
    ),
    "defaults for many hosts": lambda: (
        "version: 1\ndefaults: {host: {networks: {"
        + ", ".join(f"n{n:04}: {{driver: bridge}}" for n in range(2_000))
        + "}}}\nhosts:\n"
        + _lines("  h{n}: {{}}\n", 500)
    ),
    "unknown keys": lambda: "version: 1\n" + _lines("k{n}: 1\n", 20_000),
    "a number of a million digits": lambda: f"version: 1\nhosts: {{dock1: {{docker: {{settings: {{a: {'9' * 1_000_000}}}}}}}}}\n",
    "a line of ten million characters": lambda: f"version: 1\nsite: {'x' * 10_000_000}\n",
    "a hundred thousand keys": lambda: "version: 1\n" + "".join(f"k{n}:\n" for n in range(100_000)),
    "two hundred thousand documents": lambda: "---\n" * 200_000,
    "lists in lists": lambda: "a: " + "[" * 100_000,
    "lists in lists, as a block": lambda: "- " * 100_000,
    "maps in maps": lambda: "{a: " * 100_000,
    "a bomb of aliases": lambda: (
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30))
    ),
    "anchors": lambda: "".join(f"a{n}: &a{n} 1\n" for n in range(50_000)),
    "comments that speak": lambda: "version: 1\n" + "# lanwright: ignore[LW1] x\n" * 20_000,
    "one comment of many": lambda: "version: 1 " + "# lanwright: ignore[LW1] x " * 20_000,
    "quotes that never close": lambda: "a: '" + "x\n\n" * 200_000,
}  # fmt: skip
"""Each ends as findings, or finds nothing."""


def beside(texts: Iterable[str]) -> dict[str, str]:
    """Compose files: what is too much of YAML, and of what they say."""
    aliased = "x0: &x0 {a: 1}\n" + "".join(
        f"x{n}: &x{n} {{<<: [*x{n - 1}, *x{n - 1}]}}\n" for n in range(1, 39)
    )
    yaml = {name: INTENTS[name]() for name in texts}
    return yaml | {
        "merge keys twice over": aliased + "services: {web: *x38}\n",
        "ranges of ports": "services:\n  web:\n    ports:\n" + "      - 1-65535:1-65535\n" * MANY,
        "services": "services:\n"
        + "".join(f"  s{n}: {{ports: ['{n % 60_000 + 1}:80']}}\n" for n in range(5_000)),
    }
