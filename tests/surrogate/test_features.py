"""Measuring an electrode says how far it is, and can be stopped."""

from __future__ import annotations

import pytest

from wetview.errors import Cancelled
from wetview.surrogate import view_electrode


def test_measuring_an_electrode_reports_to_the_end(electrodes):
    phases, pores, _ = electrodes[0]
    told: list[tuple[float, str]] = []

    def report(done: float, total: float, note: str) -> None:
        told.append((done / total, note))

    view_electrode(phases, pores, report=report)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    notes = {note for _, note in told}
    assert {"Flow through the pores", "Gas that is cut off"} <= notes


@pytest.mark.parametrize("stage", ["Ways", "Narrowest", "Flow", "Gas"])
def test_measuring_an_electrode_can_be_stopped(electrodes, stage):
    phases, pores, _ = electrodes[0]

    def report(done: float, total: float, note: str) -> None:
        if note.startswith(stage):
            raise Cancelled

    with pytest.raises(Cancelled):
        view_electrode(phases, pores, report=report)
