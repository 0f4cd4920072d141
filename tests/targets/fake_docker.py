"""A `docker` for PATH that keeps networks and containers in a file and records every call.

It parses what `docker network create` and `connect` are given, as Docker's command line does, and shows it again as
`inspect` does: so a script that asks for one thing and expects to see another is found out. It knows the Go templates
of the script by what they ask for; anything else ends with 99.
"""

from __future__ import annotations

import json
import os
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

STATE = Path(os.environ.get("FAKE_DOCKER", "/nowhere"))
REPEATED = {
    "--opt",
    "--label",
    "--subnet",
    "--gateway",
    "--ip-range",
    "--aux-address",
    "--alias",
    "--driver-opt",
}
ONCE = {"--driver", "--ip", "--ip6", "--gw-priority", "--format"}
SWITCHES = {"--internal", "--ipv6"}


def arguments(words: list[str]) -> tuple[dict[str, Any], list[str]]:
    """The options and the rest; options may stand anywhere."""
    options: dict[str, Any] = {}
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word in REPEATED:
            options.setdefault(word, []).append(next(left))
        elif word in ONCE:
            options[word] = next(left)
        elif word in SWITCHES:
            options[word] = True
        elif word.startswith("-"):
            refuse(f"unknown flag: {word}", 125)
        else:
            rest.append(word)
    return options, rest


def refuse(said: str, code: int = 1) -> None:
    """Ends with a message."""
    sys.stderr.write(said + "\n")
    raise SystemExit(code)


def pairs(words: list[str]) -> dict[str, str]:
    """`key=value` texts; the value may hold further equals signs."""
    return {key: value for key, _, value in (word.partition("=") for word in words)}


def network_of(options: dict[str, Any]) -> dict[str, Any]:
    """A network; each range, gateway and reserved address goes to the subnet that holds it."""
    subnets = [ip_network(subnet) for subnet in options.get("--subnet", [])]

    def inside(subnet: Any, item: str) -> bool:
        return ip_network(item).version == subnet.version and ip_network(item).subnet_of(subnet)

    return {
        "driver": options.get("--driver", "bridge"),
        "internal": options.get("--internal", False),
        "ipv6": options.get("--ipv6", False),
        "options": pairs(options.get("--opt", [])),
        "labels": pairs(options.get("--label", [])),
        "containers": [],
        "subnets": {
            str(subnet): {
                "gateway": next((item for item in options.get("--gateway", []) if inside(subnet, item)), ""),
                "range": next((item for item in options.get("--ip-range", []) if inside(subnet, item)), ""),
                "aux": {
                    name: item
                    for name, item in pairs(options.get("--aux-address", [])).items()
                    if ip_address(item) in subnet
                },
            }
            for subnet in subnets
        },
    }


def network_lines(network: dict[str, Any], absent: str) -> list[str]:
    """What the script's template for networks prints; `absent` is how this Docker prints what isn't given."""
    lines = [f"{key} {str(network[key]).lower()}" for key in ("driver", "internal", "ipv6")]
    lines += [f"option {key}={value}" for key, value in sorted(network["options"].items())]
    for subnet, said in network["subnets"].items():
        gateway, span = said["gateway"] or absent, said["range"] or absent.replace("IP", "Prefix")
        lines += [f"subnet {subnet}", f"gateway {subnet} {gateway}", f"range {subnet} {span}"]
        lines += [f"aux {subnet} {name}={address}" for name, address in sorted(said["aux"].items())]
    return lines


def connection_lines(endpoint: dict[str, Any], *, prioritised: bool) -> list[str]:
    """What the script's template for containers prints."""
    lines = ["connected", f"mac {endpoint['mac']}"]
    lines += [f"gw_priority {endpoint['priority']}"] if prioritised else []
    lines += [f"address {address}" for address in endpoint["addresses"]]
    lines += [f"alias {alias}" for alias in endpoint["aliases"]]
    return lines + [f"option {key}={value}" for key, value in endpoint["options"].items()]


def version(state: dict[str, Any], options: dict[str, Any]) -> None:
    """Out of reach as often as `patience` says."""
    del options
    state["patience"] = state.get("patience", 0) - 1
    if state["patience"] >= 0:
        refuse("Cannot connect to the Docker daemon")


def info(state: dict[str, Any], options: dict[str, Any]) -> None:
    """The pools in force."""
    del options
    print("\n".join(state.get("pools", [])))


def network_inspect(state: dict[str, Any], options: dict[str, Any], name: str) -> None:
    """One of the script's six templates; of docker0 only its subnets."""
    network, form = state["networks"].get(name), options["--format"]
    if name == "bridge":
        print("\n".join(state.get("docker0", ["172.17.0.0/16"])))
        return
    if network is None:
        refuse(f"network {name} not found")
    elif form == "{{.Name}}":
        print(name)
    elif ".Labels" in form:
        print(network["labels"].get("lanwright.host", ""))
    elif ".IPv4Address" in form:
        print(
            "\n".join(f"{name} {address}" for name, address in state.get("members", {}).get(name, {}).items())
        )
    elif ".Containers" in form:
        print("".join(f"{container} " for container in network["containers"]))
    elif ".IPAM.Config" in form:
        print("\n".join(network_lines(network, state.get("absent", ""))))
    else:
        refuse(f"which template? {form}", 99)


def network_create(state: dict[str, Any], options: dict[str, Any], name: str) -> None:
    """Makes a network, unless `refusal` is the code that it is to end with, or `quicker` another process that made it."""
    if "refusal" in state:
        refuse("invalid pool request: Pool overlaps with other one on this address space", state["refusal"])
    state["networks"][name] = network_of(options)
    if "quicker" in state:
        state["networks"][name] |= state["quicker"]
        refuse(f"network with name {name} already exists")


def network_rm(state: dict[str, Any], options: dict[str, Any], name: str) -> None:
    """Not while it is in use."""
    del options
    if state["networks"][name]["containers"]:
        refuse(f"network {name} has active endpoints")
    del state["networks"][name]


def network_connect(state: dict[str, Any], options: dict[str, Any], network: str, name: str) -> None:
    """Puts a container on a network."""
    state["containers"][name][network] = {
        "mac": "",
        "priority": options.get("--gw-priority", "0"),
        "addresses": [options[key] for key in ("--ip", "--ip6") if key in options],
        "aliases": options.get("--alias", []),
        "options": pairs(options.get("--driver-opt", [])),
    }


def container_inspect(state: dict[str, Any], options: dict[str, Any], name: str) -> None:
    """One of the script's three templates; a container's process goes by its name here."""
    form = options["--format"]
    if name not in state["containers"]:
        refuse(f"no such container: {name}")
    elif form == "{{.Name}}":
        print(f"/{name}")
    elif form == "{{.State.Pid}}":
        print(name)
    else:
        endpoint = state["containers"][name].get(form.split('"')[1])
        lines = connection_lines(endpoint, prioritised=".GwPriority" in form) if endpoint else []
        print("\n".join(lines))


COMMANDS = (version, info, network_inspect, network_create, network_rm, network_connect, container_inspect)


def run(words: list[str], state: dict[str, Any]) -> None:
    """One command, called as its function is; with none, or with wrong words, it ends with 99."""
    options, rest = arguments(words)
    length = 2 if rest[0] in ("network", "container") else 1
    name = "_".join(rest[:length])
    command = next((item for item in COMMANDS if item.__name__ == name), None)
    if command is None or command.__code__.co_argcount != 2 + len(rest[length:]):
        refuse(f"which command? {words}", 99)
    else:
        command(state, options, *rest[length:])


if __name__ == "__main__":
    kept = json.loads(STATE.read_text())
    kept["calls"].append(sys.argv[1:])
    try:
        run(sys.argv[1:], kept)
    finally:
        STATE.write_text(json.dumps(kept))
