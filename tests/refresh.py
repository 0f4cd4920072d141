"""The generated files that are committed: `python -m tests.refresh` writes them, the tests compare them."""

from __future__ import annotations

import json
from pathlib import Path

from lanwright.intent.schema import schema

ROOT = Path(__file__).parent.parent


def generated() -> dict[str, str]:
    """Each generated file's path below the checkout, and what belongs in it."""
    return {"schemas/intent.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"}


if __name__ == "__main__":
    for path, text in generated().items():
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
        print("wrote", path)
