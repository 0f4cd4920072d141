"""Whatever was written before: the last write decides, and a person's files survive it all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lanwright.output import compare, write
from tests.output.trees import on_disk, tree

PATHS = st.sampled_from(["install", "README.md", "rootfs/etc/one", "rootfs/etc/two", "compose/web.yaml"])
TREES = st.dictionaries(
    st.sampled_from(["dock1", "dock2", "dock-1"]), st.dictionaries(PATHS, st.sampled_from(["", "x\n", "y\n"]))
)


@given(st.lists(TREES, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_only_the_last_write_is_seen(history: list[dict[str, dict[str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for hosts in history:
            write({host: tree(host, files) for host, files in hosts.items()}, out)
        last = {host: tree(host, files) for host, files in history[-1].items()}
        expected = {f"{host}/{item.path}": item.content for host, items in last.items() for item in items}
        assert on_disk(out) == expected
        assert not compare(last, out)


@given(st.lists(TREES, min_size=1, max_size=4), st.lists(st.tuples(st.integers(0, 3), PATHS), max_size=3))
@settings(max_examples=60, deadline=None)
def test_a_persons_words_are_never_lost(
    history: list[dict[str, dict[str, str]]], edits: list[tuple[int, str]]
) -> None:
    """An edited file is there, word for word, until someone forces it away."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        edited = set()
        for step, hosts in enumerate(history):
            write({host: tree(host, files) for host, files in hosts.items()}, out)
            for when, path in edits:
                file = out / "dock1" / path
                if when == step and file.parent.is_dir():
                    file.write_text(f"mine: {path}\n")
                    edited.add(path)
        assert {path: (out / "dock1" / path).read_text() for path in edited} == {
            path: f"mine: {path}\n" for path in edited
        }
