"""Fields of a sample as VTI files, which ParaView opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkIOXML import vtkXMLImageDataWriter

from wetview.project import write_text
from wetview.scene.surfaces import image_data, to_vtk
from wetview.units import UM

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from wetview.volume import Phases


def write_vti(
    path: Path, phases: Phases, fields: Mapping[str, NDArray[Any]], *, time_s: float
) -> None:
    """Write phases and fields as one image whose points are the voxels' centres.

    Spacing and origin are in micrometres; the name of a field says its own unit.

    Parameters
    ----------
    path : Path
        The file; it appears whole or not at all.
    phases : Phases
        The sample, which becomes the field "phase".
    fields : mapping of (nx, ny, nz) or (nx, ny, nz, 3) ndarray
        Numbers or vectors of every voxel, by name.
    time_s : float
        When that was; ParaView takes the time of a file from it.

    Raises
    ------
    UserError
        If it cannot be written.
    """
    image = image_data(phases.labels, phases.voxel_m / UM)
    points = image.GetPointData()
    points.GetScalars().SetName("phase")
    for name, values in fields.items():
        points.AddArray(_named(name, _in_vtk_order(values)))
    image.GetFieldData().AddArray(_named("TimeValue", np.array([time_s])))
    writer = vtkXMLImageDataWriter()
    writer.SetInputData(image)
    writer.SetCompressorTypeToZLib()
    writer.SetDataModeToAppended()
    writer.EncodeAppendedDataOn()
    # Written as text by us: of a full disk VTK only tells its own log.
    writer.WriteToOutputStringOn()
    writer.Write()
    write_text(path, writer.GetOutputString())


def _in_vtk_order(values: NDArray[Any]) -> NDArray[Any]:
    if values.ndim == 3:
        return to_vtk(values)
    return np.stack([to_vtk(values[..., axis]) for axis in range(3)], axis=1)


def _named(name: str, values: NDArray[Any]) -> Any:
    array = numpy_to_vtk(values, deep=1)
    array.SetName(name)
    return array
