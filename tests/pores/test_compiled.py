"""What is compiled lets other threads run: the window measures pores in one of them."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from numba.core.registry import CPUDispatcher

import wetview.pores


def _compiled() -> list[CPUDispatcher]:
    """Every function of the room that numba compiles."""
    found = {}
    for module in pkgutil.iter_modules(wetview.pores.__path__, "wetview.pores."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, CPUDispatcher):
                found[f"{value.__module__}.{value.__name__}"] = value
    return [found[name] for name in sorted(found)]


@pytest.mark.parametrize("function", _compiled(), ids=lambda one: one.__name__)
def test_compiled_code_lets_other_threads_run(function: CPUDispatcher) -> None:
    assert function.targetoptions.get("nogil")
