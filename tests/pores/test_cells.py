"""Cells are the joined parts of cubes."""

from __future__ import annotations

import numpy as np

from wetview.pores.cells import cells_to_solve_on, cut_into_cells


def test_open_pores_are_cut_into_cubes_and_what_is_left_of_them():
    n_cells, of_voxel = cut_into_cells(np.ones((10, 4, 4), bool), 4.0)
    assert n_cells == 3
    assert np.bincount(of_voxel).tolist() == [64, 64, 32]


def test_parts_of_a_cube_that_a_wall_divides_are_cells_each():
    pores = np.ones((4, 4, 4), bool)
    pores[:, 1] = False
    n_cells, of_voxel = cut_into_cells(pores, 4.0)
    assert n_cells == 2
    cell = np.full(pores.shape, -1)
    cell[pores] = of_voxel
    assert (cell[:, 0] == 0).all()
    assert (cell[:, 2:] == 1).all()


def test_voxels_that_only_share_an_edge_are_apart():
    pores = np.zeros((2, 2, 2), bool)
    pores[0, 0, 0] = pores[1, 1, 0] = True
    assert cut_into_cells(pores, 2.0)[0] == 2


def test_a_winding_way_within_a_cube_is_one_cell():
    pores = np.zeros((8, 8, 8), bool)
    pores[:, ::2] = True
    pores[0, 1::4] = pores[-1, 3::4] = True
    assert cut_into_cells(pores, 8.0)[0] == 1


def test_large_samples_are_cut_into_larger_cells():
    whole = np.ones((40, 20, 20), bool)
    n_cells, of_voxel = cells_to_solve_on(whole, at_most=50)
    assert 10 < n_cells <= 50
    assert len(of_voxel) == 40 * 20 * 20


def test_narrow_pores_are_cut_into_no_more_cells_than_wide_ones():
    walls = np.zeros((40, 40, 40), bool)
    walls[:, ::2] = True  # each cube holds many parts
    n_cells, of_voxel = cells_to_solve_on(walls, at_most=200)
    assert n_cells <= 200
    assert len(of_voxel) == 20 * 40 * 40
