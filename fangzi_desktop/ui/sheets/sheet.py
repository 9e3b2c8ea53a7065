"""A sheet over all projects: its lines are read, searched, sorted and opened in the project's own tab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.workspace import View
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.section import RecordLines
from fangzi_desktop.ui.signs import SignDelegate
from fangzi_desktop.ui.sorted_lines import Column
from fangzi_desktop.ui.table import Table


class SheetLine(Protocol):
    """A record of some project."""

    @property
    def id(self) -> str: ...

    @property
    def project_id(self) -> str: ...


L = TypeVar("L", bound=SheetLine)
S = TypeVar("S")


class SheetView(QWidget):
    """A part of the project page. It is told when to read, what to search for and where to begin."""

    open_requested = Signal(str, str, str)
    said = Signal(str)

    def refresh(self) -> None:
        """Read again what the sheet shows."""

    def search(self, text: str) -> None:
        """Show only what fits a typed text."""

    def select(self, project_id: str) -> None:
        """Make a project's first line the current one."""

    def take_focus(self) -> None:
        """Give the keyboard to what a person acts on first."""
        self.setFocus()


class LinesSheet(SheetView, Generic[L]):
    """A sheet that is one table. Enter and a double click open the record in its project's tab.

    Above the table there is room for what narrows it (`head`); `_narrowed` says which lines pass.
    """

    def __init__(
        self,
        desk: Desk,
        name: str,
        title: str,
        columns: tuple[Column[L], ...],
        read: Callable[[View], tuple[L, ...]],
        tab: str,
        empty: str,
        parent: QWidget,
        *,
        light: Callable[[L], Light | None] | None = None,
        stretch: int = 1,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read = read
        self._tab = tab
        self._empty_words = empty
        self._all: tuple[L, ...] = ()
        self.model: RecordLines[L] = RecordLines(columns, light, self)
        self.table = Table(self)
        self.table.setObjectName(f"{name}-sheet")
        self.table.setAccessibleName(title)
        self.table.setModel(self.model)
        if light is not None:
            self.table.setItemDelegateForColumn(0, SignDelegate(self.table))
        self.table.setSortingEnabled(True)
        heads = self.table.horizontalHeader()
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.setMinimumSectionSize(44)
        for place, column in enumerate(columns):
            self.table.setColumnWidth(place, column.width)
        heads.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        self._empty = QLabel("", self)
        self._empty.setProperty("kind", "secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.hide()
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.note = QLabel("", self)
        self.note.setProperty("kind", "secondary")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self.head)
        self.above = box
        box.addWidget(self.table, 1)
        box.addWidget(self._empty, 1)
        box.addWidget(self.note)
        self.note.hide()
        self.table.opened.connect(self._open)

    @property
    def current(self) -> L | None:
        """The current line, or None."""
        row = self.table.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def refresh(self) -> None:
        self._all = self._desk.read(self._read)
        self.show_narrowed()

    def search(self, text: str) -> None:
        before = self.current
        self.model.search(text)
        self._after(before)

    def select(self, project_id: str) -> None:
        for row, line in enumerate(self.model.lines):
            if line.project_id == project_id:
                self.table.setCurrentIndex(self.model.index(row, 0))
                break
        self.table.setFocus()

    def take_focus(self) -> None:
        self.table.setFocus()

    def show_narrowed(self) -> None:
        """Show the lines that pass what the sheet is narrowed to."""
        before = self.current
        self.model.show_lines(self._narrowed(self._all))
        self._after(before)

    def _narrowed(self, lines: tuple[L, ...]) -> tuple[L, ...]:
        return lines

    def _note_words(self, lines: list[L]) -> str:
        """What is said below the table, such as a sum."""
        return ""

    def _after(self, before: L | None) -> None:
        row = self.model.row_of(before.id) if before is not None else -1
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))
        shown = bool(self.model.lines)
        self.table.setVisible(shown)
        self._empty.setVisible(not shown)
        self._empty.setText(
            self._empty_words if not self._all else self.tr("没有符合的内容。可换一个词，或清空搜索。")
        )
        words = self._note_words(self.model.lines)
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _open(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()]
        self.open_requested.emit(line.project_id, self._tab, line.id)


class NarrowedSheet(LinesSheet[L], Generic[L, S]):
    """A sheet with a row of choices above it, each with how many lines it admits."""

    def narrow_by(self, words: Mapping[S, str], first: S, admits: Callable[[S, L], bool], name: str) -> None:
        """Offer the choices, by their words, of which `first` holds at the beginning."""
        self._words = dict(words)
        self._admits = admits
        self.filter: Choice[S] = Choice(name, list(self._words.items()), self)
        self.filter.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.filter.choose(first)
        self.filter.chosen.connect(self.show_narrowed)
        self.head.addWidget(self.filter)

    def refresh(self) -> None:
        super().refresh()
        self.count()

    def count(self) -> None:
        """Say beside each choice how many lines it admits."""
        among = self._among(self._all)
        for shown, words in self._words.items():
            self.filter.set_words(shown, f"{words} {sum(self._admits(shown, line) for line in among)}")

    def _among(self, lines: tuple[L, ...]) -> tuple[L, ...]:
        """The lines that pass whatever else the sheet is narrowed to."""
        return lines

    def _narrowed(self, lines: tuple[L, ...]) -> tuple[L, ...]:
        shown = self.filter.value
        among = self._among(lines)
        return among if shown is None else tuple(line for line in among if self._admits(shown, line))
