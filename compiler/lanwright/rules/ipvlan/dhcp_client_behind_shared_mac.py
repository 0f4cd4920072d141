"""LW405: DHCP clients that a DHCP server can't tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lanwright.diagnostics import Related, Severity
from lanwright.plan.routed import is_routed
from lanwright.rules.rule import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lanwright.plan import HostPlan

CLIENT = 68


@rule("LW405", Severity.WARNING)
def dhcp_client_behind_shared_mac(host: HostPlan) -> Iterator[Finding]:
    """A DHCP client is on an ipvlan network, where all have one MAC address.

    A DHCP server knows its clients by their MAC address, unless they send a client identifier (RFC 2131, 4.2); some,
    like busybox's udhcpd in many small routers, don't look at that, either (measured). On an
    ipvlan network every container has the MAC address of the host's interface, the parent; so has the host itself. A
    container that asks by DHCP gets the lease that the server gave to the host, or to another container: two machines
    with one address.

    The server's reply is another matter: while a client has no address yet, nothing tells the kernel which of the links
    with that one MAC address is meant, and a unicast reply goes to the parent. The client must ask for a broadcast. Over
    Wi-Fi even that is lost where the access point sends broadcasts as unicast (measured).

    Docker gives each container its address without any DHCP; leave it at that. If the container must have a lease,
    configure its client with an identifier of its own and with the broadcast flag (dhclient: `send
    dhcp-client-identifier "web";` and `send dhcp-bootp-broadcast-flag`), or take macvlan.
    """
    for network in host.networks.values():
        if network.driver != "ipvlan" or is_routed(network):
            continue
        for service, _ in host.members[network.name]:
            for listen in service.listens:
                if listen.port.protocol == "udp" and listen.port.first <= CLIENT <= listen.port.last:
                    yield Finding(
                        message=f"`{service.name}` is a DHCP client (68/udp) on the ipvlan network `{network.name}`",
                        origin=listen.origin,
                        why=f"to the DHCP server it is `{network.parent}` of this host: they have one MAC address",
                        fix="keep the address that Docker gives; else give the client an identifier of its own, or take macvlan",
                        related=(Related(network.origin, f"`{network.name}`"),),
                    )
