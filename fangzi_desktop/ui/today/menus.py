"""The menus of a reminder: how it is put off, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.snoozes import Awaited
from fangzi_desktop.services.snoozing import EventChoice, event_choices, later_choices, snooze
from fangzi_desktop.services.today import Reminder
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.today.wording import awaits_words, later_words


def later_menu(desk: Desk, reminder: Reminder, ask_day: Callable[[], None], parent: QWidget) -> QMenu:
    """Make the menu that puts a reminder off; each way says on which day it comes back."""
    menu = QMenu(_tr("稍后"), parent)
    menu.setObjectName("later-menu")
    # A section's words are lost under a style sheet.
    menu.addAction(_tr("稍后提醒，到期日不变")).setEnabled(False)
    today = desk.workspace.today
    for choice, day in desk.read(later_choices, reminder.due):
        action = menu.addAction(later_words(choice, day, today))
        action.triggered.connect(partial(desk.do, snooze, reminder.id, choice))
    if not reminder.is_overdue:
        # What is overdue comes back on the next working day, whatever day is asked for.
        menu.addAction(_tr("指定日期…")).triggered.connect(ask_day)
    choices = desk.read(event_choices, reminder.id)
    if choices:
        menu.addMenu(_event_menu(desk, reminder, choices, menu))
    return menu


def row_menu(actions: Sequence[QAction], parent: QWidget) -> QMenu:
    """Make the menu of a row."""
    menu = QMenu(parent)
    menu.setObjectName("reminder-menu")
    menu.addActions(list(actions))
    return menu


def _event_menu(desk: Desk, reminder: Reminder, choices: Sequence[EventChoice], parent: QMenu) -> QMenu:
    latest = wording.day(choices[0].latest, desk.workspace.today)
    menu = QMenu(_tr("等某件事（最迟{day}）").format(day=latest), parent)
    menu.setObjectName("event-menu")
    for choice in choices:
        if choice.is_likely:
            _add(menu, desk, reminder, choice)
    menu.addSeparator()
    for kind, words in (
        (Awaited.ITEM, _tr("手续办结")),
        (Awaited.MILESTONE, _tr("登记里程碑")),
        (Awaited.STAGE, _tr("进入环节")),
    ):
        own = [one for one in choices if one.event.kind is kind]
        if own:
            group = menu.addMenu(words)
            for choice in own:
                _add(group, desk, reminder, choice)
    return menu


def _add(menu: QMenu, desk: Desk, reminder: Reminder, choice: EventChoice) -> None:
    action = menu.addAction(awaits_words(choice.event, choice.words))
    action.triggered.connect(partial(desk.do, snooze, reminder.id, Later.EVENT, None, choice.event))


def _tr(words: str) -> str:
    return QCoreApplication.translate("today", words)
