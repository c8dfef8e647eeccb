"""The table of pores, sorted and filtered by arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from wetview.app.models.pore_columns import COLUMNS
from wetview.app.views.pore_table_model import PoreTableModel
from wetview.pores import label_pores
from wetview.volume import generate_electrode

_KEYS = [entry.key for entry in COLUMNS]
_VOLUME = _KEYS.index("volume")
_RISING, _FALLING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture(scope="module")
def pores():
    return label_pores(generate_electrode((24, 20, 20), seed=3))


@pytest.fixture
def model(qapp, pores):
    model = PoreTableModel()
    model.set_pores(pores, None)
    return model


def test_pores_begin_in_the_order_of_their_numbers(model, pores):
    assert len(pores) > 5
    assert model.pores.tolist() == list(range(len(pores)))


def test_the_same_pores_do_not_fill_the_table_again(model, pores):
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    model.set_pores(pores, None)
    assert not resets
    model.set_pores(replace(pores), None)
    assert len(resets) == 1


def test_a_column_is_sorted_both_ways_and_stays_so_with_other_pores(model, pores):
    volume = pores.table.volume_vx
    model.sort(_VOLUME, _RISING)
    assert (np.diff(volume[model.pores]) >= 0).all()
    model.sort(_VOLUME, _FALLING)
    assert (np.diff(volume[model.pores]) <= 0).all()
    model.set_pores(replace(pores), None)
    assert (np.diff(volume[model.pores]) <= 0).all()
    first = model.data(model.index(0, _VOLUME))
    assert float(first) == volume.max()


def test_what_is_not_known_comes_last_either_way(model):
    values = np.arange(float(model.n_pores))
    values[2] = np.nan
    model._values[_VOLUME] = values
    for order in (_RISING, _FALLING):
        model.sort(_VOLUME, order)
        assert model.pores[-1] == 2


def test_hidden_pores_have_no_row(model, pores):
    is_shown = np.zeros(len(pores), dtype=bool)
    is_shown[[1, 4]] = True
    model.set_shown(is_shown)
    model.sort(0, _FALLING)
    assert model.rowCount() == 2
    assert model.pores.tolist() == [4, 1]
    assert model.row_of(4) == 0
    assert model.row_of(0) is None
    model.set_shown(None)
    assert model.rowCount() == len(pores)


def test_a_row_that_is_picked_stays_with_its_pore(model, pores):
    from PySide6.QtCore import QPersistentModelIndex

    largest = int(np.argmax(pores.table.volume_vx))
    picked = QPersistentModelIndex(model.index(largest, 3))
    model.sort(_VOLUME, _FALLING)
    assert (picked.row(), picked.column()) == (0, 3)
