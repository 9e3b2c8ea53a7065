"""Icons drawn from the shipped SVG files in any colour, crisp at any scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from fangzi_desktop import paths

_SCALES = (1.0, 1.5, 2.0, 3.0)


@cache
def icon(name: str, colour: str, size: int = 20, *, disabled: str = "") -> QIcon:
    """Return an icon in one colour, and in another where it is disabled, for every usual screen scale."""
    made = QIcon()
    _add(made, name, colour, size, QIcon.Mode.Normal)
    if disabled:
        _add(made, name, disabled, size, QIcon.Mode.Disabled)
    return made


def _add(made: QIcon, name: str, colour: str, size: int, mode: QIcon.Mode) -> None:
    source = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    painted = source.replace("<svg ", f'<svg fill="{QColor(colour).name()}" ', 1)
    renderer = QSvgRenderer(QByteArray(painted.encode()))
    for scale in _SCALES:
        pixmap = QPixmap(round(size * scale), round(size * scale))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap, mode)
