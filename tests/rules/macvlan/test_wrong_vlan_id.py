"""LW317: VLAN ids, of the host's own VLANs and of those that Docker makes."""

from __future__ import annotations

import pytest

from tests.rules.found import found, messages


def site(interfaces: str, *parents: str) -> str:
    """A host with one macvlan network on each parent."""
    networks = "".join(
        f"\n              net{number}: {{driver: macvlan, subnet: 10.{number}.0.0/24, parent: {parent}}}"
        for number, parent in enumerate(parents)
    )
    return f"""
        version: 1
        hosts:
          dock1:
            interfaces: {{eth0: {{}}, eth1: {{}}{interfaces}}}
            networks:{networks or " {}"}
        """


@pytest.mark.parametrize(
    ("vlan", "said"),
    [
        (", eth0.0: {}", "`eth0.0` has the VLAN id 0"),
        (", eth0.4095: {}", "`eth0.4095` has the VLAN id 4095"),
        (", v1: {kind: vlan, link: eth0, id: -1}", "`v1` has the VLAN id -1"),
        (", v1: {kind: vlan, link: eth0, id: 5000}", "`v1` has the VLAN id 5000"),
    ],
)
def test_an_id_that_no_tag_carries_is_found_on_the_host(vlan: str, said: str) -> None:
    """0 and 4095 are reserved; 12 bits hold no more."""
    assert messages("LW317", site(vlan)) == [said]


@pytest.mark.parametrize("vlan", [", eth0.1: {}", ", eth0.4094: {}", ", eth0.10: {}, eth1.10: {}"])
def test_the_ids_at_both_ends_and_one_id_on_two_links_are_fine(vlan: str) -> None:
    """An id is a link's own."""
    assert messages("LW317", site(vlan)) == []


@pytest.mark.parametrize(
    ("interfaces", "said"),
    [
        (", eth0.5: {}, br0: {kind: bridge, ports: [eth0]}, br0.5: {}", ["br0.5"]),
        (", br0: {kind: bridge, ports: [eth0]}, br0.5: {}, eth0.5: {}", ["br0.5"]),
        (
            ", eth0.5: {}, bond0: {kind: bond, ports: [eth0]}, br0: {kind: bridge, ports: [bond0]}, br0.5: {}",
            ["br0.5"],
        ),
        (", eth0.6: {}, br0: {kind: bridge, ports: [eth0]}, br0.5: {}", []),
        (", eth1.5: {}, br0: {kind: bridge, ports: [eth0]}, br0.5: {}", []),
        (", br0: {kind: bridge, ports: [eth0.5]}, eth0.5: {}, br0.5: {}", []),
    ],
)
def test_a_port_takes_the_frames_of_its_vlan_from_the_bridge(interfaces: str, said: list[str]) -> None:
    """Told at the one that hears nothing; a bridge over the VLAN itself is another thing."""
    assert [item.message.split("`")[1] for item in found("LW317", site(interfaces))] == said


def test_a_key_wins_over_the_name() -> None:
    """A VLAN called eth0.10 with another `id` has that one."""
    assert messages("LW317", site(", eth0.10: {id: 20}, eth0.20: {}")) == [
        "`eth0.20` and `eth0.10` are both the VLAN 20 of `eth0`"
    ]
    (item,) = found("LW317", site(", eth0.20: {}, eth0.10: {id: 20}"))
    assert (item.origin.path[-1], item.edits) == ("id", ())


def test_docker_says_what_it_refuses() -> None:
    """A parent that Docker would make has its id in its name."""
    (finding,) = found("LW317", site("", "eth0.5000"))
    assert finding.message == "`eth0.5000` has the VLAN id 5000"
    assert '"vlan id must be between 1-4094, received: 5000"' in finding.why
    assert finding.origin.path[-1] == "parent"


def test_docker_cant_make_a_vlan_that_the_host_has_under_another_name() -> None:
    """The kernel has one VLAN of an id on a link: file exists."""
    (finding,) = found("LW317", site(", lab: {kind: vlan, link: eth0, id: 10}", "eth0.10"))
    assert finding.message == "`eth0.10` and `lab` are both the VLAN 10 of `eth0`"
    assert finding.fix == "write `parent: lab`"


def test_a_shim_has_no_id() -> None:
    shim = site("", "eth0").replace("parent: eth0}", "parent: eth0, host_access: {address: 10.0.0.9/32}}")
    assert messages("LW317", shim) == []


def test_two_spellings_of_one_vlan_clash_and_one_spelling_is_shared() -> None:
    """Docker makes eth0.010 with the id 10; two networks on one eth0.10 share it."""
    assert messages("LW317", site("", "eth0.10", "eth0.010")) == [
        "`eth0.010` and `eth0.10` are both the VLAN 10 of `eth0`"
    ]
    assert messages("LW317", site("", "eth0.10", "eth0.10")) == []
