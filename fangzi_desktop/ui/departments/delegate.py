"""Paints the list of departments: the name, and below it what presses and what there is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.departments import Department
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.board.delegate import draw_sign
from fangzi_desktop.ui.departments.model import DEPARTMENT_ROLE
from fangzi_desktop.ui.sorted_lines import Index

HEIGHT = 48
_PAD = 10
_SIGN = 9


class DepartmentDelegate(QStyledItemDelegate):
    """Draws one department on two lines; it reads nothing but its counts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plain = theme.font(theme.BODY_PX)
        self._bold = theme.font(theme.BODY_PX, bold=True)
        self._small = theme.font(theme.MARK_PX)
        self._small_bold = theme.font(theme.MARK_PX, bold=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(DEPARTMENT_ROLE)
        if not isinstance(one, Department):
            return
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme.colour("tint" if selected else "surface"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if selected:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        self._name(painter, rect.adjusted(_PAD, 6, -6, -24), one, selected=selected)
        self._counts(painter, rect.adjusted(_PAD, 24, -6, -5), one)
        painter.restore()

    def _name(self, painter: QPainter, rect: QRect, one: Department, *, selected: bool) -> None:
        painter.setFont(self._bold if selected else self._plain)
        painter.setPen(theme.colour("ink1" if one.in_hand or one.ready else "ink2"))
        # The end of a department's name tells offices of one kind apart.
        shown = painter.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)

    def _counts(self, painter: QPainter, rect: QRect, one: Department) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = rect.left()
        for light, words, count in (
            (Light.RED, self.tr("逾期 {count}"), one.overdue),
            (Light.YELLOW, self.tr("临期 {count}"), one.soon),
        ):
            if not count:
                continue
            box = QRectF(x, rect.center().y() - _SIGN / 2 + 0.5, _SIGN, _SIGN)
            draw_sign(painter, box, light)
            painter.setFont(self._small_bold)
            painter.setPen(theme.light_colour(light))
            x = self._put(painter, rect, x + _SIGN + 4, words.format(count=count))
        painter.setFont(self._small)
        painter.setPen(theme.colour("ink2"))
        plain = (
            (self.tr("超法定 {count}"), one.beyond_statutory),
            (self.tr("待补正 {count}"), one.correcting),
            (self.tr("在办 {count}"), one.in_hand),
            (self.tr("可申报 {count}"), one.ready),
            (self.tr("待核实 {count}"), one.undecided),
        )
        for words, count in plain:
            if count:
                x = self._put(painter, rect, x, words.format(count=count))
        if x == rect.left():
            self._put(painter, rect, x, self.tr("没有手续"))

    def _put(self, painter: QPainter, rect: QRect, x: int, words: str) -> int:
        width = painter.fontMetrics().horizontalAdvance(words)
        if x + width <= rect.right() + 1:
            painter.drawText(
                QRect(x, rect.top(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, words
            )
        return x + width + 10
