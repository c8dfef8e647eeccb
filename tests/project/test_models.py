from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest

from wetview.errors import UserError
from wetview.project import (
    read_authors_runs,
    read_dataset,
    read_surrogate,
    write_dataset,
    write_surrogate,
)
from wetview.surrogate import Dataset, FitSettings, RunRecord, TrainingSettings, train
from wetview.surrogate.final_level import FinalLevel
from wetview.surrogate.presets import PaperPreset

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    rng = np.random.default_rng(2)
    records = []
    for electrode in ("a", "b", "c"):
        n = 60
        columns = {name: rng.uniform(1, 100, n) for name in PaperPreset.columns}
        columns["pressure_pa"][:] = 1e5
        time = np.linspace(0, 1, 50)
        begins = 0.1 + columns["distance_vx"] / 200
        curves = np.clip((time[:, None] - begins) / 0.2, 0, 1)
        records.append(
            RunRecord(electrode, electrode, time, curves.astype(np.float32), columns)
        )
    return Dataset("three", tuple(records))


@pytest.fixture(scope="module")
def surrogate(dataset):
    settings = TrainingSettings("paper", fit=FitSettings((8, 8), n_epochs=3))
    return train(dataset, settings, name="Mine")[0]


def test_a_network_is_read_as_it_was_written(tmp_path: Path, surrogate):
    write_surrogate(tmp_path / "m.h5", surrogate)
    read = read_surrogate(tmp_path / "m.h5")
    assert (read.name, read.preset_name) == ("Mine", "paper")
    assert read.card == surrogate.card
    inputs = surrogate.training_inputs
    np.testing.assert_array_equal(read.evaluate(inputs), surrogate.evaluate(inputs))
    assert read.inputs == surrogate.inputs


def test_a_network_keeps_the_final_level_that_it_has_learnt(tmp_path: Path, surrogate):
    level = FinalLevel(0.01, 0.07, 2.3, 2.0, 3.0)
    write_surrogate(tmp_path / "m.h5", replace(surrogate, level=level))
    assert read_surrogate(tmp_path / "m.h5").level == level
    write_surrogate(tmp_path / "m.h5", surrogate)
    assert read_surrogate(tmp_path / "m.h5").level is None


@pytest.mark.parametrize("stays_inside", [False, True])
def test_a_network_keeps_the_ranges_that_it_stays_inside_of(
    tmp_path: Path, dataset, stays_inside
):
    fit = FitSettings((8, 8), n_epochs=3, stays_inside=stays_inside)
    trained, _ = train(dataset, TrainingSettings("paper", fit=fit))
    write_surrogate(tmp_path / "m.h5", trained)
    far = 1.5 * trained.training_inputs
    read = read_surrogate(tmp_path / "m.h5")
    assert (read.networks.input_low is not None) == stays_inside
    np.testing.assert_array_equal(read.evaluate(far), trained.evaluate(far))


def test_a_network_with_half_of_its_ranges_is_refused(tmp_path: Path, dataset):
    fit = FitSettings((8, 8), n_epochs=3, stays_inside=True)
    trained, _ = train(dataset, TrainingSettings("paper", fit=fit))
    write_surrogate(tmp_path / "m.h5", trained)
    with h5py.File(tmp_path / "m.h5", "r+") as file:
        del file["networks/input_high"]
    with pytest.raises(UserError, match=r"m\.h5.*input_high"):
        read_surrogate(tmp_path / "m.h5")


def test_a_data_set_is_read_as_it_was_written(tmp_path: Path, dataset):
    write_dataset(tmp_path / "d.h5", dataset)
    read = read_dataset(tmp_path / "d.h5")
    assert read.electrodes == dataset.electrodes
    np.testing.assert_array_equal(read.column("volume_vx"), dataset.column("volume_vx"))
    # kept in 16 bits
    np.testing.assert_allclose(
        read.records[1].pore_saturation,
        dataset.records[1].pore_saturation,
        atol=0.5 / 65535 + 1e-7,
    )


def test_a_data_set_of_single_inputs_is_read_as_one_with_a_table(
    tmp_path: Path, dataset
):
    path = tmp_path / "d.h5"
    write_dataset(path, dataset)
    with h5py.File(path, "r+") as file:
        for run in file.values():
            table = run["inputs"]
            for name, values in zip(table.attrs["names"], table[()], strict=True):
                run[f"columns/{name}"] = values
            del run["inputs"]
    for read, written in zip(read_dataset(path).records, dataset.records, strict=True):
        assert read.columns.keys() == written.columns.keys()
        for name, values in written.columns.items():
            np.testing.assert_array_equal(read.columns[name], values)


@pytest.mark.parametrize(
    ("names", "problem"),
    [(["volume_vx"], "1 names of 6 inputs"), (None, "names")],
    ids=str,
)
def test_a_data_set_whose_inputs_are_not_all_named_is_refused(
    tmp_path: Path, dataset, names, problem
):
    path = tmp_path / "d.h5"
    write_dataset(path, dataset)
    with h5py.File(path, "r+") as file:
        attributes = file["run_00000/inputs"].attrs
        del attributes["names"]
        if names is not None:
            attributes["names"] = names
    with pytest.raises(UserError, match=rf"d\.h5.*{problem}"):
        read_dataset(path)


_NO_LEVEL = '{"offset": NaN, "slope": 0, "centre": 0, "low": 0, "high": 0}'


def _spoil(change):
    def spoil(path: Path) -> None:
        with h5py.File(path, "r+") as file:
            change(file)

    return spoil


def _replace(file, name, values):
    del file[name]
    file[name] = values


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:2000]),
        lambda path: path.write_text("a network"),
        _spoil(lambda file: file.attrs.__setitem__("preset", "other")),
        _spoil(lambda file: file.attrs.__setitem__("format", "wetview-run")),
        _spoil(lambda file: file.attrs.__setitem__("format_version", 99)),
        _spoil(lambda file: file.__delitem__("networks/layer_01")),
        _spoil(lambda file: _replace(file, "ranges", np.zeros((4, 2)))),
        _spoil(lambda file: _replace(file, "networks/layer_00/bias", np.zeros(3))),
        _spoil(
            lambda file: _replace(
                file, "networks/input_mean", np.full((1, 1, 6), np.nan)
            )
        ),
        _spoil(lambda file: _replace(file, "networks/output_std", np.ones((1, 1, 9)))),
        _spoil(lambda file: file["networks"].attrs.__setitem__("activation", "eval")),
        _spoil(lambda file: file["networks"].attrs.__setitem__("n_layers", 10**9)),
        _spoil(lambda file: file.attrs.__setitem__("final_level", '{"offset": 0}')),
        _spoil(lambda file: file.attrs.__setitem__("final_level", _NO_LEVEL)),
    ],
    ids=range(15),
)
def test_a_damaged_network_is_refused_in_words(tmp_path: Path, surrogate, spoil):
    path = tmp_path / "m.h5"
    write_surrogate(path, surrogate)
    spoil(path)
    with pytest.raises(UserError) as refused:
        read_surrogate(path)
    assert "m.h5" in str(refused.value) or "Mine" in str(refused.value)


def test_a_file_of_something_else_is_no_data_set(tmp_path: Path, surrogate):
    write_surrogate(tmp_path / "m.h5", surrogate)
    for read in (read_dataset, read_authors_runs):
        with pytest.raises(UserError, match=r"m\.h5"):
            read(tmp_path / "m.h5")
