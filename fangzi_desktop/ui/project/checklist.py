"""手续清单: counts and forecast above, the items with their time axis, and the current item beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import READY
from fangzi_desktop.domain.permits import checklist_for
from fangzi_desktop.domain.stages import TERMINAL, stage_index
from fangzi_desktop.domain.terms import Applicability, PermitState, Route, Stage, Unit
from fangzi_desktop.domain.workdays import workdays_between
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.permits import (
    Checklist,
    ChecklistLine,
    checklist,
    choose_variant,
    renewed,
    settle_items,
    start_checklist,
)
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.elided import ElidedLabel
from fangzi_desktop.ui.project.checklist_delegate import ChecklistDelegate, ChecklistHeader
from fangzi_desktop.ui.project.checklist_model import ChecklistModel, Part, Shown, is_running
from fangzi_desktop.ui.project.item_acts import ItemAct, next_act, perform, perform_all
from fangzi_desktop.ui.project.item_dialogs import ask_corrections, ask_exclusion
from fangzi_desktop.ui.project.item_panel import WIDTH, ItemPanel
from fangzi_desktop.ui.project.papers import ItemPapers
from fangzi_desktop.ui.project.print_checklist import PrintChecklist
from fangzi_desktop.ui.project.tab import Tab
from fangzi_desktop.ui.table import Table

# The least width of each column, and how wide the wordy ones grow; the time axis takes the rest.
_WIDTHS = {
    Part.STATE: 74,
    Part.NAME: 196,
    Part.DEPARTMENT: 100,
    Part.LIMIT: 82,
    Part.ACCEPTED: 62,
    Part.DUE: 66,
    Part.DECIDED: 66,
    Part.TIME: 160,
    Part.RESULT: 118,
}
_WIDEST = {Part.NAME: 330, Part.DEPARTMENT: 220, Part.RESULT: 240}
_SHARE = 0.22


class ChecklistTab(Tab):
    """A project's checklist. Space does the next sensible act as of today, Enter corrects days."""

    counted = Signal(int, int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self._wanted = ""
        self._model = ChecklistModel(self)
        self.table = Table(self)
        self.table.setObjectName("permit-table")
        self.table.setAccessibleName(self.tr("手续清单"))
        self.table.setHorizontalHeader(ChecklistHeader(self._model, self.table))
        self.table.setModel(self._model)
        self.table.setItemDelegate(ChecklistDelegate(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.panel = ItemPanel(desk, self)
        self.papers = ItemPapers(desk, self.panel)
        self.papers.take_drops_of(self.panel)
        self.panel.hold(self.papers)
        self.filter: Choice[Shown] = Choice(self.tr("显示"), [(shown, "") for shown in Shown], self)
        self.filter.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.filter.choose(Shown.ALL)
        self._certificates, self._permits, self._undecided = (self._chip() for _ in range(3))
        self._forecast = ElidedLabel("", self)
        self._forecast.setProperty("kind", "forecast")
        self._critical = ElidedLabel("", self)
        self._critical.setProperty("kind", "secondary")
        self._nothing = QLabel(self.tr("没有这样的事项。"), self)
        self._nothing.setProperty("kind", "secondary")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.beginning = Beginning(desk, self)
        self._build()
        self.filter.chosen.connect(self._filter)
        self.table.opened.connect(self._correct)
        self.table.space_pressed.connect(self._do_next)
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        self._model.modelReset.connect(self._select_again)
        self._model.dataChanged.connect(self._show_selected)
        self.panel.act_chosen.connect(self._act)
        self.panel.variant_chosen.connect(self._choose_variant)
        self.panel.item_chosen.connect(self.go_to)
        self.beginning.begun.connect(self._begin)

    @property
    def project_id(self) -> str:
        """The project shown."""
        return self._project

    @property
    def model(self) -> ChecklistModel:
        """The items behind the table."""
        return self._model

    def show_dossier(self, dossier: Dossier) -> None:
        if dossier.id != self._project:
            self._project = dossier.id
            self._wanted = ""
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        read = self._desk.read(checklist, dossier.id)
        self._stack.setCurrentIndex(0 if read.lines else 1)
        if not read.lines:
            self._model.show_checklist(read, self._desk.workspace.today, with_forecast=False)
            self.beginning.show_route(dossier.form.route)
            return
        is_ahead = stage_index(dossier.stage) <= stage_index(Stage.PERMITS)
        with_forecast = is_ahead and dossier.status not in TERMINAL
        self._keep()
        self.panel.show_forecast(read.forecast if with_forecast else None)
        self._model.show_checklist(read, self._desk.workspace.today, with_forecast=with_forecast)
        self._count(read)
        self._foretell(read, with_forecast=with_forecast)
        self._show_nothing()
        if self._current() is None:
            self._select_first()

    def show_act(self, changes: Changes[object]) -> None:
        # To read the checklist anew takes longer than a frame; one row does not.
        changed = changes.ids("permit_item")
        line = self._model.line(next(iter(changed))) if len(changed) == 1 else None
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
        return False

    def select(self, item_id: str) -> None:
        """Make an item the current one, letting every item show if it is filtered out."""
        if self._model.line(item_id) is None:
            return
        if self._model.row_of(item_id) < 0:
            self.filter.choose(Shown.ALL)
            self._model.show_only(Shown.ALL)
        row = self._model.row_of(item_id)
        self.table.selectRow(row)
        self.table.scrollTo(self._model.index(row, Part.NAME))

    def go_to(self, item_id: str) -> None:
        """Make an item the current one that was named elsewhere on the page."""
        self.select(item_id)
        self.table.setFocus()

    # Making.

    def _chip(self) -> QLabel:
        label = QLabel("", self)
        label.setProperty("kind", "mark")
        return label

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for chip in (self._certificates, self._permits, self._undecided):
            head.addWidget(chip)
        head.addWidget(self._forecast)
        head.addStretch()
        head.addWidget(PrintChecklist(self._desk, self))
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self.filter)
        tools.addWidget(self._critical)
        tools.addStretch()
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
        column.addLayout(head)
        column.addLayout(tools)
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

    def _count(self, read: Checklist) -> None:
        done, total = read.certificates_done, read.certificates_total
        self._certificates.setVisible(total > 0)
        self._certificates.setText(self.tr("四证 {done}/{total}").format(done=done, total=total))
        _dress(self._certificates, "good" if total and done == total else "plain")
        words = self.tr("手续 {done}/{total}").format(done=read.done, total=read.total)
        self._permits.setText(words)
        _dress(self._permits, "good" if read.total and read.done == read.total else "plain")
        self._undecided.setVisible(read.undecided > 0)
        self._undecided.setText(self.tr("? 待核实 {count}").format(count=read.undecided))
        _dress(self._undecided, "soon")
        self.counted.emit(read.done, read.total)
        names = {
            Shown.ALL: self.tr("全部"),
            Shown.OPEN: self.tr("未办结"),
            Shown.READY: self.tr("当前可办"),
            Shown.UNDECIDED: self.tr("待核实"),
        }
        for shown, name in names.items():
            count = sum(shown.admits(line) for line in read.lines)
            self.filter.set_words(shown, f"{name} {count}")

    def _foretell(self, read: Checklist, *, with_forecast: bool) -> None:
        ready = next((line for line in read.lines if line.code == READY), None)
        today = self._desk.workspace.today
        words, path = "", ""
        if ready is not None and ready.state is PermitState.DECIDED and ready.decided_on is not None:
            words = self.tr("✓ 已于{day}具备开工条件").format(day=wording.day(ready.decided_on, today))
        elif with_forecast and read.forecast is not None and read.forecast.ready_on is not None:
            day = read.forecast.ready_on
            words = self.tr("预计{day}具备开工条件（按前置关系推算）").format(day=wording.day(day, today))
            if ready is not None and ready.due is not None:
                words += self._distance(day, ready.due)
            if read.forecast.critical:
                path = self.tr("关键路径：{path}").format(
                    path=" → ".join(self._model.name_of(code) for code in read.forecast.critical)
                )
        self._forecast.setText(words)
        self._critical.setText(path)
        self._critical.setVisible(bool(path))

    def _distance(self, expected: date, due: date) -> str:
        """How far the forecast lies from the overall limit, in working days."""
        calendar, today = self._desk.workspace.calendar, self._desk.workspace.today
        limit = wording.day(due, today)
        if expected == due:
            return self.tr("，正是总时限（{limit}）").format(limit=limit)
        if expected < due:
            early = amount_zh(workdays_between(expected, due, calendar), Unit.WORKING_DAY)
            return self.tr("，比总时限（{limit}）早{early}").format(limit=limit, early=early)
        late = amount_zh(workdays_between(due, expected, calendar), Unit.WORKING_DAY)
        return self.tr("，▲ 比总时限（{limit}）晚{late}").format(limit=limit, late=late)

    def _show_nothing(self) -> None:
        empty = not self._model.lines
        self.table.setVisible(not empty)
        self._nothing.setVisible(empty)

    def _filter(self, place: int) -> None:
        self._keep()
        shown = self.filter.value
        if shown is not None:
            self._model.show_only(shown)
        self._show_nothing()
        if self._current() is None:
            self._select_first()

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
        row = self.table.currentIndex().row()
        return self._model.lines[row] if 0 <= row < len(self._model.lines) else None

    def _selected(self) -> list[ChecklistLine]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._model.lines[row] for row in rows if row < len(self._model.lines)]

    def _keep(self) -> None:
        current = self._current()
        self._wanted = current.id if current is not None else self._wanted

    def _select_again(self) -> None:
        row = self._model.row_of(self._wanted) if self._wanted else -1
        if row >= 0:
            index = self._model.index(row, Part.NAME)
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(index)
        else:
            self._show_selected()

    def _show_selected(self) -> None:
        selected = self._selected()
        self.papers.setVisible(len(selected) == 1)
        if len(selected) == 1:
            self.papers.show_item(self._project, selected[0].id)
        if len(selected) > 1:
            self.panel.show_many(selected)
            return
        line = selected[0] if selected else None
        self.panel.show_item(line, self._model.find, self._desk.workspace.today)

    # Doing.

    def _begin(self, route: Route) -> None:
        self._desk.do(start_checklist, self._project, route)

    def _do_next(self, index: QModelIndex) -> None:
        line = self._model.lines[index.row()]
        if len(self._selected()) > 1:
            return
        act = next_act(line)
        if act is None:
            self.panel.setFocus()
            first = next((b for b in self.panel.buttons.values() if b.isVisible()), None)
            if first is not None:
                first.setFocus()
            return
        try:
            perform(self._desk, self, line, act, self._desk.workspace.today)
        except UserError as error:
            self._desk.refused.emit(error)

    def _correct(self, index: QModelIndex) -> None:
        line = self._model.lines[index.row()]
        if not line.automatic and line.applicability is not Applicability.NOT_APPLICABLE:
            ask_corrections(self._desk, self, line)

    def _act(self, act: ItemAct) -> None:
        selected = self._selected()
        if not selected:
            return
        if len(selected) > 1:
            self._settle(selected, act)
            return
        try:
            day = (
                self.panel.day_field.day() if self.panel.day_field.isVisible() else self._desk.workspace.today
            )
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


class Beginning(QWidget):
    """What a project without a checklist says: choose the route, and list its items in one act."""

    begun = Signal(Route)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        title = QLabel(self.tr("还没有手续清单"), self)
        title.setProperty("kind", "welcome-title")
        words = QLabel(
            self.tr("选定用地情况，就按机制列出全部事项、前置关系和时限；不需要的事项可以再标为不涉及。"),
            self,
        )
        words.setProperty("kind", "secondary")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setFixedWidth(560)
        self.buttons: dict[Route, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        for route in Route:
            card = QFrame(self)
            card.setProperty("kind", "card")
            card.setFixedWidth(300)
            box = QVBoxLayout(card)
            box.setContentsMargins(16, 14, 16, 14)
            box.setSpacing(8)
            name = QLabel(route.zh, card)
            name.setProperty("kind", "panel-title")
            about = QLabel(self._about(route), card)
            about.setProperty("kind", "secondary")
            about.setWordWrap(True)
            button = QPushButton(self.tr("列出清单"), card)
            button.setObjectName(f"start-checklist-{route.value.replace('_', '-')}")
            button.setAccessibleName(self.tr("按{route}列出清单").format(route=route.zh))
            button.clicked.connect(partial(self.begun.emit, route))
            self.buttons[route] = button
            box.addWidget(name)
            box.addWidget(about, 1)
            box.addWidget(button)
            row.addWidget(card)
        row.addStretch()
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        column.addLayout(row)
        column.addStretch(3)

    def show_route(self, route: Route | None) -> None:
        """Offer the route the project has, or both while it is open."""
        for known, button in self.buttons.items():
            button.setEnabled(route is None or known is route)
            button.setProperty("kind", "primary" if route is None or known is route else "")
            button.style().unpolish(button)
            button.style().polish(button)
            other = self.tr("项目概况中填的是“{route}”").format(route=route.zh if route else "")
            button.setToolTip("" if button.isEnabled() else other)

    def take_focus(self) -> None:
        """Give the keyboard to the first route that can be chosen."""
        for button in self.buttons.values():
            if button.isEnabled():
                button.setFocus()
                return

    def _about(self, route: Route) -> str:
        template = self._desk.workspace.rules.template_on(self._desk.workspace.today)
        count = len(checklist_for(template.rules, route))
        words = self.tr("共 {count} 项").format(count=count)
        ready = template.by_code.get(READY)
        limit = ready.limit_on(route) if ready is not None else None
        if ready is not None and limit is not None:
            words += self.tr("；{event}后{limit}内具备开工条件").format(
                event=ready.start_on(route).words, limit=limit.zh
            )
        return words


def _dress(label: QLabel, tone: str) -> None:
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)
