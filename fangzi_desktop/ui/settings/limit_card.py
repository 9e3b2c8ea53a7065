"""A card of the settings for a limit that holds from a day on: its versions, and the way to a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fangzi_desktop.domain.stage_rules import Dated, newest_on
from fangzi_desktop.services.workspace import Changes, View
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.settings.parts import act_button, in_a_row

L = TypeVar("L", bound=Dated)


class LimitCard(QFrame, Generic[L]):
    """The versions of one limit, newest first with the present one marked.

    A limit says its own words (`_words`) and asks for a new version (`_ask`, by a button named `asks`).
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        table: str,
        title: str,
        about: str,
        asks: tuple[str, str],
        read: Callable[[View], tuple[L, ...]],
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._table = table
        self._versions = read
        self.setProperty("kind", "card")
        heading = QLabel(title, self)
        heading.setProperty("kind", "panel-title")
        explained = QLabel(about, self)
        explained.setProperty("kind", "secondary")
        explained.setWordWrap(True)
        self._limits = QLabel("", self)
        self._limits.setObjectName(f"{table.replace('_', '-')}s")
        self._limits.setTextFormat(Qt.TextFormat.PlainText)
        self._limits.setWordWrap(True)
        name, words = asks
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        box.addWidget(heading)
        box.addWidget(explained)
        box.addWidget(self._limits)
        box.addLayout(in_a_row(act_button(name, words, self._ask, self)))

    def refresh(self) -> None:
        """Show the limits as they stand."""
        limits = self._desk.read(self._versions)
        present = self._present(limits)
        self._limits.setText("\n".join(self._line(one, is_present=one is present) for one in limits))

    def follow(self, changes: Changes[object]) -> None:
        """Read again after an act that touched the limits."""
        if changes.touches(self._table):
            self.refresh()

    def _present(self, limits: tuple[L, ...]) -> L | None:
        return newest_on(limits, self._desk.workspace.today)

    def _line(self, limit: L, *, is_present: bool) -> str:
        words = self._words(limit)
        return self.tr("现行 · {words}").format(words=words) if is_present else words

    def _words(self, limit: L) -> str:
        raise NotImplementedError

    def _ask(self) -> None:
        raise NotImplementedError
