"""Asking for what comes of a permit item: its certificate, and the papers promised with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPushButton, QToolButton, QWidget

from fangzi_desktop.domain.permit_items import PromisedPaper
from fangzi_desktop.domain.terms import IssueMode
from fangzi_desktop.services import permit_results
from fangzi_desktop.services.permit_results import Certificate
from fangzi_desktop.services.permits import ChecklistLine
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import DayField
from fangzi_desktop.ui.project.asking import Acting, asked


class _Certificate(Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, parent: QWidget) -> None:
        super().__init__(_tr("证照信息"), desk, line.title, parent)
        self._line = line
        self.number = self.line(_tr("证号文号"), line.certificate_no)
        self.body = self.line(_tr("发证机关"), line.issuing_body)
        self.delivered_on = self.day(_tr("送达"), line.delivered_on, optional=True)
        self.valid_until = self.day(_tr("有效期至"), line.valid_until, optional=True)
        if line.validity is not None and line.valid_until is None:
            words = _tr("证上没有写明有效期的，按规定推算：{note}")
            self.hint(words.format(note=line.validity.note))

    def read(self) -> None:
        certificate = Certificate(
            self.number.text(),
            self.body.text(),
            self.delivered_on.day_or_none(),
            self.valid_until.day_or_none(),
        )
        self.desk.attempt(permit_results.record_certificate, self._line.id, certificate)


class _Papers(QWidget):
    """Papers to be handed in later, each with its last day. Empty rows do not count."""

    def __init__(self, today: date, suggestions: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self._suggestions = tuple(suggestions)
        self.rows: list[tuple[QComboBox, DayField, QToolButton]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._more = QPushButton(_tr("再加一份"), self)
        self._more.setProperty("kind", "link")
        self._more.clicked.connect(partial(self.add, "", None))
        self._place()

    def papers(self) -> list[tuple[str, date]]:
        """The papers typed; raises `UserError` ``date.unreadable`` for a day that is missing."""
        found = []
        for name, due, _ in self.rows:
            if name.currentText().strip() or due.text().strip():
                found.append((name.currentText(), due.day()))
        return found

    def add(self, name: str = "", due: date | None = None) -> None:
        """Add a row and give it the keyboard."""
        field = QComboBox(self)
        field.setEditable(True)
        field.addItems(self._suggestions)
        field.setCurrentText(name)
        field.setAccessibleName(_tr("材料"))
        typed = field.lineEdit()
        if isinstance(typed, QLineEdit):
            typed.setPlaceholderText(_tr("待补的材料"))
        day = DayField(self._today, self)
        day.show_day(due)
        day.setAccessibleName(_tr("最迟补交"))
        day.setPlaceholderText(_tr("最迟补交"))
        day.setFixedWidth(110)
        remove = QToolButton(self)
        remove.setText("×")
        remove.setProperty("kind", "fold")
        remove.setAccessibleName(_tr("去掉这一份"))
        remove.clicked.connect(partial(self._remove, field))
        self.rows.append((field, day, remove))
        self._place()
        field.setFocus()

    def _remove(self, field: QComboBox) -> None:
        row = next(one for one in self.rows if one[0] is field)
        self.rows.remove(row)
        for widget in row:
            widget.hide()
            widget.deleteLater()
        self._place()

    def _place(self) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        for place, row in enumerate(self.rows):
            for column, widget in enumerate(row):
                self._grid.addWidget(widget, place, column)
        self._grid.addWidget(self._more, len(self.rows), 0, Qt.AlignmentFlag.AlignLeft)


class _Promises(Acting):
    """Which papers of an item are outstanding: of a decided one, or with `day` together with its decision."""

    def __init__(
        self, desk: Desk, line: ChecklistLine, parent: QWidget, day: date | None = None, number: str = ""
    ) -> None:
        title = _tr("容缺材料") if day is None else _tr("容缺或承诺办结")
        super().__init__(title, desk, line.title, parent)
        self._line = line
        self.decided_on = self.day(_tr("办结日期"), day) if day is not None else None
        self.number = self.line(_tr("证号文号"), number) if day is not None else None
        self.mode = QComboBox(self)
        self.mode.setAccessibleName(_tr("方式"))
        for mode in (IssueMode.CONDITIONAL, IssueMode.PROMISE, *([] if day else [IssueMode.COMPLETE])):
            self.mode.addItem(mode.zh, mode)
        shown = line.issue_mode if line.issue_mode is not IssueMode.COMPLETE else IssueMode.CONDITIONAL
        self.mode.setCurrentIndex(self.mode.findData(shown))
        self.form.addRow(_tr("方式"), self.mode)
        self.papers = _Papers(desk.workspace.today, line.materials, self)
        for paper in line.promises:
            if paper.handed_in_on is None:
                self.papers.add(paper.name, paper.due)
        if not self.papers.rows:
            self.papers.add()
        self.form.addRow(_tr("待补材料"), self.papers)
        if line.promises:
            self.hint(_tr("已补交的材料留在记录里；这里列出的替换尚未补交的。"))
        self.mode.currentIndexChanged.connect(self._show_papers)
        self.setMinimumWidth(500)

    def read(self) -> None:
        mode = IssueMode(self.mode.currentData())
        papers = [] if mode is IssueMode.COMPLETE else self.papers.papers()
        if self.decided_on is not None and self.number is not None:
            decided = (self.decided_on.day(), self.number.text())
            self.desk.attempt(permit_results.decide_on_promise, self._line.id, *decided, mode, papers)
            return
        self.desk.attempt(permit_results.promise_papers, self._line.id, mode, papers)

    def _show_papers(self) -> None:
        # Qt hands a term back as its plain code.
        self.papers.setEnabled(self.mode.currentData() != IssueMode.COMPLETE)


class _HandIn(Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, paper: PromisedPaper, parent: QWidget) -> None:
        super().__init__(_tr("补交材料"), desk, paper.name, parent)
        self._paper = paper
        self.hint(line.title)
        self.on = self.day(_tr("补交日期"), desk.workspace.today)

    def read(self) -> None:
        self.desk.attempt(permit_results.hand_in_paper, self._paper.id, self.on.day())


def ask_certificate(desk: Desk, parent: QWidget, line: ChecklistLine) -> bool:
    """Ask for a certificate's number, office and days; whether they were written."""
    return asked(_Certificate(desk, line, parent))


def ask_promises(desk: Desk, parent: QWidget, line: ChecklistLine) -> bool:
    """Ask which papers were promised with a decision, and by when; whether they were written."""
    return asked(_Promises(desk, line, parent))


def ask_decision(desk: Desk, parent: QWidget, line: ChecklistLine, day: date, number: str) -> bool:
    """Ask which papers are to follow a decision, and record both in one act; whether they were."""
    return asked(_Promises(desk, line, parent, day, number))


def ask_hand_in(desk: Desk, parent: QWidget, line: ChecklistLine, paper: PromisedPaper) -> bool:
    """Ask when a promised paper was handed in; whether it was recorded."""
    return asked(_HandIn(desk, line, paper, parent))


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
