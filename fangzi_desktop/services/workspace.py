"""The one door to the data: commands, queries, undo and redo."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Concatenate, Generic, ParamSpec, TypeVar

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.rulebook import RuleBook
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.services.recount import recount
from fangzi_desktop.storage import journal, snoozes
from fangzi_desktop.storage.calendars import load_calendar
from fangzi_desktop.storage.database import Store
from fangzi_desktop.storage.journal import Line
from fangzi_desktop.storage.rules import load_rules
from fangzi_desktop.storage.work import View, Work

__all__ = ["Changes", "OfficeClock", "View", "Work", "Workspace"]

P = ParamSpec("P")
T = TypeVar("T")

OFFICE_OFFSET = timedelta(hours=8)

# Rules of counting: a change in one of these may move the deadlines of every project.
_RULE_TABLES = frozenset({"calendar_year", "permit_rule", "stage_limit", "idle_limit"})


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
    """An open team folder on one office day. Every change goes through `do`, `undo` or `redo`."""

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
        with store.read() as session:
            self._calendar: WorkCalendar = load_calendar(session)
            self._rules: RuleBook = load_rules(session)
            self._undoable, self._redoable = journal.stacks(session)

    @property
    def today(self) -> date:
        """The office's present day."""
        return self._clock.today()

    @property
    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return self._clock.now()

    @property
    def calendar(self) -> WorkCalendar:
        """The official calendar as the database has it."""
        return self._calendar

    @property
    def rules(self) -> RuleBook:
        """The limits and permit rules as the database has them."""
        return self._rules

    def do(self, command: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> Changes[T]:
        """Run a command in one transaction and return what it changed.

        Raises `UserError` if the command refuses; then nothing is changed. An act that changes nothing
        leaves no trace in the journal.
        """
        return self._act(command.__name__, journal.DO, None, lambda work: command(work, *args, **kwargs))

    def read(self, query: Callable[Concatenate[View, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on one consistent view of the data."""
        with self.store.read() as session:
            view = View(session, self.today, self._clock.now(), self._calendar, self._rules)
            return query(view, *args, **kwargs)

    @property
    def can_undo(self) -> bool:
        """Whether there is an act to take back."""
        return bool(self._undoable)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone act to do again."""
        return bool(self._redoable)

    def undo(self) -> Changes[None]:
        """Take the newest act back.

        Raises `UserError`: ``undo.nothing``, or ``undo.stale`` if a value was changed since.
        """
        if not self._undoable:
            raise UserError("undo.nothing")
        act = self._undoable[-1]
        return self._act("", journal.UNDO, act, lambda work: journal.invert(work.session, act))

    def redo(self) -> Changes[None]:
        """Do the newest undone act again. Raises `UserError` like `undo` (``redo.nothing``)."""
        if not self._redoable:
            raise UserError("redo.nothing")
        act = self._redoable[-1]
        return self._act("", journal.REDO, act, lambda work: journal.repeat(work.session, act))

    def close(self) -> None:
        """Close the team folder."""
        self.store.close()

    def _act(self, label: str, kind: str, undoes: int | None, run: Callable[[Work], T]) -> Changes[T]:
        now, today = self._clock.now(), self._clock.today()
        with self.store.write() as session:
            if undoes is not None:
                label = journal.label_of(session, undoes)
            work = Work(
                session, today, now, self._calendar, self._rules, self._new_id, self._who, self._device
            )
            lines: list[Line] = []
            with journal.recording(session, lines):
                value = run(work)
                session.flush()
            if not lines:
                return Changes(label, kind, None, {}, frozenset(), value)
            act = journal.open_act(
                session,
                {
                    "uuid": self._new_id(),
                    "label": label,
                    "kind": kind,
                    "undoes": undoes,
                    "barrier": work.is_barrier,
                    "at": now,
                    "office_day": today,
                    "device": self._device,
                    "who": self._who,
                },
            )
            journal.write_lines(session, act, lines)
            changes = _changes(label, kind, act, lines, value)
            calendar, rules = self._calendar, self._rules
            if changes.touches(*_RULE_TABLES):
                calendar, rules = load_calendar(session), load_rules(session)
                recount(View(session, today, now, calendar, rules), None)
            elif changes.projects:
                recount(work, changes.projects)
            if kind == journal.DO:
                journal.write_lines(session, act, _end_snoozes(work, changes.projects))
        self._calendar, self._rules = calendar, rules
        self._note(kind, act, undoes, barrier=work.is_barrier)
        return changes

    def _note(self, kind: str, act: int, undoes: int | None, *, barrier: bool) -> None:
        if kind == journal.DO:
            if barrier:
                self._undoable.clear()
            self._undoable.append(act)
            self._redoable.clear()
        elif kind == journal.UNDO and undoes is not None:
            self._redoable.append(self._undoable.pop())
        else:
            self._undoable.append(self._redoable.pop())


def _end_snoozes(work: Work, projects: frozenset[str]) -> list[Line]:
    """Let go of reminders put off whose clock this act has ended, as part of the act."""
    lines: list[Line] = []
    with journal.recording(work.session, lines):
        for row in snoozes.ended(work.session, projects):
            work.delete(row)
        work.flush()
    return lines


def _changes(label: str, kind: str, act: int, lines: Iterable[Line], value: T) -> Changes[T]:
    rows: dict[str, set[str]] = {}
    projects: set[str] = set()
    for line in lines:
        rows.setdefault(line.table, set()).add(line.row_id)
        if line.project_id is not None:
            projects.add(line.project_id)
    frozen = {table: frozenset(ids) for table, ids in rows.items()}
    return Changes(label, kind, act, frozen, frozenset(projects), value)
