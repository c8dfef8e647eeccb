"""Scene: an electrode in 3D, on screen and off, and videos of its filling."""

from wetview.scene.comparison_picture import comparison_camera, comparison_picture
from wetview.scene.comparison_scene import ComparisonScene
from wetview.scene.comparison_view import (
    ComparisonData,
    ComparisonView,
    Instant,
    PaneSource,
    SceneLook,
)
from wetview.scene.electrode import ElectrodeScene
from wetview.scene.offscreen import offscreen_scene, picture, snapshot
from wetview.scene.panes import Panes
from wetview.scene.sample import Clip, Cutaway
from wetview.scene.surfaces import image_data, to_vtk
from wetview.scene.theme import DARK, LIGHT, PRINT, SceneTheme, scene_theme
from wetview.scene.video import render_video, still_picture

__all__ = [
    "DARK",
    "LIGHT",
    "PRINT",
    "Clip",
    "ComparisonData",
    "ComparisonScene",
    "ComparisonView",
    "Cutaway",
    "ElectrodeScene",
    "Instant",
    "PaneSource",
    "Panes",
    "SceneLook",
    "SceneTheme",
    "comparison_camera",
    "comparison_picture",
    "image_data",
    "offscreen_scene",
    "picture",
    "render_video",
    "scene_theme",
    "snapshot",
    "still_picture",
    "to_vtk",
]
