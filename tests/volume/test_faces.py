"""A sample turned so that any of its faces comes first."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.volume.faces import (
    FACES,
    opposite_face,
    seen_from,
    turned_back,
    vectors_turned_back,
)

SHAPE = (3, 4, 5)


def _layer(face: str) -> tuple[slice | int, ...]:
    """Index of the layer at a face, written out."""
    return {
        "x-": (0,),
        "x+": (-1,),
        "y-": (slice(None), 0),
        "y+": (slice(None), -1),
        "z-": (..., 0),
        "z+": (..., -1),
    }[face]


@pytest.mark.parametrize("face", FACES)
def test_the_layer_at_the_face_comes_first(face):
    voxels = np.arange(60).reshape(SHAPE)
    first = seen_from(voxels, face)[0]
    assert set(first.ravel()) == set(voxels[_layer(face)].ravel())


@pytest.mark.parametrize("face", FACES)
def test_turning_back_undoes_the_turn(face):
    voxels = np.arange(60).reshape(SHAPE)
    np.testing.assert_array_equal(turned_back(seen_from(voxels, face), face), voxels)


@pytest.mark.parametrize("face", FACES)
def test_a_flow_away_from_the_inlet_points_to_the_face_opposite(face):
    inwards = vectors_turned_back(np.array([[1.0, 0.0, 0.0]]), face)[0]
    axis = "xyz".index(face[0])
    expected = np.zeros(3)
    expected[axis] = 1 if face[1] == "-" else -1
    np.testing.assert_array_equal(inwards, expected)


@pytest.mark.parametrize("face", FACES)
def test_vectors_turn_with_the_positions_they_join(face):
    """The difference of two voxels' positions is a vector."""
    index = np.moveaxis(np.indices(SHAPE), 0, -1)
    where = np.arange(60).reshape(SHAPE)
    seen = seen_from(where, face)
    start, end = seen[0, 0, 0], seen[1, 2, 1]
    vector = vectors_turned_back(np.array([1.0, 2.0, 1.0]), face)
    expected = index.reshape(-1, 3)[end] - index.reshape(-1, 3)[start]
    np.testing.assert_array_equal(vector, expected)


def test_faces_lie_opposite_in_pairs():
    assert [opposite_face(face) for face in FACES] == [
        *("x+", "x-", "y+", "y-", "z+", "z-")
    ]
