"""Both of PyYAML's readers: what holds for one must hold for the other."""

from __future__ import annotations

import importlib

import pytest
import yaml

LOADERS = {"libyaml": getattr(yaml, "CSafeLoader", None), "python": yaml.SafeLoader}


@pytest.fixture(params=sorted(LOADERS))
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the reader that `parse` uses during the test."""
    chosen = LOADERS[request.param]
    if chosen is None:
        pytest.skip("this PyYAML was built without libyaml")
    monkeypatch.setattr(importlib.import_module("lanwright.source.parse"), "LOADER", chosen)
    return str(request.param)
