"""LW408: which networks a container can be on beside a routed one, up to Docker 27."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages

ROUTED = "driver: ipvlan, mode: l3, parent: eth0, subnet: 10.9.0.0/24"
OTHERS = {
    "bridge": "driver: bridge",
    "macvlan": "driver: macvlan, parent: eth1, subnet: 10.20.0.0/16, gateway: 10.20.0.1",
    "l2": "driver: ipvlan, parent: eth1, subnet: 10.20.0.0/16, gateway: 10.20.0.1",
    "l3s": "driver: ipvlan, mode: l3s, parent: eth1, subnet: 10.9.1.0/24",
}


def site(other: str, first: str = ROUTED, docker: str = "26") -> str:
    """A service on two networks."""
    return f"""
        version: 1
        lans: {{home: {{subnet: 192.168.0.0/22, gateway: 192.168.0.1}}}}
        hosts:
          dock1:
            interfaces: {{eth0: {{lan: home, address: 192.168.0.231/22}}, eth1: {{}}}}
            docker: {{version: "{docker}"}}
            networks:
              routed: {{{first}}}
              other: {{{other}}}
            services:
              web: {{networks: {{routed: {{}}, other: {{}}}}}}
        """


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_what_leads_out_too_is_told(other: str) -> None:
    """Whatever driver it has."""
    (finding,) = found("LW408", site(other))
    assert finding.origin.path[-2:] == ("web", "networks")
    assert "`internal: true` at `other`" in finding.fix


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_one_of_them_internal_is_right(other: str) -> None:
    """Either of them."""
    assert messages("LW408", site(f"{other}, internal: true")) == []
    assert messages("LW408", site(other, first=f"{ROUTED}, internal: true")) == []


@pytest.mark.parametrize(("docker", "told"), [("27.5", 1), ("28.0", 0), ("29", 0)])
def test_docker_28_chooses_one_of_them(docker: str, told: int) -> None:
    """moby/moby#49130."""
    assert len(messages("LW408", site(OTHERS["bridge"], docker=docker))) == told


def test_without_a_parent_docker_gives_no_default_route() -> None:
    """It makes a dummy, and keeps all inside."""
    alone = "driver: macvlan, subnet: 10.20.0.0/16"
    assert messages("LW408", site(alone)) == []
