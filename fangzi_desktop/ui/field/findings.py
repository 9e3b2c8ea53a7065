"""What is found or promised at a visit, a line each, typed one after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from fangzi_desktop.domain.dates import parse_day
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.ui.field.words import tr

F = TypeVar("F")
_DAY_WIDTH = 112
_WHO_WIDTH = 150


@dataclass(frozen=True, slots=True)
class LineWords:
    """What the three fields of a line are called: what it is, who, and by when."""

    name: str
    what: str
    who: str
    due: str


class TypedLines(QWidget, Generic[F]):
    """Lines of three fields. A further line appears as soon as the last is begun.

    Who and by when can be typed only in a line that is begun, so that Tab passes an empty one in one step.
    `make` makes a form of a line's words, its who and its day.
    """

    def __init__(
        self, words: LineWords, make: Callable[[str, str, date | None], F], today: date, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._make = make
        self._today = today
        self._box = QGridLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setHorizontalSpacing(6)
        self._box.setVerticalSpacing(4)
        self._box.setColumnStretch(0, 1)
        self.lines: list[tuple[QLineEdit, QLineEdit, QLineEdit]] = []
        self._add()

    def typed(self) -> list[str]:
        """Everything that stands in the lines."""
        return [field.text() for line in self.lines for field in line if field.text().strip()]

    def forms(self) -> tuple[F, ...]:
        """Return the lines that are begun; a day that cannot be read raises `UserError` and is focused."""
        found = []
        for what, who, due in self.lines:
            if not what.text().strip():
                continue
            try:
                day = parse_day(due.text(), self._today) if due.text().strip() else None
            except UserError:
                due.setFocus()
                raise
            found.append(self._make(what.text(), who.text(), day))
        return tuple(found)

    def _add(self) -> None:
        number = len(self.lines) + 1
        what, who, due = (
            self._field(number, part, hint)
            for part, hint in (
                ("what", self._words.what),
                ("who", self._words.who),
                ("due", self._words.due),
            )
        )
        who.setFixedWidth(_WHO_WIDTH)
        due.setFixedWidth(_DAY_WIDTH)
        for column, field in enumerate((what, who, due)):
            self._box.addWidget(field, number, column)
        for field in (who, due):
            field.setEnabled(False)
        if self.lines:
            self.setTabOrder(self.lines[-1][2], what)
        self.setTabOrder(what, who)
        self.setTabOrder(who, due)
        what.textChanged.connect(self._follow)
        self.lines.append((what, who, due))

    def _field(self, number: int, part: str, hint: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(f"{self._words.name}-{number}-{part}")
        field.setAccessibleName(tr("{hint}（第{number}条）").format(hint=hint, number=number))
        field.setPlaceholderText(hint)
        return field

    def _follow(self) -> None:
        for what, who, due in self.lines:
            for field in (who, due):
                field.setEnabled(bool(what.text().strip()))
        if self.lines[-1][0].text().strip():
            self._add()
