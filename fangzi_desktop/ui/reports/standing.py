"""How a paper stands: whether it is approved and issued, and what can be done with the whole of it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.domain.report_issues import Standing
from fangzi_desktop.services.report_issues import NextIssue
from fangzi_desktop.services.report_words import PaperWords
from fangzi_desktop.ui import wording


class StandingHead(QFrame):
    """The head of the words of a paper. Papers that are printed as things stand have only its state."""

    approve_asked = Signal()
    withdraw_asked = Signal()
    issue_asked = Signal()
    correct_asked = Signal()
    list_asked = Signal()

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self.setProperty("kind", "strip")
        self.mark = self._label("report-standing", "mark")
        self.mark.setWordWrap(False)
        self.mark.setAccessibleName(self.tr("审定情况"))
        self.state = self._label("words-state")
        self.note = self._label("report-issued")
        self.approve = self._button(self.tr("审定"), "report-approve", self.approve_asked)
        self.issue = self._button(self.tr("编发…"), "report-issue", self.issue_asked)
        self.correct = self._button(self.tr("更正…"), "report-correct", self.correct_asked)
        self.withdraw = self._button(self.tr("撤销审定"), "report-withdraw", self.withdraw_asked)
        self.list = self._button(self.tr("已编发各期"), "report-list-issues", self.list_asked)
        self.list.setProperty("kind", "link")
        self._lay_out()
        self.say("")
        self.show_standing(None, None, is_free=True)

    def say(self, words: str) -> None:
        """Say what is under way."""
        self.state.setText(words)
        self.state.setVisible(bool(words))

    def show_standing(self, paper: PaperWords | None, coming: NextIssue | None, *, is_free: bool) -> None:
        """Show how a paper stands; nothing can be done with it while it is not `is_free`."""
        for widget in (
            self.mark,
            self.list,
            self.note,
            self.approve,
            self.issue,
            self.correct,
            self.withdraw,
        ):
            widget.setVisible(paper is not None and coming is not None)
        if paper is None or coming is None:
            return
        self._show_mark(paper)
        is_approved = paper.standing is Standing.APPROVED
        self.approve.setVisible(not is_approved)
        self.withdraw.setVisible(paper.standing is not Standing.DRAFT)
        self.issue.setVisible(not coming.is_correction)
        self.issue.setText(self.tr("编发{name}…").format(name=coming.name.split("〕")[-1]))
        self.correct.setVisible(coming.is_correction)
        for button in (self.approve, self.withdraw):
            button.setEnabled(is_free)
        for button in (self.issue, self.correct):
            button.setEnabled(is_free and is_approved)
            button.setToolTip("" if is_approved else self.tr("先审定，再编发"))
        self._show_issued(coming)

    def _show_mark(self, paper: PaperWords) -> None:
        words, tone = self.tr("草稿，未审定"), ""
        if paper.standing is Standing.APPROVED and paper.approved_on is not None:
            day = wording.day(paper.approved_on, self._today)
            words, tone = self.tr("● 已审定　{day}").format(day=day), "good"
        elif paper.standing is Standing.CHANGED:
            words, tone = f"▲ {paper.standing.zh}", "soon"
        self.mark.setText(words)
        if self.mark.property("tone") != tone:
            self.mark.setProperty("tone", tone)
            self.mark.style().unpolish(self.mark)
            self.mark.style().polish(self.mark)

    def _show_issued(self, coming: NextIssue) -> None:
        self.note.setVisible(bool(coming.issued))
        if coming.issued:
            newest = coming.issued[0]
            words = self.tr("{name}已于{day}编发，共{pages}页")
            self.note.setText(
                words.format(
                    name=newest.name, day=wording.day(newest.issued_on, self._today), pages=newest.pages
                )
            )

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.addWidget(self.mark)
        first.addStretch()
        first.addWidget(self.list)
        second = QHBoxLayout()
        second.setSpacing(6)
        for button in (self.approve, self.issue, self.correct, self.withdraw):
            second.addWidget(button)
        second.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(6)
        box.addLayout(first)
        box.addWidget(self.note)
        box.addLayout(second)
        box.addWidget(self.state)

    def _label(self, name: str, kind: str = "secondary") -> QLabel:
        label = QLabel("", self)
        label.setObjectName(name)
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        return label

    def _button(self, words: str, name: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("kind", "small")
        button.clicked.connect(signal)
        return button
