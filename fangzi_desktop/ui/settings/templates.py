"""手续清单模板: the versions of the checklist, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHeaderView,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.template_file import write_template
from fangzi_desktop.services.templates import (
    Version,
    count_lagging,
    delete_template,
    template_of,
    versions,
)
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.settings.lagging import move_lagging
from fangzi_desktop.ui.settings.parts import act_button, in_a_row
from fangzi_desktop.ui.settings.publishing import import_version
from fangzi_desktop.ui.settings.template_editor import edit_template
from fangzi_desktop.ui.table import Table

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NUMBER, _FROM, _ITEMS, _PROJECTS, _NOTE = range(5)
_SHOWN = 6
_FILES = "手续清单 (*.xlsx)"


class VersionModel(QAbstractTableModel):
    """A row per version, newest first; the one in force is marked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.versions: tuple[Version, ...] = ()
        self._heads = (
            self.tr("版本"),
            self.tr("生效日期"),
            self.tr("事项"),
            self.tr("在用项目"),
            self.tr("说明"),
        )

    def show_versions(self, found: Sequence[Version]) -> None:
        """Show these versions."""
        self.beginResetModel()
        self.versions = tuple(found)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.versions)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (_ITEMS, _PROJECTS):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        version, column = self.versions[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(version, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (_ITEMS, _PROJECTS):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(bold=column == _NUMBER and version.in_force)
        return None

    def _words(self, version: Version, column: int) -> str:
        if column == _NUMBER:
            words = self.tr("● 第{number}版 现行") if version.in_force else self.tr("○ 第{number}版")
            return words.format(number=version.number)
        if column == _FROM:
            return wording.full_day(version.valid_from)
        if column == _NOTE:
            return " ".join(version.note.split())
        return str(version.items if column == _ITEMS else version.projects)


class TemplatesCard(QFrame):
    """The versions with what can be done with the current one. Enter or a double click opens it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._desk = desk
        self.model = VersionModel(self)
        self._build()
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(self._offer)

    def refresh(self) -> None:
        """Read the versions again; the current one stays current."""
        current = self._current()
        self.model.show_versions(self._desk.read(versions))
        ids = [version.id for version in self.model.versions]
        row = ids.index(current.id) if current is not None and current.id in ids else 0
        self.table.selectRow(row)
        head = self.table.horizontalHeader().sizeHint().height()
        rows = max(2, min(len(ids), _SHOWN))
        self.table.setFixedHeight(rows * theme.ROW_HEIGHT + head + 4)
        behind = self._desk.read(count_lagging)
        self.lagging.setText(self.tr("转移在办项目（{count}）…").format(count=behind))
        self.lagging.setEnabled(behind > 0)
        self._offer()

    def follow(self, changes: Changes[object]) -> None:
        """Read again after an act that concerns the versions or who follows them."""
        if changes.touches("permit_template", "permit_rule", "permit_item", "project"):
            self.refresh()

    def _current(self) -> Version | None:
        row = self.table.currentIndex().row()
        return self.model.versions[row] if 0 <= row < len(self.model.versions) else None

    def _offer(self) -> None:
        version = self._current()
        writable = not self._desk.workspace.store.read_only
        for button in (self.open, self.export):
            button.setEnabled(version is not None)
        self.imported.setEnabled(writable)
        self.delete.setEnabled(version is not None and writable)

    # What can be done.

    def _open(self) -> None:
        version = self._current()
        if version is not None:
            edit_template(self._desk, self, self._desk.read(template_of, version.id))

    def _export(self) -> None:
        version = self._current()
        if version is None:
            return
        usual = self.tr("手续清单第{number}版.xlsx").format(number=version.number)
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("导出手续清单"), usual, self.tr(_FILES))
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_suffix(".xlsx")
        try:
            count = write_template(path, self._desk.read(template_of, version.id))
        except UserError as error:
            self._desk.refused.emit(error)
        else:
            self._told.setText(self.tr("已导出{count}项：{name}").format(count=count, name=path.name))

    def _import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("导入手续清单"), "", self.tr(_FILES))
        if chosen:
            import_version(self._desk, self, Path(chosen))

    def _delete(self) -> None:
        version = self._current()
        if version is not None:
            # No question asked: only what nobody uses goes, and the act can be undone.
            self._desk.do(delete_template, version.id)

    def _move(self) -> None:
        in_force = next((version for version in self.model.versions if version.in_force), None)
        if in_force is not None:
            move_lagging(self._desk, self, in_force)

    # Making.

    def _build(self) -> None:
        title = QLabel(self.tr("手续清单模板"), self)
        title.setProperty("kind", "panel-title")
        hint = QLabel(
            self.tr("新列的清单用当天现行的版本，已列的清单仍按原版办理。改动通过发布新版本生效，可撤销。"),
            self,
        )
        hint.setProperty("kind", "secondary")
        hint.setWordWrap(True)
        self.table = Table(self)
        self.table.setObjectName("template-versions")
        self.table.setAccessibleName(self.tr("手续清单的版本"))
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        for column, width in ((_NUMBER, 120), (_FROM, 110), (_ITEMS, 56), (_PROJECTS, 78)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(_NOTE, QHeaderView.ResizeMode.Stretch)
        self.open = act_button("template-open", self.tr("打开编辑…"), self._open, self)
        self.export = act_button("template-export", self.tr("导出 .xlsx…"), self._export, self)
        self.imported = act_button("template-import", self.tr("导入 .xlsx…"), self._import, self)
        self.delete = act_button("template-delete", self.tr("删除版本"), self._delete, self)
        self.lagging = act_button("template-lagging", "", self._move, self)
        self._told = QLabel("", self)
        self._told.setObjectName("template-exported")
        self._told.setProperty("kind", "secondary")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        box.addWidget(title)
        box.addWidget(hint)
        box.addWidget(self.table)
        box.addLayout(in_a_row(self.open, self.export, self.imported))
        box.addLayout(in_a_row(self.lagging, self.delete, self._told))
