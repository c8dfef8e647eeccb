"""Velocity and pressure as files that VTK reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkIOXML import vtkXMLImageDataReader

from wetview.jobs import ResumeJob, run_job
from wetview.project import fields_folder, read_filling, read_run_sample, write_sample
from wetview.scene.vti import write_vti
from wetview.volume import Phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.jobs import SimulateJob

    Describe = Callable[..., SimulateJob]


def _read(path: Path) -> tuple[Any, dict[str, np.ndarray]]:
    """An image and its arrays, indexed (x, y, z)."""
    reader = vtkXMLImageDataReader()
    reader.SetFileName(str(path))
    reader.Update()
    image = reader.GetOutput()
    nx, ny, nz = image.GetDimensions()
    points = image.GetPointData()
    arrays = {}
    for index in range(points.GetNumberOfArrays()):
        array = points.GetArray(index)
        values = vtk_to_numpy(array)
        values = values.reshape(nz, ny, nx, *values.shape[1:])
        arrays[array.GetName()] = values.swapaxes(0, 2)
    return image, arrays


def _time_s(image: Any) -> float:
    return float(image.GetFieldData().GetArray("TimeValue").GetValue(0))


def test_numbers_and_vectors_lie_where_they_belong(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    shape = (4, 3, 5)
    phases = Phases(rng.integers(0, 3, shape).astype(np.uint8), 0.4e-6, "noise")
    fields = {
        "velocity_m_s": rng.normal(size=(*shape, 3)).astype(np.float32),
        "pressure_pa": rng.normal(size=shape).astype(np.float32),
    }
    write_vti(tmp_path / "a.vti", phases, fields, time_s=2.5e-6)
    image, arrays = _read(tmp_path / "a.vti")
    assert image.GetDimensions() == shape
    assert image.GetSpacing() == pytest.approx((0.4, 0.4, 0.4))
    assert image.GetOrigin() == pytest.approx((0.2, 0.2, 0.2))
    assert _time_s(image) == 2.5e-6
    np.testing.assert_array_equal(arrays["phase"], phases.labels)
    for name, values in fields.items():
        np.testing.assert_array_equal(arrays[name], values)
    assert [path.name for path in tmp_path.iterdir()] == ["a.vti"]


def test_without_a_wish_there_are_no_fields(simulate_job: Describe) -> None:
    job = simulate_job()
    assert run_job(job, lambda message: None)["fields"] is None
    assert not fields_folder(job.out).exists()


def test_the_fields_at_the_end_are_those_of_the_run(simulate_job: Describe) -> None:
    job = simulate_job(fields="last")
    result = run_job(job, lambda message: None)
    assert result["fields"] == str(fields_folder(job.out))
    image, arrays = _read(fields_folder(job.out) / "last.vti")
    filling = read_filling(job.out)
    assert _time_s(image) == filling.time_s[-1]
    np.testing.assert_allclose(
        arrays["liquid_fraction"], filling.frames[-1] / 255, atol=1e-6
    )
    is_solid = ~read_run_sample(job.out).phases.is_pore
    assert not arrays["velocity_m_s"][is_solid].any()
    assert not arrays["pressure_pa"][is_solid].any()


def test_every_frame_has_its_fields_if_that_is_wanted(simulate_job: Describe) -> None:
    job = simulate_job(fields="frames", max_steps=100)
    run_job(job, lambda message: None)
    run_job(ResumeJob(run=job.out, max_steps=160), lambda message: None)
    filling = read_filling(job.out)
    paths = sorted(fields_folder(job.out).iterdir())
    assert [path.name for path in paths] == [
        f"frame_{index:04d}.vti" for index in range(filling.n_frames)
    ]
    for index, path in enumerate(paths):
        image, arrays = _read(path)
        assert _time_s(image) == filling.frame_time_s[index]
        np.testing.assert_allclose(
            arrays["liquid_fraction"], filling.frames[index] / 255, atol=1e-6
        )


@pytest.mark.parametrize("inlet", ["x-", "z+"])
def test_velocity_and_pressure_in_a_full_duct_are_those_of_poiseuille(
    tmp_path: Path, simulate_job: Describe, inlet: str
) -> None:
    width_vx, voxel_m = 6, 1e-6
    labels = np.ones((24, 8, 8), np.uint8)
    labels[:, 1:7, 1:7] = 0
    axis = "xyz".index(inlet[0])
    labels = np.ascontiguousarray(labels.swapaxes(0, axis))
    path = tmp_path / "duct.h5"
    write_sample(path, Phases(labels, voxel_m, "duct"), None, provenance={})
    job = simulate_job(
        sample=path, inlet=inlet, max_steps=3000, fields="last", outlet="open"
    )
    assert run_job(job, lambda message: None)["saturation"] > 0.999
    _, arrays = _read(fields_folder(job.out) / "last.vti")
    is_pore = labels == 0
    velocity = arrays["velocity_m_s"][is_pore].mean(axis=0)
    sign = -1 if inlet[1] == "+" else 1
    layers = np.moveaxis(arrays["pressure_pa"], axis, 0)[::sign]
    pores = np.moveaxis(is_pore, axis, 0)[::sign]
    first_pa, last_pa = (
        layers[0][pores[0]].mean(dtype=float),
        layers[-1][pores[-1]].mean(dtype=float),
    )
    assert last_pa < 0.1 * job.pressure_pa < 0.9 * job.pressure_pa < first_pa
    # Mean speed in a square duct: 0.03514 a^2 / mu times the fall of pressure; across
    # six voxels, and with an entrance, it is met to 4 %.
    gradient = (first_pa - last_pa) / (23 * voxel_m)
    theory = 0.03514 * (width_vx * voxel_m) ** 2 / 0.0037 * gradient
    assert sign * velocity[axis] == pytest.approx(theory, rel=0.04)
    assert np.abs(np.delete(velocity, axis)).max() < 1e-3 * theory
