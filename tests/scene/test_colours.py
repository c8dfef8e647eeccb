import numpy as np

from wetview.scene.colours import NO_VALUE, category_colours, value_colours


def test_pores_that_touch_differ_in_colour(pores):
    colours = category_colours(len(pores), pores.neighbours)
    assert colours.shape == (3, 3)
    assert not np.array_equal(colours[1], colours[2])


def test_scale_runs_from_one_end_of_the_map_to_the_other():
    colours = value_colours(np.array([0.0, 10.0]), (0.0, 10.0), colour_map="gray")
    np.testing.assert_array_equal(colours[1:], [[0, 0, 0], [255, 255, 255]])


def test_pore_without_a_value_is_grey():
    colours = value_colours(np.array([np.nan, 1.0]), (0.0, 1.0), colour_map="gray")
    np.testing.assert_array_equal(colours[1], NO_VALUE)
