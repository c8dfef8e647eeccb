"""The job that does the paper's learning again, and draws its figures."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.jobs.learning_data import read_any_dataset
from wetview.project import write_json, write_surrogate
from wetview.project.file_errors import writing
from wetview.project.plain_json import plain
from wetview.surrogate.reproduction import OUTPUT_NAMES, PAPER_R2, reproduce_paper

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from wetview.jobs.learning_jobs import ReproducePaperJob
    from wetview.plots import Table
    from wetview.progress import Report
    from wetview.surrogate import Dataset, Evaluation
    from wetview.surrogate.reproduction import Reproduction

_SOBOL_N = 1000
"""With six inputs that is the paper's 14 000 evaluations."""
_FORMATS = (".png", ".svg", ".pdf")


def reproduce(job: ReproducePaperJob, report: Report) -> dict[str, Any]:
    """Train on the authors' curves; write figures, tables, the network and numbers.

    Returns
    -------
    dict
        "out", "seconds", "files"; "random_split" with "r2" and "paper_r2";
        "kept_sets"; "leave_one_out" and "leave_one_out_improved" with "r2" and
        "curve_mae" of every electrode; "left_out_table" with mean and worst R2 of every
        output; "sobol" with the indices.

    Raises
    ------
    UserError
        If the data cannot be read, or the folder cannot be written.
    """
    started_s = time.perf_counter()
    report(0, 0, "Reading the curves")
    dataset = read_any_dataset(job.data)
    with writing(job.out):
        job.out.mkdir(parents=True, exist_ok=True)
    found = reproduce_paper(
        dataset, n_epochs=job.n_epochs, seed=job.seed, report=report
    )
    files = _draw(found, dataset, job.out)
    sobol, sobol_files = _sobol(found, job.out, seed=job.seed)
    write_surrogate(job.out / "network.h5", found.random_split.surrogate)
    numbers = {
        "random_split": {
            "r2": found.random_split.r2,
            "paper_r2": PAPER_R2,
            "n_rows": found.random_split.surrogate.card["n_rows"],
        },
        "kept_sets": [
            {
                "kept": [index + 1 for index in one.kept],
                "mean_r2": one.mean_r2,
                "curve_mse": one.curve_mse,
            }
            for one in found.kept_sets
        ],
        "leave_one_out": _by_electrode(found.left_out),
        "leave_one_out_improved": _by_electrode(found.improved),
        "left_out_table": _left_out_table(found),
        "sobol": sobol,
    }
    write_json(job.out / "numbers.json", plain(numbers))
    return {
        "out": job.out,
        "seconds": time.perf_counter() - started_s,
        "files": [*files, *sobol_files, job.out / "network.h5"],
        **numbers,
    }


def _draw(found: Reproduction, dataset: Dataset, folder: Path) -> list[Path]:
    from wetview.plots import (
        KeptSamples,
        kept_samples_figure,
        kept_samples_table,
        left_out_figure,
        left_out_table,
        parity_figure,
        parity_table,
        training_figure,
        training_table,
    )
    from wetview.surrogate.presets import PAPER_SAMPLES

    split, history = found.random_split, found.random_split.history
    losses = (history.training, history.validation)
    sets = [
        KeptSamples(tuple(index + 1 for index in one.kept), one.mean_r2, one.curve_mse)
        for one in found.kept_sets
    ]
    chosen = tuple(index + 1 for index in PAPER_SAMPLES)
    unit = "s" if dataset.time_unit_s else "lattice steps"
    files = _save(
        folder,
        "figure 2A training",
        training_figure(*losses, epochs=history.epoch, theme="print"),
        training_table(*losses, epochs=history.epoch),
    )
    files += _save(
        folder,
        "figure 2B saturations kept",
        kept_samples_figure(sets, chosen=chosen, theme="print"),
        kept_samples_table(sets),
    )
    for letter, name in (("C", "t_f0_s"), ("D", "t_f1_s")):
        pair = split.simulated[name], split.predicted[name]
        symbol = name.removesuffix("_s").replace("t_", "T_")
        files += _save(
            folder,
            f"figure 2{letter} {symbol}",
            parity_figure(
                *pair,
                name=symbol,
                has_seconds=dataset.time_unit_s is not None,
                theme="print",
            ),
            parity_table(*pair, name=f"{symbol} ({unit})"),
        )
    for electrode in found.left_out.electrodes:
        runs = [run.score for run in found.left_out.of_electrode(electrode)]
        files += _save(
            folder,
            f"figure 3 {electrode}",
            left_out_figure(
                runs, has_seconds=dataset.time_unit_s is not None, theme="print"
            ),
            left_out_table(runs),
        )
    return files


def _sobol(
    found: Reproduction, folder: Path, *, seed: int
) -> tuple[dict[str, Any], list[Path]]:
    from wetview.plots import sobol_figure, sobol_table
    from wetview.sensitivity import find_sobol, ranges_of

    surrogate = found.random_split.surrogate
    result = find_sobol(
        surrogate,
        ranges=ranges_of(surrogate),
        n_base=_SOBOL_N,
        seed=seed,
        outputs=("t_f0_s", "t_f1_s", "s_f0", "s_f1"),
    )
    files = _save(
        folder,
        "figure 5A sobol",
        sobol_figure(result, theme="print"),
        sobol_table(result),
    )
    names = [factor.inputs[0] for factor in result.factors]
    return {
        output.name: {
            "first": dict(zip(names, result.first[row].tolist(), strict=True)),
            "total": dict(zip(names, result.total[row].tolist(), strict=True)),
        }
        for row, output in enumerate(result.outputs)
    }, files


def _save(folder: Path, name: str, figure: Figure, table: Table) -> list[Path]:
    from wetview.plots import save_figure, save_table

    paths = [folder / f"{name}{suffix}" for suffix in _FORMATS]
    for path in paths:
        save_figure(figure, path)
    return [*paths, save_table(table, folder / f"{name}.csv")]


def _by_electrode(evaluation: Evaluation) -> dict[str, Any]:
    scores = evaluation.as_dict()
    return {
        name: {"r2": one["r2"], "curve_mae": one["curve_mae"]}
        for name, one in scores["by_electrode"].items()
    }


def _left_out_table(found: Reproduction) -> dict[str, dict[str, float]]:
    """Mean and worst R2 over the electrodes of every output, plain and improved."""
    table: dict[str, dict[str, float]] = {}
    for prefix, evaluation in (("", found.left_out), ("improved_", found.improved)):
        by_electrode = _by_electrode(evaluation).values()
        for name in OUTPUT_NAMES:
            scores = [one["r2"][name] for one in by_electrode]
            row = table.setdefault(name, {})
            row[f"{prefix}mean"] = float(np.mean(scores))
            row[f"{prefix}worst"] = float(np.min(scores))
    return table
