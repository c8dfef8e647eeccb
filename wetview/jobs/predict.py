"""The job that predicts a filling and writes it as a run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wetview.errors import UserError
from wetview.pores import require_filling_path
from wetview.project import (
    provenance,
    read_sample,
    read_surrogate,
    require_new_file,
    require_not_input,
    write_predicted,
)
from wetview.surrogate import Predictor, view_electrode

if TYPE_CHECKING:
    from wetview.jobs.learning_jobs import PredictJob
    from wetview.progress import Report
    from wetview.project import Sample

_TOLD = ("saturation", "saturation_with_real_gas", "t50_s", "t90_s", "t99_s")
"""Of the results of the filling."""


def predict(job: PredictJob, report: Report) -> dict[str, Any]:
    """Predict the filling of the sample that a job names; see `predict_sample`."""
    report(0, 0, "Reading the sample")
    return predict_sample(read_sample(job.sample), job, report)


def predict_sample(sample: Sample, job: PredictJob, report: Report) -> dict[str, Any]:
    """Predict the filling of a sample that is in memory.

    Returns
    -------
    dict
        "out", "seconds" (of the prediction alone), "view_seconds" (of measuring the
        electrode, once for all predictions), "saturation", "t50_s", "t90_s", "t99_s",
        "n_unfilled", "interval_90" (at the end), "out_of_range".

    Raises
    ------
    UserError
        If the network does not fit, the sample's pores are not known or do not lead
        from the inlet to the outlet, or the run cannot be written.
    """
    require_new_file(job.out, overwrite=job.overwrite)
    require_not_input(job.out, job.sample)
    surrogate = read_surrogate(job.model)
    if sample.pores is None:
        raise UserError(
            f"The pores of {sample.phases.name} are not known", "Find the pores first"
        )
    require_filling_path(sample.phases, inlet=job.inlet)
    started_s = time.perf_counter()
    view = view_electrode(sample.phases, sample.pores, inlet=job.inlet, report=report)
    predictor = Predictor(view)
    viewed_s = time.perf_counter()
    report(0, 0, "Predicting")
    predicted = predictor.predict(
        surrogate,
        job.fluids.to_fluids(),
        job.pressure_pa,
        name=job.name or job.out.stem,
    )
    predicted_s = time.perf_counter()
    description = job.model_dump(mode="json")
    predicted.filling.description.update(model=str(job.model.name))
    write_predicted(
        job.out,
        predicted,
        phases=sample.phases,
        pores=sample.pores,
        provenance=provenance(
            description, job.sample, input_provenance=sample.provenance
        ),
        overwrite=job.overwrite,
    )
    results = predicted.filling.results
    return {
        "out": job.out,
        "seconds": predicted_s - viewed_s,
        "view_seconds": viewed_s - started_s,
        "n_unfilled": int((~predicted.prediction.fills).sum()),
        "interval_90": [
            float(predicted.interval_low[-1]),
            float(predicted.interval_high[-1]),
        ],
        "out_of_range": [str(one) for one in predicted.out_of_range],
        **{name: results[name] for name in _TOLD},
    }
