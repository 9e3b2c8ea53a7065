"""The menus that ask what moving something to another day is to mean; a due day never moves by itself."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.due_days import DayItem
from fangzi_desktop.services.reminder_moves import reminder_move
from fangzi_desktop.services.snoozing import later_choices, snooze, wake
from fangzi_desktop.ui.calendar.extending import extension_dialog, extension_words
from fangzi_desktop.ui.calendar.wording import day_words, headline, move_words
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import ask_day
from fangzi_desktop.ui.project.asking import asked


class Moves(QObject):
    """Makes the menus of a page and does what is chosen in them. `handled` asks for an item's own field."""

    handled = Signal(object)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over

    def drop_menu(self, item: DayItem, day: date) -> QMenu:
        """Make the menu of an item that was dropped on a day."""
        menu = self._menu(item)
        self._add_reminder(menu, item, day)
        words = extension_words(self._desk, item, day)
        if words:
            menu.addAction(words).triggered.connect(partial(self.extend, item, day))
        return menu

    def key_menu(self, item: DayItem) -> QMenu:
        """Make the menu of an item for the keyboard and the right button; it names the days itself."""
        menu = self._menu(item)
        menu.addAction(_tr("办理")).triggered.connect(partial(self.handled.emit, item))
        menu.addSeparator()
        for choice, day in self._desk.read(later_choices, item.due):
            self._add_choice(menu, item, choice, day)
        menu.addAction(_tr("提醒改到指定日期…")).triggered.connect(partial(self._ask_reminder, item))
        if item.until is not None:
            menu.addAction(_tr("恢复提醒")).triggered.connect(partial(self._desk.do, wake, item.id))
        words = extension_words(self._desk, item, None)
        if words:
            menu.addSeparator()
            menu.addAction(words).triggered.connect(partial(self._ask_extension, item))
        if item.kind is not None and item.kind.is_project_work:
            menu.addSeparator()
            words = _tr("出具提醒函、督办单…")
            menu.addAction(words).triggered.connect(partial(self._issue_notice, item))
        return menu

    def open(self, menu: QMenu, place: QPoint) -> None:
        """Open a menu with its first possible action current."""
        menu.popup(place)
        first = next((action for action in menu.actions() if action.isEnabled()), None)
        if first is not None and not first.isSeparator():
            menu.setActiveAction(first)

    def extend(self, item: DayItem, day: date) -> None:
        """Ask for what an extension to a day needs, and record it."""
        dialog = extension_dialog(self._desk, item, day, self._over)
        if dialog is not None:
            asked(dialog)
        elif item.due is not None:
            self._desk.refused.emit(UserError("agreed_day.not_later", due=item.due))

    def _issue_notice(self, item: DayItem) -> None:
        # What draws up and shows papers is not needed before the first one.
        from fangzi_desktop.ui.notices.issue import issue_notice_for

        issue_notice_for(self._desk, item.id, self._over)

    def _menu(self, item: DayItem) -> QMenu:
        menu = QMenu(self._over)
        menu.setObjectName("calendar-move-menu")
        menu.setAccessibleName(_tr("{item}：改期").format(item=headline(item)))
        # A section's words are lost under a style sheet.
        menu.addAction(headline(item)).setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add_reminder(self, menu: QMenu, item: DayItem, day: date) -> None:
        move = self._desk.read(reminder_move, item.id, item.due, day)
        action = menu.addAction(move_words(move, self._desk.workspace.today))
        action.setEnabled(move.day is not None)
        action.triggered.connect(partial(self._desk.do, snooze, item.id, Later.DAY, day))

    def _add_choice(self, menu: QMenu, item: DayItem, choice: Later, day: date) -> None:
        if self._desk.read(reminder_move, item.id, item.due, day).day is None:
            return
        shown = day_words(day, self._desk.workspace.today)
        words = _tr("稍后提醒：{choice} · {day}").format(choice=choice.zh, day=shown)
        menu.addAction(words).triggered.connect(partial(self._desk.do, snooze, item.id, choice))

    def _ask_reminder(self, item: DayItem) -> None:
        day = ask_day(self._over, _tr("提醒改到哪天（到期日不变）"), self._desk.workspace.today)
        if day is not None:
            self._desk.do(snooze, item.id, Later.DAY, day)

    def _ask_extension(self, item: DayItem) -> None:
        day = ask_day(self._over, _tr("延期到哪天"), item.due or self._desk.workspace.today)
        if day is not None:
            self.extend(item, day)


def _tr(words: str) -> str:
    return QCoreApplication.translate("calendar", words)
