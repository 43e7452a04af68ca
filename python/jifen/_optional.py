"""Libraries that are needed for some things only."""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["needed", "not_there"]


def needed(module: str, what_for: str) -> Any:
    """The module, or an error that says how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise not_there(module, what_for) from None


def not_there(module: str, what_for: str) -> ImportError:
    """The error that says how to get the module."""
    return ImportError(f"{what_for} needs {module}: pip install {module}")
