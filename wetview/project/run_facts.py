"""What a list of runs shows of each, read without its curves and frames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.filling.filling import PREDICTED
from wetview.project import hdf5
from wetview.project.run_layout import RUN_FORMAT
from wetview.project.runs import outcome_in, results_in

if TYPE_CHECKING:
    import h5py


@dataclass(frozen=True)
class RunFacts:
    """A run in short.

    Parameters
    ----------
    path : Path
        Its file.
    name, electrode : str
        Its name, and that of its sample.
    outcome : str
        Why it ended: "flat", "max_steps", "stopped" or "running".
    is_predicted : bool
        Whether a network predicted it.
    pressure_pa, contact_angle_deg : float or None
        Applied, and on the active material, as far as the run says.
    pressure_changes : bool
        Whether the pressure is not the same from beginning to end.
    has_fluids : bool
        Whether it says which fluids it was made with.
    n_pores : int
        Pores whose curves it has; 0 where they were not known.
    saturation : float or None
        At the end.
    """

    path: Path
    name: str
    electrode: str
    outcome: str
    is_predicted: bool
    pressure_pa: float | None
    contact_angle_deg: float | None
    pressure_changes: bool
    has_fluids: bool
    n_pores: int
    saturation: float | None


def read_run_facts(path: Path) -> RunFacts:
    """Read what a list shows of a run.

    Raises
    ------
    UserError
        If the file is missing, foreign, damaged, or from a newer program.
    """
    path = Path(path)
    with hdf5.open_to_read(path, file_format=RUN_FORMAT, kind="a run") as file:
        description = hdf5.json_attribute(file, "description")
        fluids = description.get("fluids")
        angle = fluids.get("contact_angle_deg") if isinstance(fluids, dict) else None
        points = description.get("pressure_points") or ()
        return RunFacts(
            path=path,
            name=hdf5.text(file, "name"),
            electrode=hdf5.text(hdf5.group(file, "phases"), "name"),
            outcome=outcome_in(file),
            is_predicted=description.get("kind") == PREDICTED,
            pressure_pa=_number(description.get("pressure_pa")),
            contact_angle_deg=_number(angle),
            pressure_changes=len({pressure for _, pressure in points}) > 1,
            has_fluids=isinstance(fluids, dict),
            n_pores=_n_pores(file),
            saturation=_number(results_in(file).get("saturation")),
        )


def _n_pores(file: h5py.File) -> int:
    """Pores of which both table and curves are there."""
    if "pores" not in file:
        return 0
    table = hdf5.group(hdf5.group(file, "pores"), "table")
    volumes = hdf5.dataset(table, "volume_vx", kinds="iu", shape=(None,))
    curves = hdf5.dataset(
        hdf5.group(file, "curve"), "pore_saturation", kinds="f", shape=(None, None)
    )
    return len(volumes) if curves.shape[1] == len(volumes) else 0


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
