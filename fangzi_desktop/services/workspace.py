"""The one door to the data: commands, queries, undo and redo."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar

from fangzi_desktop.domain.fieldwork import FieldCopy
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.storage.calendars import glance_at_calendar
from fangzi_desktop.storage.copy_marks import glance_at_copy
from fangzi_desktop.storage.database import Store
from fangzi_desktop.storage.work import Glance, View, Work

if TYPE_CHECKING:
    from fangzi_desktop.domain.rulebook import RuleBook
    from fangzi_desktop.services.acting import Acting

__all__ = ["Changes", "Glance", "OfficeClock", "View", "Work", "Workspace"]

P = ParamSpec("P")
T = TypeVar("T")

OFFICE_OFFSET = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class OfficeClock:
    """Tells the moment and the office's day (UTC+8); a fixed day serves `--today` and tests."""

    fixed_today: date | None = None
    read_now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return self.read_now()

    def today(self) -> date:
        """The office's present day."""
        return self.fixed_today or (self.now() + OFFICE_OFFSET).date()


@dataclass(frozen=True, slots=True)
class Changes(Generic[T]):
    """What an act did: its label, the ids it touched by table, and what the command returned."""

    label: str
    kind: str
    act: int | None
    rows: Mapping[str, frozenset[str]]
    projects: frozenset[str]
    value: T

    def touches(self, *tables: str) -> bool:
        """Whether a row of one of the tables was changed."""
        return any(table in self.rows for table in tables)

    def ids(self, table: str) -> frozenset[str]:
        """The ids of the rows changed in a table."""
        return self.rows.get(table, frozenset())


class Workspace:
    """An open team folder on one office day. Every change goes through `do`, `undo` or `redo`.

    `field` tells what it is a copy of if it is one for work on site. `glance` reads at once; `read` and the
    acts first bring SQLAlchemy in (`prepare` does so ahead of time).
    """

    def __init__(
        self,
        store: Store,
        clock: OfficeClock,
        *,
        who: str,
        device: str,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        self.store = store
        self._clock = clock
        self._who = who
        self._device = device
        self._new_id = new_id
        with store.glance() as connection:
            self._calendar: WorkCalendar = glance_at_calendar(connection)
            self.field: FieldCopy | None = glance_at_copy(connection)
        if self.field is not None:
            # Two copies on one machine are two places.
            self._device = f"{device}-{self.field.copy_id[:4]}"

    @property
    def today(self) -> date:
        """The office's present day."""
        return self._clock.today()

    @property
    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return self._clock.now()

    @property
    def who(self) -> str:
        """Who works here."""
        return self._who

    @property
    def device(self) -> str:
        """The name of this machine, and of the copy if the folder is one for work on site."""
        return self._device

    @property
    def calendar(self) -> WorkCalendar:
        """The official calendar as the database has it."""
        return self._acting.calendar if "_acting" in self.__dict__ else self._calendar

    @property
    def rules(self) -> RuleBook:
        """The limits and permit rules as the database has them."""
        return self._acting.rules

    def do(self, command: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> Changes[T]:
        """Run a command in one transaction and return what it changed.

        Raises `UserError` if the command refuses; then nothing is changed. An act that changes nothing
        leaves no trace in the journal.
        """
        return self._acting.do(command.__name__, lambda work: command(work, *args, **kwargs))

    def read(self, query: Callable[Concatenate[View, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on one consistent view of the data."""
        rules = self.rules
        with self.store.read() as session:
            view = View(session, self.today, self._clock.now(), self.calendar, rules)
            return query(view, *args, **kwargs)

    def glance(self, query: Callable[Concatenate[Glance, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one of the few queries in plain SQL."""
        with self.store.glance() as connection:
            return query(Glance(connection, self.today, self.calendar), *args, **kwargs)

    def prepare(self) -> None:
        """Make ready for the first act: what that needs is imported and read. Safe on another thread."""

        _ = self._acting

    @property
    def can_undo(self) -> bool:
        """Whether there is an act to take back."""
        return self._acting.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone act to do again."""
        return self._acting.can_redo

    def undo(self) -> Changes[None]:
        """Take the newest act back.

        Raises `UserError`: ``undo.nothing``, or ``undo.stale`` if a value was changed since.
        """
        return self._acting.undo()

    def redo(self) -> Changes[None]:
        """Do the newest undone act again. Raises `UserError` like `undo` (``redo.nothing``)."""
        return self._acting.redo()

    def close(self) -> None:
        """Close the team folder."""
        self.store.close()

    @cached_property
    def _acting(self) -> Acting:
        from fangzi_desktop.services.acting import Acting

        return Acting(
            self.store,
            self._clock,
            self._calendar,
            who=self._who,
            device=self._device,
            new_id=self._new_id,
            base_act=0 if self.field is None else self.field.base_act,
        )
