"""What few change: angle on the binder, gas, faces of the sample, limits, computer."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot

from wetview.app.panels.fields import ChoiceField, IntegerField, NumberField
from wetview.app.panels.form import Form
from wetview.errors import UserError
from wetview.lbm.plan import MOST_STEPS_EVER
from wetview.units import UPA_S

if TYPE_CHECKING:
    from wetview.app.context import Context

INLETS = (
    ("x = 0", "x-"),
    ("end of x", "x+"),
    ("y = 0", "y-"),
    ("end of y", "y+"),
    ("z = 0", "z-"),
    ("end of z", "z+"),
)
_OUTLETS = (
    ("lets gas out", "vent"),
    ("lets both out", "open"),
    ("closed", "closed"),
)
_SIDES = (("walls", "wall"), ("periodic", "periodic"), ("let gas out", "vent"))
_FIELDS = (("none", "none"), ("at the end", "last"), ("at every frame", "frames"))
_GPU = ("Apple GPU", "mps") if sys.platform == "darwin" else ("graphics card", "cuda")
_DEVICES = (("automatic", "auto"), ("processor", "cpu"), _GPU)


class BoundaryForm(Form):
    """The settings under Advanced.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    refused = Signal(str)
    """A number that no fluid has, in words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._add_fluids()
        self._choices = {
            name: self._add_choice(name, *shown)
            for name, shown in {
                "inlet": ("Inlet", INLETS, "The face that the electrolyte enters by"),
                "outlet": (
                    "Outlet",
                    _OUTLETS,
                    "The face opposite the inlet: it lets gas out and holds "
                    "electrolyte back, lets both out, or is closed",
                ),
                "sides": (
                    "Sides",
                    _SIDES,
                    "The four faces beside: walls, the sample repeats there, or they "
                    "let gas out",
                ),
                "fields": (
                    "Flow files",
                    _FIELDS,
                    "Writes velocity and pressure beside the run as VTI files, which "
                    "ParaView opens: about 10 MB for a million voxels, each time",
                ),
                "device": (
                    "Computes on",
                    _DEVICES,
                    "Automatic takes a graphics card where there is one that it can "
                    "use; the job's log says which",
                ),
            }.items()
        }
        self._add_limits()
        context.session.request_changed.connect(self.refresh)
        self.refresh()

    def _add_fluids(self) -> None:
        self._binder_angle = NumberField("°", 0.0, 180.0, decimals=1, step=5.0)
        self._binder_angle.edited.connect(self._on_binder_angle)
        self.add(
            "Angle on binder",
            self._binder_angle,
            "Contact angle on the carbon binder, measured in the electrolyte",
        )
        self._gas_viscosity = NumberField("µPa s", 1.0, 1000.0, decimals=1)
        self._gas_viscosity.edited.connect(self._on_gas_viscosity)
        self.add(
            "Gas viscosity",
            self._gas_viscosity,
            "Dynamic viscosity of the gas before; air has 18.5, argon 22.7 µPa s",
        )

    def _add_choice(
        self, name: str, title: str, choices: tuple[tuple[str, str], ...], tip: str
    ) -> ChoiceField:
        field = ChoiceField(choices)
        field.setProperty("field", name)
        field.edited.connect(self._on_choice)
        self.add(title, field, tip)
        return field

    def _add_limits(self) -> None:
        self._threads = IntegerField("", 0, 256, unset="automatic")
        self._threads.edited.connect(self._on_threads)
        self.add(
            "Processor cores",
            self._threads,
            "How many cores compute; automatic leaves one to this window",
        )
        self._max_steps = IntegerField(
            "steps", 0, MOST_STEPS_EVER, step=10_000, unset="automatic"
        )
        self._max_steps.edited.connect(self._on_max_steps)
        self.add(
            "At most",
            self._max_steps,
            "Where the run ends if the saturation is still rising",
        )

    def refresh(self) -> None:
        """Show the settings of the request."""
        request = self._context.session.request
        self._binder_angle.set_value(request.fluids.binder_contact_angle_deg)
        self._gas_viscosity.set_value(request.fluids.gas_viscosity_pa_s / UPA_S)
        for name, field in self._choices.items():
            field.set_value(getattr(request, name))
        self._threads.set_value(request.n_threads or 0)
        self._max_steps.set_value(request.max_steps or 0)

    def _change(self, **values: Any) -> None:
        session = self._context.session
        session.set_request(replace(session.request, **values))

    def _change_fluids(self, **values: float) -> None:
        fluids = self._context.session.request.fluids
        try:
            self._change(fluids=self._context.fluids.with_values(fluids, **values))
        except UserError as problem:
            self.refused.emit(str(problem))

    @Slot(float)
    def _on_binder_angle(self, value: float) -> None:
        self._change_fluids(binder_contact_angle_deg=value)

    @Slot(float)
    def _on_gas_viscosity(self, value: float) -> None:
        self._change_fluids(gas_viscosity_pa_s=value * UPA_S)

    @Slot(object)
    def _on_choice(self, value: str) -> None:
        sender = self.sender()
        if sender is not None:
            self._change(**{str(sender.property("field")): value})

    @Slot(int)
    def _on_max_steps(self, value: int) -> None:
        self._change(max_steps=value or None)

    @Slot(int)
    def _on_threads(self, value: int) -> None:
        self._change(n_threads=value or None)
