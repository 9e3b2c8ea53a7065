"""What a project without a checklist says: choose how it gets its land, and list its permits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.domain.permit_rules import READY
from fangzi_desktop.domain.permits import checklist_for
from fangzi_desktop.domain.terms import Route
from fangzi_desktop.ui.desk import Desk


class Beginning(QWidget):
    """What a project without a checklist says: choose the route, and list its items in one act."""

    begun = Signal(Route)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        title = QLabel(self.tr("还没有手续清单"), self)
        title.setProperty("kind", "welcome-title")
        words = QLabel(
            self.tr("选定用地情况，就按机制列出全部事项、前置关系和时限；不需要的事项可以再标为不涉及。"),
            self,
        )
        words.setProperty("kind", "secondary")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setFixedWidth(560)
        self.buttons: dict[Route, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        for route in Route:
            card = QFrame(self)
            card.setProperty("kind", "card")
            card.setFixedWidth(300)
            box = QVBoxLayout(card)
            box.setContentsMargins(16, 14, 16, 14)
            box.setSpacing(8)
            name = QLabel(route.zh, card)
            name.setProperty("kind", "panel-title")
            about = QLabel(self._about(route), card)
            about.setProperty("kind", "secondary")
            about.setWordWrap(True)
            button = QPushButton(self.tr("列出清单"), card)
            button.setObjectName(f"start-checklist-{route.value.replace('_', '-')}")
            button.setAccessibleName(self.tr("按{route}列出清单").format(route=route.zh))
            button.clicked.connect(partial(self.begun.emit, route))
            self.buttons[route] = button
            box.addWidget(name)
            box.addWidget(about, 1)
            box.addWidget(button)
            row.addWidget(card)
        row.addStretch()
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        column.addLayout(row)
        column.addStretch(3)

    def show_route(self, route: Route | None) -> None:
        """Offer the route the project has, or both while it is open."""
        for known, button in self.buttons.items():
            button.setEnabled(route is None or known is route)
            button.setProperty("kind", "primary" if route is None or known is route else "")
            button.style().unpolish(button)
            button.style().polish(button)
            other = self.tr("项目概况中填的是“{route}”").format(route=route.zh if route else "")
            button.setToolTip("" if button.isEnabled() else other)

    def take_focus(self) -> None:
        """Give the keyboard to the first route that can be chosen."""
        for button in self.buttons.values():
            if button.isEnabled():
                button.setFocus()
                return

    def _about(self, route: Route) -> str:
        template = self._desk.workspace.rules.template_on(self._desk.workspace.today)
        count = len(checklist_for(template.rules, route))
        words = self.tr("共 {count} 项").format(count=count)
        ready = template.by_code.get(READY)
        limit = ready.limit_on(route) if ready is not None else None
        if ready is not None and limit is not None:
            words += self.tr("；{event}后{limit}内具备开工条件").format(
                event=ready.start_on(route).words, limit=limit.zh
            )
        return words
