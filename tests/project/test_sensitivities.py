"""Sobol's indices in files."""

from __future__ import annotations

from dataclasses import dataclass, fields

import h5py
import numpy as np
import pytest

from wetview.errors import UserError
from wetview.project import load_sensitivity, provenance, save_sensitivity
from wetview.sensitivity import find_sobol


@dataclass(frozen=True)
class _Column:
    name: str
    title: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    factor: float = 1.0


class _Product:
    """The product of two of three inputs; one output that never gives a number."""

    name = "a product"
    inputs = tuple(_Column(name, name.upper()) for name in "abc")
    outputs = (_Column("y", "Y", "%"), _Column("nothing", "Nothing", "s"))
    training_inputs = np.random.default_rng(0).random((50, 3))

    def evaluate(self, inputs):
        return np.column_stack(
            [inputs[:, 0] * inputs[:, 1] + inputs[:, 2], np.full(len(inputs), np.nan)]
        )


@pytest.fixture
def result():
    """Give indices in which some are NaN."""
    return find_sobol(_Product(), n_base=64, groups=[("a", "b")], seed=0)


def test_a_result_is_read_as_it_was_written(tmp_path, result):
    path = tmp_path / "sobol.h5"
    save_sensitivity(path, result, provenance=provenance({"seed": 0}, None))
    read = load_sensitivity(path)
    for field in fields(result):
        before, after = getattr(result, field.name), getattr(read, field.name)
        if isinstance(before, np.ndarray):
            np.testing.assert_array_equal(before, after)
        elif field.name == "convergence":
            np.testing.assert_array_equal(before.total, after.total)
            np.testing.assert_array_equal(before.n_base, after.n_base)
        elif field.name == "outputs":
            assert repr(before) == repr(after)  # NaN is not equal to itself
        else:
            assert before == after


@pytest.mark.parametrize("damage", ["shape", "missing", "distribution", "format"])
def test_a_damaged_file_is_refused_in_words(tmp_path, result, damage):
    path = tmp_path / "sobol.h5"
    save_sensitivity(path, result, provenance={})
    with h5py.File(path, "r+") as file:
        if damage == "shape":
            del file["sobol/first"]
            file["sobol/first"] = np.zeros((7, 7))
        elif damage == "missing":
            del file["sobol/convergence"]
        elif damage == "distribution":
            about = file["sobol"].attrs["about"]
            file["sobol"].attrs["about"] = about.replace('"uniform"', '"normal"')
        else:
            file.attrs["format"] = "something else"
    with pytest.raises(UserError, match=r"sobol\.h5"):
        load_sensitivity(path)
