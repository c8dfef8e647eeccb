"""Works out what the pores were before fragments were joined, where that is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wetview.app.models import Step

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.pores import Pores

_KEY = "fragments"


class Fragments(QObject):
    """Keeps the fragments of the session in step with the display options.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where they are counted.
    parent : QObject
        Owner.
    """

    def __init__(
        self, context: Context, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._counted_of: Pores | None = None
        context.display.changed.connect(self._follow)
        context.session.pores_changed.connect(self._follow)

    def _follow(self) -> None:
        session = self._context.session
        pores = session.sample.pores if session.sample else None
        if (
            not self._context.display.shows_fragments
            or session.step is not Step.PORES
            or pores is None
            or pores.fragments is None
        ):
            self._background.drop(_KEY)
            self._counted_of = None
            session.set_fragments(None)
        elif pores is not self._counted_of:
            self._counted_of = pores
            session.set_fragments(None)
            self._background.start(
                _KEY, partial(_counted, pores), then=session.set_fragments
            )


def _counted(pores: Pores) -> Pores | None:
    from wetview.pores.geometry import measure_pores
    from wetview.scene.shapes import prepare_pores  # VTK takes seconds to load

    if pores.fragments is None:
        return None
    fragments = measure_pores(pores.fragments, pores.voxel_m)
    prepare_pores(fragments)
    return fragments
