"""What a command works with: one transaction, its day, its rules and its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.workdays import WorkCalendar

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fangzi_desktop.domain.rulebook import RuleBook
    from fangzi_desktop.storage.columns import Row

R = TypeVar("R", bound="Row")


@dataclass(frozen=True, slots=True)
class Glance:
    """One consistent reading by plain SQL, on one office day, for what the window shows all the time."""

    connection: Any
    today: date
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class View:
    """One consistent reading of the data, on one office day."""

    session: Session
    today: date
    now: datetime
    calendar: WorkCalendar
    rules: RuleBook


@dataclass(frozen=True, slots=True)
class Work(View):
    """One writing transaction. A command changes rows here; it never commits, shows or notifies."""

    new_id: Callable[[], str]
    who: str
    device: str
    _barrier: list[bool] = field(default_factory=list)

    def get(self, kind: type[R], row_id: str) -> R:
        """Return a row, or raise `UserError` ``record.missing`` if somebody has deleted it."""
        row = self.session.get(kind, row_id)
        if row is None:
            raise UserError("record.missing", table=kind.__tablename__)
        return row

    def add(self, row: R) -> R:
        """Add a new row and return it."""
        self.session.add(row)
        return row

    def delete(self, row: Row) -> None:
        """Delete a row."""
        self.session.delete(row)

    def flush(self) -> None:
        """Write what has changed so far, so that queries of this transaction see it."""
        self.session.flush()

    def forget_older_acts(self) -> None:
        """Let nothing before this act be undone any more (import, restore, merge)."""
        self._barrier.append(True)

    @property
    def is_barrier(self) -> bool:
        """Whether this act ends the undo list before it."""
        return bool(self._barrier)
