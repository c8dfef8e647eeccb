"""Writes figures and tables of what is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wetview.app.models.pore_columns import inlet_of
from wetview.project import write_pore_csv, write_saturation_csv

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.filling import Filling
    from wetview.pores import Pores
    from wetview.volume import Phases
    from wetview.volume.faces import Face


class Exports(QObject):
    """Writes in the background and says what was written.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where writing happens.
    parent : QObject
        Owner.
    """

    written = Signal(object)

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background

    def write_figure(self, path: Path) -> None:
        """Write the saturation curves as PNG, SVG or PDF."""
        filling, pore = self._context.session.filling, self._context.selection.pore
        if filling is not None:
            n_pores = filling.pore_saturation.shape[1]
            pores = (pore,) if pore is not None and pore <= n_pores else ()
            self._start(partial(_write_figure, path, filling, pores), path)

    def write_pores(self, path: Path, rows: NDArray[np.int64] | None = None) -> None:
        """Write the pore table as CSV: all of it, or these rows in this order."""
        sample = self._context.session.sample
        if sample is not None and sample.pores is not None:
            inlet = inlet_of(self._context.session.filling)
            work = partial(write_pore_csv, path, sample.pores, inlet=inlet, rows=rows)
            self._start(work, path)

    def write_pore_slice(self, path: Path) -> None:
        """Write the slice of the picked pore as PNG, SVG or PDF, with its numbers."""
        sample, pore = self._context.session.sample, self._context.selection.pore
        if sample is not None and sample.pores is not None and pore is not None:
            inlet = inlet_of(self._context.session.filling)
            work = partial(_write_slice, path, sample.phases, sample.pores, pore, inlet)
            self._start(work, path)

    def write_saturation(self, path: Path) -> None:
        """Write saturation over time as CSV: electrode, then each pore."""
        filling = self._context.session.filling
        if filling is not None:
            self._start(partial(write_saturation_csv, path, filling), path)

    def _start(self, work: partial[None], path: Path) -> None:
        self._background.start(
            f"export {path}",
            partial(_then, work, path),
            then=self.written.emit,
            note=f"Writing {path.name}",
        )


def _then(work: partial[None], path: Path) -> Path:
    work()
    return path


def _write_figure(path: Path, filling: Filling, pores: tuple[int, ...]) -> None:
    """The figure as journals print it, and its numbers."""
    from wetview.plots import (
        journal_size,
        saturation_figure,
        saturation_table,
        save_figure,
        save_table,
    )

    figure = saturation_figure(
        filling, pores=pores, theme="print", size_in=journal_size("single"), title=""
    )
    save_figure(figure, path)
    save_table(saturation_table(filling, pores=pores), path.with_suffix(".csv"))


def _write_slice(
    path: Path, phases: Phases, pores: Pores, pore: int, inlet: Face
) -> None:
    from wetview.plots import journal_size, save_figure, save_table
    from wetview.plots.pore_slice import pore_slice_figure, pore_slice_table

    figure = pore_slice_figure(
        *(phases, pores, pore),
        inlet=inlet,
        theme="print",
        size_in=journal_size("single"),
    )
    save_figure(figure, path)
    table = pore_slice_table(pores, pore, inlet=inlet)
    save_table(table, path.with_suffix(".csv"))
