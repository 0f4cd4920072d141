"""What one host will have, as sections of a report."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from lanwright.plan import Maker, Owner, Purpose
from lanwright.report.rules_sheet import kernel_rows, rule_row
from lanwright.report.sheet import Row, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lanwright.plan import DockerNetwork, Endpoint, HostPlan, Link, Published, Service, Subnet


def host_sections(host: HostPlan) -> Iterator[Section]:
    """A host's heading and its tables, without the empty ones."""
    docker = f"Docker {host.daemon.version}{'' if host.daemon.managed else ' (daemon.json is not ours)'}"
    configured = "links by lanwright-links" if host.network == "none" else f"links by {host.network}"
    yield Section(
        title=f"host {host.name}", level=2, lines=(f"{docker}, {configured}, rules by {host.firewall}",)
    )
    tables = {
        "links": (
            ("name", "kind", "LAN", "addresses", "made by"),
            map(_link, host.links.values(), repeat(_addresses(host))),
        ),
        "routes": (("to", "via", "link", "source", "made by"), _routes(host)),
        "Docker networks": (("name", "driver", "subnet", "gateway", "hands out", "made by"), _networks(host)),
        "services": (
            ("name", "networks", "listens", "published", "leaves as"),
            map(_service, host.services.values()),
        ),
        "packet rules": (("hook", "matches", "does", "for"), map(rule_row, host.rules)),
        "kernel": (("name", "value", "for"), kernel_rows(host)),
    }
    for title, (header, content) in tables.items():
        rows = tuple(content)
        if rows:
            yield Section(title=title, level=3, table=(header, *rows))


def _addresses(host: HostPlan) -> dict[str, list[str]]:
    """By link, its addresses as they are shown."""
    shown: dict[str, list[str]] = {
        link.name: ["by DHCP"] if link.dhcp else [] for link in host.links.values()
    }
    for item in host.addresses:
        said = f"{item.address} (alias)" if item.purpose is Purpose.ALIAS else str(item.address)
        shown.setdefault(item.link, []).append(said)
    return shown


def _link(link: Link, addresses: Mapping[str, Sequence[str]]) -> Row:
    made = link.maker.value if link.maker is Maker.HOST else f"{link.maker} ({_reason(link)})"
    return link.name, _kind(link), link.lan or "", ", ".join(addresses[link.name]), made


def _kind(link: Link) -> str:
    words = [link.kind.value, link.mode or "", link.flag or ""]
    words += [f"id {link.vlan}"] if link.vlan else []
    words += [f"on {link.parent}"] if link.parent else []
    words += [f"of {', '.join(link.ports)}"] if link.ports else []
    words += [f"in {link.bridge}"] if link.bridge else []
    return " ".join(filter(None, words))


def _reason(link: Link) -> str:
    return f"{link.purpose} of {link.network}" if link.network else link.purpose.value


def _routes(host: HostPlan) -> Iterator[Row]:
    for route in host.routes:
        via = str(route.via) if route.via else "on-link"
        yield str(route.destination), via, route.link, str(route.source or ""), route.maker.value


def _networks(host: HostPlan) -> Iterator[Row]:
    daemon = host.daemon
    if daemon.docker0:
        yield "docker0", "bridge", *_subnets(daemon.docker0, predicted=daemon.docker0_predicted), "docker"
    for network in host.networks.values():
        yield network.name, _driver(network), *_chosen(network), _owner(network)


def _driver(network: DockerNetwork) -> str:
    words = [network.driver, network.mode or "", network.flag or ""]
    words += [f"on {network.parent}"] if network.parent else []
    words += [f"({network.bridge})"] if network.bridge else []
    words += ["internal"] if network.internal else []
    return " ".join(filter(None, words))


def _chosen(network: DockerNetwork) -> tuple[str, str, str]:
    if network.refusal:
        return f"none: {network.refusal}", "", ""
    known = _subnets(network.subnets, predicted=network.predicted)
    if network.predicted is not None:
        return known
    candidates = ", ".join(map(str, network.candidates))
    choice = f"Docker's choice of {candidates}" if candidates else "Docker's choice"
    return ", ".join(filter(None, (known[0], choice))), *known[1:]


def _subnets(subnets: Iterable[Subnet], *, predicted: bool | None) -> tuple[str, str, str]:
    subnets = tuple(subnets)
    prefixes = ", ".join(str(subnet.prefix) for subnet in subnets)
    gateways = ", ".join(str(subnet.gateway) for subnet in subnets if subnet.gateway)
    ranges = ", ".join(str(subnet.ip_range or "all of it") for subnet in subnets)
    return f"{prefixes} (predicted)" if predicted else prefixes, gateways, ranges


def _owner(network: DockerNetwork) -> str:
    match network.owner:
        case Owner.PROJECT:
            return f"compose ({network.project})"
        case Owner.LANWRIGHT:
            return "lanwright-docker-networks"
        case _:
            return "there already"


def _service(service: Service) -> Row:
    networks = [_attached(service, endpoint) for endpoint in service.endpoints]
    if service.network_mode:
        networks.append(f"network_mode {service.network_mode}")
    listens = ", ".join(_shown(listen.address, str(listen.port)) for listen in service.listens)
    published = ", ".join(map(_published, service.published))
    return service.name, ", ".join(networks), listens, published, ", ".join(map(str, service.leaves_as))


def _attached(service: Service, endpoint: Endpoint) -> str:
    """A network with the service's addresses there; of several the one that gives the default route is named."""
    ways = [f"IPv{version}" for version, name in service.ways_out.items() if name == endpoint.network]
    notes = ["pinned"] if endpoint.pinned else []
    notes += [f"default route of {' and '.join(ways)}"] if ways and len(service.endpoints) > 1 else []
    said = " ".join([endpoint.network, *map(str, endpoint.addresses)])
    return f"{said} ({', '.join(notes)})" if notes else said


def _published(one: Published) -> str:
    return f"{_shown(one.address, one.port.numbers)} -> {one.to} ({one.via})"


def _shown(address: object, port: str) -> str:
    """`192.168.0.232:80`, `[fd00::1]:80`, or the port alone."""
    if address is None:
        return port
    return f"[{address}]:{port}" if ":" in str(address) else f"{address}:{port}"
