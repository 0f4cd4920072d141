"""Why a packet is lost: one closed table. `lanwright explain NAME` shows an entry.

`felt` is what the client notices: a timeout, a refusal, a router or its own kernel that says there is no way, or a
connection that is taken and closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Felt(StrEnum):
    """What who asked notices of it."""

    TIMEOUT = "timeout"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Reason:
    """One entry: what happens, and what changes it."""

    name: str
    felt: Felt
    title: str
    what: str
    remedy: str


_ALL = (
    Reason(
        "no-route",
        Felt.UNREACHABLE,
        "the sender, or a router on the way, has no route there",
        "The routing table has no entry for the destination, and no default route. A container on an internal network has none; one of a family without a gateway has none of that family.",
        "Give the network a gateway, drop `internal`, or write the route: `lans.L.routes` for the LAN's router.",
    ),
    Reason(
        "no-address",
        Felt.TIMEOUT,
        "the sender has no IPv4 address at all",
        "There is a route, and no interface of the host has an address: the kernel sends from 0.0.0.0, and nobody takes that for a sender. So it is with a shim where the host has no address on the LAN. Of IPv6 the kernel takes a link-local address.",
        "Give the interface or the shim an address.",
    ),
    Reason(
        "not-forwarding",
        Felt.TIMEOUT,
        "it came to a machine that doesn't pass packets on",
        "A frame was sent to this machine's MAC address, the packet in it is for somebody else, and `ip_forward` (or `forwarding`) is 0.",
        "Don't send it there: the route or gateway that names this machine is wrong, or it needs forwarding.",
    ),
    Reason(
        "address-unused",
        Felt.UNREACHABLE,
        "nobody on the link has the address",
        "ARP, or neighbour discovery, is asked and nobody answers, because nothing in the site has this address.",
        "Write the address of somebody, or add who has it: a device, a service, an alias.",
    ),
    Reason(
        "neighbour-out-of-reach",
        Felt.UNREACHABLE,
        "who has the address doesn't hear who asks for it",
        "ARP and neighbour discovery reach as far as broadcast does: one LAN. The address is on another one, or behind a host.",
        "Address it by what is on this LAN (a published port, an alias), or give it an address here.",
    ),
    Reason(
        "macvlan-parent-isolation",
        Felt.UNREACHABLE,
        "a macvlan parent and what stands on it never hear each other",
        "The kernel sends what the parent itself sends out by the cable, and hands what comes in to the macvlan devices; nothing goes between them. So a host doesn't reach its own macvlan containers, nor they it (linux `drivers/net/macvlan.c`).",
        "Add `host_access: true` to the network: a shim of the host's on the same parent.",
    ),
    Reason(
        "ipvlan-parent-isolation",
        Felt.UNREACHABLE,
        "an ipvlan parent and what stands on it never hear each other",
        "As with macvlan: what the host sends by the parent goes out by the cable.",
        "Add `host_access` with an address of the LAN's own to the network (mode l2); in the routed modes the LAN's router needs the route.",
    ),
    Reason(
        "macvlan-mode-isolation",
        Felt.UNREACHABLE,
        "macvlan devices of this mode don't hear each other",
        "Only in mode bridge the kernel passes frames between the macvlan devices of one parent. In mode vepa the switch must send them back (`switch.hairpin`), in mode private nothing does.",
        "Take `mode: bridge`.",
    ),
    Reason(
        "ipvlan-mode-isolation",
        Felt.UNREACHABLE,
        "ipvlan devices with this flag don't hear each other",
        "The flags private and vepa keep the ipvlan devices of one parent apart.",
        "Take `flag: bridge`.",
    ),
    Reason(
        "macvlan-passthru",
        Felt.UNREACHABLE,
        "a macvlan device in mode passthru has taken the interface from the host",
        "In mode passthru the one container has the parent's MAC address and all that comes in by it. The host itself neither hears the LAN nor is heard.",
        "Take `mode: bridge`, or give the host another interface for its own address.",
    ),
    Reason(
        "port-hears-nothing",
        Felt.UNREACHABLE,
        "what comes in by a port of a bridge or a bond is the bridge's, or the bond's",
        "The port has an address, and what it asks for is answered; the answer comes in by the port, and the kernel hands it to what the port is a port of.",
        "Give the address to the bridge or bond.",
    ),
    Reason(
        "wireless-one-mac",
        Felt.UNREACHABLE,
        "an access point drops frames with a MAC address that isn't the station's",
        "A wireless client may send with the one MAC address that it has joined with. macvlan devices and bridged containers have their own.",
        "Take ipvlan, whose devices share the parent's MAC address.",
    ),
    Reason(
        "bridge-hairpin",
        Felt.TIMEOUT,
        "a bridge sends no frame back out of the port that it came by",
        "A container asks itself by an address of the host, a rule rewrites the destination while the frame crosses the bridge (`bridge-nf-call-iptables` is 1), and it would have to go back to where it came from.",
        "Ask the container at localhost, or publish by Docker (`via: alias`): docker-proxy serves such clients.",
    ),
    Reason(
        "arp-unanswered",
        Felt.UNREACHABLE,
        "a setting keeps the device from answering ARP",
        "`arp_ignore` (or `arp_filter`) on the device that hears the question says that it answers only for its own addresses, or not to everybody.",
        "Give the device the address (a shim with the host's own /32), or drop the setting.",
    ),
    Reason(
        "arp-reply-to-shim",
        Felt.UNREACHABLE,
        "the ARP reply is handed to another device than the one that asked",
        "All devices of an ipvlan parent have one MAC address, and the kernel hands an ARP reply to the one with the address that it is for. Who asks with an address that another device has never hears it.",
        "Give the shim an address of the LAN of its own, which its routes send from: `host_access: {address: ...}`.",
    ),
    Reason(
        "advertisement-to-shim",
        Felt.UNREACHABLE,
        "the neighbour advertisement is handed to another device than the one that asked",
        "As with ARP on ipvlan: the answer goes to the device with the address that it is for.",
        "Give the shim an address of the LAN of its own, which its routes send from.",
    ),
    Reason(
        "address-on-another-device",
        Felt.UNREACHABLE,
        "the device that hears the solicitation hasn't the address, and for IPv6 only that one answers",
        "ARP answers for any address of the machine on any of its devices; neighbour discovery only for the receiving device's own.",
        "Put the address (a /128) on the device that hears the question: a macvlan shim with `host_access: true` has it.",
    ),
    Reason(
        "solicitation-dropped",
        Felt.UNREACHABLE,
        "a rule keeps the device from answering neighbour solicitations",
        "The LAN is to find the host at its parent, and so the shim answers its containers alone.",
        "Ask from an address that the network's routes cover: a static one, or one in the ip_range.",
    ),
    Reason(
        "reply-renumbered",
        Felt.TIMEOUT,
        "a reply comes by its own host a second time, and is given another port",
        "The host has undone its NAT and sent the reply to a router, which sends it back to somebody on the host's own bridge, or on ipvlan in mode l3s, since that is where the way to the client is. The host's netfilter meets it again (on the bridge while `bridge-nf-call-iptables` is 1), and the packet belongs to no connection that the host knows: it begins one whose replies would be the first one's requests, so NAT gives it another source port, and the client doesn't know it (linux `nf_nat_core.c`).",
        "Name the `unit` of the host's bridge, or let Lanwright configure it (`managed: true`): the host gets a route to the clients by it then, and its replies don't go by the router. Of ipvlan take mode l3.",
    ),
    Reason(
        "reply-past-nat",
        Felt.TIMEOUT,
        "a reply is handed to a container past its NAT rules",
        "The container has sent a packet on with its own address (`return: nat`), and the answer is for that address. On ipvlan in mode l3s the kernel hands a container what has passed the host's own rules, at the end of their hook INPUT, and none of the container's (linux `drivers/net/ipvlan/ipvlan_l3s.c`, ipvlan_nf_input). In the other modes it is so where ipvlan stands on a bridge whose packets are filtered (`bridge-nf-call-iptables` is 1): what the host has tracked the container doesn't track again. Its NAT isn't undone, and nobody in the container waits for the answer.",
        "Put the container on macvlan, on a bridge network, or on ipvlan in mode l2 or l3 whose parent is no bridge.",
    ),
    Reason(
        "rp-filter",
        Felt.TIMEOUT,
        "reverse path filtering drops it: the way back isn't the way it came",
        "With `rp_filter` 1 the kernel takes a packet only by the device that it would answer by; with 2 it must know any way back. What is dropped leaves no trace but a counter.",
        "Route the answers by the same device, or set rp_filter to 2 (or 0) there.",
    ),
    Reason(
        "martian-source",
        Felt.TIMEOUT,
        "its source is an address of the receiver itself",
        "The kernel takes no packet from outside that claims to come from one of its own addresses, and answers no ARP request that does (linux `fib_frontend.c`). So it is where two machines have one address (LW215), and where a router sends back what this machine itself has sent there.",
        "Give one of the two another address; where it was sent back, correct the router's route.",
    ),
    Reason(
        "loopback-leaves-host",
        Felt.TIMEOUT,
        "loopback addresses stay inside of a machine",
        "What has 127.0.0.0/8 or ::1 as an end is neither sent to, nor taken from, anybody else. For IPv4 `route_localnet` makes exceptions, which Docker uses without its userland proxy; IPv6 has none.",
        "Ask at an address of the host instead of localhost, or switch `userland_proxy` on.",
    ),
    Reason(
        "docker-direct-access",
        Felt.TIMEOUT,
        "Docker drops what is sent straight to a container's address",
        "Since 28.0 rules in raw PREROUTING drop whatever comes for a container's address by another device than its own bridge: from the LAN, and from other networks (moby `iptabler/endpoint.go`). Published ports are asked at the host's addresses.",
        "Publish the port and ask the host, or give the service an address on the LAN (macvlan, ipvlan).",
    ),
    Reason(
        "docker-networks-apart",
        Felt.TIMEOUT,
        "Docker keeps its networks apart",
        "What comes in by one of Docker's bridges and would leave by another is dropped (DOCKER-ISOLATION-STAGE-2).",
        "Put both services on one network, or ask a published port.",
    ),
    Reason(
        "docker-internal-network",
        Felt.TIMEOUT,
        "an internal network has no way in or out",
        "Docker drops what isn't between two addresses of the network itself.",
        "Drop `internal`, or put the service on a second network that leads out.",
    ),
    Reason(
        "docker-unpublished-port",
        Felt.TIMEOUT,
        "Docker drops what comes for a port that it doesn't publish",
        "The end of chain DOCKER drops all that isn't for a published port of a container, and a rule of one's own elsewhere can't accept it.",
        "Publish the port (on 127.0.0.1 is enough for a DNAT rule of ours).",
    ),
    Reason(
        "docker-containers-apart",
        Felt.TIMEOUT,
        "containers of this network may not speak with each other",
        "The network has `com.docker.network.bridge.enable_icc: false`.",
        "Drop the option, or publish the port.",
    ),
    Reason(
        "forward-policy",
        Felt.TIMEOUT,
        "FORWARD's policy is DROP, and no rule accepts it",
        "Docker sets the policy where it switches forwarding on itself. What isn't to or from one of its networks is then dropped.",
        "The host isn't meant as a router; where it is, forwarding must be on before Docker starts: `sysctls: {net.ipv4.ip_forward: 1}`.",
    ),
    Reason(
        "no-router-between-lans",
        Felt.TIMEOUT,
        "a rule of ours keeps this host from routing between its LANs",
        "Forwarding was switched on for containers; the host isn't made a router of its LANs by that.",
        "Let the LANs' router lead there, or name this host as a LAN's gateway.",
    ),
    Reason(
        "masqueraded-elsewhere",
        Felt.TIMEOUT,
        "it was masqueraded for one device, and leaves by another",
        "MASQUERADE gives a connection the address of the device that it leaves by; a packet of it that leaves by another one later, as over a second bridge of the same host whose frames are filtered, is dropped by the kernel (linux `nf_nat_core.c`).",
        "Don't masquerade what is on the LAN (`masquerade: false`), or keep bridged packets out of the packet filter.",
    ),
    Reason(
        "router-lets-nothing-in",
        Felt.TIMEOUT,
        "the LAN's router lets nothing in from the internet that nobody asked for",
        "As home routers do; port forwards of the router aren't part of an intent.",
        "Forward the port on the router, to an address of the LAN.",
    ),
    Reason(
        "lost-in-the-internet",
        Felt.TIMEOUT,
        "the LAN's router knows no closer way and sends it to the internet, where nobody has the address",
        "Private addresses mean nothing there. The router has no route to the network.",
        "Add the route to the router and to `lans.L.routes`, or ask at an address of the LAN.",
    ),
    Reason(
        "nobody-listens",
        Felt.REFUSED,
        "it gets there, and nothing listens on that port",
        "The machine that has the address answers with a reset, or says that the port is unreachable.",
        "Add the port to `listens`, publish it, or ask another one.",
    ),
    Reason(
        "proxy-reaches-nobody",
        Felt.CLOSED,
        "docker-proxy takes the connection, and doesn't reach the container",
        "docker-proxy listens on the host's port and connects to the container by itself; when that fails it closes the connection that it has taken.",
        "Let the service listen on the port that is published.",
    ),
    Reason(
        "port-held-by-dockerd",
        Felt.TIMEOUT,
        "without its userland proxy dockerd holds the port, and answers nobody there",
        "The kernel's rules lead published ports to containers; what they leave out ends at a socket that only keeps the port taken.",
        "Switch `userland_proxy` on, or ask at an address that the rules cover.",
    ),
    Reason(
        "reply-from-another-address",
        Felt.TIMEOUT,
        "the reply comes from another address than was asked, and is thrown away",
        "The request's destination was rewritten, and the reply doesn't come back by whoever would undo it. Or docker-proxy took it: before Docker 28 it answers UDP that is published on every address from the one that the route to the client gives.",
        "Make the replies go back through the same host: masquerade, or a route. Publish UDP at an address.",
    ),
    Reason(
        "routing-loop",
        Felt.TIMEOUT,
        "machines pass it on to each other until its time to live is over",
        "Two routes lead to each other.",
        "Correct one of them.",
    ),
)

REASONS = {reason.name: reason for reason in _ALL}
"""By name; what drops a packet anywhere in this package or in the world's rules is one of these."""
