"""What is said of a data set before a network learns from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wetview.surrogate import Dataset, RunRecord, glance_at


def _with(record: RunRecord, **columns: float) -> RunRecord:
    changed = {name: np.full(record.n_pores, value) for name, value in columns.items()}
    return replace(record, columns={**record.columns, **changed})


def test_a_glance_counts_rows_pressures_and_pores_that_never_fill(law_dataset):
    glance = glance_at(law_dataset, "wetview")
    assert glance.n_rows == sum(record.n_pores for record in law_dataset.records)
    assert len(glance.electrodes) == 6
    assert [one.pressure_pa for one in glance.pressures] == [50e3, 200e3]
    never = 1 - law_dataset.times.fills.mean()
    assert glance.never_share == pytest.approx(never)
    pressure = next(one for one in glance.columns if one.column.name == "pressure_pa")
    assert (pressure.low, pressure.high) == (50e3, 200e3)
    assert glance.refusal is None


def test_one_pressure_only_is_said(law_dataset):
    records = [one for one in law_dataset.records if one.pressure_pa == 50e3]
    notes = glance_at(Dataset("one", tuple(records)), "wetview").notes
    assert any("All runs are at 50 kPa" in note for note in notes)


def test_conditions_that_never_change_are_named(law_dataset):
    notes = glance_at(law_dataset, "wetview").notes
    assert any("electrolyte's viscosity" in note for note in notes)
    assert not any("applied pressure" in note for note in notes)


def test_too_few_electrodes_for_scores_are_said(law_dataset):
    two = law_dataset.only(law_dataset.electrodes[:2])
    notes = glance_at(two, "wetview").notes
    assert any("no scores" in note for note in notes)


def test_too_few_pores_are_refused(law_dataset):
    record = law_dataset.records[0]
    columns = {name: values[:10] for name, values in record.columns.items()}
    small = replace(
        record, pore_saturation=record.pore_saturation[:, :10], columns=columns
    )
    refusal = glance_at(Dataset("few", (small,)), "wetview").refusal
    assert refusal is not None
    assert "pores to learn from" in refusal.message


def test_a_column_that_is_not_a_number_is_refused_by_its_name(law_dataset):
    broken = _with(law_dataset.records[0], porosity=np.nan)
    dataset = Dataset("nan", (broken, *law_dataset.records[1:]))
    glance = glance_at(dataset, "wetview")
    assert glance.refusal is not None
    assert "`porosity` is not a number" in glance.refusal.message
    porosity = next(one for one in glance.columns if one.column.name == "porosity")
    assert porosity.n_unknown == broken.n_pores


def test_the_papers_preset_says_what_its_inputs_do_not_hold(law_dataset):
    finer = _with(law_dataset.records[0], voxel_m=5e-7, contact_angle_deg=40.0)
    dataset = Dataset("mixed", (finer, *law_dataset.records[1:]))
    notes = "\n".join(glance_at(dataset, "paper").notes)
    assert "Voxel size goes from 0.5 to 1 µm" in notes
    assert "Contact angle goes from 40 to" in notes
    assert "do not tell" not in "\n".join(glance_at(dataset, "wetview").notes)
