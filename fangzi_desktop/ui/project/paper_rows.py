"""One material to tick, and one file: the rows of an item's papers."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from fangzi_desktop.domain.file_names import ending_of
from fangzi_desktop.services.papers import Material, PaperFile
from fangzi_desktop.ui import icons, theme, wording
from fangzi_desktop.ui.project.paper_files import IMAGES, SHEETS, WRITINGS

_ICON = 16
INDENT = 22


class _Words(QLabel):
    """A material's name, which ticks it like the box beside it."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class MaterialRow(QWidget):
    """A material with its tick. `ticked` and `menu_wanted` leave the doing to the papers."""

    ticked = Signal(str, bool)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, material: Material, today: date, parent: QWidget, *, writable: bool) -> None:
        super().__init__(parent)
        self.material = material
        self._writable = writable
        self.box = QCheckBox(self)
        self.box.setObjectName("material-tick")
        self.box.setChecked(material.received_on is not None)
        self.box.setEnabled(writable)
        self.box.setAccessibleName(material.name)
        self.box.toggled.connect(self._tell)
        words = _Words(material.name, self)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.clicked.connect(self.box.click)
        # The box stands level with the first line of words.
        self.box.setFixedHeight(words.fontMetrics().lineSpacing())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(6)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        tip = self.tr("勾选即登记今天收到")
        if material.received_on is not None:
            day = QLabel(wording.day(material.received_on, today), self)
            day.setProperty("kind", "day")
            row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
            tip = self.tr("{day}收到").format(day=wording.full_day(material.received_on))
            self.box.setAccessibleDescription(tip)
        elif material.promised_for is not None:
            row.addWidget(self._promise(material.promised_for, today), 0, Qt.AlignmentFlag.AlignTop)
            tip = self.tr("办结时承诺{day}前补交").format(day=wording.full_day(material.promised_for))
            self.box.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self._more = more_button(self.tr("“{name}”的更多操作").format(name=material.name), self)
        self._more.setVisible(writable)
        self._more.clicked.connect(self._ask_menu)
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)

    def _promise(self, due: date, today: date) -> QLabel:
        words = self.tr("■ {day}逾期") if due < today else self.tr("▲ {day}前补交")
        mark = QLabel(words.format(day=wording.day(due, today)), self)
        mark.setProperty("kind", "promise")
        mark.setProperty("light", "red" if due < today else "yellow")
        return mark

    def _tell(self, checked: bool) -> None:
        self.ticked.emit(self.material.name, checked)

    def _ask_menu(self) -> None:
        self.menu_wanted.emit(self.material.name, self._more.mapToGlobal(QPoint(0, self._more.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._writable:
            self.menu_wanted.emit(self.material.name, event.globalPos())
            event.accept()


class FileName(QPushButton):
    """A file's name that opens it, shortened in its middle so that the ending stays in sight."""

    key_pressed = Signal(int)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name.replace("&", "&&"), parent)
        self._name = name
        self.setProperty("kind", "file")
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.rect().adjusted(2, 0, -2, 0)
        font = self.font()
        font.setUnderline(self.underMouse() or self.hasFocus())
        painter.setFont(font)
        painter.setPen(theme.colour("accent"))
        shown = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if self.hasFocus():
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2):
            self.key_pressed.emit(event.key())
        else:
            super().keyPressEvent(event)


class FileRow(QWidget):
    """A file: its kind, name and size. The signals leave the doing to the papers."""

    opened = Signal(PaperFile)
    renamed = Signal(PaperFile)
    removed = Signal(PaperFile)
    menu_wanted = Signal(PaperFile, QPoint)

    def __init__(self, file: PaperFile, parent: QWidget, *, indent: int) -> None:
        super().__init__(parent)
        self.file = file
        mark = QLabel(self)
        mark.setPixmap(icons.icon(_icon_of(file.name), theme.tokens().ink2, _ICON).pixmap(_ICON, _ICON))
        self.name = FileName(file.name, self)
        self.name.setObjectName("paper-file")
        self.name.clicked.connect(self._open)
        self.name.key_pressed.connect(self._do_key)
        size = QLabel(wording.size(file.size_bytes), self)
        size.setProperty("kind", "day")
        self._more = more_button(self.tr("“{name}”的更多操作").format(name=file.name), self)
        self._more.clicked.connect(self._ask_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(indent, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(mark)
        row.addWidget(self.name, 1)
        row.addWidget(size)
        row.addWidget(self._more)
        added = self.tr("{name}\n{size}，{day}添加").format(
            name=file.name, size=wording.size(file.size_bytes), day=wording.full_day(file.added_on)
        )
        self.setToolTip(wording.tip(added))

    def _open(self) -> None:
        self.opened.emit(self.file)

    def _do_key(self, key: int) -> None:
        (self.removed if key == Qt.Key.Key_Delete else self.renamed).emit(self.file)

    def _ask_menu(self) -> None:
        self.menu_wanted.emit(self.file, self._more.mapToGlobal(QPoint(0, self._more.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.file, event.globalPos())
        event.accept()


def more_button(words: str, parent: QWidget) -> QToolButton:
    """A small button with three dots."""
    button = QToolButton(parent)
    button.setProperty("kind", "fold")
    button.setIcon(icons.icon("more", theme.tokens().ink2, _ICON))
    button.setIconSize(QSize(_ICON, _ICON))
    button.setAccessibleName(words)
    button.setToolTip(wording.tip(words))
    return button


def _icon_of(name: str) -> str:
    ending = ending_of(name)
    for icon, endings in (("image", IMAGES), ("sheet", SHEETS), ("reports", WRITINGS)):
        if ending in endings:
            return icon
    return "file"
