"""部门手续: the departments on the left, and what one of them has over all projects on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.services.departments import DeskLine, department_sheet, departments
from fangzi_desktop.services.printing import Printed, department_bytes, missing_bytes
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.departments.delegate import DepartmentDelegate
from fangzi_desktop.ui.departments.model import (
    ACCEPTED,
    ITEM,
    OFFICER,
    PROJECT,
    DepartmentList,
    DeskSheet,
    Shown,
)
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.elided import ElidedLabel
from fangzi_desktop.ui.signs import SignDelegate
from fangzi_desktop.ui.table import Table

_DEPARTMENT = "departments/department"
_LIST_WIDTH = 300
_LEAST_LIST_WIDTH = 200
# The least width, in pixels, at which the sheet has room for its less important columns.
_WIDE = 760


class Departments(QListView):
    """The list of departments. Enter and → lead to what the current one has."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class DepartmentsView(QWidget):
    """One department, all projects. Enter opens the project's checklist at the item."""

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._department = str(settings.value(_DEPARTMENT, ""))
        self._names = DepartmentList(self)
        self._sheet = DeskSheet(self)
        self.list = Departments(self)
        self.list.setObjectName("department-list")
        self.list.setAccessibleName(self.tr("部门"))
        self.list.setModel(self._names)
        self.list.setItemDelegate(DepartmentDelegate(self.list))
        self.finder = QLineEdit(self)
        self.finder.setObjectName("department-find")
        self.finder.setAccessibleName(self.tr("查找部门"))
        self.finder.setPlaceholderText(self.tr("查找部门"))
        self.finder.setClearButtonEnabled(True)
        self.table = Table(self)
        self.table.setObjectName("department-table")
        self.table.setAccessibleName(self.tr("部门手续"))
        self.table.setModel(self._sheet)
        self.table.setItemDelegateForColumn(0, SignDelegate(self.table))
        self.filter: Choice[Shown] = Choice(self.tr("显示"), [(shown, "") for shown in Shown], self)
        self.filter.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.filter.choose(Shown.ALL)
        self._title = ElidedLabel("", self)
        self._title.setProperty("kind", "panel-title")
        self.print = self._button(self.tr("打印"), "department-print", self._print_sheet)
        self.print_missing = self._button(self.tr("缺件清单"), "department-missing", self._print_missing)
        self._no_department = self._quiet(self.tr("没有这样的部门。"))
        self._empty = self._quiet("")
        self._build()
        self.finder.textChanged.connect(self._find)
        self.finder.returnPressed.connect(self.list.setFocus)
        self.list.entered.connect(self._enter_sheet)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.filter.chosen.connect(self._filter)
        self.table.opened.connect(self._open)

    @property
    def names(self) -> DepartmentList:
        """The departments behind the list."""
        return self._names

    @property
    def sheet(self) -> DeskSheet:
        """The lines behind the table."""
        return self._sheet

    @property
    def department(self) -> str:
        """The department whose sheet is shown; "" while there is none."""
        return self._department

    def refresh(self) -> None:
        """Read the counts and the current department's sheet again; what is current stays so."""
        found = self._desk.glance(departments)
        self._names.show_departments(found)
        if not self._names.knows(self._department):
            self._department = found[0].name if found else ""
        self._mark_current()
        self._show_sheet()

    def search(self, text: str) -> None:
        """Show only what a typed text fits: of the project, the item or the officer."""
        kept = self._kept()
        self._sheet.search(text)
        self._after(kept)

    def show_department(self, name: str) -> None:
        """Show a department's sheet, whatever was filtered before; one that nobody knows changes nothing."""
        if not self._names.knows(name):
            return
        self.finder.clear()
        self._department = name
        self.filter.choose(Shown.ALL)
        self._sheet.show_only(Shown.ALL)
        self._mark_current()
        self._show_sheet()
        self.table.setFocus()

    def select(self, project_id: str) -> None:
        """Go on where one was: at the current line, if it is the project's, else at the project's first."""
        current = self._current()
        if current is None or current.project_id != project_id:
            rows = (row for row, line in enumerate(self._sheet.lines) if line.project_id == project_id)
            row = next(rows, -1)
            if row >= 0:
                self._go_to(row)
        self.table.setFocus()

    # Making.

    def _button(self, words: str, name: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("kind", "small")
        button.clicked.connect(slot)
        return button

    def _quiet(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("kind", "secondary")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        label.hide()
        return label

    def _build(self) -> None:
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.finder)
        column.addWidget(self.list, 1)
        column.addWidget(self._no_department, 1)
        left.setMinimumWidth(_LEAST_LIST_WIDTH)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self.print_missing)
        head.addWidget(self.print)
        tools = QHBoxLayout()
        tools.addWidget(self.filter)
        tools.addStretch()
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        self._arrange_table()
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(12)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 4)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([_LIST_WIDTH, 900])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(splitter)

    def _arrange_table(self) -> None:
        self.table.installEventFilter(self)
        self.table.setSortingEnabled(True)
        head = self.table.horizontalHeader()
        # Worst first is an order of its own, to which a third click leads back.
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(44)
        for place, column in enumerate(self._sheet.table_columns):
            self.table.setColumnWidth(place, column.width)
        for wordy in (PROJECT, ITEM):
            head.setSectionResizeMode(wordy, QHeaderView.ResizeMode.Stretch)

    # Showing.

    def _mark_current(self) -> None:
        row = self._names.row_of(self._department)
        chosen = self.list.selectionModel()
        if row >= 0:
            blocked = chosen.blockSignals(True)
            chosen.setCurrentIndex(
                self._names.index(row, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            chosen.blockSignals(blocked)
            self.list.scrollTo(self._names.index(row, 0))
        self.list.viewport().update()
        found = self._names.rowCount() > 0
        self.list.setVisible(found)
        self._no_department.setVisible(not found)

    def _show_sheet(self) -> None:
        kept = self._kept()
        self._sheet.show_lines(self._desk.glance(department_sheet, self._department).lines)
        self._title.setText(self._department)
        names = {
            Shown.ALL: self.tr("全部"),
            Shown.IN_HAND: self.tr("在办"),
            Shown.READY: self.tr("可申报"),
            Shown.OVERDUE: self.tr("逾期"),
            Shown.UNDECIDED: self.tr("待核实"),
        }
        for shown, name in names.items():
            count = sum(map(shown.admits, self._sheet.all_lines))
            self.filter.set_words(shown, f"{name} {count}")
        self._after(kept)

    def _kept(self) -> tuple[str, int]:
        current = self._current()
        return (current.id if current is not None else "", self.table.currentIndex().row())

    def _after(self, kept: tuple[str, int]) -> None:
        """Keep the current line current, or go to what has taken its place."""
        item, place = kept
        row = self._sheet.row_of(item) if item else -1
        shown = len(self._sheet.lines)
        if row < 0 and shown:
            row = min(max(place, 0), shown - 1)
        if row >= 0:
            self._go_to(row)
        self.table.setVisible(shown > 0)
        self._empty.setVisible(shown == 0)
        self._empty.setText(self._empty_words())

    def _empty_words(self) -> str:
        if self._sheet.all_lines:
            return self.tr("没有符合的手续。可换一个词、清空搜索，或改看“全部”。")
        if not self._desk_has_work():
            return self.tr("还没有一个项目列出手续清单。可在项目的“手续清单”里选定用地情况，列出全部事项。")
        return self.tr("这个部门现在没有在办的手续，也没有可以申报的手续。")

    def _desk_has_work(self) -> bool:
        return any(one.in_hand or one.ready or one.undecided for one in self._names.departments)

    def _go_to(self, row: int) -> None:
        self.table.setCurrentIndex(self._sheet.index(row, PROJECT))
        self.table.scrollTo(self._sheet.index(row, PROJECT))

    def _current(self) -> DeskLine | None:
        row = self.table.currentIndex().row()
        return self._sheet.lines[row] if 0 <= row < len(self._sheet.lines) else None

    # Doing.

    def _find(self, text: str) -> None:
        self._names.search(text)
        if self._names.row_of(self._department) < 0 and self._names.departments:
            self._department = self._names.departments[0].name
            self._show_sheet()
        self._mark_current()

    def _choose(self, index: QModelIndex) -> None:
        row = index.row()
        if not index.isValid() or row >= len(self._names.departments):
            return
        name = self._names.departments[row].name
        if name != self._department:
            self._department = name
            self._settings.setValue(_DEPARTMENT, name)
            self.table.setCurrentIndex(QModelIndex())
            self._show_sheet()

    def _filter(self, place: int) -> None:
        kept = self._kept()
        shown = self.filter.value
        if shown is not None:
            self._sheet.show_only(shown)
        self._after(kept)

    def _print_sheet(self) -> None:
        self._show_paper(self.tr("{name}手续清单"), _sheet_of)

    def _print_missing(self) -> None:
        self._show_paper(self.tr("{name}缺件清单"), _missing_of)

    def _show_paper(self, title: str, make: Callable[[str, Workspace], Printed]) -> None:
        # What shows and prints papers is not needed before the first one.
        from fangzi_desktop.ui.reports.paper import show_paper

        show_paper(self._desk, title.format(name=self._department), partial(make, self._department), self)

    def _enter_sheet(self) -> None:
        if self._sheet.lines:
            self.table.setFocus()

    def _open(self, index: QModelIndex) -> None:
        line = self._sheet.lines[index.row()]
        self.open_requested.emit(line.project_id, line.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.Resize:
            narrow = self.table.width() < _WIDE
            for column in (ACCEPTED, OFFICER):
                self.table.setColumnHidden(column, narrow)
        return super().eventFilter(watched, event)


def _sheet_of(department: str, workspace: Workspace) -> Printed:
    return workspace.glance(department_bytes, department)


def _missing_of(department: str, workspace: Workspace) -> Printed:
    return workspace.read(missing_bytes, department)
