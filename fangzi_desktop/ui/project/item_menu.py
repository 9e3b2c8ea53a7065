"""The menu of one or several items, and their rows as text for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from fangzi_desktop.services.permits import ChecklistLine
from fangzi_desktop.ui.project.checklist_model import limit_words, state_word
from fangzi_desktop.ui.project.item_acts import ItemAct, act_hint, act_name, acts_of, acts_of_all, next_act
from fangzi_desktop.ui.project.selection_bar import Together, together_words

_BREAKS = str.maketrans("\t\r\n", "   ")


def item_menu(
    parent: QWidget,
    lines: Sequence[ChecklistLine],
    act: Callable[[ItemAct], None],
    act_together: Callable[[Together], None],
    write: Callable[[], None] | None,
    copy: Callable[[], None],
) -> QMenu:
    """Return the menu of the selected items: what may be done with them, writing in a cell, copying."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    if len(lines) == 1:
        (line,) = lines
        upcoming = next_act(line)
        for one in acts_of(line):
            entry = menu.addAction(act_name(one, line), partial(act, one))
            entry.setToolTip(act_hint(one, line))
            if one is upcoming:
                entry.setShortcut(QKeySequence("Space"))
    else:
        head = menu.addAction(_tr("已选 {count} 项").format(count=len(lines)))
        head.setEnabled(False)
        for shared, words in together_words().items():
            menu.addAction(words, partial(act_together, shared))
        for one in acts_of_all(lines):
            if one.name not in Together.__members__:
                menu.addAction(act_name(one), partial(act, one)).setToolTip(act_hint(one))
    menu.addSeparator()
    if write is not None:
        _with_keys(menu.addAction(_tr("在表格中填写"), write), "F2")
    _with_keys(menu.addAction(_tr("复制"), copy), "Ctrl+C")
    return menu


def as_text(lines: Sequence[ChecklistLine]) -> str:
    """Return items as lines of cells set apart by tabs: whole dates, and the number before any remark."""
    return "\n".join("\t".join(_cells(line)) for line in lines)


def _cells(line: ChecklistLine) -> list[str]:
    cells = [
        line.title,
        line.department,
        state_word(line),
        limit_words(line),
        _day(line.accepted_on),
        _day(line.due),
        _day(line.decided_on),
        line.certificate_no or line.note,
    ]
    return [cell.translate(_BREAKS) for cell in cells]


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _with_keys(action: QAction, keys: str) -> None:
    action.setShortcut(QKeySequence(keys))


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
