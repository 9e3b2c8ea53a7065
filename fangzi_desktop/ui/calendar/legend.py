"""What the calendar's signs and tints mean, in one line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.board.delegate import draw_sign

_HEIGHT = 20
_SIGN = 9
_GAP = 16


class Legend(QWidget):
    """Signs with their words, as many as there is room for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._signs = (
            (Light.RED, self.tr("逾期")),
            (Light.YELLOW, self.tr("临近到期")),
            (Light.GREEN, self.tr("正常")),
            (Light.GREY, self.tr("推后的提醒再提醒")),
        )
        self._marks = (
            ("休", "surface", "ink2", self.tr("休息日")),
            ("班", "accent", "on_accent", self.tr("调休上班")),
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = [f"{light.sign}{name}" for light, name in self._signs]
        words += [f"{mark}{name}" for mark, _, _, name in self._marks]
        self.setAccessibleName(self.tr("图例：{words}").format(words="，".join(words)))

    def sizeHint(self) -> QSize:
        return QSize(420, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font, chip_font = theme.font(theme.MARK_PX), theme.font(11, bold=True)
        metrics, x, middle = QFontMetrics(font), 2, self.height() / 2
        for light, name in self._signs:
            draw_sign(painter, QRectF(x, middle - _SIGN / 2, _SIGN, _SIGN), light)
            x = self._word(painter, metrics, name, x + _SIGN + 5)
        for mark, ground, ink, name in self._marks:
            chip = QRect(x, round(middle) - 8, 17, 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(chip, 3, 3)
            painter.setFont(chip_font)
            painter.setPen(theme.colour(ink))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, mark)
            x = self._word(painter, metrics, name, x + 22)

    def _word(self, painter: QPainter, metrics: QFontMetrics, words: str, x: int) -> int:
        painter.setFont(theme.font(theme.MARK_PX))
        painter.setPen(theme.colour("ink2"))
        width = metrics.horizontalAdvance(words)
        painter.drawText(QRect(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        return x + width + _GAP
