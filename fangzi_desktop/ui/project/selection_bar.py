"""What can be done with several items at once, as of one day."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from fangzi_desktop.ui.dialogs.moves import DayField
from fangzi_desktop.ui.project.item_acts import ItemAct


def together() -> dict[ItemAct, str]:
    """The acts that several items take at once, as the bar words them."""
    return {
        ItemAct.APPLY: _tr("收件"),
        ItemAct.ACCEPT: _tr("受理"),
        ItemAct.DECIDE: _tr("办结"),
        ItemAct.EXCLUDE: _tr("不涉及"),
        ItemAct.REQUIRE: _tr("要办"),
    }


class SelectionBar(QWidget):
    """Stands in the place of the filters while several items are selected."""

    act_chosen = Signal(ItemAct)
    cleared = Signal()

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("selection-bar")
        self.setAccessibleName(self.tr("对所选事项"))
        self._count = QLabel("", self)
        self._count.setProperty("kind", "column-title")
        self.day_field = DayField(today, self)
        self.day_field.setObjectName("selection-day")
        self.day_field.setProperty("kind", "compact")
        self.day_field.setFixedWidth(104)
        self.day_field.setAccessibleName(self.tr("所选事项的日期"))
        self.buttons: dict[ItemAct, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._count)
        row.addSpacing(6)
        row.addWidget(QLabel(self.tr("日期"), self))
        row.addWidget(self.day_field)
        for act, words in together().items():
            button = QPushButton(words, self)
            button.setObjectName(f"selection-{act.name.lower()}")
            button.setProperty("kind", "small")
            button.clicked.connect(partial(self.act_chosen.emit, act))
            self.buttons[act] = button
            row.addWidget(button)
            if act is ItemAct.DECIDE:
                row.addSpacing(8)
        row.addStretch()
        clear = QToolButton(self)
        clear.setText(self.tr("取消选择"))
        clear.setProperty("kind", "quiet")
        clear.clicked.connect(self.cleared)
        row.addWidget(clear)

    def show_count(self, count: int, today: date) -> None:
        """Say how many items are selected; for a new selection the day is today again."""
        words = self.tr("已选 {count} 项").format(count=count)
        if not self.isVisible():
            self.day_field.show_day(today)
        self._count.setText(words)

    def day(self) -> date:
        """The day typed; raises `UserError` ``date.unreadable``."""
        return self.day_field.day()


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
