"""The page of one project: its track of nine stages, and what is known of it in tabs."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import Verdict
from fangzi_desktop.domain.lights import worst
from fangzi_desktop.domain.stages import STAGES, stage_index
from fangzi_desktop.domain.terms import Light, Stage
from fangzi_desktop.services.construction import building_lights
from fangzi_desktop.services.dossier import Dossier, dossier
from fangzi_desktop.services.gates import gate_standing
from fangzi_desktop.services.projects import correct_stage_dates
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.board.wording import hint_words
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask, DayField, move_with_gates
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.project.checklist import ChecklistTab
from fangzi_desktop.ui.project.compliance import ComplianceTab
from fangzi_desktop.ui.project.construction import ConstructionTab
from fangzi_desktop.ui.project.elements import ElementsTab
from fangzi_desktop.ui.project.journal import JournalTab
from fangzi_desktop.ui.project.missing import Place, go_to
from fangzi_desktop.ui.project.overview import OverviewTab
from fangzi_desktop.ui.project.overview_words import override_tip, send_back_tip
from fangzi_desktop.ui.project.print_menu import PrintMenu
from fangzi_desktop.ui.project.problems import ProblemsTab
from fangzi_desktop.ui.project.review import ReviewTab
from fangzi_desktop.ui.project.site import SiteTab
from fangzi_desktop.ui.project.statistics import StatisticsTab
from fangzi_desktop.ui.project.tab import Tab
from fangzi_desktop.ui.project.track import StageTrack

_WIDEST_MARK = 170
# The mark that tells how far a breach of the agreement has been taken.
_BREACH = 4
_RULES = ("calendar_year", "permit_rule", "stage_limit", "light_limit")


class ProjectPage(Page):
    """One project. Tabs: overview, permits, review, elements, compliance, construction and so on."""

    back_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("项目"), parent)
        self._desk = desk
        self._project = ""
        self._dossier: Dossier | None = None
        self._marks = [QLabel("", self) for _ in range(7)]
        for mark in self._marks:
            mark.setProperty("kind", "mark")
            mark.setTextFormat(Qt.TextFormat.PlainText)
        self._marks[0].setProperty("tone", "accent")
        self._marks[_BREACH].setProperty("tone", "bad")
        self._marks_box = QWidget(self)
        marks = QHBoxLayout(self._marks_box)
        marks.setContentsMargins(0, 0, 0, 0)
        marks.setSpacing(6)
        for mark in self._marks:
            marks.addWidget(mark)
        self.print = PrintMenu(desk, self)
        self._advance = QPushButton("", self)
        self._advance.setObjectName("advance")
        self._advance.setProperty("kind", "primary")
        self._advance.clicked.connect(self._move_on)
        self.track = StageTrack(self)
        self.overview = OverviewTab(desk, self)
        self.checklist = ChecklistTab(desk, self)
        self.problems = ProblemsTab(desk, self)
        self.journal = JournalTab(desk, self)
        construction = ConstructionTab(desk, self)
        self._tabs: dict[str, Tab] = {
            "overview": self.overview,
            "permits": self.checklist,
            "review": ReviewTab(desk, self),
            "elements": ElementsTab(desk, self),
            "compliance": ComplianceTab(desk, self),
            "construction": construction,
            "statistics": StatisticsTab(desk, self),
            "problems": self.problems,
            "journal": self.journal,
            "site": SiteTab(desk, self),
        }
        self._bar = QTabBar(self)
        self._bar.setObjectName("project-tabs")
        self._bar.setAccessibleName(self.tr("项目各部分"))
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._stack = QStackedWidget(self)
        self._build()
        self.track.stage_chosen.connect(self._ask_stage_dates)
        self._bar.currentChanged.connect(self._show_tab)
        self.overview.missing.wanted.connect(self.open_place)
        self.overview.dirty_changed.connect(self._mark_dirty)
        construction.permits_wanted.connect(self._show_permits)
        desk.changed.connect(self._follow)

    @property
    def marks_widgets(self) -> list[QWidget]:
        return [self._marks_box]

    @property
    def actions_widgets(self) -> list[QWidget]:
        return [self._advance]

    @property
    def project_id(self) -> str:
        """The project shown."""
        return self._project

    def show_project(self, project_id: str, tab: str = "", item_id: str = "") -> None:
        """Show a project, on a tab if one is named, with a permit item made the current one."""
        other = project_id != self._project
        self._project = project_id
        if tab in self._tabs:
            self._bar.setCurrentIndex(self._place(tab))
        elif other:
            self._bar.setCurrentIndex(0)
        self._is_stale = False
        self.refresh()
        if item_id:
            self._current_tab().select(item_id)

    def take_focus(self) -> None:
        """Give the keyboard to what a person acts on first in the tab shown."""
        self._current_tab().take_focus()

    def refresh(self) -> None:
        if not self._project:
            return
        try:
            read = self._desk.read(dossier, self._project)
        except UserError:
            # An undo may have taken the whole project back.
            self._project = ""
            self.overview.discard()
            self.back_requested.emit()
            return
        self._dossier = read
        self.set_title(self.tr("项目 / {name}").format(name=read.form.name))
        self._show_marks(read)
        self.print.show_dossier(read)
        self.track.show_dossier(read)
        self._show_advance(read)
        self._show_counts(read)
        self._show_lights(read)
        self._current_tab().show_dossier(read)

    def tab(self, name: str) -> Tab:
        """One of the tabs, by its name."""
        return self._tabs[name]

    def may_leave(self) -> bool:
        return self.overview.may_leave()

    def _build(self) -> None:
        names = (
            self.tr("概况"),
            self.tr("手续清单"),
            self.tr("会审论证"),
            self.tr("要素配置"),
            self.tr("协议履约"),
            self.tr("建设"),
            self.tr("纳统"),
            self.tr("问题"),
            self.tr("动态"),
            self.tr("现场"),
        )
        for name, tab in zip(names, self._tabs.values(), strict=True):
            self._bar.addTab(name)
            self._stack.addWidget(tab)
            tab.tab_requested.connect(self._go_to)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 10)
        box.setSpacing(0)
        box.addWidget(self.track)
        box.addSpacing(4)
        tabs = QHBoxLayout()
        tabs.addWidget(self._bar, 1)
        tabs.addWidget(self.print)
        box.addLayout(tabs)
        box.addSpacing(8)
        box.addWidget(self._stack, 1)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._step_back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self).activated.connect(self.print.showMenu)
        for place in range(len(self._tabs)):
            # Also from the top bar, whose buttons belong to the page but are not within it. The tenth has 0.
            keys = QShortcut(QKeySequence(f"Alt+{(place + 1) % 10}"), self)
            keys.activated.connect(partial(self._go_to_tab, place))

    def _current_tab(self) -> Tab:
        return list(self._tabs.values())[max(0, self._bar.currentIndex())]

    def _place(self, tab: str) -> int:
        return list(self._tabs).index(tab)

    def _show_tab(self, place: int) -> None:
        tab = list(self._tabs.values())[place]
        self._stack.setCurrentWidget(tab)
        if self._dossier is not None and self._dossier.id == self._project:
            tab.show_dossier(self._dossier)

    def _go_to_tab(self, place: int) -> None:
        """Show a tab and give it the keyboard, which would stay with what is hidden now."""
        self._bar.setCurrentIndex(place)
        self._current_tab().take_focus()

    def _show_permits(self) -> None:
        self._go_to_tab(self._place("permits"))

    def _mark_dirty(self, dirty: bool) -> None:
        self._bar.setTabText(0, self.tr("概况 *") if dirty else self.tr("概况"))

    def _show_marks(self, read: Dossier) -> None:
        form = read.form
        figures = [part for part in (wording.money(form.investment_yuan), wording.area(form.area_mu)) if part]
        words = [
            form.route.zh if form.route is not None else "",
            form.industry_track,
            " · ".join(figures),
            read.status.zh if read.status.value not in ("active", "lead") else "",
            self.tr("违约处置：{level}").format(level=read.ladder.zh) if read.ladder is not None else "",
        ]
        tips = [wording.tip(text) for text in words]
        backs = len(read.send_backs)
        words += [
            self.tr("■ 越关") if read.overrides else "",
            self.tr("▲ 退回{count}次").format(count=backs) if backs else "",
        ]
        tips += [override_tip(read), send_back_tip(read)]
        for mark, text, tip in zip(self._marks, words, tips, strict=True):
            metrics = mark.fontMetrics()
            mark.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST_MARK))
            mark.setToolTip(tip)
            mark.setAccessibleDescription(tip)
            mark.setVisible(bool(text))

    def _show_advance(self, read: Dossier) -> None:
        following = self._next_stage(read)
        standing = self._desk.read(gate_standing, read.id)
        verdict = standing.moves[following] if following is not None else None
        stopped = verdict is not None and verdict.kind is Verdict.BLOCK and not verdict.can_override
        self._advance.setEnabled(verdict is not None and not stopped)
        hint = hint_words(verdict) if verdict is not None else ""
        sign = f"{hint[0]} " if hint else ""
        if following is None:
            self._advance.setText(self.tr("已在最后环节"))
        else:
            self._advance.setText(self.tr("{sign}推进到「{stage}」").format(sign=sign, stage=following.zh))
        self._advance.setToolTip(hint)
        self._advance.setAccessibleDescription(hint)
        self.overview.missing.show_standing(standing, read.stage)

    def _show_counts(self, read: Dossier) -> None:
        permits, problems = self.tr("手续清单"), self.tr("问题")
        if read.has_checklist:
            permits += f" {read.permits_done}/{read.permits_total}"
        if read.open_problems:
            problems += f" {read.open_problems}"
        self._bar.setTabText(self._place("permits"), permits)
        self._bar.setTabText(self._place("problems"), problems)

    def _show_lights(self, read: Dossier) -> None:
        """Mark 建设 where it calls: what a card's light says beside its clocks is explained there."""
        calls = [
            one for one in self._desk.read(building_lights, read.id) if one.light in (Light.YELLOW, Light.RED)
        ]
        light = worst(one.light for one in calls)
        place = self._place("construction")
        self._bar.setTabText(place, f"{self.tr('建设')} {light.sign}" if calls else self.tr("建设"))
        self._bar.setTabToolTip(place, "\n".join(one.reason for one in calls))

    def _next_stage(self, read: Dossier) -> Stage | None:
        place = stage_index(read.stage) + 1
        return STAGES[place] if place < len(STAGES) else None

    def _go_to(self, name: str) -> None:
        self._bar.setCurrentIndex(self._place(name))
        self.take_focus()

    def _move_on(self) -> None:
        following = self._next_stage(self._dossier) if self._dossier is not None else None
        if following is not None:
            move_with_gates(self._desk, self, self._project, following)

    def _ask_stage_dates(self, stage: Stage) -> None:
        if self._dossier is None:
            return
        span = next(one for one in self._dossier.stages if one.stage is stage)
        dialog = AskStageDates(self._desk, self._project, stage, (span.started_on, span.done_on), self)
        dialog.exec()
        dialog.deleteLater()

    def open_place(self, place: Place) -> None:
        """Turn to where something is filled in and give it the keyboard."""
        self._bar.setCurrentIndex(self._place(place.tab))
        go_to(self._current_tab(), place)

    def _step_back(self) -> None:
        if not self._current_tab().step_back():
            self.back_requested.emit()

    def _follow(self, changes: Changes[object]) -> None:
        if self._project not in changes.projects and not changes.touches(*_RULES):
            return
        if self.isVisible():
            self._current_tab().show_act(changes)
            self.refresh()
        else:
            self.mark_stale()


class AskStageDates(Ask):
    """Asks when a stage really began and ended, and corrects it."""

    def __init__(
        self,
        desk: Desk,
        project_id: str,
        stage: Stage,
        days: tuple[date | None, date | None],
        parent: QWidget,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("更正“{stage}”的日期").format(stage=stage.zh))
        self._desk = desk
        self._project = project_id
        self._stage = stage
        self.started = DayField(desk.workspace.today, self)
        self.done_on = DayField(desk.workspace.today, self)
        for field, day, words in (
            (self.started, days[0], self.tr("开始日期")),
            (self.done_on, days[1], self.tr("结束日期")),
        ):
            field.show_day(day)
            field.setAccessibleName(words)
            self.form.addRow(words, field)
        hint = QLabel(self.tr("写实际发生的日期，休息日照写；不知道的留空。"), self)
        hint.setProperty("kind", "secondary")
        self.form.addRow(hint)

    def read(self) -> None:
        self._desk.attempt(
            correct_stage_dates,
            self._project,
            self._stage,
            self.started.day_or_none(),
            self.done_on.day_or_none(),
        )
