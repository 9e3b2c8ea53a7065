"""Moving several projects to the version in force at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.templates import (
    LaggingProject,
    Version,
    lagging_projects,
    move_preview,
    move_projects,
)
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.version_move import MoveDialog
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.table import Table

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NAME, _STAGE, _VERSION, _CHANGES = range(4)


class LaggingModel(QAbstractTableModel):
    """Projects to tick, each with what the move would change."""

    ticked = Signal()

    def __init__(self, projects: Sequence[LaggingProject], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.projects = tuple(projects)
        self._chosen = {project.id for project in projects}
        self._heads = (self.tr("项目"), self.tr("环节"), self.tr("现用"), self.tr("转到新版的变化"))

    @property
    def chosen(self) -> list[str]:
        """The projects ticked."""
        return [project.id for project in self.projects if project.id in self._chosen]

    def tick_all(self, *, on: bool) -> None:
        """Tick every project, or none."""
        self._chosen = {project.id for project in self.projects} if on else set()
        if self.projects:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.projects) - 1, 0))
        self.ticked.emit()

    def toggle(self, row: int) -> None:
        """Tick a project, or take its tick away."""
        self._chosen ^= {self.projects[row].id}
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        self.ticked.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.projects)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        across = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._heads[section] if across and 0 <= section < len(self._heads) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == _NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        project = self.projects[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(project, index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _NAME:
            chosen = project.id in self._chosen
            return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole or index.column() != _NAME:
            return False
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        if wanted is not (self.projects[index.row()].id in self._chosen):
            self.toggle(index.row())
        return True

    def _words(self, project: LaggingProject, column: int) -> str:
        if column == _NAME:
            return project.name
        if column == _STAGE:
            return project.stage.zh
        if column == _VERSION:
            return self.tr("第{number}版").format(number=project.old_number)
        parts = [
            self.tr("新增{count}项").format(count=project.added) if project.added else "",
            self.tr("去掉{count}项").format(count=project.removed) if project.removed else "",
            self.tr("修改{count}项").format(count=project.changed) if project.changed else "",
            self.tr("{count}项保留旧版").format(count=project.kept) if project.kept else "",
        ]
        return "，".join(part for part in parts if part) or self.tr("清单内容不变")


class LaggingDialog(QDialog):
    """The projects that follow an older version. Space ticks, Enter shows what the move would change."""

    def __init__(
        self, desk: Desk, projects: Sequence[LaggingProject], version: Version, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lagging")
        self.setWindowTitle(self.tr("把在办项目转到第{number}版").format(number=version.number))
        self.setMinimumSize(720, 420)
        self.resize(900, 560)
        self._desk = desk
        self._version = version
        words = self.tr("以下项目仍按旧版清单办理。勾选要转的项目；双击一行可看具体变化，包括到期日。")
        told = QLabel(words, self)
        told.setProperty("kind", "secondary")
        told.setWordWrap(True)
        self.model = LaggingModel(projects, self)
        self.table = Table(self)
        self.table.setObjectName("lagging-projects")
        self.table.setAccessibleName(self.tr("按旧版清单办理的项目"))
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_STAGE, 100), (_VERSION, 80), (_CHANGES, 300)):
            self.table.setColumnWidth(column, width)
        self._problem = QLabel("", self)
        self._problem.setProperty("kind", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        buttons = QDialogButtonBox(self)
        self.move_button = QPushButton("", self)
        self.move_button.setObjectName("accept")
        self.move_button.setProperty("kind", "primary")
        self._all = QPushButton(self.tr("全选"), self)
        none = QPushButton(self.tr("全不选"), self)
        buttons.addButton(self.move_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self._all, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(none, QDialogButtonBox.ButtonRole.ResetRole)
        for button in (self.move_button, self._all, none):
            button.setAutoDefault(False)
        self._all.clicked.connect(self._tick_all)
        none.clicked.connect(self._tick_none)
        buttons.accepted.connect(self._move)
        buttons.rejected.connect(self.reject)
        self.table.opened.connect(self._look)
        self.table.space_pressed.connect(self._toggle)
        self.model.ticked.connect(self._count)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addWidget(told)
        box.addWidget(self.table, 1)
        box.addWidget(self._problem)
        box.addWidget(buttons)
        self._count()

    def _count(self) -> None:
        count = len(self.model.chosen)
        self.move_button.setText(self.tr("转{count}个项目").format(count=count))
        self.move_button.setEnabled(count > 0 and not self._desk.workspace.store.read_only)

    def _tick_all(self) -> None:
        self.model.tick_all(on=True)

    def _tick_none(self) -> None:
        self.model.tick_all(on=False)

    def _toggle(self, index: QModelIndex) -> None:
        self.model.toggle(index.row())

    def _look(self, index: QModelIndex) -> None:
        project = self.model.projects[index.row()]
        preview = self._desk.read(move_preview, project.id, self._version.id)
        dialog = MoveDialog(preview, self, may_move=False)
        dialog.exec()
        dialog.deleteLater()

    def _move(self) -> None:
        try:
            self._desk.attempt(move_projects, self.model.chosen, self._version.id)
        except UserError as error:
            self._problem.setText(sentence(error))
            self._problem.show()
        else:
            self.accept()


def move_lagging(desk: Desk, parent: QWidget, version: Version) -> bool:
    """Show the projects behind the version in force and move those the person ticks; whether any was."""
    dialog = LaggingDialog(desk, desk.read(lagging_projects), version, parent)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted
