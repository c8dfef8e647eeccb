"""The networks that come with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.assets import asset

if TYPE_CHECKING:
    from pathlib import Path

_SHIPPED = "models/wetview.h5"


def shipped_model_path() -> Path:
    """The network that was trained on simulations of generated electrodes."""
    return asset(_SHIPPED)
