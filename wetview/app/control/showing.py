"""Puts a filling on the screen: its timeline first, then its curves and frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context
    from wetview.filling import Filling


def show_filling(
    context: Context,
    filling: Filling | None,
    path: Path | None,
    *,
    frame: int | None = None,
    run_being_made: Path | None = None,
) -> None:
    """Show a filling, at its last frame unless another one is given.

    One that is still being made is followed, and remembered by its future file.
    """
    n_frames = 0 if filling is None else filling.n_frames
    index = n_frames - 1 if frame is None else frame
    context.timeline.reset(n_frames, index=index, follows=run_being_made is not None)
    context.session.set_filling(filling, path, run_being_made=run_being_made)
