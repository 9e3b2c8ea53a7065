"""How an act is carried out: one transaction with its journal, its clocks counted again, and its way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.rulebook import RuleBook
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.services.recount import recount
from fangzi_desktop.services.workspace import Changes, OfficeClock
from fangzi_desktop.storage import journal, snoozes
from fangzi_desktop.storage.calendars import load_calendar
from fangzi_desktop.storage.database import Store
from fangzi_desktop.storage.journal import Line
from fangzi_desktop.storage.rules import load_rules
from fangzi_desktop.storage.templates import without_checklist
from fangzi_desktop.storage.work import View, Work

T = TypeVar("T")

# Rules of counting: a change in one of these may move the deadlines of every project.
_RULE_TABLES = frozenset(
    {
        "calendar_year",
        "stage_limit",
        "idle_limit",
        "threshold",
        "opinion_limit",
        "removal_limit",
        "light_limit",
        "sector_threshold",
        "filing_window",
        "invest_level",
    }
)
# Rules of calling and of scoring move no deadline.
_CALLING_TABLES = frozenset({"alert_rule", "assessment_rule"})
# A version of the checklist never changes once it is published; who has a checklist keeps its own.
_VERSION_TABLES = frozenset({"permit_template", "permit_rule"})


class Acting:
    """The acts of a workspace, and the rules they are judged by. Made once, when the first is asked for.

    What was done up to `base_act`, before a copy was handed out, cannot be undone in it.
    """

    def __init__(
        self,
        store: Store,
        clock: OfficeClock,
        calendar: WorkCalendar,
        *,
        who: str,
        device: str,
        new_id: Callable[[], str],
        base_act: int = 0,
    ) -> None:
        self._store = store
        self._clock = clock
        self._who = who
        self._device = device
        self._new_id = new_id
        self.calendar = calendar
        with store.read() as session:
            self.rules: RuleBook = load_rules(session)
            self._undoable, self._redoable = journal.stacks(session, base_act)

    @property
    def can_undo(self) -> bool:
        """Whether there is an act to take back."""
        return bool(self._undoable)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone act to do again."""
        return bool(self._redoable)

    def do(self, label: str, run: Callable[[Work], T]) -> Changes[T]:
        """Run a command as an act of its own."""
        return self._act(label, journal.DO, None, run)

    def undo(self) -> Changes[None]:
        """Take the newest act back; refusals are those of `Workspace.undo`."""
        if not self._undoable:
            raise UserError("undo.nothing")
        act = self._undoable[-1]
        return self._act("", journal.UNDO, act, lambda work: journal.invert(work.session, act))

    def redo(self) -> Changes[None]:
        """Do the newest undone act again; refusals are those of `Workspace.redo`."""
        if not self._redoable:
            raise UserError("redo.nothing")
        act = self._redoable[-1]
        return self._act("", journal.REDO, act, lambda work: journal.repeat(work.session, act))

    def _act(self, label: str, kind: str, undoes: int | None, run: Callable[[Work], T]) -> Changes[T]:
        now, today = self._clock.now(), self._clock.today()
        with self._store.write() as session:
            if undoes is not None:
                label = journal.label_of(session, undoes)
            work = Work(session, today, now, self.calendar, self.rules, self._new_id, self._who, self._device)
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
            calendar, rules = self.calendar, self.rules
            if changes.touches(*_RULE_TABLES):
                calendar, rules = load_calendar(session), load_rules(session)
                recount(View(session, today, now, calendar, rules), None)
            elif changes.touches(*_VERSION_TABLES):
                rules = load_rules(session)
                affected = changes.projects | without_checklist(session)
                if affected:
                    recount(View(session, today, now, calendar, rules), affected)
            else:
                if changes.touches(*_CALLING_TABLES):
                    rules = load_rules(session)
                if changes.projects:
                    recount(work, changes.projects)
            if kind == journal.DO:
                journal.write_lines(session, act, _end_snoozes(work, changes.projects))
        self.calendar, self.rules = calendar, rules
        self._note(changes, act, undoes, barrier=work.is_barrier)
        return changes

    def _note(self, changes: Changes[T], act: int, undoes: int | None, *, barrier: bool) -> None:
        kind = changes.kind
        if kind == journal.DO:
            if barrier:
                self._undoable.clear()
            if changes.label not in journal.LASTING:
                self._undoable.append(act)
            self._redoable.clear()
        elif kind == journal.UNDO and undoes is not None:
            self._redoable.append(self._undoable.pop())
        else:
            self._undoable.append(self._redoable.pop())


def _end_snoozes(work: Work, projects: frozenset[str]) -> list[Line]:
    """Let go of reminders put off whose clock this act has ended, as part of the act."""
    if not snoozes.are_there(work.session):
        return []
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


def reaches_all(changes: Changes[Any]) -> bool:
    """Whether an act changed rules, so that every project may read differently now."""
    return changes.touches(*_RULE_TABLES, *_CALLING_TABLES, *_VERSION_TABLES)
