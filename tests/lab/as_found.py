"""All of a host that an installation may touch, so that two moments can be compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lab.host import Host

FILES = """\
find / -xdev {others} -prune -o -type d -printf '%M %U:%G %p\\n' -o -printf '%M %U:%G %s %p %l\\n'
find /etc /usr/local -xdev -type f -exec sha256sum {{}} +
"""
OTHERS = (  # what Docker, systemd and the lab itself keep
    "/root/compose",
    "/root/lanwright",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/log",
)
IPTABLES = {"filter", "mangle", "nat", "raw", "security"}
COUNTED = ("net.netfilter.nf_conntrack_count",)


def as_found(host: Host) -> frozenset[str]:
    """Give files, units, links, addresses, routes, packet rules, kernel parameters and Docker's networks, a line each.

    What is Docker's or the kernel's own doing and comes out anew each time, such as the number of a link, isn't told.
    """
    host.await_addresses()
    parts = (_files, _links, _addresses, _routes, _packet_rules, _own_tables, _parameters, _networks, _units)
    return frozenset(line for part in parts for line in part(host))


def _files(host: Host) -> Iterator[str]:
    others = "\\( {} \\)".format(" -o ".join(f"-path {path}" for path in OTHERS))
    for line in host.run(FILES.format(others=others)).splitlines():
        yield f"file {line}"


def _links(host: Host) -> Iterator[str]:
    for link in _asked(host, "ip -j -d link show"):
        own = {key: link.get(key) for key in ("link", "master", "mtu", "group", "promiscuity", "allmulti")}
        kind = link.get("linkinfo", {}).get("info_kind")
        yield f"link {link['ifname']} {kind} {sorted(link['flags'])} {own}"


def _addresses(host: Host) -> Iterator[str]:
    for link in _asked(host, "ip -j addr show"):
        for place, item in enumerate(each for each in link["addr_info"] if each["scope"] != "link"):
            yield f"address {place} on {link['ifname']}: {item['local']}/{item['prefixlen']} {item['scope']}"


def _routes(host: Host) -> Iterator[str]:
    for family in ("-4", "-6"):
        for line in host.run(f"ip {family} route show table all; ip {family} rule show").splitlines():
            if "fe80::" not in line:
                yield f"route {family} {line.strip()}"


def _packet_rules(host: Host) -> Iterator[str]:
    """What iptables shows: rules in their order within each chain, and policies that aren't ACCEPT."""
    for tool in ("iptables-save", "ip6tables-save"):
        table, places = "", dict[str, int]()
        for line in host.run(tool).splitlines():
            if line.startswith("*"):
                table = line[1:]
            elif line.startswith("-A "):
                chain = line.split()[1]
                places[table + chain] = places.get(table + chain, 0) + 1
                yield f"{tool} {table} {places[table + chain]} {line}"
            elif line.startswith(":") and " ACCEPT " not in line:
                yield f"{tool} {table} {line.partition(' [')[0]}"


def _own_tables(host: Host) -> Iterator[str]:
    """The nftables tables that iptables doesn't know."""
    for item in _asked(host, "nft -j list tables")["nftables"]:
        table = item.get("table", {"name": "filter"})
        if table["name"] not in IPTABLES:
            for line in host.run(
                f"nft --stateless list table {table['family']} {table['name']}"
            ).splitlines():
                yield f"nft {table['family']} {table['name']} {line}"


def _parameters(host: Host) -> Iterator[str]:
    for line in host.run("sysctl --all --pattern ^net 2>/dev/null || :").splitlines():
        if not line.startswith(COUNTED):
            yield f"sysctl {line}"


def _networks(host: Host) -> Iterator[str]:
    for line in host.run("docker network ls --format '{{.Name}} {{.Driver}} {{.Scope}}'").splitlines():
        yield f"docker network {line}"


def _units(host: Host) -> Iterator[str]:
    """What is enabled stands in the files; here is what runs."""
    for line in host.run("systemctl list-units --all --plain --no-legend --full").splitlines():
        name, load, active, sub = line.split()[:4]
        if "lanwright" in name or active == "failed":
            yield f"unit {name} {load} {active} {sub}"


def _asked(host: Host, command: str) -> Any:
    return json.loads(host.run(command))
