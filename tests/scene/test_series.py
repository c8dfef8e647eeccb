"""The series of VTI files and its PVD list, opened again with VTK."""

import dataclasses
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
import pyvista

from wetview.errors import Cancelled, UserError
from wetview.scene.series import write_series


def test_series_opens_with_the_times_of_the_frames(filling, phases, pores, tmp_path):
    write_series(tmp_path / "run 1.pvd", filling, phases, pores)
    reader = pyvista.PVDReader(tmp_path / "run 1.pvd")
    assert reader.number_time_points == filling.n_frames
    # Written with every digit, so equal.
    assert reader.time_values == filling.frame_time_s.tolist()


def test_series_holds_the_liquid_where_it_is(filling, phases, pores, tmp_path):
    write_series(tmp_path / "run.pvd", filling, phases, pores)
    reader = pyvista.PVDReader(tmp_path / "run.pvd")
    for index in range(filling.n_frames):
        reader.set_active_time_point(index)
        image = reader.read()[0]
        assert image.dimensions == phases.shape
        # One micrometre, from the fixture; the first point is the first centre.
        assert image.spacing == pytest.approx((1, 1, 1))
        liquid = image["liquid_fraction"].reshape(phases.shape, order="F")
        assert np.allclose(liquid, filling.frames[index] / 255)
        labels = image["phase"].reshape(phases.shape, order="F")
        assert np.array_equal(labels, phases.labels)
        assert image.field_data["TimeValue"][0] == filling.frame_time_s[index]


def test_series_says_how_full_the_pore_of_a_voxel_is(filling, phases, pores, tmp_path):
    write_series(tmp_path / "run.pvd", filling, phases, pores)
    image = pyvista.read(tmp_path / "run_frames" / "frame_0002.vti")
    in_pore = image["pore"].reshape(phases.shape, order="F")
    full = image["pore_saturation"].reshape(phases.shape, order="F")
    assert np.array_equal(in_pore, pores.labels)
    assert np.allclose(full[pores.labels == 1], filling.pore_saturation[2, 0])
    assert not full[pores.labels == 0].any()


def test_series_of_a_run_without_pores_has_the_liquid_alone(filling, phases, tmp_path):
    write_series(tmp_path / "run.pvd", filling, phases, None)
    image = pyvista.read(tmp_path / "run_frames" / "frame_0000.vti")
    assert set(image.point_data) == {"phase", "liquid_fraction"}


def test_list_names_files_beside_it(filling, phases, tmp_path):
    write_series(tmp_path / 'a "b" & c.pvd', filling, phases, None)
    root = ElementTree.parse(tmp_path / 'a "b" & c.pvd').getroot()
    files = [entry.get("file") for entry in root.iter("DataSet")]
    assert len(files) == filling.n_frames
    assert all((tmp_path / name).is_file() for name in files)


def test_cancelled_series_leaves_nothing(filling, phases, tmp_path):
    def stop_at_three(done, total, note):
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_series(tmp_path / "run.pvd", filling, phases, None, report=stop_at_three)
    assert not list(tmp_path.iterdir())


def test_frames_that_are_there_are_not_replaced(filling, phases, tmp_path):
    (tmp_path / "run_frames").mkdir()
    with pytest.raises(UserError, match="exists"):
        write_series(tmp_path / "run.pvd", filling, phases, None)


@pytest.mark.parametrize("name", ["run.vti", "run", "missing/run.pvd"])
def test_other_names_are_refused(filling, phases, tmp_path, name):
    with pytest.raises(UserError) as caught:
        write_series(tmp_path / name, filling, phases, None)
    assert caught.value.hint
    assert not list(tmp_path.iterdir())


def test_run_without_frames_gives_no_series(filling, phases, tmp_path):
    empty = dataclasses.replace(filling, frames=[])
    with pytest.raises(UserError, match="no frames"):
        write_series(tmp_path / "run.pvd", empty, phases, None)
