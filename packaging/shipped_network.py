"""Make the data set and the network that come with wetview, of their campaign's runs.

    wetview campaign --out Set.wetview
    python packaging/shipped_network.py Set.wetview

The runs are those of `resources/training/campaign.json`. What is written lies in
`resources/`: the curves of all pores, and the network that was trained on them. Without
a folder the network is trained anew on the curves that are there.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.jobs import TrainJob
from wetview.jobs.campaign import run_name
from wetview.jobs.learning_data import LearningReader
from wetview.jobs.learning_jobs import ConditionSettings
from wetview.jobs.train import train_network
from wetview.progress import silent
from wetview.project import (
    read_dataset,
    read_surrogate,
    read_training_record,
    write_dataset,
    write_surrogate,
)
from wetview.project.paths import file_stem
from wetview.units import ATM

if TYPE_CHECKING:
    from wetview.surrogate import Dataset

_RESOURCES = Path(__file__).resolve().parents[1] / "resources"
_DATASET = _RESOURCES / "training" / "wetview.h5"
_MODEL = _RESOURCES / "models" / "wetview.h5"
_MERGE_FRACTION = 0.1
_ABOUT = (
    "Trained on simulations of generated electrodes alone, by `wetview campaign` and "
    "`wetview train --with-shipped`; no measured electrode is in it."
)


def main(folder: Path | None) -> None:
    """Read the campaign's runs if there are some, train, and say how well it went."""
    if folder is not None:
        write_dataset(_DATASET, _dataset_of(folder))
    job = TrainJob(
        with_shipped=True,
        out=_MODEL,
        name="Electrolyte into generated electrodes",
        overwrite=True,
    )
    told = train_network(job, silent)
    surrogate = read_surrogate(_MODEL)
    limits = _limits(read_dataset(_DATASET))
    card = {**surrogate.card, "about": _ABOUT, "limits": limits}
    record = read_training_record(_MODEL)
    write_surrogate(_MODEL, replace(surrogate, card=card), record)
    scores = told["scores"]
    print(json.dumps({k: scores[k] for k in scores if "by_" not in k}, indent=1))


def _dataset_of(folder: Path) -> Dataset:
    """The curves of all pores in the campaign's runs."""
    campaign = json.loads((_RESOURCES / "training" / "campaign.json").read_text())
    runs = [
        folder / "runs" / f"{file_stem(run_name(ConditionSettings(**run)))}.h5"
        for run in campaign["runs"]
    ]
    return LearningReader(_MERGE_FRACTION).read(
        "wetview's own simulations",
        dataset=None,
        runs=sorted(runs),
        with_shipped=False,
        report=silent,
    )


def _limits(dataset: Dataset) -> list[str]:
    """What the simulations cover, for the card."""

    def ends(column: str, factor: float, digits: int) -> str:
        values = factor * dataset.column(column)
        return f"{values.min():.{digits}f} to {values.max():.{digits}f}"

    return [
        f"Electrodes of {ends('length_vx', 1, 0)} voxels of"
        f" {1e6 * dataset.column('voxel_m')[0]:g} um along the flow, porosity"
        f" {ends('porosity', 1, 2)}, pore volume over wall"
        f" {ends('hydraulic_radius_vx', 1, 1)} voxels",
        f"LP30 at {ends('pressure_pa', 1 / ATM, 1)} atm above the gas, contact angles"
        f" of {ends('contact_angle_deg', 1, 0)} degrees, the same on binder",
        "Trapped gas kept, outlet a vent, sides walls; what the simulation leaves out"
        " is left out here, too",
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
