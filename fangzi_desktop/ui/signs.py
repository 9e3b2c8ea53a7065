"""Cells that begin with the sign of a light."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.ui.board.delegate import draw_sign

LIGHT_ROLE = Qt.ItemDataRole.UserRole + 1

_SIGN = 10


class SignDelegate(QStyledItemDelegate):
    """Draws the sign of the light in `LIGHT_ROLE` as a shape before the cell's words."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        # Qt hands a term back as its plain code.
        code = index.data(LIGHT_ROLE)
        super().paint(painter, option, index)
        if isinstance(code, str):
            rect = option.rect
            box = QRectF(rect.left() + 9, rect.center().y() - _SIGN / 2 + 1, _SIGN, _SIGN)
            draw_sign(painter, box, Light(code))

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if isinstance(index.data(LIGHT_ROLE), str):
            # Wide enough for the sign; a decoration would be grey where the row is.
            option.text = f"\u2003 {option.text}"
