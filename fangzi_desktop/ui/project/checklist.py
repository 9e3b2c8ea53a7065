"""手续清单: counts and forecast above, the items with their time axis, and the current item beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stages import TERMINAL, stage_index
from fangzi_desktop.domain.terms import Applicability, PermitPhase, Route, Stage
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.item_batches import accept_items, apply_items, decide_items
from fangzi_desktop.services.permit_results import verify_items
from fangzi_desktop.services.permits import (
    Checklist,
    ChecklistLine,
    GroupLine,
    checklist,
    choose_variant,
    renewed,
    settle_items,
    start_checklist,
)
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.beginning import Beginning
from fangzi_desktop.ui.project.cell_editor import CellEditor
from fangzi_desktop.ui.project.checklist_head import ChecklistHead
from fangzi_desktop.ui.project.checklist_model import ChecklistModel, Part, Shown, can_write, is_running
from fangzi_desktop.ui.project.checklist_rows import Filters, GroupRow, department_counts
from fangzi_desktop.ui.project.checklist_table import ChecklistTable
from fangzi_desktop.ui.project.filter_bar import FilterBar, FilterChips
from fangzi_desktop.ui.project.item_acts import DATED, ItemAct, next_act, perform, perform_all
from fangzi_desktop.ui.project.item_dialogs import ask_corrections, ask_exclusion
from fangzi_desktop.ui.project.item_menu import as_text, item_menu
from fangzi_desktop.ui.project.item_panel import WIDTH, ItemPanel
from fangzi_desktop.ui.project.new_version import NewVersionHint
from fangzi_desktop.ui.project.papers import ItemPapers
from fangzi_desktop.ui.project.part_dialogs import ask_coordinator, show_parts
from fangzi_desktop.ui.project.print_checklist import PrintChecklist
from fangzi_desktop.ui.project.selection_bar import SelectionBar, Together
from fangzi_desktop.ui.project.tab import Tab

# The least width of each column, and how wide the wordy ones grow; the time axis takes the rest.
_WIDTHS = {
    Part.STATE: 72,
    Part.NAME: 188,
    Part.DEPARTMENT: 110,
    Part.LIMIT: 78,
    Part.ACCEPTED: 74,
    Part.DUE: 68,
    Part.DECIDED: 64,
    Part.TIME: 176,
    Part.RESULT: 102,
}
_WIDEST = {Part.NAME: 330, Part.DEPARTMENT: 220, Part.RESULT: 240}
_SHARE = 0.2
_TOGETHER = {
    Together.APPLY: apply_items,
    Together.ACCEPT: accept_items,
    Together.DECIDE: decide_items,
    Together.VERIFY: verify_items,
}
_SAME = {ItemAct.APPLY: Together.APPLY, ItemAct.ACCEPT: Together.ACCEPT, ItemAct.DECIDE: Together.DECIDE}


class ChecklistTab(Tab):
    """A project's checklist. Space does the next sensible act as of today, F2 writes days in their cells."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self._wanted = ""
        self._is_settling = False
        self._read: Checklist | None = None
        self._model = ChecklistModel(self)
        self.table = ChecklistTable(self._model, self)
        self.table.setObjectName("permit-table")
        self.table.setAccessibleName(self.tr("手续清单"))
        self.editor = CellEditor(desk, self.table, self._model.find)
        self.menu: QMenu | None = None
        self.panel = ItemPanel(desk, self)
        self.papers = ItemPapers(desk, self.panel)
        self.papers.take_drops_of(self.panel)
        self.panel.hold(self.papers)
        self.filter = FilterBar(self)
        self.chips = FilterChips(self)
        self.bar = SelectionBar(desk.workspace.today, self)
        self._nothing = QLabel("", self)
        self._nothing.setProperty("kind", "secondary")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.beginning = Beginning(desk, self)
        self.new_version = NewVersionHint(desk, self)
        self.parts = QPushButton(self.tr("分部…"), self)
        self.parts.setObjectName("project-parts")
        self.parts.setProperty("kind", "small")
        self.parts.setToolTip(self.tr("期、宗地、单体、分证：各自办理手续的部分"))
        actions = (self.new_version, self.parts, PrintChecklist(desk, self))
        self.head = ChecklistHead(desk, actions, self)
        self._build()
        self._connect()

    def _connect(self) -> None:
        self.filter.changed.connect(self._look_for)
        self.filter.zoom_chosen.connect(self.table.timeline.zoom_to)
        self.filter.left.connect(self.table.setFocus)
        self.chips.changed.connect(self._look_for)
        self.table.timeline.zoomed.connect(self.filter.zoom.choose)
        self.table.opened.connect(self._correct)
        self.table.group_opened.connect(self._ask_coordinator)
        self.table.space_pressed.connect(self._do_next)
        self.table.write_requested.connect(self._write)
        self.table.fold_requested.connect(self._fold)
        self.table.copy_requested.connect(self._copy)
        self.table.menu_requested.connect(self._show_menu)
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        self.editor.passed.connect(self._write_next)
        self.bar.act_chosen.connect(self._act_together)
        self.bar.cleared.connect(self._select_current)
        self.panel.act_chosen.connect(self._act)
        self.panel.variant_chosen.connect(self._choose_variant)
        self.panel.item_chosen.connect(self.go_to)
        self.parts.clicked.connect(self._show_parts)
        self.beginning.begun.connect(self._begin)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.take_focus)

    @property
    def project_id(self) -> str:
        """The project shown."""
        return self._project

    @property
    def model(self) -> ChecklistModel:
        """The items behind the table."""
        return self._model

    def show_dossier(self, dossier: Dossier) -> None:
        self._is_settling = True
        try:
            self._show(dossier)
        finally:
            self._is_settling = False
        self._show_selected()

    def _show(self, dossier: Dossier) -> None:
        is_other = dossier.id != self._project
        if is_other:
            self._project = dossier.id
            self._wanted = ""
            self.editor.close()
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        self.new_version.show_project(dossier.id)
        read = self._desk.read(checklist, dossier.id)
        self._read = read
        self._stack.setCurrentIndex(0 if read.lines else 1)
        today = self._desk.workspace.today
        if not read.lines:
            self._model.show_checklist(read, today, with_forecast=False)
            self.beginning.show_route(dossier.form.route)
            return
        is_ahead = stage_index(dossier.stage) <= stage_index(Stage.PERMITS)
        with_forecast = is_ahead and dossier.status not in TERMINAL
        self._keep()
        if is_other:
            self._keep_filters(read)
        self.panel.show_project(dossier.id)
        self.panel.show_forecast(read.forecast if with_forecast else None)
        self._model.show_checklist(read, today, with_forecast=with_forecast)
        self.table.timeline.show_axis(self._model.axis, today, self._desk.workspace.calendar, anew=is_other)
        if not is_other:
            self.table.paint_now()
        self.head.show_checklist(read, self._model.name_of, with_forecast=with_forecast)
        self.filter.critical.setToolTip(self.head.critical.toolTip())
        self._show_filters()
        self._select_again()
        if is_other:
            # The table gets its size after this.
            QTimer.singleShot(0, self, self._centre_current)

    def _centre_current(self) -> None:
        self.table.scrollTo(self.table.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _keep_filters(self, read: Checklist) -> None:
        """Of what was looked for in another project, keep what this one can have: state and department."""
        was = self._model.filters
        department = was.department if was.department in department_counts(read.lines) else ""
        self._model.look_for(Filters(was.shown, department))

    def show_act(self, changes: Changes[object]) -> None:
        # To read the checklist anew takes longer than a frame; one row does not.
        changed = changes.ids("permit_item")
        line = self._model.find(next(iter(changed))) if len(changed) == 1 else None
        if line is None or self._model.row_of(line.id) < 0:
            return
        try:
            row = self._model.put_line(self._desk.read(renewed, line))
        except UserError:
            # An undo may have taken the item back.
            return
        viewport = self.table.viewport()
        viewport.repaint(0, self.table.rowViewportPosition(row), viewport.width(), self.table.rowHeight(row))

    def take_focus(self) -> None:
        if self._stack.currentIndex() == 1:
            self.beginning.take_focus()
        else:
            self.table.setFocus()

    def _widen(self, width: int) -> None:
        """Let the wordy columns have a part of the room that is left over."""
        spare = max(0, width - sum(_WIDTHS.values()))
        for part, widest in _WIDEST.items():
            wanted = min(widest, _WIDTHS[part] + round(spare * _SHARE))
            if self.table.columnWidth(part) != wanted:
                self.table.setColumnWidth(part, wanted)

    def step_back(self) -> bool:
        if self.panel.isAncestorOf(self.focusWidget() or self) and self.panel.isVisible():
            self.table.setFocus()
            return True
        if len(self._selected()) > 1:
            self._select_current()
            return True
        if self._model.filters.is_searching:
            self._look_for(Filters(self._model.filters.shown))
            return True
        return False

    def select(self, record_id: str) -> bool:
        """Make an item the current one, or the one that a promised paper belongs to.

        What hides it is taken away: filters, or the fold of its phase.
        """
        line = self._model.find(record_id) or self._model.find_promised(record_id)
        if line is None:
            return False
        record_id = line.id
        if self._model.row_of(record_id) < 0 and not self._model.filters.admits(line):
            self._model.look_for(Filters())
            self._show_filters()
        if self._model.row_of(record_id) < 0:
            self._model.fold(self._model.folded - {line.phase})
        index = self._model.index(self._model.row_of(record_id), Part.NAME)
        self._make_current(index)
        self._scroll_to(index)
        return True

    def _make_current(self, index: QModelIndex) -> None:
        """Select one row alone, whatever keys are held."""
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _scroll_to(self, index: QModelIndex) -> None:
        """Bring a row into view, in the middle if it was not in view before."""
        box = self.table.visualRect(index)
        if not self.table.viewport().rect().contains(box):
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def go_to(self, item_id: str) -> None:
        """Make an item the current one that was named elsewhere on the page."""
        self.select(item_id)
        self.table.setFocus()

    # Making.

    def _build(self) -> None:
        tools = QWidget(self)
        self._tools = QStackedLayout(tools)
        self._tools.addWidget(self.filter)
        self._tools.addWidget(self.bar)
        columns = self.table.horizontalHeader()
        columns.setMinimumSectionSize(40)
        columns.setStretchLastSection(False)
        for part, width in _WIDTHS.items():
            self.table.setColumnWidth(part, width)
        columns.setSectionResizeMode(Part.TIME, QHeaderView.ResizeMode.Stretch)
        self.table.viewport().installEventFilter(self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addWidget(tools)
        column.addWidget(self.chips)
        column.addWidget(self.table, 1)
        column.addWidget(self._nothing, 1)
        self._nothing.hide()
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setHandleWidth(10)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.panel)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setCollapsible(0, False)
        self._splitter.setSizes([900, WIDTH])
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self.beginning)

    # Showing.

    def _show_filters(self) -> None:
        """Show what is looked for, with how many items each choice has."""
        filters, lines = self._model.filters, self._model.all_lines
        states = {shown: sum(shown.admits(line) for line in lines) for shown in Shown}
        critical = sum(line.critical for line in lines)
        self.filter.show_counts(states, department_counts(lines), critical, filters)
        found = [line for line in lines if filters.admits(line)]
        self.chips.show_filters(filters, len(found), len(lines))
        self.table.setVisible(bool(found))
        self._nothing.setVisible(not found)
        if not found:
            self._nothing.setText(
                self.tr("没有符合筛选的事项，可清除筛选再看。")
                if filters.is_searching
                else self.tr("没有这样的事项。")
            )

    def _look_for(self, filters: Filters) -> None:
        self._keep()
        self._model.look_for(filters)
        self._show_filters()
        self._select_again()

    def _fold(self, phase: PermitPhase, folded: bool) -> None:
        phases = self._model.folded | {phase} if folded else self._model.folded - {phase}
        self._model.fold(phases)
        self.table.setCurrentIndex(self._model.index(self._model.row_of(f"phase:{phase.value}"), Part.NAME))

    def _select_first(self) -> None:
        """Make the item current that a person most likely came for: what is due, runs or can be begun."""
        lines = self._model.lines
        running = [line for line in lines if is_running(line) and not line.automatic]
        running.sort(key=lambda line: line.due or date.max)
        ready = [line for line in lines if Shown.READY.admits(line)]
        first = next(iter((*running, *ready, *lines)), None)
        if first is not None:
            self.select(first.id)

    def _current(self) -> ChecklistLine | None:
        return self._model.line_at(self.table.currentIndex().row())

    def _selected(self) -> list[ChecklistLine]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [line for row in rows if (line := self._model.line_at(row)) is not None]

    def _keep(self) -> None:
        current = self._current()
        self._wanted = current.id if current is not None else self._wanted

    def _select_again(self) -> None:
        """Keep the selection; where its item is gone, take the one that was wanted, or a sensible one."""
        if self._model.row(self.table.currentIndex().row()) is None:
            row = self._model.row_of(self._wanted) if self._wanted else -1
            if row >= 0:
                index = self._model.index(row, Part.NAME)
                self._make_current(index)
                self.table.scrollTo(index)
            else:
                self._select_first()
        self._show_selected()

    def _select_current(self) -> None:
        """Leave only the current item selected."""
        self._make_current(self.table.currentIndex())
        self.table.setFocus()

    def _show_selected(self) -> None:
        if self._is_settling:
            # The selection is cleared and made on the way; the panel shows where that ends.
            return
        selected = self._selected()
        self.table.mark_group()
        self.papers.setVisible(len(selected) == 1)
        if len(selected) == 1:
            self.papers.show_item(self._project, selected[0].id)
        if len(selected) > 1:
            self.bar.show_count(len(selected), self._desk.workspace.today)
            self._tools.setCurrentWidget(self.bar)
            self.panel.show_many(selected)
            return
        self._tools.setCurrentWidget(self.filter)
        line = selected[0] if selected else None
        row = self._model.row(self.table.currentIndex().row())
        if line is None and isinstance(row, GroupRow):
            self.panel.show_group(row.group, self._model.find)
            return
        self.panel.show_item(line, self._model.find, self._desk.workspace.today)

    # Doing.

    def _begin(self, route: Route) -> None:
        self._desk.do(start_checklist, self._project, route)

    def _do_next(self, index: QModelIndex) -> None:
        selected = self._selected()
        if len(selected) > 1:
            self._do_next_together(selected)
            return
        line = self._model.line_at(index.row())
        act = next_act(line) if line is not None else None
        if line is None or act is None:
            self.panel.setFocus()
            first = next((b for b in self.panel.buttons.values() if b.isVisible()), None)
            if first is not None:
                first.setFocus()
            return
        try:
            perform(self._desk, self, line, act, self._desk.workspace.today)
        except UserError as error:
            self._desk.refused.emit(error)

    def _do_next_together(self, lines: Sequence[ChecklistLine]) -> None:
        """Do what comes next for all of several items; where that differs, a person has to choose."""
        upcoming = {next_act(line) for line in lines}
        act = upcoming.pop() if len(upcoming) == 1 else None
        if act in _SAME:
            self.bar.day_field.show_day(self._desk.workspace.today)
            self._act_together(_SAME[act])
        else:
            self.bar.buttons[Together.APPLY].setFocus()

    def _act_together(self, act: Together) -> None:
        """Do one thing to all the selected items in one act."""
        lines = self._selected()
        if act in (Together.REQUIRE, Together.EXCLUDE):
            self._settle(lines, ItemAct.REQUIRE if act is Together.REQUIRE else ItemAct.EXCLUDE)
            return
        try:
            self._desk.attempt(_TOGETHER[act], [line.id for line in lines], self.bar.day())
        except UserError as error:
            self._desk.refused.emit(error)
        else:
            self.table.setFocus()

    def _correct(self, index: QModelIndex) -> None:
        line = self._model.line_at(index.row())
        if line is not None and not line.automatic and line.applicability is not Applicability.NOT_APPLICABLE:
            ask_corrections(self._desk, self, line)

    def _write(self, index: QModelIndex, typed: str = "") -> None:
        """Begin writing in a cell."""
        line, part = self._model.line_at(index.row()), Part(index.column())
        if line is None or not can_write(line, part):
            return
        self._make_current(index)
        self.table.scrollTo(index)
        self.editor.open(index, line, part, typed)

    def _write_next(self, item_id: str, column: int, forward: bool) -> None:
        index = self.table.next_cell(item_id, Part(column), forward=forward)
        if index.isValid():
            self._write(index)

    def _show_parts(self) -> None:
        show_parts(self._desk, self, self._project)

    def _ask_coordinator(self, group: GroupLine) -> None:
        ask_coordinator(self._desk, self, self._project, group)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._selected()))

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        lines, row = self._selected(), self._model.row(index.row())
        if self.menu is not None:
            self.menu.deleteLater()
            self.menu = None
        if lines:
            self.menu = item_menu(
                self,
                lines,
                self._act,
                self._act_together,
                partial(self._write_here, index) if len(lines) == 1 else None,
                self._copy,
            )
        elif isinstance(row, GroupRow):
            self.menu = QMenu(self)
            self.menu.addAction(self.tr("牵头单位…"), partial(self._ask_coordinator, row.group))
        if self.menu is not None:
            self.menu.popup(place)

    def _write_here(self, index: QModelIndex) -> None:
        part = Part(index.column())
        wanted = self.table.writable_index(index.row(), part)
        self._write(wanted if wanted.isValid() else self.table.writable_index(index.row()))

    def _act(self, act: ItemAct) -> None:
        selected = self._selected()
        if not selected:
            return
        try:
            if len(selected) > 1:
                self._settle(selected, act)
                return
            day = self.panel.day_field.day() if act in DATED else self._desk.workspace.today
            perform(self._desk, self, selected[0], act, day, self.panel.number_field.text())
        except UserError as error:
            self.panel.show_problem(error)
        else:
            self.table.setFocus()

    def _settle(self, lines: Sequence[ChecklistLine], act: ItemAct) -> None:
        if act is ItemAct.EXCLUDE:
            ask_exclusion(self._desk, self, lines)
        elif act is ItemAct.REQUIRE:
            self._desk.do(settle_items, [line.id for line in lines], Applicability.REQUIRED)
        else:
            perform_all(self._desk, self, lines, act)

    def _choose_variant(self, variant: str | None) -> None:
        for line in self._selected()[:1]:
            self._desk.do(choose_variant, line.id, variant)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table.viewport() and event.type() == QEvent.Type.Resize:
            self._widen(self.table.viewport().width())
        return super().eventFilter(watched, event)
