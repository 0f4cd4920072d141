"""All of a host that an installation may touch, so that two moments can be compared."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.lab.eventually import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.lab.host import Host
    from tests.lab.site import Site

Found = dict[str, frozenset[str]]
"""What was found on each host of a site."""

FILES = """\
find / -xdev {others} -prune -o -type d -printf '%M %U:%G %p\\n' -o -printf '%M %U:%G %s %p %l\\n'
find /etc /usr/local -xdev -type f -exec sha256sum {{}} +
"""
OTHERS = (  # what Docker, systemd and the lab itself keep
    "/root/compose",
    "/root/lanwright",
    "/root/lanwright-next",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/log",
)
IPTABLES = {"filter", "mangle", "nat", "raw", "security"}
COUNTED = ("net.netfilter.nf_conntrack_count",)
NOTHING = re.compile(r"(?!)")
DOCKERS_OWN = re.compile(
    r"sysctl net\.ipv6\.conf\.\w+\.forwarding|ip6tables-save filter :FORWARD|route -6 anycast"
)
"""Docker's first IPv6 network switches forwarding on, and drops what it doesn't know: until the next boot."""

DOCKERS_RULE = re.compile(
    r"^(ip6?tables-save \w+ )\d+ (-A DOCKER|-A POSTROUTING -s \S+ ! -o \S+ -j MASQUERADE|-A \w+ -j LANWRIGHT-)"
)
"""A rule of Docker's, or the jump to ours that stands among them: its place, and what begins the rule."""

FURTHER_ADDRESS = re.compile(r"^address [1-9]\d*")


def looked_at(site: Site) -> Found:
    """Look at all hosts of a site."""
    return {name: as_found(host) for name, host in site.hosts.items()}


def changes(before: Mapping[str, frozenset[str]], now: Mapping[str, frozenset[str]]) -> list[str]:
    """Give what has gone and what has come, a line each."""
    gone = [f"- {name}: {line}" for name in before for line in before[name] - now[name]]
    return sorted(gone + [f"+ {name}: {line}" for name in now for line in now[name] - before[name]])


def assert_as_found(
    site: Site, before: Found, apart_from: re.Pattern[str] = NOTHING, *, made_anew: bool = False
) -> None:
    """Nothing is another than before; what dies with a container does so in the kernel's own time.

    What has been `made_anew` may stand at another place: Docker's rules for a network among its own rules, an alias
    among the host's further addresses.
    """
    told = _without_places if made_anew else dict

    def same() -> None:
        found = changes(told(before), told(looked_at(site)))
        left = [line for line in found if not apart_from.search(line)]
        assert not left, "\n".join(left)

    eventually(same)


def _without_places(found: Found) -> Found:
    return {name: frozenset(map(_without_place, lines)) for name, lines in found.items()}


def _without_place(line: str) -> str:
    return FURTHER_ADDRESS.sub("address", DOCKERS_RULE.sub(r"\1\2", line))


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
