"""The small dialogs of the list: on which day something was completed, and until when a reminder sleeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.services.completing import Completion, complete
from fangzi_desktop.services.snoozing import snooze
from fangzi_desktop.services.today import Reminder
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.today.wording import headline

_WIDTH = 380


@dataclass(frozen=True, slots=True)
class _Done:
    day: date | None
    number: str = ""


@dataclass(frozen=True, slots=True)
class _Until:
    day: date | None


def ask_done(desk: Desk, reminder: Reminder, offered: Completion, parent: QWidget) -> RecordDialog[Any]:
    """Make the dialog that completes a reminder's matter on a day; today is offered."""
    today = desk.workspace.today
    asks = [fields.day("day", offered.day, today, needed=True)]
    if offered.number:
        asks.append(fields.text("number", offered.number))
    return _small(
        RecordDialog(
            offered.act,
            desk,
            tuple(asks),
            _Done(today),
            lambda typed: desk.attempt(complete, reminder.id, typed.day or today, typed.number),
            parent,
            about=f"{reminder.project} · {headline(reminder)}",
        )
    )


def ask_until(desk: Desk, reminder: Reminder, parent: QWidget) -> RecordDialog[Any]:
    """Make the dialog that puts a reminder off to a day of its own."""
    today = desk.workspace.today
    tomorrow = desk.workspace.calendar.next_workday(today + timedelta(days=1))
    return _small(
        RecordDialog(
            _tr("指定提醒日期"),
            desk,
            (fields.day("day", _tr("提醒日期"), today, needed=True),),
            _Until(tomorrow),
            lambda typed: desk.attempt(snooze, reminder.id, Later.DAY, typed.day),
            parent,
            about=_tr("到期日不变；逾期事项下一个工作日再提醒，未逾期的最迟到期后第一个工作日再提醒。"),
        )
    )


def _small(dialog: RecordDialog[Any]) -> RecordDialog[Any]:
    dialog.setMinimumWidth(_WIDTH)
    editor = dialog.editors["day"]
    if isinstance(editor, QLineEdit):
        # What is typed takes the place of the day that is offered.
        editor.selectAll()
        editor.setFocus()
    return dialog


def _tr(words: str) -> str:
    return QCoreApplication.translate("today", words)
