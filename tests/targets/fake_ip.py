"""An `ip` that remembers: the few commands that lanwright-links uses, on a state in the file $FAKE_IP.

Anything else ends with 99, so that a test can't pass over what no real `ip` was asked here.
"""

from __future__ import annotations

import json
import os
import sys
from ipaddress import ip_address, ip_interface, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

State = dict[str, Any]


def main(words: Sequence[str]) -> int:
    """Carry one command out, and note it."""
    path = Path(os.environ["FAKE_IP"])
    state: State = json.loads(path.read_text())
    state["calls"].append(list(words))
    if "add" in words and state.get("somebody_is_quicker"):
        _carry_out(state, list(words))
        path.write_text(json.dumps(state))
        print("RTNETLINK answers: File exists", file=sys.stderr)
        return 2
    plain = [word for word in words if word not in {"-o", "-d", "-4", "-6"}]
    state["family"] = 6 if "-6" in words else 4
    code = _carry_out(state, plain)
    del state["family"]
    path.write_text(json.dumps(state))
    return code


def _carry_out(state: State, words: list[str]) -> int:
    match words:
        case ["-V"]:
            print("ip utility, iproute2-6.1.0, libbpf 1.1.0")
            return 0
        case ["link", *rest]:
            return _link(state, rest)
        case ["addr", *rest]:
            return _address(state, rest)
        case ["route", *rest]:
            return _route(state, rest)
    return _unknown(words)


def _unknown(words: list[str]) -> int:
    print(f"fake ip: {words}", file=sys.stderr)
    return 99


def _link(state: State, words: list[str]) -> int:
    links: dict[str, State] = state["links"]
    match words:
        case ["show", "dev", name]:
            return _show_link(name, links.get(name))
        case ["show", "up", "dev", name]:
            return _show_link(name, links.get(name)) if links.get(name, {}).get("up") else 0
        case ["add", name, "link", parent, "type", *kind] if parent in links and name not in links:
            links[name] = {"parent": parent, "kind": " ".join(kind), "up": False, "mtu": 1500}
        case ["set", "dev", name, "up"]:
            links[name]["up"] = True
        case ["set", "dev", name, "mtu", size]:
            links[name]["mtu"] = int(size)
        case ["set", "dev", name, "promisc", switch]:
            links[name]["promiscuous"] = switch == "on"
        case ["del", "dev", name] if name in links:
            _forget(state, name)
        case _:
            return _bridged(links, words)
    return 0


def _bridged(links: dict[str, State], words: list[str]) -> int:
    """Bridges, pairs and what is put in a bridge."""
    match words:
        case ["show", "dev", name, ("type" | "master") as key, wanted]:
            link = links.get(name, {})
            found = link.get("kind" if key == "type" else "master") == wanted
            return _show_link(name, link) if found else 0
        case ["add", name, "type", "bridge"] if name not in links:
            links[name] = {"kind": "bridge", "up": False, "mtu": 1500}
        case ["add", name, "type", "veth", "peer", "name", other] if not {name, other} & set(links):
            for end, far in ((name, other), (other, name)):
                links[end] = {"parent": far, "kind": "veth", "up": False, "mtu": 1500}
        case ["set", "dev", name, "master", bridge] if bridge in links:
            links[name]["master"] = bridge
        case _:
            return _unknown(words)
    return 0


def _address(state: State, words: list[str]) -> int:
    held: list[list[str]] = state["addresses"]
    match words:
        case ["add", address, *_, "dev", name] if [name, address] not in held and name in state["links"]:
            held.append([name, address])
        case ["del", address, "dev", name] if [name, address] in held:
            held.remove([name, address])
        case ["show", "dev", name]:
            return _show_addresses(state, {name}) if name in state["links"] else 1
        case ["show"]:
            return _show_addresses(state, set(state["links"]))
        case _:
            return _unknown(words)
    return 0


def _route(state: State, words: list[str]) -> int:
    match words:
        case ["show", "default", "dev", name]:
            for link, to, *via in state["routes"]:
                if (link, to) == (name, "default") and _gateway(via[0])[0] == state["family"]:
                    print(f"default {via[0]} ")
        case ["show", destination, "dev", name]:
            for link, to, source, *via in state["routes"]:
                if (link, to) == (name, destination):
                    way = f"via {via[0]}" if via else "scope link"
                    print(f"{to} {way} src {source} " if source else f"{to} {way} ")
        case ["get", address]:
            return _show_way(state, address)
        case _:
            return _change_routes(state, words)
    return 0


def _change_routes(state: State, words: list[str]) -> int:
    match words:
        case ["add", "default", "via", router, "metric", number, "dev", name]:
            return _add_gateway(state, name, f"via {router} metric {number}")
        case ["add", "default", "via", router, "dev", name, *metric]:
            return _add_gateway(state, name, " ".join(("via", router, *metric)))
        case ["del", "default", "via", router, *metric, "dev", name]:
            state["routes"].remove([name, "default", " ".join(("via", router, *metric))])
        case ["add", destination, "via", hop, "dev", name, *source]:
            return _add_route(state, [name, destination, source[-1] if source else None, hop])
        case ["del", destination, *_, "dev", name] if any(
            (link, to) == (name, destination) for link, to, *_ in state["routes"]
        ):
            state["routes"] = [item for item in state["routes"] if item[:2] != [name, destination]]
        case ["add", destination, "dev", name, *source]:
            return _add_route(state, [name, destination, source[-1] if source else None])
        case _:
            return _unknown(words)
    return 0


def _add_gateway(state: State, name: str, via: str) -> int:
    """One of a family and metric is all that the kernel has."""
    there = [item[2] for item in state["routes"] if item[1] == "default"]
    if _gateway(via) in map(_gateway, there):
        print("RTNETLINK answers: File exists", file=sys.stderr)
        return 2
    if _way(state, via.split()[1]) != name:
        print("Error: Nexthop has invalid gateway.", file=sys.stderr)
        return 2
    state["routes"].append([name, "default", via])
    return 0


def _gateway(via: str) -> tuple[int, str]:
    """Family and metric of a default route."""
    return ip_address(via.split()[1]).version, via.partition(" metric ")[2]


def _show_way(state: State, address: str) -> int:
    link = _way(state, address)
    if link is None:
        print("RTNETLINK answers: Network is unreachable", file=sys.stderr)
        return 2
    print(f"{address} dev {link} src 192.0.2.1 uid 0 ")
    return 0


def _way(state: State, address: str) -> str | None:
    """The link that the nearest on-link route leads by; an address brings one along."""
    connected = [(name, ip_interface(held).network) for name, held in state["addresses"]]
    written = [(link, ip_network(to)) for link, to, _, *via in state["routes"] if to != "default" and not via]
    fit = [(net.prefixlen, name) for name, net in connected + written if ip_address(address) in net]
    return max(fit, default=(0, None), key=lambda item: item[0])[1]


def _add_route(state: State, route: list[str | None]) -> int:
    """The kernel takes a next hop only where a route leads to it."""
    if any(to == route[1] for _, to, *_ in state["routes"]):
        print("RTNETLINK answers: File exists", file=sys.stderr)
        return 2
    if any(_way(state, hop or "") != route[0] for hop in route[3:]):
        print("Error: Nexthop has invalid gateway.", file=sys.stderr)
        return 2
    state["routes"].append(route)
    return 0


def _show_link(name: str, link: State | None) -> int:
    if link is None:
        print(f'Device "{name}" does not exist.', file=sys.stderr)
        return 1
    at = f"@{link['parent']}" if link.get("parent") else ""
    master = f"master {link['master']} " if link.get("master") else ""
    flags = ",".join(
        ["BROADCAST", *["PROMISC"] * bool(link.get("promiscuous")), *["UP"] * bool(link.get("up"))]
    )
    print(
        f"7: {name}{at}: <{flags}> mtu {link.get('mtu', 1500)} {master}\\    {link.get('kind', '')} bcqueuelen 1000 "
    )
    return 0


def _show_addresses(state: State, links: set[str]) -> int:
    for name, address in state["addresses"]:
        if name in links:
            family = "inet6" if ":" in address else "inet"
            print(f"7: {name}    {family} {address} scope global {name}\\       valid_lft forever")
    return 0


def _forget(state: State, name: str) -> None:
    """Of a pair both ends go."""
    gone = state["links"].pop(name)
    if gone.get("kind") == "veth":
        state["links"].pop(gone["parent"], None)
    for kind in ("addresses", "routes"):
        state[kind] = [item for item in state[kind] if item[0] != name]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
