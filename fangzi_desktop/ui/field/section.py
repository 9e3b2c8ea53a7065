"""The visits of a project as a list, and what was promised and found at one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.reports import ReportAsk, report_bytes
from fangzi_desktop.services.visits import (
    Finding,
    Promise,
    PromiseForm,
    VisitLine,
    add_promise,
    edit_promise,
    keep_promise,
    remove_promise,
    remove_visit,
    reopen_promise,
    visits,
    withdraw_next_visit,
)
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.form import ask_visit
from fangzi_desktop.ui.field.words import (
    finding_words,
    followed_words,
    next_words,
    promise_state,
    reached_words,
    title_words,
    tr,
)
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


def add_key(section: QWidget, act: Callable[[], object], *, is_main: bool) -> None:
    """Let N record a visit while a widget is shown, or only while it has the keyboard unless it `is_main`.

    Where words are typed N is a letter.
    """
    keys = QShortcut(QKeySequence("N"), section)
    within = Qt.ShortcutContext.WidgetWithChildrenShortcut
    keys.setContext(Qt.ShortcutContext.WindowShortcut if is_main else within)
    keys.activated.connect(act)


class VisitSection(RecordSection[VisitLine]):
    """The visits of a project, newest first. N records one, Enter corrects the current one."""

    def __init__(self, desk: Desk, parent: QWidget, *, is_whole: bool = False) -> None:
        columns = _columns()
        super().__init__(
            "visit",
            tr("走访记录"),
            columns[:4] if is_whole else (columns[0], columns[2], columns[4]),
            tr("还没有走访记录。按 N 记走访：看到了什么、发现了什么问题、谁承诺了什么、下次什么时候去。"),
            parent,
            stretch=2 if is_whole else 1,
            most_rows=5,
        )
        self._desk = desk
        self._project = ""
        self.new: QPushButton | None = None
        if not desk.workspace.store.read_only:
            self.new = self.add_action(tr("记走访（N）"), "record-visit", self.ask_new)
            self.add_action(tr("修改"), "edit-visit", self._edit, on_one=True)
            self.add_action(tr("取消下次走访"), "withdraw-visit", self._withdraw, needs=_awaits)
            self.add_action(tr("删除"), "remove-visit", self._remove, on_one=True)
            self.opened.connect(self._edit)
            self.removed.connect(self._remove)
            add_key(self, self.ask_new, is_main=is_whole)
        self.add_action(tr("打印"), "print-visit", self.print_current, on_one=True)

    def show_project(self, project: str) -> None:
        """Show a project's visits."""
        self._project = project
        self.show_lines(self._desk.read(visits, project))

    def focus_new(self) -> None:
        """Give the keyboard to what records the first visit."""
        (self.new or self.table).setFocus()

    def ask_new(self) -> None:
        """Ask for a new visit."""
        ask_visit(self._desk, self._project, self)
        self._focus()

    def print_current(self) -> None:
        """Show the current visit as its page prints."""
        # What shows and prints papers is not needed before the first one.
        from fangzi_desktop.ui.reports.paper import show_paper

        line = self.current
        if line is not None:
            ask = ReportAsk(ReportKind.VISIT, subject=line.id)
            title = tr("{day}走访记录").format(day=wording.full_day(line.form.visited_on))
            show_paper(self._desk, title, partial(_paper_of, ask), self)

    def _edit(self) -> None:
        line = self.current
        if line is not None:
            ask_visit(self._desk, self._project, self, line)
            self._focus()

    def _withdraw(self) -> None:
        line = self.current
        if line is not None:
            self._desk.do(withdraw_next_visit, line.id)

    def _remove(self) -> None:
        line = self.current
        if line is not None:
            self._desk.do(remove_visit, line.id)

    def _focus(self) -> None:
        if self.table.isVisible():
            self.table.setFocus()


def _paper_of(ask: ReportAsk, workspace: Workspace) -> Printed:
    return workspace.read(report_bytes, ask)


def _columns() -> tuple[Column[VisitLine], ...]:
    return (
        Column(
            tr("日期"),
            130,
            lambda one: wording.full_day(one.form.visited_on),
            lambda one: one.form.visited_on,
        ),
        Column(tr("到达节点、进度"), 150, lambda one: reached_words(one.form), _percent),
        Column(tr("情况"), 200, lambda one: one.form.text.replace("\n", " "), lambda one: one.form.text),
        Column(tr("问题、承诺"), 150, followed_words, lambda one: followed_words(one) or None),
        Column(tr("走访人员"), 110, lambda one: one.form.who, lambda one: one.form.who or None),
    )


def _percent(line: VisitLine) -> int | None:
    return line.form.percent


def _awaits(line: VisitLine) -> bool:
    return line.awaits_next


@dataclass(frozen=True, slots=True)
class _Kept:
    on: date


class PromiseSection(RecordSection[Promise]):
    """What was promised at a visit, followed until it is kept."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "promise",
            tr("现场承诺"),
            (
                Column(
                    tr("状态"), 84, promise_state, lambda one: (one.kept_on is not None, one.due or date.max)
                ),
                Column(tr("承诺事项"), 160, lambda one: one.text.replace("\n", " "), lambda one: one.text),
                Column(tr("承诺方"), 90, lambda one: one.promised_by, lambda one: one.promised_by or None),
                Column(tr("期限"), 118, lambda one: wording.full_day(one.due), lambda one: one.due),
                Column(tr("兑现"), 118, lambda one: wording.full_day(one.kept_on), lambda one: one.kept_on),
            ),
            tr("这次走访没有记承诺。"),
            parent,
            light=lambda one: one.light,
            stretch=1,
            most_rows=4,
        )
        self._desk = desk
        self._visit = ""
        if desk.workspace.store.read_only:
            return
        self.add_action(tr("兑现"), "keep-promise", self._keep, needs=lambda one: one.kept_on is None)
        again = self.add_action(
            tr("取消兑现"), "reopen-promise", self._reopen, needs=lambda one: one.kept_on is not None
        )
        again.setToolTip(tr("登记错了，这项承诺还没有兑现"))
        self.add_action(tr("修改"), "edit-promise", self._edit, on_one=True)
        self.add_action(tr("删除"), "remove-promise", self._remove, on_one=True)
        self.add_action(tr("添加承诺"), "add-promise", self._ask_new)
        self.opened.connect(self._edit)
        self.removed.connect(self._remove)

    def show_visit(self, visit: VisitLine) -> None:
        """Show what was promised at a visit."""
        self._visit = visit.id
        self.show_lines(visit.promises)

    def _ask_new(self) -> None:
        visit = self._visit
        self._ask(tr("添加承诺"), PromiseForm(""), lambda form: self._desk.attempt(add_promise, visit, form))

    def _edit(self) -> None:
        line = self.current
        if line is not None:
            known, form = line.id, PromiseForm(line.text, line.promised_by, line.due)
            self._ask(tr("修改承诺"), form, lambda form: self._desk.attempt(edit_promise, known, form), known)

    def _ask(
        self,
        title: str,
        form: PromiseForm,
        submit: Callable[[PromiseForm], object],
        known: str | None = None,
    ) -> None:
        asks = (
            fields.text("text", tr("承诺事项"), lines=3),
            fields.text("promised_by", tr("承诺方"), tr("如 建设单位、供电公司")),
            fields.day("due", tr("承诺期限"), self._desk.workspace.today),
        )
        record = ("visit_promise", known) if known is not None else None
        asked(RecordDialog(title, self._desk, asks, form, submit, self, record=record))

    def _keep(self) -> None:
        line = self.current
        if line is not None:
            promise, today = line.id, self._desk.workspace.today
            dialog = RecordDialog(
                tr("承诺兑现"),
                self._desk,
                (fields.day("on", tr("兑现日期"), today, needed=True),),
                _Kept(today),
                lambda form: self._desk.attempt(keep_promise, promise, form.on),
                self,
                about=line.text,
            )
            asked(dialog)

    def _reopen(self) -> None:
        line = self.current
        if line is not None:
            self._desk.do(reopen_promise, line.id)

    def _remove(self) -> None:
        line = self.current
        if line is not None:
            self._desk.do(remove_promise, line.id)


class FindingSection(RecordSection[Finding]):
    """The problems that were found at a visit. Enter leads to where they are dealt with."""

    wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            "finding",
            tr("发现的问题"),
            (
                Column(tr("编号"), 52, lambda one: str(one.number), lambda one: one.number),
                Column(tr("问题"), 160, lambda one: one.text.replace("\n", " "), lambda one: one.text),
                Column(
                    tr("责任单位"),
                    100,
                    lambda one: one.responsible_unit,
                    lambda one: one.responsible_unit or None,
                ),
                Column(tr("时限"), 118, lambda one: wording.full_day(one.due), lambda one: one.due),
                Column(tr("状态"), 74, finding_words, finding_words),
            ),
            tr("这次走访没有记问题。"),
            parent,
            stretch=1,
            most_rows=4,
        )
        self.add_action(tr("到问题清单办理"), "go-to-problems", self._go, on_one=True)
        self.opened.connect(self._go)

    def _go(self) -> None:
        self.wanted.emit()


class VisitDetail(QFrame):
    """All of one visit: what was seen, what was found and what was promised."""

    problems_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title = QLabel("", self)
        self.title.setProperty("kind", "card-title")
        self.text = QLabel("", self)
        self.text.setObjectName("visit-text")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        seen = QFrame(self)
        seen.setProperty("kind", "card")
        inner = QVBoxLayout(seen)
        inner.setContentsMargins(14, 10, 14, 10)
        inner.setSpacing(6)
        inner.addWidget(self.title)
        inner.addWidget(self.text)
        self.findings = FindingSection(self)
        self.findings.wanted.connect(self.problems_wanted)
        self.promises = PromiseSection(desk, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for part in (seen, self.findings, self.promises):
            box.addWidget(part)

    def show_visit(self, visit: VisitLine) -> None:
        """Show a visit."""
        form = visit.form
        self.title.setText(title_words(form))
        reached = (
            tr("到达节点、进度：{words}").format(words=reached_words(form)) if reached_words(form) else ""
        )
        next_on = tr("下次走访：{day}").format(day=next_words(visit)) if form.next_on is not None else ""
        self.text.setText("\n".join(part for part in (reached, form.text, next_on) if part))
        self.findings.show_lines(visit.problems)
        self.promises.show_visit(visit)

    def select(self, record_id: str) -> bool:
        """Make a promise or a problem the current one; whether it is among them."""
        return self.promises.select(record_id) or self.findings.select(record_id)
