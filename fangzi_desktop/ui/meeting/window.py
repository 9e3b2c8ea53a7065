"""会议模式: one project a page on the whole screen, and its decision typed live."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import GateVerdict, Verdict
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.services.meetings import AgendaPage, Meeting, conclude, meeting
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import DayField, ask_override
from fangzi_desktop.ui.meeting.decision import DecisionPanel
from fangzi_desktop.ui.meeting.words import facts_words, page_html
from fangzi_desktop.ui.messages import sentence

_BODY = 20
_TITLE = 36


class MeetingWindow(QWidget):
    """The meeting on the whole screen.

    1–5 choose a decision and lead to what it needs, Ctrl+Enter writes it and goes on; arrows and page keys
    turn the pages; F11 and Esc leave. In a field of text digits and arrows are the field's own; Tab and Esc
    lead out of it.
    """

    def __init__(self, desk: Desk, meeting_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("meeting-window")
        self.setWindowTitle(self.tr("会议模式"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._desk = desk
        self._meeting_id = meeting_id
        self._meeting: Meeting | None = None
        self._place = 0
        self._shown = ""
        self.head = QLabel("", self)
        self.head.setObjectName("meeting-head")
        self.title = QLabel("", self)
        self.title.setObjectName("meeting-title")
        self.title.setWordWrap(True)
        self.facts = QLabel("", self)
        self.facts.setObjectName("meeting-facts")
        self.facts.setWordWrap(True)
        self.body = QTextBrowser(self)
        self.body.setObjectName("meeting-body")
        self.body.setAccessibleName(self.tr("项目情况"))
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.panel = DecisionPanel(desk, self)
        self.panel.wanted.connect(self.write)
        self.panel.decision_wanted.connect(self.choose)
        self._back = self._button(self.tr("← 上一项"), "meeting-back", partial(self.turn, -1))
        self._on = self._button(self.tr("下一项 →"), "meeting-on", partial(self.turn, 1))
        self._leave = self._button(self.tr("退出  Esc"), "meeting-leave", self.close)
        self._build()
        self._dress()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.write)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self._undo)
        QShortcut(QKeySequence("F11"), self).activated.connect(self.close)
        desk.changed.connect(self._follow)
        desk.refused.connect(self._say)

    @property
    def page(self) -> AgendaPage | None:
        """The project shown, or None for an empty agenda."""
        agenda = self._meeting.agenda if self._meeting is not None else ()
        return agenda[self._place] if 0 <= self._place < len(agenda) else None

    def begin(self, project_id: str = "") -> None:
        """Show a project of the agenda, else the first that is not decided, on the whole screen."""
        self._read()
        agenda = self._meeting.agenda if self._meeting is not None else ()
        wanted = [n for n, one in enumerate(agenda) if one.project_id == project_id]
        undecided = [n for n, one in enumerate(agenda) if one.decision is None]
        self._place = next(iter((*wanted, *undecided)), 0)
        self._show_page()
        self.showFullScreen()
        self.setFocus()

    def turn(self, by: int) -> None:
        """Show the next or an earlier project; what was typed and not written is asked about."""
        agenda = self._meeting.agenda if self._meeting is not None else ()
        wanted = max(0, min(len(agenda) - 1, self._place + by))
        if wanted != self._place and self._may_discard():
            self._place = wanted
            self._show_page()
            self.setFocus()

    def choose(self, decision: ReviewDecision) -> None:
        """Choose a decision and let its wording be typed."""
        if self.page is None or self.page.decision is not None or self.page.own is None:
            return
        self.panel.choose(decision)
        self.panel.propose(self.page)
        self.panel.take_focus()

    def write(self) -> None:
        """Write the decision in one act and go to the next project; a refusal is said beside it."""
        page = self.page
        if page is None or page.own is None or page.decision is not None:
            return
        try:
            self._conclude(page)
        except UserError as error:
            self.panel.problem.setText(sentence(error))
            return
        self._read()
        agenda = self._meeting.agenda if self._meeting is not None else ()
        self._place = min(self._place + 1, max(0, len(agenda) - 1))
        self._show_page()
        self.setFocus()

    def _conclude(self, page: AgendaPage) -> None:
        form = self.panel.form()
        try:
            self._desk.attempt(conclude, page.id, form)
        except UserError as error:
            failed = error.params.get("gates")
            if error.code != "review.gate_failed" or not isinstance(failed, tuple):
                raise
            override = ask_override(self, GateVerdict(Verdict.BLOCK, blocked_by=failed))
            if override is None:
                raise
            self._desk.attempt(conclude, page.id, form, override)

    def _undo(self) -> None:
        # A field takes the key for what is typed in it; here it means the newest act.
        self._desk.undo()

    def _say(self, error: object) -> None:
        """Say a refusal here; the window's own bar is hidden behind this one."""
        if isinstance(error, UserError):
            self.panel.problem.setText(sentence(error))

    def _follow(self, changes: Changes[object]) -> None:
        before = self.page
        self._read()
        agenda = self._meeting.agenda if self._meeting is not None else ()
        kept = [n for n, one in enumerate(agenda) if before is not None and one.id == before.id]
        if changes.kind in ("undo", "redo"):
            kept = [n for n, one in enumerate(agenda) if one.project_id in changes.projects] or kept
        self._place = next(iter(kept), min(self._place, max(0, len(agenda) - 1)))
        # What is being typed is not lost to a change elsewhere.
        if self.page is None or self.page.id != self._shown or not self.panel.is_changed:
            self._show_page()

    def _read(self) -> None:
        self._meeting = self._desk.read(meeting, self._meeting_id)

    def _show_page(self) -> None:
        page = self.page
        agenda = self._meeting.agenda if self._meeting is not None else ()
        line = self._meeting.line if self._meeting is not None else None
        name = f"{line.name} · {wording.full_day(line.held_on)}" if line is not None else ""
        decided = sum(one.decision is not None for one in agenda)
        words = self.tr("{name}　第{place}项 / 共{count}项　已作结论{decided}项")
        self.head.setText(
            words.format(name=name, place=self._place + 1, count=len(agenda), decided=decided)
            if page
            else name
        )
        self.title.setText(page.project if page is not None else self.tr("议程上还没有项目"))
        self.facts.setText(facts_words(page) if page is not None else "")
        self.body.setHtml(page_html(page) if page is not None else "")
        self.panel.show_page(page)
        self._shown = page.id if page is not None else ""
        self._back.setEnabled(self._place > 0)
        self._on.setEnabled(self._place < len(agenda) - 1)

    def _may_discard(self) -> bool:
        if not self.panel.is_changed:
            return True
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("结论还没有登记"))
        box.setText(self.tr("这个项目的结论还没有登记。要放弃吗？"))
        discard = box.addButton(self.tr("放弃"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("继续填写"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return clicked is discard

    def _button(self, words: str, name: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(slot)
        return button

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        for button in (self._back, self._on, self._leave):
            top.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.title)
        left.addWidget(self.facts)
        left.addWidget(self.body, 1)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addLayout(left, 67)
        middle.addWidget(self.panel, 33)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 16, 28, 20)
        box.setSpacing(10)
        box.addLayout(top)
        box.addLayout(middle, 1)

    def _dress(self) -> None:
        ink, paper = theme.colour("ink1").name(), theme.colour("background").name()
        surface, line = theme.colour("surface").name(), theme.colour("line").name()
        accent, on = theme.colour("accent").name(), theme.colour("on_accent").name()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"#meeting-window {{ background: {paper}; }}"
            f"#meeting-window QLabel, #meeting-window QPlainTextEdit, #meeting-window QTextBrowser,"
            f"#meeting-window QLineEdit {{ font-size: {_BODY}px; color: {ink}; }}"
            f"#meeting-window QPushButton {{ font-size: {_BODY}px; padding: 4px 14px; min-height: 30px; }}"
            f"#meeting-window #meeting-title {{ font-size: {_TITLE}px; font-weight: bold; }}"
            f"#meeting-body {{ background: {surface}; border: 1px solid {line}; padding: 6px 14px; }}"
            f"#meeting-decision {{ background: {surface}; border: 1px solid {line}; }}"
            f"#meeting-decision QPushButton {{ text-align: left; }}"
            f"#meeting-decision QPushButton:checked {{ background: {accent}; color: {on}; }}"
            f"#meeting-window #meeting-problem {{ color: {theme.colour('red').name()}; }}"
        )

    # Qt.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        decisions = tuple(ReviewDecision)
        typed = event.text()
        turns = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageDown: 1,
        }
        key = Qt.Key(event.key())
        bar = self.body.verticalScrollBar()
        if typed in ("1", "2", "3", "4", "5"):
            self.choose(decisions[int(typed) - 1])
        elif key in turns:
            self.turn(turns[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = bar.singleStep() * 3
            bar.setValue(bar.value() + (by if key == Qt.Key.Key_Down else -by))
        elif key == Qt.Key.Key_Escape:
            # Out of a field first, so that the digits and arrows are the window's again.
            if isinstance(self.focusWidget(), (QPlainTextEdit, DayField)):
                self.setFocus()
            else:
                self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_discard():
            super().closeEvent(event)
        else:
            event.ignore()
