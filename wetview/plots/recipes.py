"""Every figure that files can give, by name, with its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.errors import UserError
from wetview.plots.convergence import convergence_figure, convergence_table
from wetview.plots.correlation import correlation_figure, correlation_table
from wetview.plots.difference_over_time import dice_table, difference_figure
from wetview.plots.input_sweep import sweep_figure, sweep_table
from wetview.plots.parity import parity_figure, parity_table
from wetview.plots.pore_sizes import equivalent_diameter_um, pore_size_figure
from wetview.plots.pore_slice import pore_slice_figure, pore_slice_table
from wetview.plots.pressure_curves import pressure_figure, pressure_table
from wetview.plots.saturation import saturation_figure
from wetview.plots.second_order import second_order_figure, second_order_table
from wetview.plots.sobol_bars import sobol_figure, sobol_table
from wetview.plots.table import Table
from wetview.plots.time_parity import parity_times
from wetview.plots.training import training_figure, training_table
from wetview.plots.two_curves import two_curves_figure, two_curves_table
from wetview.project import (
    load_sensitivity,
    read_filling,
    read_run_sample,
    read_sample,
    read_surrogate,
)
from wetview.project.hdf5 import file_format
from wetview.project.models import MODEL_FORMAT
from wetview.project.samples import SAMPLE_FORMAT
from wetview.project.sensitivities import SENSITIVITY_FORMAT
from wetview.sensitivity import find_sobol, ranges_of, sweep, typical_inputs
from wetview.sensitivity.pore_model import PoreModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from matplotlib.figure import Figure

    from wetview.filling.comparison import Comparison
    from wetview.plots.time_parity import Which
    from wetview.pores import Pores
    from wetview.sensitivity import SobolResult
    from wetview.volume import Phases

Size = tuple[float, float]


@dataclass(frozen=True)
class Wish:
    """How a figure is wanted.

    Parameters
    ----------
    theme : {"print", "light", "dark"}
        Colours.
    size_in : (width, height)
        Inches.
    pores : tuple of int
        Labels of pores to draw, where a figure has pores.
    input_name : str
        The input that moves, for "sweep"; the first that varies by default.
    """

    theme: str
    size_in: Size
    pores: tuple[int, ...] = ()
    input_name: str = ""

    @property
    def look(self) -> dict[str, Any]:
        """What every figure takes."""
        return {"theme": self.theme, "size_in": self.size_in}


@dataclass(frozen=True)
class Recipe:
    """How a figure is made.

    Parameters
    ----------
    takes : str
        The files it needs, in words.
    shows : str
        What it shows.
    draw : callable
        Takes paths and a `Wish`, gives the figure and its numbers.
    fewest, most : int
        How many files.
    """

    takes: str
    shows: str
    draw: Callable[[Sequence[Path], Wish], tuple[Figure, Table]]
    fewest: int = 1
    most: int = 1


def draw_figure(name: str, paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    """A figure and its numbers.

    Raises
    ------
    UserError
        If the files are not what the figure needs.
    """
    recipe = RECIPES[name]
    if not recipe.fewest <= len(paths) <= recipe.most:
        raise UserError(
            f"`{name}` takes {recipe.takes}, and {len(paths)} files were given"
        )
    return recipe.draw(paths, wish)


def _saturation(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    filling = read_filling(paths[0])
    n_pores = filling.pore_saturation.shape[1]
    for pore in wish.pores:
        if not 1 <= pore <= n_pores:
            raise UserError(f"There is no pore {pore}", f"The run has 1 to {n_pores}")
    figure = saturation_figure(filling, pores=wish.pores, title="", **wish.look)
    columns = [filling.saturation] + [
        filling.pore_saturation[:, pore - 1] for pore in wish.pores
    ]
    header = ("time_s", "saturation", *(f"pore {pore}" for pore in wish.pores))
    rows = np.column_stack([filling.time_s, *columns]).astype(float).tolist()
    return figure, Table(header, tuple(tuple(row) for row in rows))


def _pressures(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    fillings = [read_filling(path) for path in paths]
    return pressure_figure(fillings, **wish.look), pressure_table(fillings)


def _curves(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    compared = _compared(paths)
    pore = wish.pores[0] if wish.pores else None
    figure = two_curves_figure(compared, pore=pore, **wish.look)
    return figure, two_curves_table(compared, pore=pore)


def _dice(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    compared = _compared(paths)
    figure = difference_figure(compared, what="dice", **wish.look)
    return figure, dice_table(compared)


def _parity(
    which: Which,
) -> Callable[[Sequence[Path], Wish], tuple[Figure, Table]]:
    def draw(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
        times = parity_times(_compared(paths), which)
        name = f"{which}_s"
        return parity_figure(*times, name=name, **wish.look), parity_table(
            *times, name=name
        )

    return draw


def _training(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    history = read_surrogate(paths[0]).card.get("history")
    if not history:
        raise UserError(
            f"`{paths[0]}` does not tell its errors over the epochs",
            "Train it again with this version of wetview",
        )
    losses = (history["training"], history["validation"])
    epochs = history["epoch"]
    figure = training_figure(*losses, epochs=epochs, **wish.look)
    return figure, training_table(*losses, epochs=epochs)


def _sobol(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    result = _result(paths[0])
    return sobol_figure(result, **wish.look), sobol_table(result)


def _second_order(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    result = _result(paths[0])
    width, height = wish.size_in
    n_rows = -(-len(result.outputs) // 2)
    size_in = (width, max(height, 0.5 * width * n_rows))
    figure = second_order_figure(result, theme=wish.theme, size_in=size_in)
    return figure, second_order_table(result)


def _convergence(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    result = _result(paths[0])
    return convergence_figure(result, **wish.look), convergence_table(result)


def _correlations(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    from wetview.sensitivity import rank_correlation

    model = PoreModel(read_surrogate(paths[0]))
    correlation = rank_correlation(model.training_inputs)
    titles = [column.title for column in model.inputs]
    figure = correlation_figure(correlation, titles, **wish.look)
    return figure, correlation_table(correlation, [one.name for one in model.inputs])


def _sweep(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    model = PoreModel(read_surrogate(paths[0]))
    ranges = ranges_of(model)
    free = [entry.name for entry in ranges if not entry.is_fixed]
    swept = sweep(
        model,
        wish.input_name or free[0],
        at=typical_inputs(model, ranges),
        ranges=ranges,
    )
    return sweep_figure(swept, model.outputs, **wish.look), sweep_table(
        swept, model.outputs
    )


def _pore_sizes(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    _, pores = _sample_with_pores(paths[0])
    diameters = equivalent_diameter_um(pores).tolist()
    rows = tuple((label, size) for label, size in enumerate(diameters, start=1))
    table = Table(("pore", "equivalent diameter (um)"), rows)
    return pore_size_figure(pores, **wish.look), table


def _pore(paths: Sequence[Path], wish: Wish) -> tuple[Figure, Table]:
    phases, pores = _sample_with_pores(paths[0])
    label = int(pores.table.volume_vx.argmax()) + 1
    if wish.pores:
        label = wish.pores[0]
    figure = pore_slice_figure(phases, pores, label, **wish.look)
    return figure, pore_slice_table(pores, label)


RECIPES: dict[str, Recipe] = {
    "saturation": Recipe("a run", "saturation over time; --pore adds one", _saturation),
    "pressures": Recipe(
        "runs of one sample", "saturation over time of each", _pressures, most=40
    ),
    "curves": Recipe("two runs", "both curves, or those of a --pore", _curves, 2, 2),
    "dice": Recipe("two runs", "how alike they are over time", _dice, 2, 2),
    "parity-t-f0": Recipe(
        "a simulated and a predicted run", "T_f0 of every pore", _parity("t_f0"), 2, 2
    ),
    "parity-t-f1": Recipe(
        "a simulated and a predicted run", "T_f1 of every pore", _parity("t_f1"), 2, 2
    ),
    "training": Recipe("a network", "errors over the epochs", _training),
    "sobol": Recipe("a network or its indices", "Sobol's indices as bars", _sobol),
    "second-order": Recipe(
        "a network or its indices", "which inputs act together", _second_order
    ),
    "convergence": Recipe("a network or its indices", "indices over N", _convergence),
    "correlations": Recipe("a network", "of its training inputs", _correlations),
    "sweep": Recipe("a network", "its outputs over one --input", _sweep),
    "pore-sizes": Recipe("a sample or a run", "how large the pores are", _pore_sizes),
    "pore": Recipe("a sample or a run", "a slice of one --pore", _pore),
}
"""The figures by name."""


def _result(path: Path) -> SobolResult:
    """Indices that were kept, or those of a network with the usual settings."""
    found = file_format(path)
    if found == SENSITIVITY_FORMAT:
        return load_sensitivity(path)
    if found == MODEL_FORMAT:
        return find_sobol(PoreModel(read_surrogate(path)))
    return load_sensitivity(path)  # which says what is wrong with it


def _sample_with_pores(path: Path) -> tuple[Phases, Pores]:
    is_sample = file_format(path) == SAMPLE_FORMAT
    sample = read_sample(path) if is_sample else read_run_sample(path)
    if sample.pores is None:
        raise UserError(f"The pores of `{path}` are not known", "Find its pores first")
    return sample.phases, sample.pores


def _compared(paths: Sequence[Path]) -> Comparison:
    from wetview.filling.comparison import compare_fillings

    first, second = (read_filling(path) for path in paths)
    is_pore = read_run_sample(paths[0]).phases.is_pore
    return compare_fillings(first, second, is_pore)
