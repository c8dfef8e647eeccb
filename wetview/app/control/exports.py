"""Writes figures and tables of what is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from wetview.app.models.pore_columns import inlet_of
from wetview.project import write_pore_csv, write_saturation_csv

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from wetview.app.context import Context
    from wetview.app.views.figure_view import MakeFigure
    from wetview.app.work import Background
    from wetview.plots import Table

Columns = Literal["single", "double"]
"""Of a journal's page: how wide a figure is."""


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

    def write_figure(
        self, path: Path, make: MakeFigure, table: Table, *, columns: Columns = "double"
    ) -> None:
        """Write a figure as PNG, SVG or PDF, and its numbers as CSV beside it.

        Parameters
        ----------
        path : Path
            Of the figure.
        make : callable
            Draws it, for a theme and a size in inches.
        table : Table
            Its numbers.
        columns : {"single", "double"}
            How wide it is.
        """
        self._start(partial(_write_figure, path, make, table, columns), path)

    def write_table(self, path: Path, table: Table) -> None:
        """Write numbers as CSV."""
        self._start(partial(_write_table, path, table), path)

    def write_saturation_figure(self, path: Path) -> None:
        """Write the saturation curves, that of the picked pore among them."""
        from wetview.plots import saturation_figure, saturation_table

        filling, pore = self._context.session.filling, self._context.selection.pore
        if filling is None:
            return
        n_pores = filling.pore_saturation.shape[1]
        pores = (pore,) if pore is not None and pore <= n_pores else ()

        def make(theme: str, size_in: tuple[float, float]) -> Figure:
            return saturation_figure(
                filling, pores=pores, theme=theme, size_in=size_in, title=""
            )

        table = saturation_table(filling, pores=pores)
        self.write_figure(path, make, table, columns="single")

    def write_pores(self, path: Path, rows: NDArray[np.int64] | None = None) -> None:
        """Write the pore table as CSV: all of it, or these rows in this order."""
        sample = self._context.session.sample
        if sample is not None and sample.pores is not None:
            inlet = inlet_of(self._context.session.filling)
            work = partial(write_pore_csv, path, sample.pores, inlet=inlet, rows=rows)
            self._start(work, path)

    def write_pore_slice(self, path: Path) -> None:
        """Write the slice of the picked pore."""
        from wetview.plots.pore_slice import pore_slice_figure, pore_slice_table

        sample, pore = self._context.session.sample, self._context.selection.pore
        if sample is None or sample.pores is None or pore is None:
            return
        phases, pores = sample.phases, sample.pores
        inlet = inlet_of(self._context.session.filling)

        def make(theme: str, size_in: tuple[float, float]) -> Figure:
            return pore_slice_figure(
                phases, pores, pore, inlet=inlet, theme=theme, size_in=size_in
            )

        table = pore_slice_table(pores, pore, inlet=inlet)
        self.write_figure(path, make, table, columns="single")

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


def _write_figure(path: Path, make: MakeFigure, table: Table, columns: Columns) -> None:
    from wetview.plots import journal_size, save_figure, save_table

    save_figure(make("print", journal_size(columns)), path)
    save_table(table, path.with_suffix(".csv"))


def _write_table(path: Path, table: Table) -> None:
    from wetview.plots import save_table

    save_table(table, path)
