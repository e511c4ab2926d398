"""Tools, which are programs and no package, as modules."""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

from tests.whole import ROOT


def tool(name: str) -> Any:  # noqa: ANN401  # a module, whose attributes no checker can see
    """The module of a program in `tools/`."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made
