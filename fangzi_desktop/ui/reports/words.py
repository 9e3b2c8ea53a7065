"""The words of a paper beside its pages: edited, approved (审定), issued (编发) and corrected (更正)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.services.report_issues import NextIssue, PreparedIssue, next_issue
from fangzi_desktop.services.report_words import (
    PaperWords,
    WordsLine,
    edit_passage,
    restore_passage,
    withdraw_approval,
)
from fangzi_desktop.services.reports import ReportAsk, is_document
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.reports import issuing
from fangzi_desktop.ui.reports.passage import PassageCard, Typed, may_discard
from fangzi_desktop.ui.reports.standing import StandingHead

# Changes that follow one another closely are read once.
_SETTLE_MS = 150
_NARROWEST = 340


class WordsPanel(QFrame):
    """The paragraphs of one paper in the order of the text, and what can be done with the whole.

    `changed` tells that the paper must be drawn anew, `said` what was done; `source_requested` names a
    project, its tab and a record.
    """

    changed = Signal()
    said = Signal(str)
    source_requested = Signal(str, str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report-words")
        self.setAccessibleName(self.tr("报告文字"))
        self.setMinimumWidth(_NARROWEST)
        self._desk = desk
        self._ask: ReportAsk | None = None
        self._paper: PaperWords | None = None
        self._coming: NextIssue | None = None
        self._cards: dict[str, PassageCard] = {}
        self._put_aside: dict[ReportAsk, dict[str, Typed]] = {}
        self._order: list[PassageCard] = []
        self._reading: Job | None = None
        self._acting: Job | None = None
        self._issued: PreparedIssue | None = None
        self._headings: list[QLabel] = []
        self.head = StandingHead(desk.workspace.today, self)
        self.head.approve_asked.connect(self.approve)
        self.head.withdraw_asked.connect(self.withdraw)
        self.head.issue_asked.connect(self.issue)
        self.head.correct_asked.connect(self.correct)
        self.head.list_asked.connect(self.list_issues)
        self._inside = QWidget(self)
        self._list = QVBoxLayout(self._inside)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_SETTLE_MS)
        self._again.timeout.connect(self.refresh)
        self._build()
        desk.changed.connect(self._follow)

    @property
    def ask(self) -> ReportAsk | None:
        """The paper whose words are shown."""
        return self._ask

    @property
    def cards(self) -> list[PassageCard]:
        """The paragraphs in the order of the text."""
        return list(self._order)

    @property
    def state(self) -> str:
        """What is said of the whole."""
        return self.head.mark.text()

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed, in this paper or another, that is not kept yet."""
        return bool(self._put_aside) or any(card.has_unsaved for card in self._cards.values())

    def may_leave(self) -> bool:
        """Whether the window may be closed; asks the person where something would be lost."""
        if not self.has_unsaved:
            return True
        if not may_discard(self):
            return False
        self._put_aside.clear()
        self._discard()
        return True

    def show_ask(self, ask: ReportAsk) -> None:
        """Show the words of a paper; what is typed in another and not kept waits until it is shown again."""
        if ask == self._ask:
            self.refresh()
            return
        self._put_typed_aside()
        self._ask, self._paper, self._coming = ask, None, None
        self._lay_out(())
        self._show_standing()
        self.refresh()

    def refresh(self) -> None:
        """Read the words anew; what is shown stays until they are there."""
        self._again.stop()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        ask = self._ask
        if ask is None or not is_document(ask.kind):
            self.head.say(self.tr("这份材料按现状打印，没有可改写的文字。") if ask is not None else "")
            return
        if not self.isVisible():
            return
        self.head.say(self.tr("正在读取文字…"))
        job = self._reading = self._desk.start(partial(issuing.read_words, self._desk.workspace, ask))
        job.done.connect(self._show)
        job.refused.connect(self._fail)

    def take_focus(self) -> None:
        """Give the keyboard to the first paragraph."""
        (self._order[0] if self._order else self).setFocus()

    # What a person does.

    def approve(self) -> None:
        """Approve the paper as it is shown, in the background."""
        if self._paper is None or self._acting is not None or not self._may_go_on():
            return
        paper = self._paper
        self._act(
            partial(issuing.approve, self._desk.workspace, paper.ask, paper.digest),
            self._tell_act,
            self.tr("正在审定…"),
        )

    def withdraw(self) -> None:
        """Take the approval back."""
        if self._ask is not None and self._desk.do(withdraw_approval, self._ask) is not None:
            self.changed.emit()

    def issue(self) -> None:
        """Print what is to be issued, show what it will be, and issue it."""
        if self._ask is not None and self._acting is None and self._may_go_on():
            self._prepare("", self._ask_to_issue)

    def correct(self) -> None:
        """Ask why the issued number is corrected, and issue the correction."""
        ask, coming = self._ask, self._coming
        if ask is None or coming is None or not coming.issued:
            return
        if self._acting is not None or not self._may_go_on():
            return
        reason = issuing.ask_reason(ask, coming, self)
        if reason is not None:
            self._prepare(reason, self._record)

    def list_issues(self) -> None:
        """Show what was issued so far."""
        # What shows kept papers is not needed before the first one.
        from fangzi_desktop.ui.reports.issues import show_issues

        show_issues(self._desk, self)

    def _write(self, key: str, text: str, drafted: str) -> None:
        if self._ask is not None and self._desk.do(edit_passage, self._ask, key, text, drafted) is not None:
            self.changed.emit()

    def _restore(self, key: str) -> None:
        if self._ask is not None and self._desk.do(restore_passage, self._ask, key) is not None:
            self.changed.emit()

    def _may_go_on(self) -> bool:
        """What is typed and not kept would be missing in what goes out, so it is asked about first."""
        if not any(card.has_unsaved for card in self._cards.values()):
            return True
        if not may_discard(self):
            return False
        self._discard()
        return True

    def _discard(self) -> None:
        for card in self._cards.values():
            card.discard()

    def _put_typed_aside(self) -> None:
        typed = {key: card.typed for key, card in self._cards.items()}
        kept = {key: one for key, one in typed.items() if one is not None}
        if self._ask is not None and kept:
            self._put_aside[self._ask] = kept
        self._discard()

    def _prepare(self, reason: str, then: Callable[[PreparedIssue], None]) -> None:
        if self._ask is not None:
            work = partial(issuing.prepare, self._desk.workspace, self._ask, reason)
            self._act(work, then, self.tr("正在印制并存档…"))

    def _ask_to_issue(self, prepared: PreparedIssue) -> None:
        self._acting = None
        self._show_standing()
        changed = self._paper.changed if self._paper is not None else 0
        if issuing.ask_to_issue(prepared, changed, self):
            self._record(prepared)

    def _record(self, prepared: PreparedIssue) -> None:
        self._acting = None
        self._issued = prepared
        work = partial(issuing.record, self._desk.workspace, prepared)
        self._act(work, self._tell_issued, self.tr("正在登记…"))

    # What comes back.

    def _act(self, work: Callable[[Job], object], then: Callable[..., None], words: str) -> None:
        self.head.say(words)
        job = self._acting = self._desk.start(work)
        self._show_standing()
        job.done.connect(then)
        job.refused.connect(self._desk.refused)
        job.finished.connect(self._finish)

    def _tell_act(self, changes: Changes[object]) -> None:
        self._desk.tell(changes)
        self.changed.emit()

    def _tell_issued(self, changes: Changes[object]) -> None:
        self._desk.tell(changes)
        if self._issued is not None:
            words = self.tr("已编发{name}，共{pages}页。")
            self.said.emit(words.format(name=self._issued.name, pages=self._issued.printed.pages))
            self._issued = None
        self.changed.emit()

    def _finish(self) -> None:
        if self.sender() is self._acting:
            self._acting = None
        if self._acting is None and self._reading is None:
            self.head.say("")
        self._show_standing()

    def _show(self, paper: PaperWords) -> None:
        if paper.ask != self._ask:
            return
        self._reading = None
        self._paper = paper
        is_issued = paper.ask.kind.is_issued
        self._coming = self._desk.read(next_issue, paper.ask) if is_issued else None
        if self._acting is None:
            self.head.say("")
        self._lay_out(paper.lines)
        for key, typed in self._put_aside.pop(paper.ask, {}).items():
            if key in self._cards:
                self._cards[key].resume(typed)
        self._show_standing()

    def _fail(self, error: object) -> None:
        self._reading = None
        self.head.say(self.tr("文字没有读出来。"))
        self._desk.refused.emit(error)

    def _follow(self, changes: Changes[object]) -> None:
        if self._ask is not None:
            self._again.start()

    # What is shown.

    def _show_standing(self) -> None:
        self.head.show_standing(self._paper, self._coming, is_free=self._acting is None)

    def _lay_out(self, lines: tuple[WordsLine, ...]) -> None:
        """Show these paragraphs; a card that is there stays, with what is typed in it and the keyboard."""
        wanted = [(line.key or f"#{place}", line) for place, line in enumerate(lines)]
        keys = {key for key, _ in wanted}
        for key in [key for key in self._cards if key not in keys and not self._cards[key].has_unsaved]:
            card = self._cards.pop(key)
            card.hide()
            card.deleteLater()
        for heading in self._headings:
            heading.hide()
            heading.deleteLater()
        self._headings = []
        while self._list.takeAt(0) is not None:
            pass
        self._order = []
        section = ""
        for key, line in wanted:
            name = self.tr("已没有对应段落的改写") if line.is_gone else line.section
            if name and name != section:
                section = name
                self._add_heading(name)
            self._add_card(key, line)
        for key, card in self._cards.items():
            if key not in keys:
                self._place(card)
        self._list.addStretch()

    def _add_heading(self, words: str) -> None:
        label = QLabel(words, self._inside)
        label.setProperty("kind", "column-title")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self._list.addSpacing(4)
        self._list.addWidget(label)
        label.show()
        self._headings.append(label)

    def _add_card(self, key: str, line: WordsLine) -> None:
        card = self._cards.get(key)
        if card is None:
            card = self._cards[key] = PassageCard(line, self._inside)
            card.written.connect(self._write)
            card.restored.connect(self._restore)
            card.stepped.connect(self._step)
            card.editing.connect(self._bring_into_sight)
            card.source_requested.connect(self.source_requested)
        else:
            card.show_line(line)
        self._place(card)

    def _place(self, card: PassageCard) -> None:
        self._list.addWidget(card)
        card.show()
        if self._order:
            QWidget.setTabOrder(self._order[-1], card)
        self._order.append(card)

    def _step(self, by: int) -> None:
        card = self.sender()
        if isinstance(card, PassageCard) and card in self._order:
            place = self._order.index(card) + by
            if 0 <= place < len(self._order):
                self._order[place].setFocus()
                self._scroll.ensureWidgetVisible(self._order[place])

    def _bring_into_sight(self) -> None:
        card = self.sender()
        if isinstance(card, PassageCard):
            # Once the editor has been laid out; before, the card is as low as it was.
            QTimer.singleShot(0, card, partial(self._scroll.ensureWidgetVisible, card))

    # Making.

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        self._list.setContentsMargins(12, 6, 12, 12)
        self._list.setSpacing(6)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("report-passages")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        box.addWidget(self._scroll, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._ask is not None and self._reading is None:
            self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._again.stop()
        super().hideEvent(event)
