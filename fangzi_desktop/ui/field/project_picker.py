"""Choosing projects: a list with ticks and a search."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.services.pinyin import words_of
from fangzi_desktop.services.register import RegisterLine
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.table import Table

Index = QModelIndex | QPersistentModelIndex
_NAME, _STAGE, _OFFICER = range(3)


class PickedProjects(QAbstractTableModel):
    """Projects to tick; those that a typed text fits are shown, and the others keep their ticks."""

    ticked = Signal()

    def __init__(self, cards: Collection[RegisterLine], picked: Collection[str], parent: QObject) -> None:
        super().__init__(parent)
        self._all = sorted(cards, key=lambda line: line.sort_key)
        self.shown = list(self._all)
        self._picked = {line.id for line in self._all} & set(picked)
        self._heads = (tr("项目"), tr("环节"), tr("服务专员"))

    @property
    def picked(self) -> tuple[str, ...]:
        """The projects ticked, by id."""
        return tuple(line.id for line in self._all if line.id in self._picked)

    def search(self, text: str) -> None:
        """Show what a text fits, as typed or by initials."""
        words = words_of(text)
        self.beginResetModel()
        self.shown = [line for line in self._all if all(word in line.search_key for word in words)]
        self.endResetModel()

    def toggle(self, row: int) -> None:
        """Tick a project, or take its tick away."""
        self._picked ^= {self.shown[row].id}
        self._tell(row, row)

    def tick_shown(self, *, on: bool) -> None:
        """Tick all that are shown, or none of them."""
        shown = {line.id for line in self.shown}
        self._picked = self._picked | shown if on else self._picked - shown
        if shown:
            self._tell(0, len(self.shown) - 1)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, _NAME), self.index(last, _NAME))
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.shown):
            return None
        line = self.shown[index.row()]
        is_picked = line.id in self._picked
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.name, _stage(line), line.service_officer)[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _NAME:
            return Qt.CheckState.Checked if is_picked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == _NAME:
            return f"{line.name}，{tr('已选') if is_picked else tr('未选')}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section] if 0 <= section < len(self._heads) else None
        return None


def _stage(line: RegisterLine) -> str:
    return line.status.zh if line.status in TERMINAL else line.stage.zh


class ProjectPicker(QWidget):
    """The list with its search. Space ticks the current project; a click on any cell does too."""

    changed = Signal()

    def __init__(self, cards: Collection[RegisterLine], picked: Collection[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.model = PickedProjects(cards, picked, self)
        self.search = QLineEdit(self)
        self.search.setObjectName("picker-search")
        self.search.setAccessibleName(tr("查找项目"))
        self.search.setPlaceholderText(tr("查找项目  支持拼音首字母"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.model.search)
        self.table = Table(self)
        self.table.setObjectName("picker-projects")
        self.table.setAccessibleName(tr("要带出的项目"))
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(_STAGE, 96)
        self.table.setColumnWidth(_OFFICER, 84)
        self.table.clicked.connect(self._toggle)
        self.table.space_pressed.connect(self._toggle)
        self.count = QLabel("", self)
        self.count.setObjectName("picker-count")
        self.count.setProperty("kind", "secondary")
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.count, 1)
        for name, words, act in (
            ("picker-all", tr("全选列出的"), self._tick_shown),
            ("picker-none", tr("全不选"), self._tick_none),
        ):
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setProperty("kind", "small")
            button.setAutoDefault(False)
            button.clicked.connect(act)
            below.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.search)
        box.addWidget(self.table, 1)
        box.addLayout(below)
        self.model.ticked.connect(self._follow)
        self._count()

    def _toggle(self, index: QModelIndex) -> None:
        self.model.toggle(index.row())

    def _tick_shown(self) -> None:
        self.model.tick_shown(on=True)

    def _tick_none(self) -> None:
        self.model.tick_shown(on=False)

    def _follow(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        self.count.setText(tr("已选{count}个项目").format(count=len(self.model.picked)))
