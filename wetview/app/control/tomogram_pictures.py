"""Works out in the background what the tomogram looks like in 3D."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wetview.app.views.tomogram_picture import tomogram_picture

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models import Source
    from wetview.app.work import Background

_KEY = "tomogram in 3D"


class TomogramPictures(QObject):
    """Makes a new picture where colours or thresholds change, as long as it is seen.

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
        self._shown: tuple[object, ...] = ()
        session = context.session
        session.source_changed.connect(self.refresh)
        session.draft_changed.connect(self.refresh)
        context.slices.in_3d_changed.connect(self.refresh)

    def refresh(self, *_: object) -> None:
        """Draw again if anything is different now."""
        session, desk = self._context.session, self._context.slices
        source, draft, theme = session.source, session.draft, self._context.icons.theme
        if source is not self._source:
            # Until its own is made, nothing is better than that of another tomogram.
            self._source = source
            desk.set_picture(None)
        if source is None or draft is None:
            self._shown = ()  # a tomogram that was closed is not kept in memory
            return
        if not desk.in_3d:
            return
        wanted = (
            *(source, theme.name, draft.roles, draft.thresholds, draft.classes),
            draft.level_of(0.0),
            draft.level_of(1.0),
        )
        if wanted == self._shown:
            return
        self._shown = wanted
        self._background.start(
            _KEY,
            partial(tomogram_picture, source, draft, theme),
            then=desk.set_picture,
        )
