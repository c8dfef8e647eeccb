from __future__ import annotations

import numpy as np
import pytest

from wetview.lbm.fluids import Fluids
from wetview.pores import label_pores
from wetview.surrogate import (
    Dataset,
    FitSettings,
    RunRecord,
    TrainingSettings,
    train,
    view_electrode,
)
from wetview.surrogate.presets import WetviewPreset
from wetview.volume import generate_electrode

FLUIDS = Fluids("LP30", 1300.0, 0.0037, 0.042)
PRESSURES_PA = (50e3, 200e3)


def law_record(seed: int, pressure_pa: float, view) -> RunRecord:
    """A run whose pores fill by a law: linearly while Darcy's front crosses them."""
    columns = view.with_conditions(FLUIDS, pressure_pa)
    seconds = columns["liquid_viscosity_pa_s"] / pressure_pa
    begins = seconds * (columns["front_begin"] + 0.01 * columns["front_crossing"])
    ends = seconds * (columns["front_end"] + 0.05 * columns["front_crossing"])
    time = np.linspace(0, 1.3 * ends.max(), 400)
    final = np.where(view.is_reached, 0.9, 0.0)
    curves = final * np.clip((time[:, None] - begins) / (ends - begins), 0, 1)
    return RunRecord(
        f"e{seed} {pressure_pa:g}", f"e{seed}", time, curves.astype(np.float32), columns
    )


@pytest.fixture(scope="session")
def electrodes():
    made = {}
    for seed in range(6):
        phases = generate_electrode((36, 28, 28), mean_diameter_m=6e-6, seed=seed)
        pores = label_pores(phases)
        made[seed] = (phases, pores, view_electrode(phases, pores))
    return made


@pytest.fixture(scope="session")
def law_dataset(electrodes) -> Dataset:
    """Runs of six small electrodes that follow a law."""
    records = [
        law_record(seed, pressure_pa, view)
        for seed, (_, _, view) in electrodes.items()
        for pressure_pa in PRESSURES_PA
    ]
    return Dataset("law", tuple(records))


@pytest.fixture(scope="session")
def short_fit() -> FitSettings:
    settings = WetviewPreset.settings
    return FitSettings(
        hidden=(32, 32),
        activation=settings.activation,
        normalise=False,
        n_epochs=150,
        batch_size=128,
        weight_decay=0.3,
        has_class=True,
    )


@pytest.fixture(scope="session")
def surrogate(law_dataset, short_fit):
    return train(law_dataset, TrainingSettings(n_members=2, fit=short_fit))[0]
