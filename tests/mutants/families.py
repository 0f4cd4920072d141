"""What mutants can be asked for: the families of rules, and what the rules lean on; and which tests are near them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lanwright.rules import catalogue

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "compiler"
RULES = SOURCES / "lanwright/rules"
OF_SAMPLES = ("tests/rules/test_beside.py", "tests/rules/test_catalogue.py")


@dataclass(frozen=True, slots=True)
class Family:
    """Modules that are judged together, the tests that judge them, and whose samples those that are of no one rule need."""

    name: str
    paths: tuple[Path, ...]
    tests: tuple[str, ...]
    codes: tuple[str, ...] = ()

    def about(self, path: Path) -> tuple[str, tuple[str, ...]]:
        """A module's dotted name and the codes of its own rule, or else the family's."""
        name = ".".join(path.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")
        own = tuple(rule.code for rule in catalogue().values() if rule.name.replace("-", "_") == path.stem)
        return name, own or self.codes


def families() -> dict[str, Family]:
    """By name."""
    of_rules = [path for path in sorted(RULES.iterdir()) if (path / "__init__.py").exists()]
    plan = ("intervals", "prefix_index", "port_ranges", "free_space", "replies")
    of_replies = ("tests/rules/access/test_unanswered_source.py", "tests/rules/bridges/test_bridges.py")
    found = [
        *(_of_rules(folder) for folder in of_rules if folder.name != "expectations"),
        Family(
            "expectations",
            _modules(SOURCES / "lanwright/expect"),
            (*OF_SAMPLES, "tests/expect"),
            _codes("expectations"),
        ),
        Family(
            "catalogue",
            _modules(RULES),
            (*OF_SAMPLES, "tests/rules/test_rule.py", "tests/rules/test_listed.py", "tests/rules/reading"),
            ("LW008", "LW009"),
        ),
        Family("ipam", _modules(SOURCES / "lanwright/lower/ipam"), ("tests/lower", "tests/rules/addressing")),
        Family(
            "plan",
            tuple(SOURCES / f"lanwright/plan/{name}.py" for name in plan),
            ("tests/plan", "tests/rules/addressing", *of_replies),
        ),
    ]
    return {family.name: family for family in found}


def _modules(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py")


def _codes(family: str) -> tuple[str, ...]:
    return tuple(rule.code for rule in catalogue().values() if rule.family == family)


def _of_rules(folder: Path) -> Family:
    name = folder.name
    return Family(name, _modules(folder), (*OF_SAMPLES, f"tests/rules/{name}"), _codes(name))
