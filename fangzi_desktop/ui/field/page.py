"""外勤: what there is to do outside, and what came back from there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.inbox import InboxPart
from fangzi_desktop.ui.field.visits_part import VisitsPart
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.page import Page


class FieldPage(Page):
    """外勤, in parts; the bar of parts shows once there are several."""

    open_requested = Signal(str, str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(tr("外勤"), parent)
        self._desk = desk
        self.visits = VisitsPart(desk, self)
        self.visits.open_requested.connect(self.open_requested)
        self._new = QPushButton(tr("记走访（N）"), self)
        self._new.setObjectName("field-record-visit")
        self._new.clicked.connect(self.visits.ask_new)
        self._new.setVisible(False)
        self._bar = QTabBar(self)
        self._bar.setObjectName("field-parts")
        self._bar.setAccessibleName(tr("外勤各部分"))
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._stack = QStackedWidget(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 10)
        box.setSpacing(8)
        box.addWidget(self._bar)
        box.addWidget(self._stack, 1)
        self._bar.currentChanged.connect(self._stack.setCurrentIndex)
        self.add_part(tr("今日走访"), self.visits)
        self.inbox = InboxPart(desk, self)
        self.inbox.open_requested.connect(self.open_requested)
        self.inbox.counted.connect(self._show_count)
        self.add_part(tr("待核对"), self.inbox)
        desk.changed.connect(self._follow)

    @property
    def actions_widgets(self) -> list[QWidget]:
        return [] if self._desk.workspace.store.read_only else [self._new]

    def add_part(self, words: str, part: QWidget) -> None:
        """Add a part behind the others."""
        self._stack.addWidget(part)
        self._bar.addTab(words)
        self._bar.setVisible(self._bar.count() > 1)

    def show_part(self, part: QWidget) -> None:
        """Show one of the parts."""
        self._bar.setCurrentIndex(self._stack.indexOf(part))

    def refresh(self) -> None:
        self.visits.refresh()
        self.inbox.refresh()

    def search(self, text: str) -> None:
        self.visits.search(text)
        self.inbox.search(text)

    def select(self, project_id: str) -> None:
        self.visits.select(project_id)
        self.inbox.select(project_id)

    def _show_count(self, count: int) -> None:
        words = tr("待核对 {count}").format(count=count) if count else tr("待核对")
        self._bar.setTabText(self._stack.indexOf(self.inbox), words)

    def _follow(self, changes: Changes[object]) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self.mark_stale()
