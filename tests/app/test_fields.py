"""What is typed into a field is what it takes, or it says what it may be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from wetview.app.panels import fields
from wetview.app.panels.fields import ChoiceField, NumberField


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


def test_long_names_keep_their_ends_and_are_told_whole(qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(
        fields.QToolTip, "showText", lambda _, text, *rest: told.append(text)
    )
    long = "Calendered electrode, 4 atm, predicted"
    field = ChoiceField(((long, 0), ("Short", 1)))
    qtbot.addWidget(field)
    field.resize(180, field.sizeHint().height())
    field.show()
    shown = field.shown_text()
    assert "…" in shown
    assert shown.startswith("Cal")
    assert shown.endswith("predicted")
    place = field.rect().center()
    tip = QHelpEvent(QEvent.Type.ToolTip, place, field.mapToGlobal(place))
    QApplication.sendEvent(field, tip)
    assert told == [long]
    field.set_value(1)
    assert field.shown_text() == "Short"
    QApplication.sendEvent(field, tip)
    assert told == [long]
