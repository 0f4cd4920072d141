"""What mutants can be asked for: the families of rules, and what the rules lean on; and which tests are near them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lanwright.rules import catalogue

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "compiler"
RULES = SOURCES / "lanwright/rules"


@dataclass(frozen=True, slots=True)
class Family:
    """Modules that are judged together, and the tests that judge them."""

    name: str
    paths: tuple[Path, ...]
    tests: tuple[str, ...]

    def about(self, path: Path) -> tuple[str, tuple[str, ...]]:
        """A module's dotted name and the codes of its own rule; of what rules share, those of the family."""
        name = ".".join(path.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")
        rules = catalogue().values()
        own = [rule.code for rule in rules if rule.name.replace("-", "_") == path.stem]
        return name, tuple(own or [rule.code for rule in rules if rule.family == self.name])


def families() -> dict[str, Family]:
    """By name."""
    of_rules = [folder for folder in sorted(RULES.iterdir()) if (folder / "__init__.py").exists()]
    plan = ("intervals", "prefix_index", "port_ranges", "free_space")
    found = [
        *(Family(folder.name, _modules(folder), _tests(folder.name)) for folder in of_rules),
        Family("catalogue", _modules(RULES), ("tests/rules",)),
        Family("ipam", _modules(SOURCES / "lanwright/lower/ipam"), ("tests/lower", "tests/rules/addressing")),
        Family(
            "plan",
            tuple(SOURCES / f"lanwright/plan/{name}.py" for name in plan),
            ("tests/plan", "tests/rules/addressing"),
        ),
    ]
    return {family.name: family for family in found}


def _modules(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py")


def _tests(family: str) -> tuple[str, ...]:
    folder = "expect" if family == "expectations" else family
    return ("tests/rules/test_beside.py", "tests/rules/test_catalogue.py", f"tests/rules/{folder}")
