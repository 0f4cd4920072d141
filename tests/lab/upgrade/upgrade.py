"""From one compiled tree to the next on the hosts of a site, as their owner goes about it."""

from __future__ import annotations

import re
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.lab import sample
from tests.lab.applied import do_on_routers, links_of
from tests.lab.as_found import DOCKERS_OWN, assert_as_found, looked_at
from tests.lab.cabling import vlan_of
from tests.lab.compiled import compile_into
from tests.lab.lab import Lab
from tests.lab.precondition import debian_or_skip, links_or_skip
from tests.lab.session import Session, serve_sessions, session
from tests.lab.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lanwright.intent import Site as SiteIntent
    from lanwright.plan import SitePlan, Task
    from tests.lab.as_found import Found
    from tests.lab.command import Output
    from tests.lab.host import Host

FIRST, NEXT = sample.PLACE, "/root/lanwright-next"
"""Where the trees lie on a host: the next one beside the first, which its projects were started from."""

SSH = 2200
LOG = "/var/lib/lanwright/rollback.log"
AFTER_ROLLBACK = re.compile(
    rf"{DOCKERS_OWN.pattern}| /var/lib/lanwright/(backup/|journal )|route -6 multicast ff00::/8 dev br-"
)
"""A rollback leaves its backup, and the journal without what is over; a bridge that has had containers is known by this route."""

ROLLED_BACK = "while systemctl is-active --quiet 'lanwright-rollback-*'; do sleep 0.2; done"


@dataclass(frozen=True, slots=True)
class Tree:
    """A compiled tree: of which intent, what its hosts will have, and where it was written."""

    intent: SiteIntent
    plan: SitePlan
    folder: Path
    place: str

    @classmethod
    def of(cls, text: str, folder: Path, place: str) -> Tree:
        """Compile it."""
        return cls(*compile_into(folder, text), folder, place)


@dataclass(slots=True)
class Upgrade:
    """A site with two trees for it, what its hosts were before, and a session from the LAN to each of them."""

    site: Site
    first: Tree
    next: Tree
    before: Found
    sessions: tuple[Session, ...]
    with_first: Found = field(default_factory=dict)
    done: list[Task] = field(default_factory=list)

    @property
    def host(self) -> Host:
        """The host, where there is one."""
        (host,) = self.site.hosts.values()
        return host

    def install(self, host: Host, tree: Tree, words: str) -> Output:
        """Run `install` as a person does: in the copied folder."""
        return host.attempt(f"cd {tree.place} && sh install {words}")

    def apply(self, tree: Tree, words: str = "apply") -> None:
        """Apply a tree on every host, and do what it leaves to the host's owner."""
        for host in self.site.hosts.values():
            said = self.install(host, tree, words)
            assert said.rc == 0, said.text
            sample.do_what_is_left(host, said.stdout)

    def begin(self) -> None:
        """Apply the first tree, look at the hosts, start the projects."""
        self.apply(self.first)
        self.with_first = looked_at(self.site)
        self.start(self.first)

    def start(self, tree: Tree) -> None:
        """Start the projects as a tree's intent has them, with its fragments."""
        self.site.follow(tree.intent)
        tasks = [task for task in tree.plan.tasks if task not in self.done]  # a router has its route by then
        do_on_routers(self.site, tasks)
        self.done += tasks
        for projects in self.site.projects.values():
            for project in projects.values():
                sample.start(project, tree.place)

    def stop(self) -> None:
        """Take the projects down, with the fragments that they were started with."""
        for projects in self.site.projects.values():
            for project in projects.values():
                project.down()

    def let_it_be_taken_back(self, tree: Tree) -> None:
        """Apply a tree and confirm nothing, on one host after the other: each is as the first tree had it."""
        for host in self.site.hosts.values():
            said = self.install(host, tree, "apply --rollback 1")
            assert said.rc == 0, said.text
            host.run(ROLLED_BACK)
            assert "rolled back: this host is as it was before the last apply\n" in host.run(f"cat {LOG}")
            host.run(f"rm {LOG}")
        assert_as_found(self.site, self.with_first, AFTER_ROLLBACK, made_anew=True)

    def remove(self, tree: Tree) -> None:
        """Take everything away, and do what that leaves to the host's owner."""
        self.apply(tree, "remove")

    def assert_as_before(self, apart_from: re.Pattern[str] = DOCKERS_OWN) -> None:
        """Nothing on any host is another than before Lanwright."""
        assert_as_found(self.site, self.before, apart_from)

    def assert_nobody_was_cut_off(self) -> None:
        """The sessions are the same as at the beginning, and are answered."""
        assert all(one.is_alive() for one in self.sessions)


@contextmanager
def upgrade(
    first: str, following: str, folder: Path, set_up: Callable[[Site], None] = lambda _: None
) -> Iterator[Upgrade]:
    """Build the first intent's site, `set_up` by its owner beyond that; copy both trees to its hosts."""
    trees = Tree.of(first, folder / "first", FIRST), Tree.of(following, folder / "next", NEXT)
    debian = debian_or_skip()
    links_or_skip(*(links_of(trees[0].plan) | links_of(trees[1].plan)))
    with Lab(debian) as lab, ExitStack() as end:
        site = Site(lab, trees[0].intent)
        set_up(site)
        for name, host in site.hosts.items():
            serve_sessions(host, SSH)
            for tree in trees:
                sample.copy(host, tree.folder / name, tree.place)
        before = looked_at(site)
        laptop = site.devices["laptop"]
        own = [address for name in site.hosts for address in _addresses(trees[0].intent, name)]
        sessions = [end.enter_context(session(lab, laptop, address, SSH)) for address in own]
        yield Upgrade(site, *trees, before, tuple(sessions))


def _addresses(intent: SiteIntent, host: str) -> list[str]:
    """A host's own addresses on its LANs, but for those on a VLAN that isn't there before it is applied."""
    return [
        str(address.ip)
        for name, each in intent.hosts[host].interfaces.items()
        if not (each.managed and vlan_of(name, each)[0])
        for address in each.address
    ]
