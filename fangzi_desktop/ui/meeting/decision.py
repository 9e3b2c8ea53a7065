"""What the meeting decides on the project shown: five keys, a wording, conditions typed one a line."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.services.meetings import AgendaPage, ConclusionForm
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import DayField
from fangzi_desktop.ui.project.review_dialogs import condition_words, conditions_reader


class DecisionPanel(QFrame):
    """Reads a conclusion, or says the one that is there."""

    wanted = Signal()
    decision_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("meeting-decision")
        self._desk = desk
        self._chosen: ReviewDecision | None = None
        self.buttons: dict[ReviewDecision, QPushButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(6)
        self.said = QLabel("", self)
        self.said.setObjectName("meeting-said")
        self.said.setWordWrap(True)
        box.addWidget(self.said)
        for number, decision in enumerate(ReviewDecision, start=1):
            button = QPushButton(f"{number}  {decision.zh}", self)
            button.setObjectName(f"meeting-{decision.value}")
            button.setCheckable(True)
            # The window's own keys choose; a focused button would take its arrows.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._want, decision))
            self.buttons[decision] = button
            box.addWidget(button)
        self._text_label = QLabel("", self)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(self.tr("结论意见"))
        self.text.setTabChangesFocus(True)
        self._conditions_label = QLabel(self.tr("条件（每行：条件；责任单位；时限）"), self)
        self.conditions = QPlainTextEdit(self)
        self.conditions.setAccessibleName(self.tr("附加条件"))
        self.conditions.setTabChangesFocus(True)
        self._review_label = QLabel(self.tr("复审日期"), self)
        self.review_on = DayField(desk.workspace.today, self)
        self.review_on.setAccessibleName(self.tr("复审日期"))
        self.review_on.show_day(None)
        for widget in (
            self._text_label,
            self.text,
            self._conditions_label,
            self.conditions,
            self._review_label,
            self.review_on,
        ):
            box.addWidget(widget)
        box.addStretch()
        self.problem = QLabel("", self)
        self.problem.setObjectName("meeting-problem")
        self.problem.setProperty("kind", "problem")
        self.problem.setWordWrap(True)
        box.addWidget(self.problem)
        self.write = QPushButton(self.tr("登记并到下一项  Ctrl+Enter"), self)
        self.write.setObjectName("meeting-write")
        self.write.setProperty("kind", "primary")
        self.write.clicked.connect(self.wanted)
        box.addWidget(self.write)

    @property
    def chosen(self) -> ReviewDecision | None:
        """The decision chosen, or None."""
        return self._chosen

    @property
    def is_changed(self) -> bool:
        """Whether something was typed or chosen that is not written."""
        typed = (self.text.toPlainText(), self.conditions.toPlainText(), self.review_on.text())
        return self._chosen is not None or any(one.strip() for one in typed)

    def choose(self, decision: ReviewDecision) -> None:
        """Choose a decision and show the fields it needs."""
        self._chosen = decision
        self.problem.setText("")
        self._offer()

    def show_page(self, page: AgendaPage | None) -> None:
        """Empty the panel for a project, or say what was decided on it."""
        self._chosen = None
        self.text.clear()
        self.conditions.clear()
        self.review_on.show_day(None)
        self.problem.setText("")
        own = page.own if page is not None else None
        decided = own is not None and own.decision is not None
        for button in self.buttons.values():
            button.setVisible(not decided and own is not None)
        self.write.setVisible(not decided and own is not None)
        if own is not None and own.decision is not None:
            parts = [self.tr("已作结论：{decision}").format(decision=own.decision.zh), own.text]
            if own.review_on is not None:
                parts.append(self.tr("复审日期：{day}").format(day=wording.full_day(own.review_on)))
            if own.conditions:
                forms = [
                    f"{n}. {one.text}　{one.responsible_unit}　{wording.full_day(one.due)}"
                    for n, one in enumerate(own.conditions, start=1)
                ]
                parts.extend(forms)
            parts.append(self.tr("刚登记的可按 Ctrl+Z 撤销；要更正的，在项目的“会审论证”页更正。"))
            self.said.setText("\n".join(part for part in parts if part))
        elif own is None:
            self.said.setText(self.tr("这个项目没有待结论的论证轮次。"))
        else:
            self.said.setText(self.tr("会议结论（按 1–5 选择）"))
        self._offer()

    def form(self) -> ConclusionForm:
        """What was typed. Raises `UserError` ``meeting.no_decision`` and those of its fields."""
        if self._chosen is None:
            raise UserError("meeting.no_decision")
        conditional = self._chosen is ReviewDecision.CONDITIONAL_PASS
        read = conditions_reader(self._desk.workspace.today)
        return ConclusionForm(
            self._chosen,
            self.text.toPlainText(),
            read(self.conditions.toPlainText()) if conditional else (),
            self.review_on.day_or_none() if self._chosen is ReviewDecision.DEFER else None,
        )

    def propose(self, page: AgendaPage) -> None:
        """Offer the conditions that departments named as the conditions of the pass."""
        if self._chosen is not ReviewDecision.CONDITIONAL_PASS or self.conditions.toPlainText().strip():
            return
        self.conditions.setPlainText(condition_words(page.proposed_conditions))

    def _want(self, decision: ReviewDecision) -> None:
        self.decision_wanted.emit(decision)

    def take_focus(self) -> None:
        """Give the keyboard to what the decision needs, its conditions or its reason; a pass needs none."""
        if self._chosen is ReviewDecision.CONDITIONAL_PASS:
            self.conditions.setFocus()
        elif self._chosen is not None and not self._chosen.is_pass:
            self.text.setFocus()

    def _offer(self) -> None:
        for decision, button in self.buttons.items():
            button.setChecked(decision is self._chosen)
        conditional = self._chosen is ReviewDecision.CONDITIONAL_PASS
        deferred = self._chosen is ReviewDecision.DEFER
        self._conditions_label.setVisible(conditional)
        self.conditions.setVisible(conditional)
        self._review_label.setVisible(deferred)
        self.review_on.setVisible(deferred)
        self._text_label.setVisible(self._chosen is not None)
        self.text.setVisible(self._chosen is not None)
        needed = self._chosen is not None and not self._chosen.is_pass
        self._text_label.setText(self.tr("理由（必填）") if needed else self.tr("结论意见"))
