"""lanwright-docker-networks: makes the networks that no compose project makes, connects what compose doesn't run.

Docker keeps networks over reboots. The script is run by `install`, by hand, and whenever Docker starts (see `boot`).
"""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from lanwright.targets.artifact import Emission, Notice, Phase, Question, Step
from lanwright.targets.docker_networks.connections import connections
from lanwright.targets.docker_networks.networks import networks
from lanwright.targets.frame import headline, on_host
from lanwright.targets.render import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lanwright.plan import HostPlan
    from lanwright.targets.docker_networks.networks import OurNetwork

TARGET = "docker_networks"
LABEL = "lanwright.host"
COMMAND = "/usr/local/sbin/lanwright-docker-networks"


def emit(host: HostPlan) -> Emission:
    """Return the script, and a step for each network; nothing for a host without such networks or containers."""
    ours, joined = networks(host), connections(host)
    if not ours and not joined:
        return Emission()
    text = render(
        "docker_networks/lanwright-docker-networks.j2",
        headline=headline(host),
        host=host.name,
        networks=ours,
        pools=tuple(f"{pool.base.network} {pool.size}" for pool in host.daemon.pools or ()),
        docker0=tuple(str(bip.network) for bip in host.daemon.bip if bip.version == 4),
        connections=joined,
        prioritised=any(connection.prioritised for connection in joined),
    )
    about = "makes the Docker networks that no compose project makes"
    script = on_host(COMMAND, text, target=TARGET, about=about, mode=0o755)
    return Emission(
        artifacts=(script,),
        steps=tuple(map(_step, ours)),
        notices=_notices(host, ours),
        questions=(_lost_links(),) if ours else (),
    )


def _step(network: OurNetwork) -> Step:
    """One a network, so that a change of one leaves the others alone; 3 is that it waits for Docker's restart."""
    create = f"{COMMAND} create {network.name}"
    return Step(
        phase=Phase.NETWORKS,
        name=network.name,
        apply=f"{create} || [ $? = 3 ]" if network.automatic else create,
        undo=f'"$LANWRIGHT_OLD"/rootfs{COMMAND} remove {network.name}',
        check=f"{COMMAND} status {network.name}",
        defines="\n".join(network.arguments),
        needs=_nobody_elses(network.name),
        busy=_its_containers(network.name),
    )


def _lost_links() -> Question:
    about = "a container's link: it goes with the parent that it stands on, or loses its bridge when that is made anew"
    return Question(command=f"{COMMAND} containers", about=about)


def _nobody_elses(name: str) -> str:
    """Fails where Docker has another network of this name; of one that is there `create` only tells whether it is the same."""
    found = f"docker network inspect --format '{{{{.Name}}}}' {name} 2>/dev/null"
    return f'[ "$({found})" != {name} ] || sh "$LANWRIGHT_OLD"/rootfs{COMMAND} create {name}'


def _its_containers(name: str) -> str:
    """Fails where containers are on it: Docker doesn't remove it then. Stopped ones aren't in its way; another's network stays."""
    shape = '{{if index .Labels "' + LABEL + '"}}{{range .Containers}}{{.Name}} {{end}}{{end}}'
    return "\n".join(
        (
            f"names=$(docker network inspect --format {quote(shape)} {name} 2>/dev/null) || exit 0",
            f'[ -z "$names" ] || {{ echo "{name}: first stop or disconnect its containers (${{names% }})" >&2; exit 1; }}',
        )
    )


def _notices(host: HostPlan, ours: Sequence[OurNetwork]) -> tuple[Notice, ...]:
    if not any(network.automatic for network in ours):
        return ()
    after = "nothing; after Docker's restart it makes the networks whose subnets Docker chooses"
    command = "lanwright-docker-networks create"
    return (Notice(command=command, interrupts=after, when=host.daemon.config, undone=""),)
