"""Taking a return back: what it would do is shown first, then a backup and one act that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import Return
from fangzi_desktop.services.merging import MergePreview, ProjectChange
from fangzi_desktop.services.taking_back import merge_file, preview_file
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.field.preview_words import merge_summary, notes_of, origin_words
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.messages import sentence

Index = QModelIndex | QPersistentModelIndex

_WIDTH, _HEIGHT = 760, 520
_FIGURE_WIDTH = 96
_ASKS_PASSWORD = frozenset({"field.needs_password", "field.wrong_password"})


class ProjectsModel(QAbstractTableModel):
    """What a merge does to each project."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: tuple[ProjectChange, ...] = ()
        self._titles = (tr("项目"), tr("新增（条）"), tr("修改（处）"), tr("删除（条）"), tr("待核对（处）"))

    def show_lines(self, lines: tuple[ProjectChange, ...]) -> None:
        """Show these projects."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        figures = (line.adds, line.changes, line.deletes, line.conflicts)
        name = line.name or (tr("已删除的项目") if line.id else tr("不属于某一个项目"))
        if role == Qt.ItemDataRole.DisplayRole:
            return name if index.column() == 0 else str(figures[index.column() - 1] or "")
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return wording.tip(name)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section] if 0 <= section < len(self._titles) else None
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class ReturnPreview(QDialog):
    """Reads a return, shows what merging it would do, and merges it. Nothing is changed before 并入."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._path = Path()
        self._job: Job | None = None
        self._is_writing = False
        self._preview: MergePreview | None = None
        self.setObjectName("return-preview")
        self.setWindowTitle(tr("并入外勤带回"))
        self.model = ProjectsModel(self)
        self._build()
        self.resize(_WIDTH, _HEIGHT)

    @property
    def preview(self) -> MergePreview | None:
        """What is shown, or None while nothing has been read."""
        return self._preview

    def begin(self, path: Path) -> None:
        """Read a file in the background and show what it brings."""
        self._path = path
        self._name.setText(path.name)
        self._name.setToolTip(wording.tip(str(path)))
        self.open()
        self._read()

    # Work behind the dialog.

    @property
    def _typed_password(self) -> str | None:
        return self.password.text() or None

    def _read(self) -> None:
        path, password, workspace = self._path, self._typed_password, self._desk.workspace
        self._start(tr("正在读取并检查……"), lambda job: preview_file(workspace, path, password, job.step))

    def _merge(self) -> None:
        if not self.merge_button.isEnabled() or self._job is not None:
            return
        path, password, workspace = self._path, self._typed_password, self._desk.workspace
        self._is_writing = True
        self.cancel_button.setEnabled(False)
        self._start(tr("正在备份并并入……"), lambda job: merge_file(workspace, path, password, job.step))

    def _start(self, words: str, work: Callable[[Job], object]) -> None:
        self._say(words, "secondary")
        self.merge_button.setEnabled(False)
        self._progress.setRange(0, 0)
        self._progress.show()
        job = self._job = self._desk.start(work)
        job.progressed.connect(self._show_progress)
        job.done.connect(self._take)
        job.refused.connect(self._refuse)
        job.finished.connect(self._end)

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _take(self, result: object) -> None:
        if isinstance(result, Changes):
            self.accept()
            self._desk.tell(result)
        elif isinstance(result, tuple):
            self._show(*result)

    def _refuse(self, error: UserError) -> None:
        asks = error.code in _ASKS_PASSWORD
        self._asking.setVisible(asks)
        self._say(sentence(error), "problem")
        self.merge_button.setEnabled(False)
        if asks:
            self.password.selectAll()
            self.password.setFocus()

    def _end(self) -> None:
        self._job = None
        self._is_writing = False
        self._progress.hide()
        self.cancel_button.setEnabled(True)

    # What is shown.

    def _show(self, returned: Return, preview: MergePreview) -> None:
        self._preview = preview
        self._asking.hide()
        self._origin.setText(origin_words(returned))
        self._origin.show()
        if preview.is_empty:
            self._say(tr("没有新的内容：这个带回文件已经并入过，或外勤副本没有改动。"), "column-title")
            self.merge_button.hide()
            self._hint.hide()
            self.cancel_button.setText(tr("关闭"))
            self.cancel_button.setFocus()
            return
        words = tr("{summary}（外勤操作{acts}次）").format(summary=merge_summary(preview), acts=preview.acts)
        self._say(words, "column-title")
        self.model.show_lines(preview.projects)
        self.table.setVisible(bool(preview.projects))
        notes = notes_of(returned, preview)
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self.merge_button.setEnabled(True)
        self.merge_button.setFocus()

    def _say(self, words: str, kind: str) -> None:
        self.said.setText(words)
        self.said.setProperty("kind", kind)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)

    # Making.

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(10)
        self._name = self._line("return-name", "panel-title")
        self._origin = self._line("return-origin", "secondary")
        self.said = self._line("return-summary", "secondary")
        self._asking = self._make_password()
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("进度"))
        self.table = self._make_table()
        self._notes = self._line("return-notes", "secondary")
        for widget in (self._name, self._origin, self.said, self._asking, self._progress):
            box.addWidget(widget)
        box.addWidget(self.table, 1)
        box.addWidget(self._notes)
        box.addStretch(0)
        box.addLayout(self._make_buttons())
        for widget in (self._origin, self._asking, self._progress, self.table, self._notes):
            widget.hide()

    def _line(self, name: str, kind: str) -> QLabel:
        label = QLabel("", self)
        label.setObjectName(name)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _make_password(self) -> QWidget:
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(tr("密码"), whole)
        self.password = QLineEdit(whole)
        self.password.setObjectName("return-password")
        self.password.setAccessibleName(tr("带回文件的密码"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._read)
        again = QPushButton(tr("打开"), whole)
        again.setAutoDefault(False)
        again.clicked.connect(self._read)
        label.setBuddy(self.password)
        for widget in (label, self.password, again):
            row.addWidget(widget)
        return whole

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("return-projects")
        table.setAccessibleName(tr("各项目的改动"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT - 5)
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, self.model.columnCount()):
            table.setColumnWidth(column, _FIGURE_WIDTH)
        return table

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self._hint = QLabel(tr("并入前先备份；全部并入或全部不变，并入后可以整批撤销。"), self)
        self._hint.setProperty("kind", "secondary")
        self._hint.setWordWrap(True)
        self.cancel_button = QPushButton(tr("取消"), self)
        self.cancel_button.setObjectName("return-cancel")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.merge_button = QPushButton(tr("并入"), self)
        self.merge_button.setObjectName("return-merge")
        self.merge_button.setProperty("kind", "primary")
        self.merge_button.setMinimumWidth(96)
        self.merge_button.setToolTip("Ctrl+Enter")
        self.merge_button.setEnabled(False)
        self.merge_button.clicked.connect(self._merge)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._merge)
        row.addWidget(self._hint, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.merge_button)
        return row

    def reject(self) -> None:
        if self._is_writing:
            # What is merged must be told; it is soon over, and can be undone then.
            return
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def done(self, result: int) -> None:
        super().done(result)
        self.deleteLater()


def preview_return_file(desk: Desk, path: Path, parent: QWidget) -> ReturnPreview:
    """Show what a return would do, and merge it if the person wants so."""
    dialog = ReturnPreview(desk, parent)
    dialog.begin(path)
    return dialog
