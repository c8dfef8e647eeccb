"""The network that comes with the program, and what it was trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.assets import asset

if TYPE_CHECKING:
    from pathlib import Path

_MODEL = "models/wetview.h5"
_DATASET = "training/wetview.h5"


def shipped_model_path() -> Path:
    """The network that was trained on simulations of generated electrodes."""
    return asset(_MODEL)


def shipped_dataset_path() -> Path:
    """The data set of these simulations."""
    return asset(_DATASET)
