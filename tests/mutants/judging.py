"""A pytest plugin that runs the collected tests on each mutant: the ones that run its lines, until one fails.

pytest starts and collects once. Each mutant gets a fork of that, where all modules are loaded and nothing has run.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

import lanwright
from lanwright.diagnostics import Refused
from lanwright.rules import Rule, catalogue
from tests.mutants.families import OF_SAMPLES
from tests.mutants.planted import plant
from tests.rules.samples import SAMPLED, understood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lanwright.diagnostics import Diagnostic
    from lanwright.intent import Site
    from lanwright.plan import SitePlan
    from tests.mutants.mutant import Mutant

CPU_SECONDS = 5
"""A test that takes longer has found an endless loop; its own time is counted, so that a busy machine fails none."""
MEMORY = 4 << 30
NOT_PLANTED = 70


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    ENDLESS = "endless"
    SURVIVED = "survived"
    UNTESTED = "untested"


SEEN = (Outcome.KILLED, Outcome.ENDLESS)


class Judging:
    """The plugin; `outcomes` has each mutant's, by its place in the list.

    Args:
        mutants: what to plant, one after another.
        processes: how many at once.
        told: is called with each outcome as it comes.
    """

    def __init__(
        self, mutants: Sequence[Mutant], processes: int, told: Callable[[int, Outcome], None]
    ) -> None:
        self._mutants = mutants
        self._processes = processes
        self._told = told
        self._planted = False
        self._found: dict[tuple[str, int], tuple[Diagnostic, ...]] = {}
        self.seconds = 0.0

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Examples are the same for each mutant; a failing one is enough, nobody reads the smallest."""
        settings.register_profile(
            "mutants",
            settings.default,
            phases=(Phase.explicit, Phase.generate),
            database=None,
            derandomize=True,
        )
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What is near to none of the mutants isn't run at all."""
        codes = sorted({code for mutant in self._mutants for code in mutant.codes})
        items[:] = [item for item in items if is_near(item, codes)]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of one run of all tests."""
        if session.testsfailed:
            raise session.Interrupted("collecting failed")
        forget = _caches({mutant.module for mutant in self._mutants})
        items = session.items
        runs = _covered(items, sorted({str(mutant.path) for mutant in self._mutants}), forget)
        forget()
        for module in pkgutil.walk_packages(lanwright.__path__, "lanwright."):
            importlib.import_module(module.name)
        for code, kind in product(SAMPLED, ("bad", "good")):
            with suppress(Refused):
                understood(code, kind)
        self._found = _found(self._mutants)
        gc.collect()
        gc.freeze()
        running: dict[int, int] = {}
        for number, mutant in enumerate(self._mutants):
            chosen = runs.chosen(mutant)
            if not chosen:
                self._told(number, Outcome.UNTESTED)
                continue
            while len(running) >= self._processes:
                self._wait(running)
            running[_forked(functools.partial(self._outcome, mutant, chosen))] = number
        while running:
            self._wait(running)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
        """The first failure ends a mutant's process: nobody reads the report, which takes longer than the test."""
        if (
            self._planted
            and call.excinfo is not None
            and not call.excinfo.errisinstance((pytest.skip.Exception,))
        ):
            os._exit(1)

    def _outcome(self, mutant: Mutant, chosen: Sequence[pytest.Item]) -> int:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            plant(mutant)
        except Exception:  # noqa: BLE001 - told by the exit status: this process has nobody to raise it to
            return NOT_PLANTED
        _remember(self._found, mutant.codes)
        self._planted = True
        following = [*chosen[1:], None]
        return 0 if all(_passes(item, after) for item, after in zip(chosen, following, strict=True)) else 1

    def _wait(self, running: dict[int, int]) -> None:
        process, status, used = os.wait3(0)
        self.seconds += used.ru_utime + used.ru_stime
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == NOT_PLANTED:
            raise AssertionError(f"can't be planted: {self._mutants[running[process]]}")
        outcome = Outcome.SURVIVED if status == 0 else Outcome.KILLED
        if os.WIFSIGNALED(status):
            outcome = Outcome.ENDLESS
        self._told(running.pop(process), outcome)


class _Runs:
    """Which tests run which lines, and how long each takes."""

    def __init__(
        self, items: Sequence[pytest.Item], lines: Mapping[str, Mapping[int, set[int]]], took: Sequence[float]
    ) -> None:
        self._items = items
        self._lines = lines
        self._took = took

    def chosen(self, mutant: Mutant) -> list[pytest.Item]:
        """The tests that run a mutant's lines: the words about its own sample first, then its module's, then the quick."""
        lines = self._lines.get(str(mutant.path), {})
        numbers = set[int]().union(*(lines.get(line, set()) for line in mutant.lines))
        own = f"test_{mutant.path.stem}.py"

        def order(number: int) -> tuple[bool, bool, float]:
            item = self._items[number]
            return "every_word" not in item.name, item.path.name != own, self._took[number]

        near = (number for number in numbers if is_near(self._items[number], mutant.codes))
        return [self._items[number] for number in sorted(near, key=order)]


def is_near(item: pytest.Item, codes: Sequence[str]) -> bool:
    """Of the tests that judge the samples, those of the mutant's own rules: the others would take hours."""
    of_samples = item.nodeid.startswith(OF_SAMPLES) and "[" in item.name
    return not of_samples or any(f"[{code}]" in item.name for code in codes)


def _covered(items: Sequence[pytest.Item], paths: Sequence[str], forget: Callable[[], None]) -> _Runs:
    """Run all tests once, in a fork, and see which lines of the files each of them runs; all must pass."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "runs.json"

        def run() -> int:
            measured = coverage.Coverage(data_file=None, include=paths, config_file=False, messages=False)
            took = []
            failed = []
            measured.start()
            for number, item in enumerate(items):
                forget()
                measured.switch_context(str(number))
                began = time.process_time()
                if not _passes(item, items[number + 1] if number + 1 < len(items) else None):
                    failed.append(item.nodeid)
                took.append(time.process_time() - began)
            measured.stop()
            data = measured.get_data()
            lines = {path: data.contexts_by_lineno(path) for path in data.measured_files()}
            report.write_text(json.dumps({"lines": lines, "took": took, "failed": failed}), encoding="utf-8")
            return 0

        _, status = os.waitpid(_forked(run), 0)
        if status != 0:
            raise pytest.UsageError("the tests don't come to an end without a mutant")
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    if found["failed"]:
        raise pytest.UsageError(f"without a mutant, too, tests fail: {', '.join(found['failed'])}")
    lines = {
        path: {int(line): {int(number) for number in numbers if number} for line, numbers in by_line.items()}
        for path, by_line in found["lines"].items()
    }
    return _Runs(items, lines, found["took"])


def _found(mutants: Sequence[Mutant]) -> dict[tuple[str, int], tuple[Diagnostic, ...]]:
    """What each rule says of the samples that the mutants are near to, by its code and the sample's plan."""
    found = {}
    # what all rules lean on can change what any of them says
    near = {code for mutant in mutants if mutant.module.count(".") > 2 for code in mutant.codes}
    for code, kind in product(sorted(near & set(SAMPLED)), ("bad", "good")):
        with suppress(Refused):
            site, plan = understood(code, kind)
            for rule in catalogue().values():
                found[rule.code, id(plan)] = tuple(rule.findings(site, plan))
    return found


def _remember(found: Mapping[tuple[str, int], tuple[Diagnostic, ...]], codes: Sequence[str]) -> None:
    """In this process, only the rules with these codes look anew at what all have been asked about."""
    anew = Rule.findings

    def findings(self: Rule, site: Site, plan: SitePlan) -> Iterator[Diagnostic]:
        known = None if self.code in codes else found.get((self.code, id(plan)))
        return anew(self, site, plan) if known is None else iter(known)

    Rule.findings = findings  # type: ignore[method-assign]


def _passes(item: pytest.Item, after: pytest.Item | None) -> bool:
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def _forked(work: Callable[[], int]) -> int:
    """Do it in a child of this process; its process id. What goes wrong in the child is a failure of its tests."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        status = work()
    except BaseException:  # noqa: BLE001 - whatever it is, nothing of the parent's may go on here
        traceback.print_exc(file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(status)


def _caches(modules: set[str]) -> Callable[[], None]:
    """What forgets the results that the tests and the modules under test keep: a test's lines are those that it needs."""
    of_rules = all(module.startswith("lanwright.rules.") for module in modules)
    kept = [
        item
        for item in gc.get_objects()
        if isinstance(item, functools._lru_cache_wrapper)  # noqa: SLF001 - there is no other name for it
        and (item.__module__ in modules or item.__module__.startswith("tests."))
        and not (of_rules and item is understood)
    ]

    def forget() -> None:
        for item in kept:
            item.cache_clear()

    return forget
