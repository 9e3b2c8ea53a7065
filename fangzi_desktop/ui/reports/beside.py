"""What stands to the right of the pages of papers that are documents."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QWidget

_NARROWEST = 170


class Beside(QTabWidget):
    """Panels in tabs; one with something unsaved may keep a person at the paper."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("report-side")
        self.setAccessibleName(self.tr("侧栏"))
        self.setMinimumWidth(_NARROWEST)
        self._guards: list[Callable[[], bool]] = []

    def add(self, widget: QWidget, title: str, may_leave: Callable[[], bool] | None) -> None:
        """Add a panel."""
        self.addTab(widget, title)
        if may_leave is not None:
            self._guards.append(may_leave)

    def may_leave(self) -> bool:
        """Whether the paper may be left, by every panel."""
        return all(guard() for guard in self._guards)
