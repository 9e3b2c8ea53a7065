"""The conflicts that wait, below their projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fangzi_desktop.services.conflicts import Conflict
from fangzi_desktop.services.merge_names import RecordNames
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.field.conflict_words import field_title, marks, record_title
from fangzi_desktop.ui.field.words import tr

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """The conflicts of one project; those of no project have none."""

    project_id: str | None
    project: str
    conflicts: tuple[Conflict, ...]


def grouped(conflicts: Sequence[Conflict]) -> tuple[InboxGroup, ...]:
    """Put the conflicts of a project together, in the order in which the first of each arose."""
    found: dict[str | None, list[Conflict]] = {}
    for conflict in conflicts:
        found.setdefault(conflict.project_id, []).append(conflict)
    return tuple(InboxGroup(project, some[0].project, tuple(some)) for project, some in found.items())


class InboxModel(QAbstractItemModel):
    """Projects with their conflicts. A conflict's index carries the place of its project, from 1."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.groups: tuple[InboxGroup, ...] = ()
        self._names = RecordNames()

    def show_conflicts(self, conflicts: Sequence[Conflict], names: RecordNames) -> None:
        """Show these conflicts."""
        self.beginResetModel()
        self.groups, self._names = grouped(conflicts), names
        self.endResetModel()

    @property
    def conflicts(self) -> list[Conflict]:
        """The conflicts in the order shown."""
        return [conflict for group in self.groups for conflict in group.conflicts]

    def conflict_at(self, index: Index) -> Conflict | None:
        """The conflict of a row, or None for a project's row."""
        if not index.isValid() or index.internalId() == 0:
            return None
        return self.groups[index.internalId() - 1].conflicts[index.row()]

    def group_at(self, index: Index) -> InboxGroup | None:
        """The project of a row."""
        if not index.isValid():
            return None
        place = index.internalId()
        return self.groups[index.row() if place == 0 else place - 1]

    def index_of(self, conflict_id: str) -> QModelIndex:
        """The row of a conflict; an invalid index if it waits no more."""
        for place, group in enumerate(self.groups, start=1):
            for row, conflict in enumerate(group.conflicts):
                if conflict.id == conflict_id:
                    return self.createIndex(row, 0, place)
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if column != 0 or row < 0 or row >= self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        if not child.isValid() or child.internalId() == 0:
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        if not parent.isValid():
            return len(self.groups)
        if parent.internalId() == 0 and parent.column() == 0 and parent.row() < len(self.groups):
            return len(self.groups[parent.row()].conflicts)
        return 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        group, conflict = self.group_at(index), self.conflict_at(index)
        if group is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(conflict) if conflict is not None else self._group_words(group)
        if role == Qt.ItemDataRole.ToolTipRole:
            words = self._words(conflict) if conflict is not None else self._group_words(group)
            return wording.tip(words)
        if role == Qt.ItemDataRole.FontRole and conflict is None:
            return theme.font(theme.BODY_PX, bold=True)
        return None

    def _words(self, conflict: Conflict) -> str:
        about = " · ".join((record_title(conflict, self._names), field_title(conflict)))
        noted = marks(conflict)
        return f"{about}  ⚠ {'、'.join(noted)}" if noted else about

    def _group_words(self, group: InboxGroup) -> str:
        name = group.project or tr("不属于某一个项目")
        return tr("{project}（{count}处）").format(project=name, count=len(group.conflicts))
