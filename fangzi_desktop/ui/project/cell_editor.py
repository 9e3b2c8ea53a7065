"""Writing a day or a number right in a cell of the checklist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.permits import ChecklistLine, ItemDates, accept_item, correct_item, decide_item
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import DayField
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project.checklist_model import Index, Part

_DAY_WIDTH = 104
_NUMBER_WIDTH = 190
_PROBLEM_WIDTH = 260


class CellEditor(QObject):
    """A field over a cell. Enter writes, Esc leaves all as it was, Tab writes and asks for the next cell.

    What is refused stays in the field, with the reason beside it. `passed` tells which item's cell was left
    for the one after it (True) or before it.
    """

    passed = Signal(str, int, bool)

    def __init__(self, desk: Desk, table: QTableView, find: Callable[[str], ChecklistLine | None]) -> None:
        super().__init__(table)
        self._desk = desk
        self._find = find
        self._table = table
        self._line: ChecklistLine | None = None
        self._part = Part.ACCEPTED
        self._index = QPersistentModelIndex()
        self._was = ""
        viewport = self._viewport = table.viewport()
        self.day_field = DayField(desk.workspace.today, viewport)
        self.number_field = QLineEdit(viewport)
        self.number_field.setPlaceholderText(self.tr("证号或文号"))
        self.number_field.setAccessibleName(self.tr("文号"))
        self.day_field.setObjectName("cell-day")
        self.number_field.setObjectName("cell-number")
        self.problem = QLabel("", viewport)
        self.problem.setProperty("kind", "cell-problem")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.setFixedWidth(_PROBLEM_WIDTH)
        for widget in (self.day_field, self.number_field, self.problem):
            widget.hide()
        for field in (self.day_field, self.number_field):
            field.setProperty("kind", "cell")
            field.installEventFilter(self)
        viewport.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether a cell is being written in."""
        return self._line is not None

    @property
    def field(self) -> QLineEdit:
        """The field for what is being written."""
        return self.number_field if self._part is Part.RESULT else self.day_field

    def open(self, index: Index, line: ChecklistLine, part: Part, typed: str = "") -> None:
        """Begin writing in a cell, with what it says selected, or with what was typed in its place."""
        self.close()
        self._line, self._part, self._index = line, part, QPersistentModelIndex(index)
        field = self.field
        if part is Part.RESULT:
            field.setText(line.certificate_no)
            field.setAccessibleName(self.tr("{item}的文号").format(item=line.title))
        else:
            self.day_field.show_day(line.accepted_on if part is Part.ACCEPTED else line.decided_on)
            about = self.tr("{item}的受理日期") if part is Part.ACCEPTED else self.tr("{item}的办结日期")
            field.setAccessibleName(about.format(item=line.title))
        self._was = field.text()
        if typed:
            field.setText(typed)
        else:
            field.selectAll()
        self._place()
        field.show()
        field.raise_()
        field.setFocus()

    def close(self) -> None:
        """Leave the cell as it is."""
        if self._line is None:
            return
        field, self._line = self.field, None
        had_focus = field.hasFocus()
        field.hide()
        self.problem.hide()
        if had_focus:
            self._table.setFocus()

    def commit(self) -> bool:
        """Write what stands in the field; whether it is written. A refusal is shown beside the cell."""
        # As it is now: it may have been changed elsewhere, or be gone.
        line = self._find(self._line.id) if self._line is not None else None
        if line is None:
            self.close()
            return True
        try:
            if self.field.text().strip() != self._was.strip():
                self._write(line)
        except UserError as error:
            self.problem.setText(sentence(error))
            self.field.setAccessibleDescription(self.problem.text())
            self.problem.show()
            self._place()
            return False
        self.close()
        return True

    def _write(self, line: ChecklistLine) -> None:
        if self._part is Part.RESULT:
            write_number(self._desk, line, self.field.text())
        else:
            write_day(self._desk, line, self._part, self.day_field.day_or_none())

    def _place(self) -> None:
        """Lay the field over its cell, and the reason below it or, at the foot of the table, above."""
        room = self._table.viewport().rect()
        cell: QRect = self._table.visualRect(self._index)
        wanted = _NUMBER_WIDTH if self._part is Part.RESULT else _DAY_WIDTH
        width = max(cell.width(), wanted)
        left = min(cell.left(), room.right() - width)
        self.field.setGeometry(left, cell.top() + 2, width, cell.height() - 5)
        if self.problem.isHidden():
            return
        height = self.problem.heightForWidth(_PROBLEM_WIDTH)
        below = cell.bottom() + 2
        top = below if below + height <= room.bottom() else max(0, cell.top() - height - 2)
        self.problem.setGeometry(min(left, room.right() - _PROBLEM_WIDTH), top, _PROBLEM_WIDTH, height)
        self.problem.raise_()

    def _press(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        elif key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            line, part = self._line, self._part
            if line is not None and self.commit():
                self.passed.emit(line.id, int(part), key == Qt.Key.Key_Tab)
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if not self.is_open:
            # Also while the table is being taken down, when nothing may be asked of it.
            return False
        if watched is self._viewport:
            if kind == QEvent.Type.Resize:
                self._place()
            return False
        if kind == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            # Else the page would take it for the way back.
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress:
            return self._press(cast(QKeyEvent, event))
        if kind == QEvent.Type.FocusOut and self._table.isVisible():
            self.commit()
        return False


def write_day(desk: Desk, line: ChecklistLine, part: Part, day: date | None) -> None:
    """Write the day of acceptance or of decision. The first one accepts or decides, any other corrects.

    Raises `UserError` with the reason of the command that does it.
    """
    is_start = part is Part.ACCEPTED
    was = line.accepted_on if is_start else line.decided_on
    if day == was:
        return
    if was is None and day is not None and is_start and line.decided_on is None:
        desk.attempt(accept_item, line.id, day)
    elif was is None and day is not None and not is_start:
        desk.attempt(decide_item, line.id, day, line.certificate_no)
    else:
        dates = ItemDates(
            line.applied_on,
            day if is_start else line.accepted_on,
            line.decided_on if is_start else day,
        )
        desk.attempt(correct_item, line.id, dates, line.certificate_no)


def write_number(desk: Desk, line: ChecklistLine, number: str) -> None:
    """Write the number of an item's result. Raises `UserError`."""
    dates = ItemDates(line.applied_on, line.accepted_on, line.decided_on)
    desk.attempt(correct_item, line.id, dates, number)
