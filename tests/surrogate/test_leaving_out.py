from __future__ import annotations

import numpy as np
import pytest

from wetview.surrogate.training import (
    MOST_GROUPS,
    Rows,
    leave_out_folds,
    leave_out_groups,
)


def _rows(names: list[str]) -> Rows:
    electrode = np.repeat(np.array(names), 3)
    nothing = np.zeros((len(electrode), 1))
    return Rows(nothing, nothing, nothing, electrode, np.ones(len(electrode), bool))


@pytest.mark.parametrize("n", [2, 7, MOST_GROUPS])
def test_of_few_electrodes_each_is_left_out_alone(n: int) -> None:
    names = [f"e{number}" for number in range(n)]
    assert sorted(leave_out_groups(names)) == sorted((name,) for name in names)


def test_of_many_electrodes_each_is_left_out_once_in_some_group() -> None:
    names = [f"e{number}" for number in range(3 * MOST_GROUPS + 5)]
    groups = leave_out_groups(names[::-1])
    assert len(groups) == MOST_GROUPS
    assert sorted(name for group in groups for name in group) == sorted(names)
    assert {len(group) for group in groups} == {3, 4}


@pytest.mark.parametrize("n", [4, 2 * MOST_GROUPS + 1])
def test_what_is_left_out_teaches_nothing(n: int) -> None:
    rows = _rows([f"e{number}" for number in range(n)])
    folds = leave_out_folds(rows)
    for group, fold in folds.items():
        assert set(rows.electrode[fold.validation]) == set(group)
        assert not set(rows.electrode[fold.training]) & set(group)
        assert len(fold.training) + len(fold.validation) == len(rows)
