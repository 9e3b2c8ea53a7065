"""督办记录: the list of issued notices, and what can be done with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.notices import NoticeLine, record_reply, withdraw_notice
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.notices.issue import show_notice
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


@dataclass(frozen=True, slots=True)
class _Reply:
    replied_on: date
    reply: str


@dataclass(frozen=True, slots=True)
class _Withdrawal:
    withdrawal: str


def state_words(line: NoticeLine) -> str:
    """Where a notice stands: whether its answer is awaited, came, is late, or it was taken back."""
    if line.withdrawn_on is not None:
        return _tr("已撤回")
    if line.replied_on is not None:
        return _tr("已回复")
    if line.reply_by is None:
        return _tr("未要求回复")
    return _tr("逾期未回复") if line.light is Light.RED else _tr("待回复")


def outcome_words(line: NoticeLine) -> str:
    """What was answered and when, or why it was taken back."""
    if line.withdrawn_on is not None:
        return f"{wording.full_day(line.withdrawn_on)} {line.withdrawal}"
    words = line.reply.replace("\n", " ")
    return f"{wording.full_day(line.replied_on)} {words}" if line.replied_on is not None else ""


def notice_columns() -> tuple[Column[NoticeLine], ...]:
    """The columns of a list of notices."""
    return (
        Column(_tr("状态"), 112, state_words, lambda one: (not one.is_awaited, one.reply_by or date.max)),
        Column(_tr("编号"), 152, lambda one: one.document_no, lambda one: (one.issued_on, one.document_no)),
        Column(_tr("文种"), 64, lambda one: one.kind.zh, lambda one: one.kind.zh),
        Column(_tr("事项"), 176, lambda one: one.label.replace("\n", " "), lambda one: one.label),
        Column(_tr("主送单位"), 124, lambda one: one.addressee, lambda one: one.addressee),
        Column(_tr("签发"), 124, lambda one: wording.full_day(one.issued_on), lambda one: one.issued_on),
        Column(_tr("签发人"), 74, lambda one: one.role.zh, lambda one: one.role.zh),
        Column(_tr("回复期限"), 124, lambda one: wording.full_day(one.reply_by), lambda one: one.reply_by),
        Column(_tr("回复"), 140, outcome_words, lambda one: outcome_words(one) or None),
    )


class NoticeSection(RecordSection[NoticeLine]):
    """A project's notices. Enter shows the paper of the current one."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "notice",
            _tr("督办记录"),
            notice_columns(),
            _tr("没有出具过提醒函或督办单。逾期事项可在“今日”或“项目·督办”中出具。"),
            parent,
            light=lambda one: one.light if one.is_awaited else None,
            stretch=3,
        )
        self._desk = desk
        self.add_action(_tr("打印"), "print-notice", self.print_current, on_one=True)
        self.add_action(_tr("登记回复"), "reply-notice", self._reply, needs=lambda one: one.may_be_answered)
        self.add_action(
            _tr("撤回"), "withdraw-notice", self._withdraw, needs=lambda one: one.may_be_withdrawn
        )
        self.opened.connect(self.print_current)

    def print_current(self) -> None:
        """Show the paper of the current notice."""
        if self.current is not None:
            show_notice(self._desk, self.current.id, self)

    def _reply(self) -> None:
        if self.current is not None:
            ask_reply(self._desk, self.current, self)

    def _withdraw(self) -> None:
        if self.current is not None:
            ask_withdrawal(self._desk, self.current, self)


def ask_reply(desk: Desk, line: NoticeLine, parent: QWidget) -> None:
    """Ask for the answer to a notice and record it."""
    today = desk.workspace.today

    def submit(form: _Reply) -> object:
        return desk.attempt(record_reply, line.id, form.replied_on, form.reply)

    asks = (
        fields.day("replied_on", _tr("回复日期"), today, needed=True),
        fields.text("reply", _tr("回复内容"), lines=4),
    )
    form = _Reply(line.replied_on or today, line.reply)
    asked(
        RecordDialog(
            _tr("登记回复"),
            desk,
            asks,
            form,
            submit,
            parent,
            record=("notice", line.id),
            about=_about(line),
        )
    )


def ask_withdrawal(desk: Desk, line: NoticeLine, parent: QWidget) -> None:
    """Ask why a notice is taken back and do so."""

    def submit(form: _Withdrawal) -> object:
        return desk.attempt(withdraw_notice, line.id, form.withdrawal)

    words = _tr("{about}\n撤回后编号不再使用，记录和原文仍可查看。").format(about=_about(line))
    asks = (fields.text("withdrawal", _tr("撤回原因"), lines=2),)
    asked(
        RecordDialog(
            _tr("撤回催办文书"),
            desk,
            asks,
            _Withdrawal(""),
            submit,
            parent,
            record=("notice", line.id),
            about=words,
        )
    )


def _about(line: NoticeLine) -> str:
    words = _tr("{number}，{day}主送{addressee}：{label}")
    return words.format(
        number=line.document_no,
        day=wording.full_day(line.issued_on),
        addressee=line.addressee,
        label=line.label,
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("notices", words)
