"""All projects: as a list to find, sort, open and export, by departments, and by one kind of record each."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.services.exchange import export_ledger
from fangzi_desktop.services.register import register
from fangzi_desktop.services.workspace import Changes, Workspace
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.departments.view import DepartmentsView
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.ledger.model import NAME, LedgerModel
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.sheets.printing import PrintLedger
from fangzi_desktop.ui.sheets.sheet import SheetView
from fangzi_desktop.ui.signs import SignDelegate
from fangzi_desktop.ui.table import Table

_WITH_LEFT = "ledger/with-left"
_PART = "projects/part"


class Part(Enum):
    """What the page shows."""

    LEDGER = "ledger"
    DEPARTMENTS = "departments"
    MEETINGS = "meetings"
    REVIEW = "review"
    ELEMENTS = "elements"
    COMPLIANCE = "compliance"
    STATISTICS = "statistics"
    PROBLEMS = "problems"
    NOTICES = "notices"


def _statistics(desk: Desk, parent: QWidget) -> SheetView:
    from fangzi_desktop.ui.sheets.statistics import StatisticsSheet

    return StatisticsSheet(desk, parent)


def _meetings(desk: Desk, parent: QWidget) -> SheetView:
    from fangzi_desktop.ui.sheets.meetings import MeetingsSheet

    return MeetingsSheet(desk, parent)


def _review(desk: Desk, parent: QWidget) -> SheetView:
    from fangzi_desktop.ui.sheets.review import ReviewSheet

    return ReviewSheet(desk, parent)


def _elements(desk: Desk, parent: QWidget) -> SheetView:
    from fangzi_desktop.ui.sheets.elements import ElementsSheet

    return ElementsSheet(desk, parent)


def _compliance(desk: Desk, parent: QWidget) -> SheetView:
    from fangzi_desktop.ui.sheets.compliance import ComplianceSheet

    return ComplianceSheet(desk, parent)


def _problems(desk: Desk, parent: QWidget) -> SheetView:
    from fangzi_desktop.ui.sheets.problems import ProblemsSheet

    return ProblemsSheet(desk, parent)


def _notices(desk: Desk, parent: QWidget) -> SheetView:
    from fangzi_desktop.ui.sheets.notices import NoticesSheet

    return NoticesSheet(desk, parent)


# The sheets over all projects, each made when it is first shown.
_SHEETS: dict[Part, Callable[[Desk, QWidget], SheetView]] = {
    Part.MEETINGS: _meetings,
    Part.REVIEW: _review,
    Part.ELEMENTS: _elements,
    Part.COMPLIANCE: _compliance,
    Part.STATISTICS: _statistics,
    Part.PROBLEMS: _problems,
    Part.NOTICES: _notices,
}


class ProjectsPage(Page):
    """项目."""

    open_requested = Signal(str)
    item_requested = Signal(str, str, str)

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("项目"), parent)
        self._desk = desk
        self._settings = settings
        self._model = LedgerModel(self)
        self.table = Table(self)
        self.table.setObjectName("project-table")
        self.table.setAccessibleName(self.tr("项目列表"))
        self.table.setModel(self._model)
        self.table.setItemDelegateForColumn(0, SignDelegate(self.table))
        self._shown = QLabel("", self)
        self._shown.setProperty("kind", "secondary")
        self._with_left = QCheckBox(self.tr("含否决、剔除、终止、办结"), self)
        self._with_left.setObjectName("projects-with-left")
        self._with_left.setChecked(str(settings.value(_WITH_LEFT, "1")) == "1")
        self._export = QPushButton(self.tr("导出台账"), self)
        self._export.setObjectName("export-ledger")
        self._print = PrintLedger(desk, self)
        self._empty = QLabel("", self)
        self._empty.setProperty("kind", "secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        stored = str(settings.value(_PART, ""))
        self._part = next((part for part in Part if part.value == stored), Part.LEDGER)
        self._text = ""
        self.departments = DepartmentsView(desk, settings, self)
        words = {
            Part.LEDGER: self.tr("台账"),
            Part.DEPARTMENTS: self.tr("部门手续"),
            Part.MEETINGS: self.tr("论证会"),
            Part.REVIEW: self.tr("论证情况"),
            Part.ELEMENTS: self.tr("要素供给"),
            Part.COMPLIANCE: self.tr("履约兑付"),
            Part.STATISTICS: self.tr("纳统升规"),
            Part.PROBLEMS: self.tr("问题"),
            Part.NOTICES: self.tr("督办"),
        }
        self._parts = [Part.LEDGER, Part.DEPARTMENTS, *_SHEETS]
        self._sheets: dict[Part, SheetView] = {}
        names = [(part, words[part]) for part in self._parts]
        if self._part not in self._parts:
            self._part = Part.LEDGER
        self.switch: Choice[Part] = Choice(self.tr("项目页"), names, self)
        self.switch.setObjectName("projects-switch")
        self.switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.switch.choose(self._part)
        self._build()
        self._model.show_left(self._with_left.isChecked())
        self._with_left.toggled.connect(self._filter)
        self._export.clicked.connect(self._ask_and_export)
        self.table.opened.connect(self._open)
        self.switch.chosen.connect(self._switch)
        self.departments.open_requested.connect(self._open_item)
        desk.changed.connect(self._follow)

    @property
    def marks_widgets(self) -> list[QWidget]:
        return [self.switch]

    @property
    def model(self) -> LedgerModel:
        """The lines behind the table."""
        return self._model

    @property
    def part(self) -> Part:
        """What the page shows."""
        return self._part

    def show_part(self, part: Part) -> None:
        """Show the list of projects, the departments or a sheet; the page opens with it the next time."""
        if part is not self._part:
            self._part = part
            self._settings.setValue(_PART, part.value)
            self.switch.choose(part)
            self._stack.setCurrentWidget(self._view(part))
            self.actions_changed.emit()
            self.refresh()
            self.search(self._text)

    def show_department(self, name: str) -> None:
        """Show what a department has over all projects."""
        self.show_part(Part.DEPARTMENTS)
        if self._is_stale:
            self._is_stale = False
            self.refresh()
        self.departments.show_department(name)

    def refresh(self) -> None:
        if self._part is Part.DEPARTMENTS:
            self.departments.refresh()
        elif self._part in _SHEETS:
            self._sheet(self._part).refresh()
        else:
            self._refresh_ledger()

    def _view(self, part: Part) -> QWidget:
        if part in _SHEETS:
            return self._sheet(part)
        return self.departments if part is Part.DEPARTMENTS else self._ledger

    def _sheet(self, part: Part) -> SheetView:
        if part not in self._sheets:
            made = _SHEETS[part](self._desk, self)
            made.open_requested.connect(self.item_requested)
            made.said.connect(self.said)
            self._stack.addWidget(made)
            self._sheets[part] = made
        return self._sheets[part]

    def _refresh_ledger(self) -> None:
        current = self._current()
        self._model.show_lines(self._desk.read(register))
        self._after(current)

    def search(self, text: str) -> None:
        self._text = text
        if self._part is Part.DEPARTMENTS:
            self.departments.search(text)
            return
        if self._part in _SHEETS:
            self._sheet(self._part).search(text)
            return
        current = self._current()
        self._model.search(text)
        self._after(current)

    def select(self, project_id: str) -> None:
        """Make a project's row the current one."""
        if self._part is Part.DEPARTMENTS:
            self.departments.select(project_id)
            return
        if self._part in _SHEETS:
            self._sheet(self._part).select(project_id)
            return
        row = self._model.row_of(project_id)
        if row >= 0:
            self.table.setCurrentIndex(self._model.index(row, NAME))
        self.table.setFocus()

    def _build(self) -> None:
        self._ledger = QWidget(self)
        box = QVBoxLayout(self._ledger)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._with_left)
        head.addWidget(self._shown)
        head.addStretch()
        head.addWidget(self._print)
        head.addWidget(self._export)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addWidget(self._empty, 1)
        self._empty.hide()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._ledger)
        self._stack.addWidget(self.departments)
        self._stack.setCurrentWidget(self._view(self._part))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self._stack)
        self.table.setSortingEnabled(True)
        self.table.setAlternatingRowColors(False)
        heads = self.table.horizontalHeader()
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.setStretchLastSection(False)
        for place, column in enumerate(self._model.table_columns):
            self.table.setColumnWidth(place, column.width)
        heads.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        heads.setMinimumSectionSize(44)

    def _current(self) -> str:
        row = self.table.currentIndex().row()
        return self._model.lines[row].id if 0 <= row < len(self._model.lines) else ""

    def _after(self, current: str) -> None:
        """Keep the current project current, and say how many are shown."""
        row = self._model.row_of(current) if current else -1
        if row >= 0:
            self.table.setCurrentIndex(self._model.index(row, NAME))
        shown, total = len(self._model.lines), self._model.total
        self._shown.setText(f"{shown} / {total}" if shown != total else "")
        self._with_left.setEnabled(self._model.left > 0)
        self._export.setEnabled(total > 0)
        self._print.setEnabled(total > 0)
        self.table.setVisible(shown > 0)
        self._empty.setVisible(shown == 0)
        self._empty.setText(
            self.tr("没有符合的项目。可换一个词，或清空搜索。")
            if total
            else self.tr("这里还没有项目。可在看板上导入台账、打开示例或新建项目。")
        )

    def _filter(self, shown: bool) -> None:
        self._settings.setValue(_WITH_LEFT, "1" if shown else "0")
        current = self._current()
        self._model.show_left(shown)
        self._after(current)

    def _switch(self, place: int) -> None:
        self.show_part(self._parts[place])
        if self._part is Part.DEPARTMENTS:
            self.departments.list.setFocus()
        elif self._part in _SHEETS:
            self._sheet(self._part).take_focus()
        else:
            self.table.setFocus()

    def _open_item(self, project_id: str, item_id: str) -> None:
        self.item_requested.emit(project_id, "permits", item_id)

    def _open(self, index: QModelIndex) -> None:
        self.open_requested.emit(self._model.lines[index.row()].id)

    def _follow(self, changes: Changes[object]) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self.mark_stale()

    def _ask_and_export(self) -> None:
        today = self._desk.workspace.today
        proposed = str(Path.home() / self.tr("项目台账{day}.xlsx").format(day=today.isoformat()))
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("导出台账"), proposed, self.tr("Excel 工作簿 (*.xlsx)")
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, target: Path) -> None:
        """Write the ledger behind the window and tell when it is done."""
        if not target.suffix:
            target = target.with_suffix(".xlsx")
        self._export.setEnabled(False)
        job = self._desk.start(partial(_export, self._desk.workspace, target))
        job.done.connect(self._tell_exported)
        job.refused.connect(self._desk.refused)
        job.finished.connect(self._allow_export)

    def _tell_exported(self, result: tuple[int, Path]) -> None:
        count, target = result
        self.said.emit(self.tr("已导出 {count} 个项目：{file}").format(count=count, file=target))

    def _allow_export(self) -> None:
        self._export.setEnabled(self._model.total > 0)


def _export(workspace: Workspace, target: Path, job: Job) -> tuple[int, Path]:
    return export_ledger(workspace, target), target
