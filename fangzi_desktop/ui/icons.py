"""Icons drawn from the shipped SVG files in any colour, crisp at any scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from fangzi_desktop import paths

_SCALES = (1.0, 1.5, 2.0, 3.0)


@cache
def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """Return an icon in one colour, painted for every usual screen scale."""
    source = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    painted = source.replace("<svg ", f'<svg fill="{QColor(colour).name()}" ', 1)
    renderer = QSvgRenderer(QByteArray(painted.encode()))
    made = QIcon()
    for scale in _SCALES:
        pixmap = QPixmap(round(size * scale), round(size * scale))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made
