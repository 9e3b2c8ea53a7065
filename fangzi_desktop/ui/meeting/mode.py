"""会议模式: full screen, large type, project by project, the decision typed while it is made."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import GateVerdict, Verdict
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.terms import Gate
from fangzi_desktop.services.meetings import (
    AgendaItem,
    Meeting,
    MeetingDecision,
    decide_at_meeting,
    meeting,
)
from fangzi_desktop.services.projects import Override, set_gate
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import DayField, ask_gate_reason, ask_override
from fangzi_desktop.ui.meeting.words import project_html, read_conditions
from fangzi_desktop.ui.messages import sentence

_BODY_PX, _TITLE_PX, _SIDE = 20, 34, 470
_LOOK = f"""
QDialog#meeting-mode QWidget {{ font-size: {_BODY_PX}px; }}
QDialog#meeting-mode QLabel#meeting-project {{ font-size: {_TITLE_PX}px; font-weight: bold; }}
QDialog#meeting-mode QPushButton {{ min-height: 28px; padding: 4px 16px; }}
QDialog#meeting-mode QLineEdit {{ min-height: 28px; }}
"""


class MeetingMode(QDialog):
    """Leads a meeting through its agenda.

    PageUp and PageDown turn to another project, 1 to 5 choose the conclusion, Ctrl+Enter writes it and goes
    on to the next project, F11 and Esc end it. What is typed and not written is asked about first.
    """

    def __init__(self, desk: Desk, meeting_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("meeting-mode")
        self.setWindowTitle(self.tr("会议模式"))
        self.setStyleSheet(_LOOK)
        self._desk = desk
        self._meeting_id = meeting_id
        self._read: Meeting = desk.read(meeting, meeting_id)
        self._place = 0
        self._where = QLabel("", self)
        self._where.setProperty("kind", "secondary")
        self.project = QLabel("", self)
        self.project.setObjectName("meeting-project")
        self.project.setTextFormat(Qt.TextFormat.PlainText)
        self.project.setWordWrap(True)
        self.about = QLabel("", self)
        self.about.setTextFormat(Qt.TextFormat.RichText)
        self.about.setWordWrap(True)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.choices = {one: self._choice(place, one) for place, one in enumerate(ReviewDecision)}
        self.gates = {gate: self._gate(gate) for gate in Gate}
        self.text = self._area("meeting-text", self.tr("结论意见，不通过的写明理由"), 2)
        self.conditions = self._area(
            "meeting-conditions",
            self.tr("每行一条：条件；责任单位；时限（如 配套环评；生态环境局；3.31）"),
            3,
        )
        self.review_on = DayField(desk.workspace.today, self)
        self.review_on.setObjectName("meeting-review-on")
        self.review_on.show_day(None)
        self.review_on.setAccessibleName(self.tr("复审日期"))
        self.said = QLabel("", self)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.write = QPushButton(self.tr("写入结论 Ctrl+Enter"), self)
        self.write.setObjectName("meeting-write")
        self.write.setProperty("kind", "primary")
        self.write.clicked.connect(self.write_decision)
        self._build()
        desk.changed.connect(self._follow)
        self._show()

    @property
    def item(self) -> AgendaItem | None:
        """The project that is before the meeting."""
        agenda = self._read.agenda
        return agenda[self._place] if agenda else None

    @property
    def decision(self) -> ReviewDecision | None:
        """The conclusion that is chosen and not written yet."""
        return next((one for one, button in self.choices.items() if button.isChecked()), None)

    @property
    def is_unsaved(self) -> bool:
        """Whether something is typed or chosen that is not written."""
        typed = self.text.toPlainText() + self.conditions.toPlainText() + self.review_on.text()
        return self.write.isEnabled() and (self.decision is not None or bool(typed.strip()))

    def turn(self, by: int) -> None:
        """Go so many projects on, or back; what is not written is asked about first."""
        place = self._place + by
        if 0 <= place < len(self._read.agenda) and self._may_leave():
            self._place = place
            self._show()

    def write_decision(self) -> None:
        """Write the conclusion and go on to the next project that has none."""
        item, decision = self.item, self.decision
        if item is None or not self.write.isEnabled():
            return
        if decision is None:
            self._complain(self.tr("请先选择结论（按 1 至 5）。"))
            return
        try:
            form = MeetingDecision(
                decision,
                self.text.toPlainText(),
                self.review_on.day_or_none() if decision is ReviewDecision.DEFER else None,
                read_conditions(self.conditions.toPlainText(), self._desk.workspace.today),
            )
            done = self._decide(item, form)
        except UserError as error:
            self._complain(sentence(error))
            return
        if done:
            self._clear()
            self._go_to_open()

    def reject(self) -> None:
        if self._may_leave():
            super().reject()

    def _decide(self, item: AgendaItem, form: MeetingDecision, override: Override | None = None) -> bool:
        try:
            self._desk.attempt(decide_at_meeting, self._meeting_id, item.id, form, override)
        except UserError as error:
            if error.code != "review.gate_failed" or override is not None:
                raise
            failed = tuple(one.gate for one in item.gates if one.passed is False)
            given = ask_override(self, GateVerdict(Verdict.BLOCK, blocked_by=failed))
            return given is not None and self._decide(item, form, given)
        return True

    def _go_to_open(self) -> None:
        """Turn to the next project without a conclusion, else stay."""
        order = [*range(self._place + 1, len(self._read.agenda)), *range(self._place)]
        following = next((place for place in order if self._read.agenda[place].decision is None), None)
        if following is not None:
            self._place = following
        self._show()
        if following is None:
            self.said.setText(self.tr("议程上的项目都已作出结论。"))

    def _show(self) -> None:
        self._clear()
        item, total = self.item, len(self._read.agenda)
        form = self._read.form
        place = f"{self._place + 1} / {total}" if total else "0 / 0"
        self._where.setText(f"{place}　{form.name}　{wording.full_day(form.held_on)}　{form.minutes_no}")
        self.project.setText(item.name if item is not None else self.tr("议程上还没有项目"))
        self.about.setText(project_html(item) if item is not None else "")
        self._scroll.verticalScrollBar().setValue(0)
        decided = item.round if item is not None and item.decision is not None else None
        can_decide = item is not None and item.round is not None and decided is None
        for widget in (*self.choices.values(), self.text, self.conditions, self.review_on, self.write):
            widget.setEnabled(can_decide)
        if decided is not None and decided.decision is not None:
            self.choices[decided.decision].setChecked(True)
            self.text.setPlainText(decided.text)
            self.said.setText(
                self.tr("已写入：{decision}。要更正，请到项目的“会审论证”页。").format(
                    decision=decided.decision.zh
                )
            )
        elif item is not None and not can_decide:
            self.said.setText(self.tr("这个项目没有待论证的轮次。"))
        self._show_gates()
        next(iter(self.choices.values())).setFocus()

    def _clear(self) -> None:
        for button in self.choices.values():
            button.setAutoExclusive(False)
            button.setChecked(False)
            button.setAutoExclusive(True)
        self.text.clear()
        self.conditions.clear()
        self.review_on.show_day(None)
        self.said.setText("")
        self.said.setProperty("kind", "secondary")

    def _complain(self, words: str) -> None:
        self.said.setProperty("kind", "problem")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(words)

    def _may_leave(self) -> bool:
        if not self.is_unsaved:
            return True
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("结论还没有写入"))
        box.setText(self.tr("这个项目的结论还没有写入。要放弃吗？"))
        discard = box.addButton(self.tr("放弃"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("继续填写"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return clicked is discard

    def _follow(self, changes: Changes[object]) -> None:
        self._read = self._desk.read(meeting, self._meeting_id)

    def _gate(self, gate: Gate) -> Choice[bool | None]:
        made: Choice[bool | None] = Choice(
            gate.zh,
            [(None, self.tr("未评")), (True, self.tr("✓ 通过")), (False, self.tr("■ 未通过"))],
            self,
        )
        made.setObjectName(f"meeting-{gate.value.replace('_', '-')}")
        made.chosen.connect(partial(self._judge, gate))
        return made

    def _judge(self, gate: Gate, place: int) -> None:
        """Write what the meeting says of one of the gates at once; a failed one says why."""
        item = self.item
        if item is None:
            return
        passed, reason = self.gates[gate].value, ""
        if passed is False:
            reason = ask_gate_reason(self, gate) or ""
        if passed is not False or reason:
            self._desk.do(set_gate, item.id, gate, passed, reason)
        self._show_gates()
        self.about.setText(project_html(self.item) if self.item is not None else "")

    def _show_gates(self) -> None:
        item = self.item
        known = {one.gate: one.passed for one in item.gates} if item is not None else {}
        for gate, choice in self.gates.items():
            choice.choose(known.get(gate))
            choice.setEnabled(item is not None and item.decision is None)

    def _choice(self, place: int, decision: ReviewDecision) -> QPushButton:
        made = QPushButton(f"{place + 1}　{decision.zh}", self)
        made.setObjectName(f"decide-{decision.value.replace('_', '-')}")
        made.setProperty("kind", "choice")
        made.setCheckable(True)
        made.setAutoExclusive(True)
        return made

    def _area(self, name: str, hint: str, lines: int) -> QPlainTextEdit:
        made = QPlainTextEdit(self)
        made.setObjectName(name)
        made.setAccessibleName(hint)
        made.setPlaceholderText(hint)
        made.setTabChangesFocus(True)
        made.setMinimumHeight(lines * (_BODY_PX + 9) + 14)
        return made

    def _build(self) -> None:
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.about)
        side = QWidget(self)
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for button in self.choices.values():
            column.addWidget(button)
        column.addWidget(self.text, 2)
        column.addWidget(QLabel(self.tr("附加条件"), side))
        column.addWidget(self.conditions, 2)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("暂缓的复审日期"), side))
        row.addWidget(self.review_on, 1)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self.write)
        body = QHBoxLayout()
        body.setSpacing(28)
        body.addWidget(self._scroll, 1)
        body.addWidget(side)
        box = QVBoxLayout(self)
        box.setContentsMargins(36, 12, 36, 10)
        box.setSpacing(8)
        box.addWidget(self._where)
        box.addWidget(self.project)
        judged = QHBoxLayout()
        judged.setSpacing(12)
        for gate, choice in self.gates.items():
            judged.addWidget(QLabel(gate.zh, self))
            judged.addWidget(choice)
        judged.addStretch()
        box.addLayout(judged)
        box.addLayout(body, 1)
        foot = QLabel(
            self.tr("PageUp/PageDown 换项目　1–5 选结论　Ctrl+Enter 写入　Ctrl+Z 撤销　Esc 结束"), self
        )
        foot.setProperty("kind", "secondary")
        box.addWidget(foot)
        for keys, act in (
            ("PgDown", partial(self.turn, 1)),
            ("PgUp", partial(self.turn, -1)),
            ("Ctrl+Return", self.write_decision),
            ("Ctrl+Enter", self.write_decision),
            ("Ctrl+Z", self._undo),
            ("F11", self.reject),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _undo(self) -> None:
        field = self.focusWidget()
        if isinstance(field, QPlainTextEdit):
            field.undo()
            return
        self._desk.undo()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1.value
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        elif 0 <= place < len(self.choices) and not event.modifiers() and self.write.isEnabled():
            button = list(self.choices.values())[place]
            button.setChecked(True)
            button.setFocus()
        elif event.key() == Qt.Key.Key_Right:
            self.turn(1)
        elif event.key() == Qt.Key.Key_Left:
            self.turn(-1)
        else:
            super().keyPressEvent(event)


def hold_meeting(desk: Desk, meeting_id: str, parent: QWidget) -> None:
    """Show a meeting's agenda in full screen until it is left."""
    mode = MeetingMode(desk, meeting_id, parent)
    mode.showFullScreen()
    mode.exec()
    mode.deleteLater()
