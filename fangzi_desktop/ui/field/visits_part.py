"""今日走访: the visits and promises that are due, and what was visited in this week."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.field import AHEAD_CALENDAR_DAYS, DueLine, MadeVisit, field_day
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.form import ask_visit
from fangzi_desktop.ui.field.section import add_key
from fangzi_desktop.ui.field.words import reached_words, tr
from fangzi_desktop.ui.records.scrolled import SectionsTab
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column

_MOST_ROWS = 10


class VisitsPart(SectionsTab):
    """What is due, overdue first. Enter opens it, N records a visit of the project that is current there."""

    open_requested = Signal(str, str, str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._writable = not desk.workspace.store.read_only
        self.due: RecordSection[DueLine] = RecordSection(
            "visit-due",
            tr("要走访的项目"),
            self._due_columns(tr("上次走访")),
            tr(
                "近{days}个自然日没有约好的走访。按 N 记走访，"
                "写上“下次走访”，到时候会列在这里，也会在今日和日历中提醒。"
            ).format(days=AHEAD_CALENDAR_DAYS),
            self,
            light=_light,
            stretch=1,
            most_rows=_MOST_ROWS,
        )
        self.promises: RecordSection[DueLine] = RecordSection(
            "promise-due",
            tr("要兑现的现场承诺"),
            self._promise_columns(),
            tr("近{days}个自然日没有到期的现场承诺。").format(days=AHEAD_CALENDAR_DAYS),
            self,
            light=_light,
            stretch=2,
            most_rows=_MOST_ROWS,
        )
        self.made: RecordSection[MadeVisit] = RecordSection(
            "visit-made",
            tr("本周走访"),
            _made_columns(),
            tr("本周还没有走访记录。"),
            self,
            stretch=3,
            most_rows=_MOST_ROWS,
        )
        if self._writable:
            self.due.add_action(tr("记走访（N）"), "record-due-visit", self._record_current, on_one=True)
            add_key(self, self.ask_new, is_main=True)
        for section, opened in (
            (self.due, self._open_due),
            (self.promises, self._open_promise),
            (self.made, self._open_made),
        ):
            section.add_action(tr("打开"), f"open-{section.table.objectName()}", opened, on_one=True)
            section.opened.connect(opened)
            self.add_section(section)

    def refresh(self) -> None:
        """Read again what is due and what was made."""
        day = self._desk.read(field_day)
        today = self._desk.workspace.today
        late = sum(one.due < today for one in day.visits)
        now = sum(one.due == today for one in day.visits)
        counts = [tr("■ 逾期{count}").format(count=late)] if late else []
        counts += [tr("今天{count}").format(count=now)] if now else []
        self.due.show_lines(day.visits, " · ".join(counts))
        self.promises.show_lines(day.promises)
        self.promises.setVisible(bool(day.promises))
        self.made.show_lines(day.made, tr("{count}次").format(count=len(day.made)) if day.made else "")

    def search(self, text: str) -> None:
        """Show only what fits a typed text."""
        for section in (self.due, self.promises, self.made):
            section.model.search(text)

    def select(self, project_id: str) -> bool:
        """Make a project's visit the current one; whether one is listed."""
        for line in self.due.model.lines:
            if line.project_id == project_id:
                return self.due.select(line.id)
        for made in self.made.model.lines:
            if made.project_id == project_id:
                return self.made.select(made.id)
        return False

    def take_focus(self) -> None:
        section = self.due if self.due.model.lines else self.made
        (section.table if section.model.lines else self).setFocus()

    def ask_new(self) -> None:
        """Ask for a visit: of the current due project if the list has the keyboard, else of any."""
        line = self.due.current if self.due.table.hasFocus() else None
        ask_visit(self._desk, line.project_id if line is not None else "", self)

    def _record_current(self) -> None:
        line = self.due.current
        if line is not None:
            ask_visit(self._desk, line.project_id, self)

    def _open_due(self) -> None:
        self._open(self.due.current)

    def _open_promise(self) -> None:
        self._open(self.promises.current)

    def _open(self, line: DueLine | None) -> None:
        if line is not None:
            self.open_requested.emit(line.project_id, "site", line.owner_id)

    def _open_made(self) -> None:
        line = self.made.current
        if line is not None:
            self.open_requested.emit(line.project_id, "site", line.id)

    def _due_columns(self, before: str) -> tuple[Column[DueLine], ...]:
        return (
            Column(tr("状态"), 96, lambda one: one.light.zh, _due),
            Column(tr("项目"), 260, lambda one: one.project, lambda one: one.project),
            Column(tr("约定走访"), 150, self._day_words, _due),
            Column(before, 130, lambda one: wording.full_day(one.since), lambda one: one.since),
            Column(tr("服务专员"), 110, lambda one: one.officer, lambda one: one.officer or None),
        )

    def _promise_columns(self) -> tuple[Column[DueLine], ...]:
        return (
            Column(tr("状态"), 96, lambda one: one.light.zh, _due),
            Column(tr("项目"), 220, lambda one: one.project, lambda one: one.project),
            Column(tr("承诺"), 260, lambda one: one.label.partition("：")[2], lambda one: one.label),
            Column(tr("承诺方"), 140, lambda one: one.who, lambda one: one.who or None),
            Column(tr("期限"), 150, self._day_words, _due),
        )

    def _day_words(self, line: DueLine) -> str:
        today = self._desk.workspace.today
        if line.due == today:
            return tr("今天")
        return f"{wording.day(line.due, today)} {wording.weekday(line.due)}"


def _made_columns() -> tuple[Column[MadeVisit], ...]:
    return (
        Column(
            tr("日期"),
            130,
            lambda one: wording.full_day(one.form.visited_on),
            lambda one: one.form.visited_on,
        ),
        Column(tr("项目"), 220, lambda one: one.project, lambda one: one.project),
        Column(tr("到达节点、进度"), 150, lambda one: reached_words(one.form), lambda one: one.form.percent),
        Column(tr("情况"), 260, lambda one: one.form.text.replace("\n", " "), lambda one: one.form.text),
        Column(tr("走访人员"), 140, lambda one: one.form.who, lambda one: one.form.who or None),
    )


def _due(line: DueLine) -> date:
    return line.due


def _light(line: DueLine) -> Light:
    return line.light
