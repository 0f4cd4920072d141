"""A host whose own network is systemd-networkd's: its units, as its owner wrote them, and what networkd thinks of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.lab import as_planned
from tests.lab.eventually import eventually

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lanwright.plan import HostPlan
    from tests.lab.host import Host

FOLDER = "/etc/systemd/network"
SERVICE = "systemd-networkd.service"
FAULT = re.compile(r"^/\S+:\d+: ")
"""A file's fault comes with its line; networkd goes on without it and says nothing elsewhere."""

COMPLAINT = re.compile(FAULT.pattern + "|[Ff]ailed|could not|[Ii]gnor|[Ii]nvalid")
KERNELS = re.compile("BPF program")
"""What the kernel lacks (a guest's has no BPF) is no word about a file."""


@dataclass(frozen=True, slots=True)
class Made:
    """How an interface is made: its kind, what the kind says of itself, what it is made of."""

    kind: str
    says: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()


def own_files(
    name: str,
    addresses: Sequence[str] = (),
    gateways: Iterable[str] = (),
    made: Made | None = None,
    *,
    vlans: Iterable[str] = (),
    unit: str | None = None,
) -> dict[str, str]:
    """Give the files of one interface by name; `vlans` stand on it."""
    # Without any address networkd would wait for a router's advertisement as long as it takes.
    network = [f"Address={address}" for address in addresses] or ["LinkLocalAddressing=no", "IPv6AcceptRA=no"]
    network += [f"Gateway={one}" for one in gateways] + [f"VLAN={one}" for one in vlans]
    files = {unit or network_file(name): _text(("Match", [f"Name={name}"]), ("Network", network))}
    if made is not None:
        netdev = ("NetDev", [f"Name={name}", f"Kind={made.kind}"])
        of_kind = ("VLAN" if made.kind == "vlan" else made.kind.capitalize(), list(made.says))
        files[f"50-{name}.netdev"] = _text(netdev, of_kind)
        for port in made.ports:
            over = [f"{made.kind.capitalize()}={name}"]
            files[network_file(port)] = _text(("Match", [f"Name={port}"]), ("Network", over))
    return files


def network_file(name: str) -> str:
    """Name an interface's file where its owner hasn't."""
    return f"50-{name}.network"


def _text(*sections: tuple[str, list[str]]) -> str:
    return "\n".join("\n".join((f"[{name}]", *lines, "")) for name, lines in sections if lines)


def set_up(host: Host, files: Mapping[str, str]) -> None:
    """Make these its files, and have networkd carry them out now and at each boot."""
    for name, text in files.items():
        host.write(f"{FOLDER}/{name}", text)
    host.run(f"systemctl enable --now {SERVICE}")
    settle(host)


def settle(host: Host) -> None:
    """Wait until networkd has done what it knows of, for every link that it configures."""
    host.run(
        "until ! networkctl list --no-legend | grep -E ' (pending|initialized|configuring)( |$)'; do sleep 0.1; done"
    )


def assert_as_planned(host: Host, plan: HostPlan) -> None:
    """The host is what the plan says, once networkd has heard of what happened and done its work."""

    def settled() -> None:
        settle(host)
        as_planned.assert_as_planned(host, plan)

    eventually(settled)


def said(host: Host) -> list[str]:
    """All that networkd has said since the host was switched on first."""
    host.run("journalctl --sync")
    return host.run(f"journalctl _SYSTEMD_UNIT={SERVICE} --output=cat").splitlines()


def complaints(host: Host) -> list[str]:
    """What of that is about something wrong."""
    return [line for line in said(host) if COMPLAINT.search(line) and not KERNELS.search(line)]


def faults(host: Host) -> list[str]:
    """What of that is about a line of a file."""
    return [line for line in said(host) if FAULT.search(line)]


def faults_now(host: Host) -> list[str]:
    """What it has said about a line of a file since its last start."""
    host.run("journalctl --sync")
    start = f"$(systemctl show --property=InvocationID --value {SERVICE})"
    journal = host.run(f"journalctl --output=cat _SYSTEMD_INVOCATION_ID={start}")
    return [line for line in journal.splitlines() if FAULT.search(line)]
