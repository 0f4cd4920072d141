"""/etc/modules-load.d: kernel modules that nothing loads by itself when they are needed."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from lanwright.targets import parameter
from lanwright.targets.artifact import Emission, Phase, Step
from lanwright.targets.frame import headline, on_host
from lanwright.targets.render import render

if TYPE_CHECKING:
    from lanwright.plan import HostPlan, Module

TARGET = "modules"
FILE = "/etc/modules-load.d/lanwright.conf"


def emit(host: HostPlan) -> Emission:
    """Return the file, and a step for each module; nothing for a host that needs none."""
    if not host.modules:
        return Emission()
    text = render("modules/lanwright.conf.j2", headline=headline(host), modules=host.modules)
    file = on_host(FILE, text, target=TARGET, about="kernel modules, loaded at each boot")
    return Emission(artifacts=(file,), steps=tuple(map(_step, host.modules)))


def _step(module: Module) -> Step:
    """What we loaded we take away again, unless others use it by now: what it brings changes the host.

    A module that is built into the kernel is there already, and there is nothing to load.
    """
    name, shows = quote(module.name), quote(module.shows)
    loaded = quote(f"{parameter.FOLDER}/module/{module.name}")
    return Step(
        phase=Phase.LINKS,
        name=f"module {module.name}",
        apply="\n".join(
            (
                f"if [ ! -e {shows} ]; then",
                f"    mkdir -p {quote(f'{parameter.FOLDER}/module')}",
                f"    : >{loaded}",
                f"    modprobe {name}",
                "fi",
            )
        ),
        undo=f"[ ! -e {loaded} ] || {{ modprobe -r {name} || true; rm -f {loaded}; }}",
        check=f"[ -e {shows} ]",
    )
