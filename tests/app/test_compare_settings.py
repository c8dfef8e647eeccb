"""What the step Compare remembers, without a window."""

from __future__ import annotations

import dataclasses

import pytest

from wetview.app.models.compare_settings import CompareSettings
from wetview.app.models.pane_choices import COLOURS, SHOWS, PaneChoice


def test_settings_are_read_as_they_were_written() -> None:
    settings = CompareSettings(
        first="a.h5",
        second="b.h5",
        count=4,
        linked=False,
        common="saturation",
        solid="quarter",
        depth="edges",
        preset="print",
        axes=False,
        slices=(0.5, None, 1.0),
        clip=((0.0, 0.5), (0.25, 1.0), (0.0, 1.0)),
    ).with_pane(1, PaneChoice("difference", "now"))
    assert CompareSettings.from_dict(settings.as_dict()) == settings


@pytest.mark.parametrize(
    "stored",
    [
        {"count": 3},
        {"count": True},
        {"common": "pressure"},
        {"panes": [["first", "electrolyte"]]},
        {"panes": [["first", "nonsense"]] * 4},
        {"panes": "first"},
        {"slices": [0.5, 2.0, None]},
        {"clip": [[0.5, 0.5], [0, 1], [0, 1]]},
        {"clip": None},
        {"first": 7},
        {"linked": "yes"},
    ],
)
def test_what_makes_no_sense_is_left_at_its_default(stored: dict[str, object]) -> None:
    assert CompareSettings.from_dict(stored) == CompareSettings()


def test_every_kind_of_pane_has_colours_and_a_usual_one() -> None:
    for _, shows in SHOWS:
        assert PaneChoice.usual(shows).is_known
        keys = [key for _, key in COLOURS[shows]]
        assert len(keys) == len(set(keys))


def test_changing_one_pane_leaves_the_others() -> None:
    settings = CompareSettings()
    changed = settings.with_pane(2, PaneChoice("phases", ""))
    assert changed.panes[:2] == settings.panes[:2]
    assert changed.panes[2].shows == "phases"
    assert dataclasses.replace(changed, panes=settings.panes) == settings
