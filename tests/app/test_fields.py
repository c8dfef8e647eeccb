"""What is typed into a field is what it takes, or it says what it may be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from wetview.app.panels.fields import NumberField


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("120", 120.0),
        ("60,5", 60.5),
        ("60.5", 60.5),
        ("175", 170.0),
        ("5", 10.0),
        ("-1", 10.0),
        ("1e9", 170.0),
        ("1.2e2", 120.0),
    ],
)
def test_a_typed_number_is_taken_or_the_nearest_of_the_range(qtbot, typed, expected):
    field = NumberField("degrees", 10, 170, decimals=1)
    qtbot.addWidget(field)
    field.setValue(90)
    field.show()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == pytest.approx(expected)


def test_what_is_no_number_leaves_the_value(qtbot):
    field = NumberField("mPa s", 0.01, 100)
    qtbot.addWidget(field)
    field.setValue(3.7)
    field.show()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "-")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == pytest.approx(3.7)
