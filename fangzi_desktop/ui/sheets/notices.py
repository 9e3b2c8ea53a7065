"""督办 over all projects: what is to go up the ladder today, and every notice that was issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton, QWidget

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.stage_terms import Role
from fangzi_desktop.domain.terms import Light, Unit
from fangzi_desktop.services.notices import DueNotice, NoticeLine, due_notices, notice_lines
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.notices.issue import issue_notice_for, issue_notices_for, show_notice
from fangzi_desktop.ui.notices.records import ask_reply, ask_withdrawal, notice_columns
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sheets.sheet import NarrowedSheet
from fangzi_desktop.ui.sorted_lines import Column

_DUE_ROWS = 6


class Shown(Enum):
    """Which notices a sheet shows."""

    AWAITED = "awaited"
    LATE = "late"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    ALL = "all"


def admits(shown: Shown, line: NoticeLine) -> bool:
    """Whether a sheet that is so narrowed shows a notice."""
    return {
        Shown.AWAITED: line.is_awaited,
        Shown.LATE: line.light is Light.RED,
        Shown.REPLIED: line.replied_on is not None,
        Shown.WITHDRAWN: line.withdrawn_on is not None,
        Shown.ALL: True,
    }[shown]


def due_words(lines: Sequence[DueNotice]) -> str:
    """How many matters each rung is to be told of: 应报科长3项，应报分管领导1项."""
    count = Counter(line.role for line in lines)
    return "，".join(
        _tr("应报{role}{count}项").format(role=role.zh, count=count[role])
        for role in (Role.CHIEF, Role.LEADER)
        if count[role]
    )


def due_columns() -> tuple[Column[DueNotice], ...]:
    """The columns of what is to go up the ladder."""
    return (
        Column(_tr("应报"), 110, lambda one: one.role.zh, lambda one: one.role is not Role.LEADER),
        Column(_tr("项目"), 230, lambda one: one.project, lambda one: one.project),
        Column(_tr("事项"), 220, lambda one: one.label.replace("\n", " "), lambda one: one.label),
        Column(_tr("主送单位"), 170, lambda one: one.addressee, lambda one: one.addressee or None),
        Column(_tr("到期"), 118, lambda one: wording.full_day(one.due), lambda one: one.due),
        Column(_tr("逾期"), 106, _late_words, lambda one: one.overdue_workdays),
        Column(_tr("服务专员"), 80, lambda one: one.service_officer, lambda one: one.service_officer or None),
        Column(_tr("已出具"), 158, lambda one: one.last_no, lambda one: one.last_no or None),
    )


def _late_words(line: DueNotice) -> str:
    return amount_zh(line.overdue_workdays, Unit.WORKING_DAY)


class NoticesSheet(NarrowedSheet[NoticeLine, Shown]):
    """What is due to be issued above, everybody's notices below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        state, number, kind, *others = notice_columns()
        project: Column[NoticeLine] = Column(
            _tr("项目"), 170, lambda one: one.project, lambda one: one.project
        )
        super().__init__(
            desk,
            "notices",
            _tr("督办"),
            (state, number, kind, project, *others),
            notice_lines,
            "problems",
            _tr("还没有出具过提醒函或督办单。"),
            parent,
            light=lambda one: one.light if one.is_awaited else None,
            stretch=3,
        )
        self.due: RecordSection[DueNotice] = RecordSection(
            "due-notice",
            _tr("今日应上报"),
            due_columns(),
            _tr("没有逾期到应报科长或分管领导、还未出具文书的事项。"),
            self,
            light=lambda _: Light.RED,
            stretch=2,
            most_rows=_DUE_ROWS,
        )
        self.due.add_action(_tr("依次出具"), "issue-all", self.issue_all, needs=self._are_several)
        self.due.add_action(_tr("出具"), "issue-notice", self.issue_current, kind="primary", on_one=True)
        self.due.opened.connect(self.issue_current)
        self.above.insertWidget(0, self.due)
        words = {
            Shown.AWAITED: _tr("待回复"),
            Shown.LATE: _tr("逾期未回复"),
            Shown.REPLIED: _tr("已回复"),
            Shown.WITHDRAWN: _tr("已撤回"),
            Shown.ALL: _tr("全部"),
        }
        self.narrow_by(words, Shown.AWAITED, admits, _tr("显示"))
        self.head.addStretch()
        self._print = self._button(_tr("打印"), "print-notice", self._print_current)
        self._reply = self._button(_tr("登记回复"), "reply-notice", self._ask_reply)
        self._withdraw = self._button(_tr("撤回"), "withdraw-notice", self._ask_withdrawal)
        self.table.current_changed.connect(self._offer)
        self._offer()

    def refresh(self) -> None:
        lines = self._desk.read(due_notices)
        self.due.show_lines(lines, due_words(lines))
        super().refresh()

    def search(self, text: str) -> None:
        self.due.model.search(text)
        super().search(text)

    def select(self, project_id: str) -> None:
        line = next((one for one in self.due.model.lines if one.project_id == project_id), None)
        if line is None or not self.due.select(line.id):
            super().select(project_id)

    def take_focus(self) -> None:
        (self.due.table if self.due.model.lines else self.table).setFocus()

    def issue_current(self) -> None:
        """Draw up the notice that the current line asks for."""
        line = self.due.current
        if line is not None:
            issue_notice_for(self._desk, line.id, self)
            self.take_focus()

    def issue_all(self) -> None:
        """Draw up one notice after another, as listed, until all are issued or one is put aside."""
        issue_notices_for(self._desk, [line.id for line in self.due.model.lines], self)
        self.take_focus()

    def _are_several(self, _: DueNotice) -> bool:
        return len(self.due.model.lines) > 1

    def _after(self, before: NoticeLine | None) -> None:
        super()._after(before)
        if self.current is None and self.model.lines:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._offer()

    def _button(self, words: str, name: str, slot: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("kind", "small")
        button.clicked.connect(slot)
        self.head.addWidget(button)
        return button

    def _offer(self) -> None:
        line = self.current
        self._print.setEnabled(line is not None)
        self._reply.setEnabled(line is not None and line.may_be_answered)
        self._withdraw.setEnabled(line is not None and line.may_be_withdrawn)

    def _print_current(self) -> None:
        if self.current is not None:
            show_notice(self._desk, self.current.id, self)

    def _ask_reply(self) -> None:
        if self.current is not None:
            ask_reply(self._desk, self.current, self)

    def _ask_withdrawal(self) -> None:
        if self.current is not None:
            ask_withdrawal(self._desk, self.current, self)


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
