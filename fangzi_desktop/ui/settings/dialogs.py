"""Before a year is loaded: its days, what they would move, and pasting the notice itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.workdays import CalendarYear
from fangzi_desktop.services.calendar import YearEffect, read_notice
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.settings.wording import doubt_words, effect_words, holidays

# So many moved due dates are listed; a sentence counts them all.
MOVED_SHOWN = 200


class YearPreview(QDialog):
    """The days of a year and the due dates it would move; accepted, it is to be loaded."""

    def __init__(self, year: CalendarYear, effect: YearEffect, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("year-preview")
        self.setWindowTitle(self.tr("载入{year}年放假安排").format(year=year.year))
        self.setMinimumSize(620, 420)
        self.resize(640, 600 if effect.moved else 460)
        source = QLabel(self.tr("来源：{source}").format(source=year.source), self)
        source.setProperty("kind", "secondary")
        source.setWordWrap(True)
        source.setTextFormat(Qt.TextFormat.PlainText)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addWidget(source)
        days = _table(
            [self.tr("节日"), self.tr("放假"), self.tr("调休上班")],
            [[one.name, one.off, one.worked] for one in holidays(year)],
            self,
        )
        days.setObjectName("year-days")
        days.setAccessibleName(self.tr("放假和调休的日子"))
        box.addWidget(days, 3)
        self.effect = QLabel(effect_words(year, effect), self)
        self.effect.setObjectName("year-effect")
        self.effect.setWordWrap(True)
        self.effect.setTextFormat(Qt.TextFormat.PlainText)
        self.effect.setProperty("kind", "panel-title")
        box.addWidget(self.effect)
        doubt = doubt_words(effect)
        if doubt:
            told = QLabel(doubt, self)
            told.setObjectName("year-doubt")
            told.setProperty("kind", "hint")
            told.setWordWrap(True)
            box.addWidget(told)
        if effect.moved:
            near = effect.moved[0].after
            moved = _table(
                [self.tr("项目"), self.tr("事项"), self.tr("原到期日"), self.tr("新到期日")],
                [
                    [one.project, one.label, wording.day(one.before, near), wording.day(one.after, near)]
                    for one in effect.moved[:MOVED_SHOWN]
                ],
                self,
            )
            moved.setObjectName("year-moved")
            moved.setAccessibleName(self.tr("到期日会变动的时限"))
            box.addWidget(moved, 2)
        buttons = _buttons(self.tr("载入"), self.tr("取消"), self)
        buttons.accepted.connect(self.accept)
        box.addWidget(buttons)


class PasteNotice(QDialog):
    """Takes the text of a notice and stays open until it can be read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("paste-notice")
        self.setWindowTitle(self.tr("粘贴放假通知"))
        self.setMinimumSize(560, 380)
        words = QLabel(self.tr("把国务院办公厅通知的原文贴在这里，连同标题，以便看出是哪一年。"), self)
        words.setWordWrap(True)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(self.tr("通知原文"))
        self.text.setTabChangesFocus(True)
        self._problem = QLabel("", self)
        self._problem.setObjectName("paste-problem")
        self._problem.setProperty("kind", "problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        buttons = _buttons(self.tr("读取"), self.tr("取消"), self)
        buttons.accepted.connect(self._try)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        for widget in (words, self.text, self._problem, buttons):
            box.addWidget(widget)
        self.year: CalendarYear | None = None

    def _try(self) -> None:
        try:
            self.year = read_notice(self.text.toPlainText())
        except UserError as error:
            self._problem.setText(sentence(error))
            self._problem.show()
        else:
            self.accept()


def approve_year(parent: QWidget, year: CalendarYear, effect: YearEffect) -> bool:
    """Show a year and its effect; whether the person wants it loaded."""
    dialog = YearPreview(year, effect, parent)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted


def ask_notice(parent: QWidget) -> CalendarYear | None:
    """Ask for the text of a notice; None if the person thinks better of it."""
    dialog = PasteNotice(parent)
    accepted = dialog.exec()
    dialog.deleteLater()
    return dialog.year if accepted else None


def _buttons(yes: str, no: str, dialog: QDialog) -> QDialogButtonBox:
    """Make a dialog's buttons; the style sheet sees what kind a button is only before it joins its box."""
    buttons = QDialogButtonBox(dialog)
    accept = QPushButton(yes, dialog)
    accept.setObjectName("accept")
    accept.setProperty("kind", "primary")
    buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(no, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    return buttons


def _table(heads: list[str], rows: list[list[str]], parent: QWidget) -> QTableWidget:
    table = QTableWidget(len(rows), len(heads), parent)
    table.setHorizontalHeaderLabels(heads)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT - 3)
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            item = QTableWidgetItem(word)
            item.setToolTip(word)
            table.setItem(row, column, item)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table
