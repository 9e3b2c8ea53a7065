"""What can be done with several items at once, as of one day."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from fangzi_desktop.ui.dialogs.moves import DayField


class Together(Enum):
    """One thing that can be done to several items at once."""

    APPLY = auto()
    ACCEPT = auto()
    DECIDE = auto()
    EXCLUDE = auto()
    REQUIRE = auto()
    VERIFY = auto()


def together_words() -> dict[Together, str]:
    """The words on the buttons, in their order."""
    return {
        Together.APPLY: _tr("收件"),
        Together.ACCEPT: _tr("受理"),
        Together.DECIDE: _tr("办结"),
        Together.EXCLUDE: _tr("不涉及"),
        Together.REQUIRE: _tr("要办"),
        Together.VERIFY: _tr("核实"),
    }


class SelectionBar(QWidget):
    """Stands in the place of the filters while several items are selected."""

    act_chosen = Signal(Together)
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
        self.buttons: dict[Together, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._count)
        row.addSpacing(6)
        row.addWidget(QLabel(self.tr("日期"), self))
        row.addWidget(self.day_field)
        for act, words in together_words().items():
            button = QPushButton(words, self)
            button.setObjectName(f"selection-{act.name.lower()}")
            button.setProperty("kind", "small")
            button.clicked.connect(partial(self.act_chosen.emit, act))
            self.buttons[act] = button
            row.addWidget(button)
            if act in (Together.DECIDE, Together.REQUIRE):
                row.addSpacing(8)
        row.addStretch()
        self.buttons[Together.VERIFY].setToolTip(self.tr("登记已核对：所填内容在该日与实际相符"))
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
