"""Look for texts that Lanwright can't cope with, led by the coverage of its code.

    python -m tests.fuzz {source,intent,lower,rules,emit,compose_file,cli} --seconds N [--seed N] [--kept FOLDER]

It needs atheris (`pip install -e '.[fuzz]'`). A text that makes a walk fail is kept in FOLDER and told once for each place in
the code; the search goes on. What was mended stays in tests/fuzz/corpus as a file that `test_corpus.py` reads in each run.
A text that takes longer than a minute, or more than 2 GiB, ends the search and is kept, too.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import pkgutil
import sys
import tempfile
import traceback
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import atheris

with atheris.instrument_imports(include=["lanwright"]):
    import lanwright

    # A stage is imported where it begins; here all of them are, or those would go without instruments.
    for module in pkgutil.walk_packages(lanwright.__path__, "lanwright."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from tests.fuzz.walks import WALKS

from tests.fuzz.nodes import LARGEST, composed, sample_texts, spoilt, written

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = sample_texts()
_PLAIN = 0.25
"""How often bytes are changed as bytes."""


def text_of(data: bytes) -> str:
    """Any bytes as text; what is no UTF-8 stays as lone surrogates, as a file's name would have it."""
    return data.decode("utf-8", "surrogateescape")


def changed(data: bytes, longest: int, seed: int) -> bytes:
    """The next text to try: another of the same kind, or bytes as libFuzzer changes them."""
    random = Random(seed)
    if random.random() >= _PLAIN:
        root = composed(text_of(data)) or composed(random.choice(SAMPLES))
        text = written(random, spoilt(random, root)) if root is not None else None
        made = text.encode("utf-8", "surrogatepass") if text is not None else b""
        if 0 < len(made) <= longest:
            return made
    return bytes(atheris.Mutate(data, longest))


class Search:
    """Runs one walk, and keeps what fails."""

    def __init__(self, walk: Callable[[str], None], kept: Path) -> None:
        self._walk, self._kept = walk, kept
        self._known: set[tuple[object, ...]] = set()

    def one(self, data: bytes) -> None:
        """Try one text."""
        try:
            self._walk(text_of(data))
        except Exception as fault:  # noqa: BLE001 - every one is a finding
            trace = traceback.extract_tb(fault.__traceback__)
            place = (type(fault), *((frame.filename, frame.lineno) for frame in trace[-2:]))
            if place not in self._known:
                self._known.add(place)
                self._keep(data)

    def _keep(self, data: bytes) -> None:
        file = self._kept / f"{hashlib.sha256(data).hexdigest()[:12]}.yaml"
        file.write_bytes(data)
        traceback.print_exc()
        sys.stderr.write(f"kept as {file}\n")


def main() -> None:
    """Do what is asked for; libFuzzer ends the process."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("walk", choices=sorted(WALKS))
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kept", type=Path, default=Path("fuzz-kept"))
    asked = parser.parse_args()
    kept = asked.kept / asked.walk
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as seeds:
        for number, text in enumerate(SAMPLES):
            Path(seeds, f"{number:04}").write_text(text, encoding="utf-8")
        options = [
            f"-max_total_time={asked.seconds}", f"-seed={asked.seed}", f"-max_len={LARGEST}", f"-artifact_prefix={kept}/",
            "-timeout=60", "-rss_limit_mb=2048", "-len_control=0", "-print_final_stats=1",
        ]  # fmt: skip
        atheris.Setup(
            [sys.argv[0], *options, seeds], Search(WALKS[asked.walk], kept).one, custom_mutator=changed
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
