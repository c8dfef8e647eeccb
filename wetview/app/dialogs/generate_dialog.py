"""Asks what electrode is to be generated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from wetview.app.panels.fields import ChoiceField, IntegerField, NumberField
from wetview.app.panels.form import Form
from wetview.app.theme import FIELD_HEIGHT, GAP, MARGIN, set_look
from wetview.jobs import ElectrodeSettings
from wetview.units import UM

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEAN, _D_VALUES = "mean", "d values"
_SIZES = (("Mean and spread", _MEAN), ("D10, D50, D90", _D_VALUES))
_LARGEST = 2000
_FEWEST_VOXELS_A_PARTICLE = 4
_THINNEST_VX = 2


class GenerateDialog(QDialog):
    """Size, particles, porosity and binder of an electrode.

    Parameters
    ----------
    parent : QWidget
        The window.
    """

    chosen = Signal(object)
    """The `ElectrodeSettings`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Generate an electrode")
        self.setMinimumWidth(520)
        explanation = QLabel(
            "Particles of active material, packed at random, with carbon binder in the "
            "gaps between them. The same seed gives the same electrode."
        )
        explanation.setWordWrap(True)
        set_look(explanation, "muted")
        self._verdict = QLabel()
        self._verdict.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._generate = self._buttons.addButton(
            "Generate", QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._generate.setDefault(True)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(explanation)
        layout.addWidget(self._make_form())
        layout.addWidget(self._verdict)
        layout.addWidget(self._buttons)
        self._on_sizes(_MEAN)

    @property
    def settings(self) -> ElectrodeSettings:
        """What the fields say."""
        nx, ny, nz = (field.value() for field in self._shape)
        by_d_values = self._sizes.chosen == _D_VALUES
        d10, d50, d90 = (UM * field.value() for field in self._d_values)
        return ElectrodeSettings(
            name=self._name.text().strip() or "Generated electrode",
            shape=(nx, ny, nz),
            voxel_m=UM * self._voxel.value(),
            porosity=self._porosity.value() / 100,
            binder_share=self._binder.value() / 100,
            mean_diameter_m=UM * self._mean.value(),
            diameter_spread=self._spread.value() / 100,
            d_values_m=(d10, d50, d90) if by_d_values else None,
            compression=self._compression.value() / 100,
            aspect_ratio=self._aspect_ratio.value(),
            seed=self._seed.value(),
        )

    def _make_form(self) -> Form:
        form = self._form = Form()
        self._name = QLineEdit("Generated electrode")
        self._name.setMinimumHeight(FIELD_HEIGHT)
        self._name.setMaxLength(60)
        form.add("Name", self._name, "What the sample is called in the project")
        self._shape = tuple(IntegerField("", 8, _LARGEST, step=8) for _ in range(3))
        for field, value, axis in zip(self._shape, (100, 75, 75), "xyz", strict=True):
            field.set_value(value)
            field.setAccessibleName(f"Voxels along {axis}")
        form.add(
            "Voxels x, y, z",
            _row(self._shape),
            "Electrolyte travels along x, the thickness of the electrode",
        )
        self._voxel = _number("µm", 0.01, 100, 1.0, decimals=3, step=0.1)
        form.add("Voxel size", self._voxel, "Edge of a voxel")
        self._sizes = ChoiceField(_SIZES)
        form.add("Particle sizes by", self._sizes, "How the diameters are given")
        self._mean = _number("µm", 0.1, 1000, 8.0)
        form.add("Mean diameter", self._mean, "Of the particles")
        self._spread = _number("%", 0, 60, 25.0, decimals=1)
        form.add(
            "Spread",
            self._spread,
            "Standard deviation of the diameters over their mean",
        )
        self._d_values = tuple(
            _number("µm", 0.1, 1000, value) for value in (5.0, 8.0, 13.0)
        )
        for diameter, name in zip(self._d_values, ("D10", "D50", "D90"), strict=True):
            diameter.setAccessibleName(name)
        self._d_row = form.add(
            "D10, D50, D90",
            _row(self._d_values),
            "Diameters below which 10, 50 and 90 % of the particles' volume lie, as "
            "data sheets state them",
        )
        self._porosity = _number("%", 5, 95, 45.0, decimals=1)
        form.add("Porosity", self._porosity, "Pores over the whole volume, at the end")
        self._binder = _number("%", 0, 60, 10.0, decimals=1)
        form.add("Carbon binder", self._binder, "Of the whole volume")
        self._aspect_ratio = _number("", 1, 10, 1.0, decimals=1, step=0.5)
        form.add(
            "Diameter over thickness",
            self._aspect_ratio,
            "Of the particles: 1 for round ones, 2 to 5 for flakes as graphite's, "
            "which lie flat. Diameters above are those of balls of the same volume",
        )
        self._compression = _number("%", 0, 50, 0.0, decimals=1, step=5)
        form.add(
            "Calendering",
            self._compression,
            "Share of its thickness that calendering took from the electrode; the "
            "porosity is that after it",
        )
        self._seed = IntegerField("", 0, 2**31 - 1)
        form.add("Seed", self._seed, "Another number gives another electrode")
        self._sizes.edited.connect(self._on_sizes)
        for size in self._shape:
            size.edited.connect(self._check)
        for number in (
            *(*self._d_values, self._voxel, self._mean),
            *(self._porosity, self._binder, self._aspect_ratio),
        ):
            number.edited.connect(self._check)
        return form

    @Slot(object)
    def _on_sizes(self, sizes: str) -> None:
        by_mean = sizes == _MEAN
        self._form.set_row_visible(self._mean, by_mean)
        self._form.set_row_visible(self._spread, by_mean)
        self._form.set_row_visible(self._d_row, not by_mean)
        self._check()

    @Slot()
    def _check(self, *_: object) -> None:
        problem = self._problem()
        asked = self.settings
        extent = " × ".join(f"{n * asked.voxel_m / UM:.4g}" for n in asked.shape)
        active = 1 - asked.porosity - asked.binder_share
        text = f"{extent} µm, {100 * active:.1f} % active material."
        self._verdict.setText(problem or text)
        set_look(self._verdict, "missing" if problem else "ready")
        self._generate.setEnabled(not problem)

    def _problem(self) -> str:
        """What cannot be, in words; "" where all is well."""
        asked = self.settings
        if asked.porosity + asked.binder_share > 0.97:
            return "Porosity and binder leave no room for active material."
        diameters = asked.d_values_m or (asked.mean_diameter_m,)
        if list(diameters) != sorted(set(diameters)):
            return "D10, D50 and D90 must rise."
        if diameters[0] < _FEWEST_VOXELS_A_PARTICLE * asked.voxel_m:
            least = _FEWEST_VOXELS_A_PARTICLE * asked.voxel_m / UM
            return f"Particles below {least:g} µm have too few voxels to be round."
        if diameters[-1] > min(asked.shape) * asked.voxel_m:
            return "The largest particles do not fit into the electrode."
        thickness_m = diameters[0] * asked.aspect_ratio ** (-2 / 3)
        if thickness_m < _THINNEST_VX * asked.voxel_m:
            least = _THINNEST_VX * asked.voxel_m / UM
            return f"Flakes thinner than {least:g} µm have too few voxels."
        return ""

    @Slot()
    def _accept(self) -> None:
        self.chosen.emit(self.settings)
        self.accept()


def _number(
    unit: str, low: float, high: float, value: float, **more: Any
) -> NumberField:
    field = NumberField(unit, low, high, **more)
    field.set_value(value)
    return field


def _row(fields: Sequence[QWidget]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GAP)
    for field in fields:
        layout.addWidget(field, 1)
    return row
