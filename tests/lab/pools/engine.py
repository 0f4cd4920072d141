"""One host of the lab whose dockerd starts anew, with nothing of before, for each configuration."""

from __future__ import annotations

import json
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

from lanwright import pipeline
from lanwright.plan import LinkKind
from tests.lab.host import DockerFailedError
from tests.lab.pools.found import Found, Made, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan, Link, SitePlan
    from lanwright.plan.intervals import Address, Network
    from tests.lab.host import Host

CREATE = "/usr/local/sbin/lanwright-docker-networks"
MADE = ": made"
PATIENCE = 600  # seconds, for up to fourteen networks
RESOLV_CONF = "/etc/resolv.conf"
DEFAULT_BRIDGE = "bridge"  # Docker's name of the network that docker0 is
WIPE = f"""
rm -rf /var/lib/docker/network {CREATE} /etc/docker/daemon.json
nft flush ruleset
for link in $(ls /sys/class/net); do [ "$link" = lo ] || ip link del "$link" 2>/dev/null || :; done
"""


class Engine:
    """A host without cables. Its links are made of its plan, not by `install`: only what Docker sees of them counts here."""

    def __init__(self, host: Host) -> None:
        self._host = host
        host.start_docker()

    def carry_out(self, site: SitePlan) -> Found:
        """Give the host its links and files, start dockerd, make the networks one after the other, and look."""
        (plan,) = site.hosts.values()
        self._host.stop_docker()
        self._host.run(WIPE)
        self._host.run("ip -batch -", stdin="\n".join(_links(site, plan)))
        self._host.write(RESOLV_CONF, "".join(f"nameserver {one}\n" for one in plan.nameservers))
        for artifact in pipeline.emit(plan):
            if artifact.destination in {plan.daemon.config, CREATE}:
                self._host.write(artifact.destination, artifact.content, f"{artifact.mode:o}")
        try:
            self._host.restart_docker()
        except DockerFailedError as failed:
            return Found(start=str(failed))
        return self._found(plan, self._refusals(list(plan.networks)))

    def _refusals(self, names: list[str]) -> dict[str, str]:
        """What Docker says of the networks that it doesn't make; the script goes on behind each, in order."""
        said = self._host.attempt(f"{CREATE} create 2>&1", timeout=PATIENCE).stdout.splitlines()
        made = {line.removesuffix(MADE) for line in said if line.endswith(MADE)}
        words = [line for line in said if not line.endswith(MADE) and line]
        refused = [name for name in names if name not in made]
        assert len(refused) == len(words), said
        return dict(zip(refused, words, strict=True))

    def _found(self, plan: HostPlan, refused: dict[str, str]) -> Found:
        shown = {one["Name"]: one for one in self._host.ask_docker("/networks")}
        own = self._addresses()
        networks: dict[str, Made | Refused] = {name: Refused(words) for name, words in refused.items()}
        for name, network in plan.networks.items():
            if name not in refused:
                networks[name] = _made(shown[name], own.get(network.bridge or "", frozenset()))
        docker0 = shown.get(DEFAULT_BRIDGE)
        bridge = plan.daemon.bridge or "docker0"
        return Found(docker0=docker0 and _made(docker0, own.get(bridge, frozenset())), networks=networks)

    def _addresses(self) -> dict[str, frozenset[Address]]:
        return {
            link["ifname"]: frozenset(ip_address(item["local"]) for item in link["addr_info"])
            for link in json.loads(self._host.run("ip -j addr"))
        }


def _made(shown: dict[str, Any], own: frozenset[Address]) -> Made:
    gateways: dict[Network, Address | None] = {}
    for each in shown["IPAM"]["Config"]:
        gateway = each.get("Gateway", "").partition("/")[0]  # 26 writes IPv6 ones with the prefix
        gateways[ip_network(each["Subnet"])] = ip_address(gateway) if gateway else None
    return Made(gateways, own)


def _links(site: SitePlan, plan: HostPlan) -> Iterator[str]:
    """Links, addresses and routes for `ip -batch`; the LANs' static routes are the host's, too, as a router's hints would make them."""
    for link in plan.links.values():
        yield f"link add {_kind(link)}"
        yield f"link set {link.name} up"
    for item in plan.addresses:
        yield f"address add {item.address} dev {item.link}{' nodad' if item.address.version == 6 else ''}"
    for route in plan.routes:
        via = f"via {route.via} " if route.via else ""
        source = f" src {route.source}" if route.source else ""
        yield f"route append {route.destination} {via}dev {route.link}{source}"
    links = {link.lan: link.name for link in plan.links.values()}
    own = {item.address.ip for item in plan.addresses}
    for lan in site.lans.values():
        for hint in lan.routes:
            if lan.name in links and hint.via not in own:
                yield f"route append {hint.destination} via {hint.via} dev {links[lan.name]} onlink"


def _kind(link: Link) -> str:
    if link.kind is LinkKind.MACVLAN:
        return f"{link.name} link {link.parent} type macvlan mode {link.mode}"
    if link.kind is LinkKind.BRIDGE:
        return f"{link.name} type bridge"
    return f"{link.name} type veth peer name far-{link.name}"
