import dataclasses

import numpy as np
import pytest
from matplotlib.figure import Figure

from wetview.errors import UserError
from wetview.filling import filling_times
from wetview.filling.filling import Filling
from wetview.plots import (
    equivalent_diameter_um,
    plot_style,
    pore_size_figure,
    saturation_figure,
    save_figure,
)
from wetview.pores.pores import Pores, PoreTable

N_TIMES = 60


@pytest.fixture
def filling():
    """Ten milliseconds; pore 1 fills in the middle of them, pore 2 never."""
    time_s = np.linspace(0, 10e-3, N_TIMES)
    first = np.clip((time_s - 3e-3) / 4e-3, 0, 1)
    return Filling(
        name="a run",
        time_s=time_s,
        step=np.arange(N_TIMES),
        saturation=(first / 2).astype(np.float32),
        pore_saturation=np.column_stack([first, 0 * first]).astype(np.float32),
        frame_time_s=time_s[:0],
        frame_saturation=np.zeros(0, dtype=np.float32),
        frames=[],
        voxel_m=1e-6,
        outcome="flat",
        description={},
    )


@pytest.fixture
def pores():
    """Pores of 8 and 27 voxels of 2 um."""
    ones = np.ones(2)
    volume = np.array([8, 27])
    is_open = np.zeros(2, dtype=bool)
    table = PoreTable(volume, ones, ones, np.zeros((2, 3)), is_open, is_open)
    nothing = np.zeros((0, 2), dtype=np.int32)
    return Pores(np.zeros((4, 4, 4), np.int32), table, nothing, np.zeros(0), 2e-6)


def test_axes_name_their_units(filling):
    (axes,) = saturation_figure(filling).axes
    assert axes.get_xlabel() == "Time (ms)"
    assert axes.get_ylabel() == "Saturation (%)"
    assert axes.get_xlim() == pytest.approx((0, 10))


def test_curve_is_in_percent_and_milliseconds(filling):
    (axes,) = saturation_figure(filling).axes
    (curve,) = axes.get_lines()
    assert curve.get_xdata()[-1] == pytest.approx(10)
    assert curve.get_ydata()[-1] == pytest.approx(50)


def test_picked_pore_is_marked_where_it_starts_and_ends(filling):
    (axes,) = saturation_figure(filling, pores=(1,)).axes
    times = filling_times(filling.time_s, filling.pore_saturation[:, 0])
    marked = sorted(
        line.get_xdata()[0] for line in axes.get_lines() if len(line.get_xdata()) == 1
    )
    assert marked == pytest.approx([times.t_f0_s * 1e3, times.t_f1_s * 1e3])
    assert {text.get_text() for text in axes.texts} == {"$T_{f0}$", "$T_{f1}$"}


def test_pore_that_never_fills_has_no_marks(filling):
    (axes,) = saturation_figure(filling, pores=(2,)).axes
    assert not axes.texts


def test_a_run_that_was_stopped_does_not_say_where_filling_ends(filling):
    stopped = dataclasses.replace(filling, outcome="stopped")
    (axes,) = saturation_figure(stopped, pores=(1,)).axes
    assert {text.get_text() for text in axes.texts} == {"$T_{f0}$"}


def test_unknown_pore_is_refused(filling):
    with pytest.raises(ValueError, match="1 to 2"):
        saturation_figure(filling, pores=(3,))


def test_themes_differ_in_background(filling):
    light, dark = (saturation_figure(filling, theme=name) for name in ("light", "dark"))
    assert sum(light.get_facecolor()[:3]) > 2 > 1 > sum(dark.get_facecolor()[:3])
    with pytest.raises(ValueError, match="'pink'"):
        plot_style("pink")


def test_equivalent_diameter_is_that_of_the_sphere(pores):
    # 8 voxels of (2 um)^3 are 64 um^3.
    diameter_um = equivalent_diameter_um(pores)
    assert np.pi / 6 * diameter_um[0] ** 3 == pytest.approx(64)
    assert diameter_um[1] / diameter_um[0] == pytest.approx(1.5)


def test_histogram_counts_every_pore(pores):
    (axes,) = pore_size_figure(pores).axes
    assert sum(bar.get_height() for bar in axes.patches) == 2
    assert axes.get_xlabel() == "Equivalent diameter (µm)"


@pytest.mark.parametrize(
    ("name", "start"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.pdf", b"%PDF")]
)
def test_figure_is_saved_in_the_format_of_its_suffix(filling, tmp_path, name, start):
    path = save_figure(saturation_figure(filling, pores=(1,)), tmp_path / name)
    assert path.read_bytes().startswith(start)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.jpg", "a", "missing/a.png"])
def test_bad_suffix_or_folder_is_refused(tmp_path, name):
    with pytest.raises(UserError) as caught:
        save_figure(Figure(), tmp_path / name)
    assert caught.value.hint
    assert not list(tmp_path.iterdir())
