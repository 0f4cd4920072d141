"""intent → plan: what each host will really have. Tool-neutral, every default explicit, every derived thing named.

Glossary: one word for one thing, in every stage.

- *site*: all LANs and hosts of one intent. *LAN*: one broadcast domain. *device*: a machine on a LAN that isn't a host.
- *host*: a machine that runs Docker. *link*: a network interface of a host. *parent*: the link below another.
- *network*: a Docker network. *endpoint*: a service on one network. *owner*: who makes and removes a network.
- *strategy*: how a network is attached to the LAN: nat, alias, dnat, host_bridge, veth, macvlan, ipvlan.
- *shim*: the host's own macvlan or ipvlan link, through which the host and a network's containers reach each other.
- *alias*: a further address of the host, as /32 or /128, that published ports are served at.
- *pool*: a range that Docker cuts subnets from. *ip_range*: the part of a subnet that Docker hands out by itself.
- *reserve*: addresses in a subnet that Docker must not hand out (Docker's aux addresses).
- *predicted*: chosen by Docker, not written; known because the order of creation is known.
- *pinned*: a static address that the plan chose, because a rule must name the service by its address.
- *rule*: one packet rule of our own; *hook* and *priority* are netfilter's.
- *clients*: who reaches the LAN through a VPN's container. *entrance*: the container's address where packets for them get in.
- *preferred source*: the source address that a route gives to what the host itself sends.
- *claim*: one address of a LAN and who holds it. *task*: what a person must do elsewhere, on a router or a switch.
- *origin*: the place of the intent that caused a thing.
"""

from lanwright.plan.docker import Daemon, DockerNetwork, Owner, Pool, Subnet
from lanwright.plan.docker_version import DockerVersion
from lanwright.plan.firewall import Hook, Rule, RulePurpose, Verdict
from lanwright.plan.host import HostPlan
from lanwright.plan.kernel import Module, Sysctl
from lanwright.plan.lan import Claim, Holder, LanPlan, LanRoute
from lanwright.plan.link import Link, LinkAddress, LinkKind, Maker, Purpose, Route
from lanwright.plan.service import Endpoint, Published, Service, Via
from lanwright.plan.site import SitePlan
from lanwright.plan.task import Task
from lanwright.plan.vpn import Clients, Mount, Return

__all__ = [
    "Claim",
    "Clients",
    "Daemon",
    "DockerNetwork",
    "DockerVersion",
    "Endpoint",
    "Holder",
    "Hook",
    "HostPlan",
    "LanPlan",
    "LanRoute",
    "Link",
    "LinkAddress",
    "LinkKind",
    "Maker",
    "Module",
    "Mount",
    "Owner",
    "Pool",
    "Published",
    "Purpose",
    "Return",
    "Route",
    "Rule",
    "RulePurpose",
    "Service",
    "SitePlan",
    "Subnet",
    "Sysctl",
    "Task",
    "Verdict",
    "Via",
]
