"""A list of records with a title, what can be done with them, and what to do while there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.signs import SignDelegate
from fangzi_desktop.ui.sorted_lines import Column, Line, SortedLines
from fangzi_desktop.ui.table import Table

L = TypeVar("L", bound=Line)


class RecordLines(SortedLines[L]):
    """The lines of a section. The first column carries the light, if lines have one."""

    def __init__(
        self,
        columns: tuple[Column[L], ...],
        light: Callable[[L], Light | None] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(columns, parent)
        self._light_of = light

    def _wanted(self) -> list[L]:
        words = self._text.strip().casefold()
        if not words:
            return list(self._all)
        return [line for line in self._all if any(words in cell.casefold() for cell in self._cells(line))]

    def _cells(self, line: L) -> Iterable[str]:
        return (column.text(line) for column in self._columns)

    def _light(self, line: L, column: int) -> Light | None:
        return self._light_of(line) if self._light_of is not None and column == 0 else None

    def _ink(self, line: L, column: int) -> QColor:
        light = self._light(line, column)
        if light in (Light.RED, Light.YELLOW):
            return theme.light_colour(light)
        return theme.colour("ink1")


class _RecordTable(Table):
    pasted = Signal(str)
    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class _Section(QFrame):
    """The signals of a section; a generic class cannot declare them for Qt."""

    opened = Signal()
    chosen = Signal()
    pasted = Signal(str)
    removed = Signal()


class RecordSection(_Section, Generic[L]):
    """A titled list of records. Enter opens the current one, Delete removes it, Ctrl+V pastes from Excel.

    The table is as high as its rows, up to `most_rows`, so that a tab of several sections scrolls as one.
    """

    def __init__(
        self,
        name: str,
        title: str,
        columns: tuple[Column[L], ...],
        empty: str,
        parent: QWidget,
        *,
        light: Callable[[L], Light | None] | None = None,
        stretch: int = 0,
        most_rows: int = 8,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._most_rows = most_rows
        self._needing: list[tuple[QPushButton, Callable[[L], bool] | None]] = []
        self.model: RecordLines[L] = RecordLines(columns, light, self)
        self.table = _RecordTable(self)
        self.table.setObjectName(f"{name}-table")
        self.table.setAccessibleName(title)
        self.table.setModel(self.model)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        if light is not None:
            self.table.setItemDelegateForColumn(0, SignDelegate(self.table))
        for place, column in enumerate(columns):
            self.table.setColumnWidth(place, column.width)
        self.table.horizontalHeader().setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setMinimumSectionSize(44)
        self.title = QLabel(title, self)
        self.title.setProperty("kind", "card-title")
        self.note = QLabel("", self)
        self.note.setProperty("kind", "secondary")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self._empty = QLabel(empty, self)
        self._empty.setProperty("kind", "secondary")
        self._empty.setWordWrap(True)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self.title)
        self._head.addWidget(self.note, 1)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(14, 10, 14, 10)
        self._box.setSpacing(6)
        self._box.addLayout(self._head)
        self._box.addWidget(self.table)
        self._box.addWidget(self._empty)
        self.table.opened.connect(self.opened)
        self.table.pasted.connect(self.pasted)
        self.table.removed.connect(self.removed)
        self.table.current_changed.connect(self._offer)
        self.table.hide()

    @property
    def current(self) -> L | None:
        """The current record, or None."""
        row = self.table.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def add_action(
        self,
        words: str,
        name: str,
        slot: Callable[[], object],
        *,
        kind: str = "small",
        needs: Callable[[L], bool] | None = None,
        on_one: bool = False,
    ) -> QPushButton:
        """Add a button. With `on_one` it is offered only for a current record, with `needs` only for some."""
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("kind", kind)
        button.clicked.connect(slot)
        self._head.addWidget(button)
        if on_one or needs is not None:
            self._needing.append((button, needs))
            button.hide()
        return button

    def add_to_head(self, widget: QWidget) -> None:
        """Add what narrows the list, beside its title."""
        self._head.addWidget(widget)

    def add_below(self, widget: QWidget) -> None:
        """Add what is said below the list."""
        self._box.addWidget(widget)

    def show_lines(self, lines: tuple[L, ...], note: str = "") -> None:
        """Show these records and keep the current one current."""
        before = self.current
        self.model.show_lines(lines)
        self.note.setText(note)
        self.table.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        shown = min(len(lines), self._most_rows)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + shown * theme.ROW_HEIGHT + 2)
        if lines:
            row = self.model.row_of(before.id) if before is not None else -1
            self.table.setCurrentIndex(self.model.index(max(0, row), 0))
        self._offer()

    def select(self, line_id: str) -> bool:
        """Make a record the current one and give it the keyboard; whether it is there."""
        row = self.model.row_of(line_id)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))
            self.table.setFocus()
        return row >= 0

    def take_focus(self) -> None:
        """Give the keyboard to the list."""
        self.table.setFocus()

    def _offer(self) -> None:
        current = self.current
        for button, needs in self._needing:
            button.setVisible(current is not None and (needs is None or needs(current)))
        self.chosen.emit()
