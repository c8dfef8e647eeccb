"""The job that trains: what it leaves, also when it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.errors import Cancelled, UserError
from wetview.jobs import TrainJob
from wetview.jobs.train import read_learning_data, train_network
from wetview.project import (
    read_dataset,
    read_surrogate,
    read_training_record,
    shipped_dataset_path,
    write_dataset,
)
from wetview.surrogate import Dataset, RunRecord
from wetview.surrogate.presets import PaperPreset

if TYPE_CHECKING:
    from pathlib import Path

N_PORES = 60


@pytest.fixture
def dataset_file(tmp_path: Path) -> Path:
    """Three electrodes whose pores fill the later the farther they are."""
    rng = np.random.default_rng(4)
    records = []
    for electrode in ("a", "b", "c"):
        columns = {name: rng.uniform(1, 100, N_PORES) for name in PaperPreset.columns}
        columns["pressure_pa"][:] = 1e5
        time = np.linspace(0, 1, 50)
        begins = 0.1 + columns["distance_vx"] / 200
        curves = np.clip((time[:, None] - begins) / 0.2, 0, 1)
        records.append(
            RunRecord(electrode, electrode, time, curves.astype(np.float32), columns)
        )
    path = tmp_path / "d.h5"
    write_dataset(path, Dataset("three", tuple(records)))
    return path


def _job(dataset_file: Path, **changes: object) -> TrainJob:
    settings: dict[str, object] = {
        "dataset": dataset_file,
        "out": dataset_file.with_name("m.h5"),
        "preset": "paper",
        "n_epochs": 20,
        "hidden": (8,),
    }
    return TrainJob(**{**settings, **changes})  # type: ignore[arg-type]


def _stopping_when(note: str):
    def report(done: float, total: float, said: str) -> None:
        if note in said and "20 epochs" not in said:
            raise Cancelled

    return report


def _silent(done: float, total: float, note: str) -> None:
    pass


def test_the_file_keeps_errors_and_every_pore_of_electrodes_left_out(dataset_file):
    job = _job(dataset_file)
    result = train_network(job, _silent)
    record = read_training_record(job.out)
    assert record is not None
    assert record.training.epoch == result["epoch"]
    assert record.training.validation == pytest.approx(result["validation"])
    assert record.leaving_out is not None
    assert [run.electrode for run in record.left_out] == ["a", "b", "c"]
    for run in record.left_out:
        assert run.simulated_t_f0_s.shape == run.predicted_t_f1_s.shape == (N_PORES,)
        assert run.time_s.shape == run.simulated.shape == run.predicted.shape
        # The curve's error in the file is the one on the card.
        wanted = result["scores"]["by_electrode"][run.electrode]["curve_mae"]
        error = np.abs(run.simulated - run.predicted).mean()
        assert error == pytest.approx(wanted, rel=1e-3)


def test_progress_rises_to_the_end_over_both_parts(dataset_file):
    seen = []
    train_network(
        _job(dataset_file), lambda done, total, note: seen.append((done, total))
    )
    shares = [done / total for done, total in seen if total]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_stop_while_training_keeps_the_network_so_far(dataset_file):
    job = _job(dataset_file)
    result = train_network(job, _stopping_when("Training: error"))
    assert (result["outcome"], result["scores"]) == ("stopped", None)
    assert read_surrogate(job.out).card["scores"] is None
    assert result["n_epochs"] < 20


def test_a_stop_is_heard_between_two_epochs(dataset_file):
    def report(done: float, total: float, note: str) -> None:
        if done == 1.5:  # one network, in the middle of its second epoch
            raise Cancelled

    result = train_network(_job(dataset_file, batch_size=64), report)
    assert (result["outcome"], result["n_epochs"]) == ("stopped", 1)


def test_a_stop_before_anything_was_learnt_leaves_no_file(dataset_file):
    job = _job(dataset_file)
    with pytest.raises(Cancelled):
        train_network(job, _stopping_when("Training"))
    assert not job.out.exists()


def test_a_stop_while_electrodes_are_left_out_keeps_the_whole_network(dataset_file):
    job = _job(dataset_file)
    result = train_network(job, _stopping_when("Leaving"))
    assert (result["outcome"], result["scores"]) == ("stopped", None)
    kept = read_surrogate(job.out)
    assert kept.card["n_epochs"] == 20
    assert not np.isfinite(kept.interval_factor)


def test_a_fault_while_electrodes_are_left_out_does_not_lose_the_network(dataset_file):
    def report(done: float, total: float, note: str) -> None:
        if "Leaving" in note:
            raise MemoryError

    job = _job(dataset_file)
    with pytest.raises(MemoryError):
        train_network(job, report)
    assert read_surrogate(job.out).card["n_epochs"] == 20


def test_a_network_that_is_there_is_not_replaced(dataset_file):
    job = _job(dataset_file)
    job.out.write_bytes(b"mine")
    with pytest.raises(UserError, match="exists"):
        train_network(job, _silent)
    assert job.out.read_bytes() == b"mine"


def test_a_data_set_is_joined_with_the_simulations_that_come_with_it(dataset_file):
    shipped = read_dataset(shipped_dataset_path())
    job = _job(dataset_file, with_shipped=True)
    dataset = read_learning_data(job, _silent)
    assert dataset.n_rows == 3 * N_PORES + shipped.n_rows
    assert {"a", "b", "c"} < set(dataset.electrodes)
    alone = _job(dataset_file, dataset=None, with_shipped=True)
    assert read_learning_data(alone, _silent).n_rows == shipped.n_rows


def test_nothing_to_learn_from_is_said(dataset_file):
    with pytest.raises(UserError, match="No run is chosen"):
        read_learning_data(_job(dataset_file, dataset=None), _silent)
