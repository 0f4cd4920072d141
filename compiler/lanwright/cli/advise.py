"""`lanwright advise`: which way of attaching containers fits a host and its LAN, and why."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lanwright.cli.console import Console
from lanwright.cli.options import DEFAULT_INTENT, Quiet, Verbose

if TYPE_CHECKING:
    from lanwright.advise import Condition


class Format(StrEnum):
    """How advice is shown."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class Firewall(StrEnum):
    """What carries Lanwright's own rules."""

    NFTABLES = "nftables"
    IPTABLES = "iptables"


def advise(
    context: typer.Context,
    intent: Annotated[
        Path | None,
        typer.Argument(
            metavar="INTENT", readable=False, help="An intent that says what is known; else options do."
        ),
    ] = None,
    *,
    host: Annotated[
        str | None, typer.Option(metavar="HOST", help="The host, where the intent has several.")
    ] = None,
    lan: Annotated[
        str | None, typer.Option(metavar="LAN", help="The LAN, where the host is on several.")
    ] = None,
    wireless: Annotated[bool, typer.Option("--wireless", help="The host is on Wi-Fi.")] = False,
    tunnel: Annotated[bool, typer.Option("--tunnel", help="The host's interface is a tunnel.")] = False,
    bridge: Annotated[bool, typer.Option("--bridge", help="The host has a bridge on the LAN.")] = False,
    macs_per_port: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="MAC addresses that the switch port lets through; 1 is the host's own alone.",
        ),
    ] = None,
    virtual: Annotated[bool, typer.Option("--virtual", help="The host is a virtual machine.")] = False,
    hairpin: Annotated[
        bool, typer.Option("--hairpin", help="The switch reflects frames (802.1Qbg).")
    ] = False,
    lease: Annotated[bool, typer.Option("--lease", help="The host's address is a DHCP lease.")] = False,
    lan_dhcp: Annotated[bool, typer.Option("--lan-dhcp", help="The LAN has a DHCP server.")] = False,
    ipv6: Annotated[bool, typer.Option("--ipv6", help="The LAN has IPv6.")] = False,
    slaac: Annotated[bool, typer.Option("--slaac", help="The LAN's router advertises IPv6.")] = False,
    router: Annotated[bool, typer.Option("--router", help="The LAN's router can be given a route.")] = False,
    docker: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="The host's Docker, 26 to 29."),
    ] = None,
    firewall: Annotated[Firewall | None, typer.Option(help="What carries rules of ours.")] = None,
    flushed: Annotated[
        bool, typer.Option("--flushed", help="The host's nftables.conf flushes the ruleset.")
    ] = False,
    nftables_backend: Annotated[
        bool, typer.Option("--nftables-backend", help="Docker's own firewall backend is nftables.")
    ] = False,
    no_proxy: Annotated[
        bool, typer.Option("--no-proxy", help="Docker runs without its userland proxy.")
    ] = False,
    beside_nat: Annotated[
        bool, typer.Option("--beside-nat", help="Other containers are behind the host's NAT.")
    ] = False,
    own_address: Annotated[
        bool, typer.Option("--own-address", help="Wanted: each service is a machine of its own on the LAN.")
    ] = False,
    host_access: Annotated[
        bool, typer.Option("--host-access", help="Wanted: host and containers reach each other.")
    ] = False,
    same_port: Annotated[
        bool, typer.Option("--same-port", help="Wanted: several services are asked at one port.")
    ] = False,
    host_port: Annotated[
        bool,
        typer.Option("--host-port", help="The host itself listens on that port, at every address."),
    ] = False,
    isolated: Annotated[
        bool, typer.Option("--isolated", help="Wanted: the LAN reaches nothing but published ports.")
    ] = False,
    broadcast: Annotated[
        bool, typer.Option("--broadcast", help="Wanted: containers take part in broadcast and multicast.")
    ] = False,
    fixed_mac: Annotated[
        bool, typer.Option("--fixed-mac", help="Wanted: a container has a MAC address of your choice.")
    ] = False,
    dhcp_client: Annotated[
        bool, typer.Option("--dhcp-client", help="Wanted: a program in the container asks the DHCP server.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", help="How the advice is shown.")] = Format.TEXT,  # noqa: A002 - the option's name
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Rank the ways of putting containers on a LAN, with reasons for and against each.

    What is known comes from an intent (INTENT, or with --host or --lan ./lanwright.yaml), from options, or both; what is
    wanted, from options. For the best ways the lines to write are shown. Exits with 1 when the intent can't be
    understood, with 2 when it can't be read.
    """
    from lanwright.advise import Condition, ranked
    from lanwright.cli.advised import described, exemplified, proposals
    from lanwright.report.advice_json import advice_json
    from lanwright.report.advice_sheet import advice_sheet
    from lanwright.report.sheet import as_markdown, as_text

    console = Console.of(context, quiet=quiet, verbose=verbose)
    flags = {
        Condition.WIRELESS: wireless,
        Condition.TUNNEL: tunnel,
        Condition.BRIDGE: bridge,
        Condition.NO_MORE_MACS: macs_per_port == 1,
        Condition.VIRTUAL: virtual,
        Condition.HAIRPIN: hairpin,
        Condition.LEASE: lease,
        Condition.LAN_DHCP: lan_dhcp,
        Condition.IPV6: ipv6 or slaac,
        Condition.ROUTER_ADVERTISES: slaac,
        Condition.ROUTER: router,
        Condition.DOCKER_26: _is_26(docker),
        Condition.IPTABLES: firewall is Firewall.IPTABLES,
        Condition.FLUSHED: flushed,
        Condition.NFTABLES_BACKEND: nftables_backend,
        Condition.NO_PROXY: no_proxy,
        Condition.BESIDE_NAT: beside_nat,
        Condition.HOST_PORT: host_port,
        Condition.OWN_ADDRESS: own_address,
        Condition.HOST_ACCESS: host_access,
        Condition.SAME_PORT: same_port,
        Condition.ISOLATED: isolated,
        Condition.BROADCAST: broadcast,
        Condition.FIXED_MAC: fixed_mac,
        Condition.DHCP_CLIENT: dhcp_client,
    }
    said = frozenset(condition for condition, asked in flags.items() if asked)
    _check(said)
    reads = intent is not None or host is not None or lan is not None
    here = described(intent or DEFAULT_INTENT, host, lan, console) if reads else exemplified(said)
    known = said | here.known if reads else said
    _check(known)
    advice = ranked(known)
    found = proposals(advice, here)
    match format:
        case Format.JSON:
            console.result(advice_json(advice, found, here if reads else None))
        case Format.MARKDOWN:
            console.result(as_markdown(advice_sheet(advice, found, here if reads else None)))
        case Format.TEXT:
            console.result(
                as_text(advice_sheet(advice, found, here if reads else None), console.paint_result())
            )


def _is_26(version: str | None) -> bool:
    from lanwright.plan import DockerVersion

    if version is None:
        return False
    try:
        return DockerVersion.parse(version) < DockerVersion(27, 0)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--docker") from error


def _check(known: "frozenset[Condition]") -> None:
    """Refuse what no host is at once."""
    from lanwright.advise.conditions import EXCLUSIVE

    for one, other in EXCLUSIVE:
        if {one, other} <= known:
            raise typer.BadParameter(f"{one.about}, or {other.about}: not both")
