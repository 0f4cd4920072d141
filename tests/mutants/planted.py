"""A mutant takes the place of its function, in this process for good: whoever plants one forks first."""

from __future__ import annotations
import __future__

import importlib
import inspect
from functools import cached_property
from types import FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.mutants.mutant import Mutant


def plant(mutant: Mutant) -> None:
    """Give the function the mutant's code and defaults; the object stays, so that decorators and importers have it."""
    function = _function(mutant.module, mutant.function)
    code = compile(mutant.source, str(mutant.path), "exec", flags=__future__.annotations.compiler_flag)
    changed = dict(vars(importlib.import_module(mutant.module)))
    exec(code, changed)
    made = changed[function.__name__]
    function.__code__ = made.__code__
    function.__defaults__ = made.__defaults__
    function.__kwdefaults__ = made.__kwdefaults__


def _function(module: str, name: str) -> FunctionType:
    """The function behind a name, whatever its decorators made of it."""
    *classes, last = name.split(".")
    within: object = importlib.import_module(module)
    for each in classes:
        within = getattr(within, each)
    found = vars(within)[last]
    if isinstance(found, property):
        found = found.fget
    elif isinstance(found, cached_property):
        found = found.func
    elif isinstance(found, staticmethod | classmethod):
        found = found.__func__
    function = inspect.unwrap(found)
    assert isinstance(function, FunctionType)
    return function
