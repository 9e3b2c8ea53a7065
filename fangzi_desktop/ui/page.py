"""What every page of the window has in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """A page of the window. Hidden, it only notes that it is stale and reads again when it is shown."""

    title_changed = Signal(str)
    said = Signal(str)
    actions_changed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._is_stale = True

    @property
    def title(self) -> str:
        """What the top bar says."""
        return self._title

    def set_title(self, title: str) -> None:
        """Say something else in the top bar."""
        if title != self._title:
            self._title = title
            self.title_changed.emit(title)

    @property
    def marks_widgets(self) -> list[QWidget]:
        """What stands beside the title in the top bar."""
        return []

    @property
    def is_searchable(self) -> bool:
        """Whether the search field finds anything on this page."""
        return True

    @property
    def actions_widgets(self) -> list[QWidget]:
        """What the top bar shows for this page, the main action last."""
        return []

    def refresh(self) -> None:
        """Read again what the page shows."""

    def search(self, text: str) -> None:
        """Show only what fits the text of the search field."""

    def may_leave(self) -> bool:
        """Whether the page may be left; one with something unsaved asks the person."""
        return True

    def select(self, project_id: str) -> None:
        """Make a project the current one, where the page shows projects."""

    def mark_stale(self) -> None:
        """Read again when the page is shown next."""
        self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()
