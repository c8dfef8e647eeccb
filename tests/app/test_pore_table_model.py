"""The table of pores, sorted without asking for what is known."""

from __future__ import annotations

from PySide6.QtCore import Qt

from wetview.app.views.pore_table_model import SORT_ROLE, PoreTableModel, ShownPores
from wetview.pores import label_pores
from wetview.volume import generate_electrode


class _Asked(PoreTableModel):
    """Counts how often Qt asks for a value to sort by."""

    n_asked = 0

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        self.n_asked += role == SORT_ROLE
        return super().data(index, role)


def test_pores_in_the_order_of_their_numbers_are_not_compared(qapp):
    pores = label_pores(generate_electrode((24, 20, 20), seed=3))
    model, shown = _Asked(), ShownPores()
    shown.setSourceModel(model)
    shown.sort(0, Qt.SortOrder.AscendingOrder)
    model.set_pores(pores, None)
    assert len(pores) > 5
    assert shown.rows.tolist() == list(range(len(pores)))
    assert model.n_asked == 0
    shown.sort(0, Qt.SortOrder.DescendingOrder)
    assert shown.rows.tolist() == list(range(len(pores)))[::-1]
    shown.sort(0, Qt.SortOrder.AscendingOrder)
    assert shown.rows.tolist() == list(range(len(pores)))
