"""Filters the slices that are looked at, so that their effect is seen at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from wetview.volume.filters import GreyFilter, filtered_plane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.app.context import Context
    from wetview.app.models import Source
    from wetview.app.models.slice_desk import Place
    from wetview.app.work import Background
    from wetview.volume import Volume

_KEY = "slices"


class SliceFilters(QObject):
    """Works the three slices out in the background.

    Slices of a very large tomogram, which are seen coarsely, stay as they are: a
    filter's reach is in voxels of the file.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where the work happens.
    parent : QObject
        Owner.
    """

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._source: Source | None = None
        self._filters: tuple[GreyFilter, ...] = ()
        session = context.session
        session.source_changed.connect(self._refresh)
        session.draft_changed.connect(self._refresh)
        context.slices.places_changed.connect(self._refresh)

    def _refresh(self, *_: object) -> None:
        session, desk = self._context.session, self._context.slices
        source, draft = session.source, session.draft
        filters: tuple[GreyFilter, ...] = ()
        if source is not None and draft is not None and source.step == 1:
            filters = tuple(s for s in draft.steps if isinstance(s, GreyFilter))
        if source is not self._source or filters != self._filters:
            self._source, self._filters = source, filters
            self._background.drop(_KEY)
            desk.set_filtered({})
        if source is None or not filters:
            return
        missing = [
            place for place in enumerate(desk.places) if place not in desk.filtered
        ]
        if missing:
            self._background.start(
                _KEY,
                partial(_filter, source.volume, filters, missing),
                then=self._on_filtered,
                note="Filtering the slices",
            )

    def _on_filtered(self, filtered: dict[Place, NDArray[Any]]) -> None:
        """Keep the slices that are looked at now; what was dropped does not come."""
        desk = self._context.slices
        known = {**desk.filtered, **filtered}
        shown = set(enumerate(desk.places))
        desk.set_filtered({p: plane for p, plane in known.items() if p in shown})


def _filter(
    volume: Volume, filters: tuple[GreyFilter, ...], planes: list[Place]
) -> dict[Place, NDArray[Any]]:
    return {
        (axis, index): filtered_plane(volume, filters, axis, index)
        for axis, index in planes
    }
