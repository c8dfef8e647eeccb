"""What Qt must know of OpenGL before the window is created.

The 3D view is made later, when its libraries are loaded. Without this, Qt would have
to make the window's native part anew then (it flickers), and on some systems the view
would stay black; see the notes in pyvistaqt's rwi.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QSurfaceFormat
from PySide6.QtOpenGLWidgets import QOpenGLWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_BITS = 8


def prepare_for_3d(window: QWidget) -> None:
    """Make a window that is not shown yet ready for a 3D view inside."""
    wanted = QSurfaceFormat()
    wanted.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setVersion(3, 2)
    wanted.setSwapBehavior(QSurfaceFormat.SwapBehavior.DoubleBuffer)
    wanted.setRedBufferSize(_BITS)
    wanted.setGreenBufferSize(_BITS)
    wanted.setBlueBufferSize(_BITS)
    wanted.setAlphaBufferSize(_BITS)
    wanted.setDepthBufferSize(_BITS)
    wanted.setStencilBufferSize(0)
    wanted.setSamples(0)
    QSurfaceFormat.setDefaultFormat(wanted)
    placeholder = QOpenGLWidget(window)
    placeholder.setObjectName("makes the window one that OpenGL can draw in")
    placeholder.hide()
