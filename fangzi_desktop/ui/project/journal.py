"""动态: what was done to a project, newest first, grouped by act."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTreeView, QVBoxLayout, QWidget

from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.history import project_history, rules_told_of
from fangzi_desktop.services.parts import part_names
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.journal_words import PermitNames, WordedAct, word_history
from fangzi_desktop.ui.project.tab import Tab

MOST_LINES = 2000
_OPEN_UP_TO = 8
_WIDTHS = (350, 480, 120, 160)

Index = QModelIndex | QPersistentModelIndex


class JournalModel(QAbstractItemModel):
    """Acts with their changes below them. A change's index carries the place of its act, from 1."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts: tuple[WordedAct, ...] = ()
        self._titles = (self.tr("时间"), self.tr("做了什么"), self.tr("谁"), self.tr("电脑"))

    @property
    def acts(self) -> tuple[WordedAct, ...]:
        """The acts shown, newest first."""
        return self._acts

    def show_acts(self, acts: tuple[WordedAct, ...]) -> None:
        """Show these acts."""
        self.beginResetModel()
        self._acts = acts
        self.endResetModel()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not 0 <= column < len(self._titles):
            return QModelIndex()
        if not parent.isValid():
            found = 0 <= row < len(self._acts)
            return self.createIndex(row, column, 0) if found else QModelIndex()
        if parent.internalId() == 0 and parent.column() == 0:
            found = 0 <= row < len(self._acts[parent.row()].lines)
            return self.createIndex(row, column, parent.row() + 1) if found else QModelIndex()
        return QModelIndex()

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        if not child.isValid() or child.internalId() == 0:
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        if not parent.isValid():
            return len(self._acts)
        if parent.internalId() == 0 and parent.column() == 0 and parent.row() < len(self._acts):
            return len(self._acts[parent.row()].lines)
        return 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        place = index.internalId()
        act = self._acts[index.row() if place == 0 else place - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(act, index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(self._words(act, index)) or None
        if role == Qt.ItemDataRole.FontRole and place == 0 and index.column() == 1:
            return theme.font(theme.BODY_PX, bold=True)
        if role == Qt.ItemDataRole.ForegroundRole:
            plain = place == 0 and not act.is_reversal
            return theme.colour("ink1" if plain or (place and index.column() == 1) else "ink2")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section] if 0 <= section < len(self._titles) else None
        return None

    def _words(self, act: WordedAct, index: Index) -> str:
        if index.internalId() == 0:
            return (act.when, self._act_words(act), act.who, act.device)[index.column()]
        line = act.lines[index.row()]
        return (line.subject, line.change.replace("\n", " "), "", "")[index.column()]

    def _act_words(self, act: WordedAct) -> str:
        count = len(act.lines)
        if count <= _OPEN_UP_TO:
            return act.name
        return self.tr("{name}（{count}处）").format(name=act.name, count=count)


class JournalTab(Tab):
    """A project's journal. Long acts start folded."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.model = JournalModel(self)
        self.tree = QTreeView(self)
        self.tree.setObjectName("journal")
        self.tree.setAccessibleName(self.tr("动态"))
        self.tree.setModel(self.model)
        self.tree.setUniformRowHeights(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for place, width in enumerate(_WIDTHS):
            self.tree.setColumnWidth(place, width)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._more = QLabel(self.tr("只列出最近的 {count} 处改动。").format(count=MOST_LINES), self)
        self._more.setProperty("kind", "secondary")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.tree, 1)
        box.addWidget(self._more)

    def show_dossier(self, dossier: Dossier) -> None:
        rules = self._desk.read(rules_told_of, dossier.id).values()
        lines = self._desk.read(project_history, dossier.id, MOST_LINES)
        names = PermitNames(
            {rule.code: wording.short_label(rule.name) for rule in rules},
            {(rule.code, kind.code): kind.name for rule in rules for kind in rule.variants},
            {
                one.id: self.tr("第{number}版").format(number=one.version)
                for one in self._desk.workspace.rules.templates
            },
            self._desk.read(part_names, dossier.id),
            {group.code: group.name for one in self._desk.workspace.rules.templates for group in one.groups},
        )
        self.model.show_acts(word_history(lines, names))
        self._more.setVisible(len(lines) >= MOST_LINES)
        for row, act in enumerate(self.model.acts):
            if len(act.lines) <= _OPEN_UP_TO or len(self.model.acts) == 1:
                self.tree.expand(self.model.index(row, 0))

    def take_focus(self) -> None:
        self.tree.setFocus()
