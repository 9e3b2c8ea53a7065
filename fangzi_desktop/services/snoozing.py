"""Putting a reminder off: to a named working day, to a day of its own, or until something is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.alerts import ONE_DAY, Later, asked_day, reminded_again_on, silence_id
from fangzi_desktop.domain.clocks import ProjectFacts, title_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import CALLED_OFF
from fangzi_desktop.domain.permits import standings
from fangzi_desktop.domain.snoozes import EVENT_CAP_WORKDAYS, Awaited, AwaitedEvent
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import ClockKind, Milestone, PermitState, Stage, StageStatus
from fangzi_desktop.domain.workdays import add_workdays
from fangzi_desktop.services.settings import meeting_weekday
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.tables import ClockRow, PermitItemRow, ProjectRow, SnoozeRow
from fangzi_desktop.storage.work import View, Work

_NAMED = (Later.TOMORROW, Later.THREE_WORKDAYS, Later.NEXT_MEETING)
_LIKELY = 4


@dataclass(frozen=True, slots=True)
class EventChoice:
    """An event that a reminder can wait for, in words, and the day on which it comes back at the latest."""

    event: AwaitedEvent
    words: str
    is_likely: bool
    latest: date


def later_choices(view: View, due: date | None) -> tuple[tuple[Later, date], ...]:
    """Return how a reminder can be put off, and on which working day it would come back, each day once."""
    weekday = meeting_weekday(view)
    found: dict[date, Later] = {}
    for choice in _NAMED:
        asked = asked_day(choice, view.today, view.calendar, weekday)
        found.setdefault(reminded_again_on(asked, view.today, due, view.calendar), choice)
    return tuple((choice, day) for day, choice in found.items())


def event_choices(view: View, reminder_id: str) -> tuple[EventChoice, ...]:
    """Return the events of its own project that a reminder can wait for, the likely ones first.

    They are the ends of permit items, milestones and stages that are not recorded yet. Likely is what a
    permit item itself waits for, else what lies with the departments now, and the next stage.
    """
    project, due = _subject(view, reminder_id)
    facts = next(iter(project_facts(view.session, [project])), None)
    if facts is None:
        return ()
    latest = _latest(view, due)
    found = {
        **_open_items(view, facts),
        **{
            AwaitedEvent(Awaited.MILESTONE, kind.value): kind.zh
            for kind in Milestone
            if not kind.is_plan and kind not in facts.days and kind not in facts.reached
        },
        **{AwaitedEvent(Awaited.STAGE, stage.value): stage.zh for stage in _stages_ahead(facts)},
    }
    likely = [one for one in _likely(view, facts, reminder_id) if one in found][:_LIKELY]
    order = [*likely, *(one for one in found if one not in likely)]
    return tuple(EventChoice(one, found[one], one in likely, latest) for one in order)


def event_words(view: View, event: AwaitedEvent) -> str:
    """Name what a reminder waits for: the item, the milestone or the stage; empty for what is gone."""
    if event.kind is Awaited.MILESTONE:
        return Milestone(event.key).zh
    if event.kind is Awaited.STAGE:
        return Stage(event.key).zh
    row = view.session.get(PermitItemRow, event.key)
    return view.rules.by_rule_id[row.rule_id].name if row is not None else ""


def snooze(
    work: Work,
    reminder_id: str,
    choice: Later,
    day: date | None = None,
    event: AwaitedEvent | None = None,
) -> date:
    """Put a reminder off and return the day on which it comes back; the deadline stays where it is.

    `day` is the day of `Later.DAY` and `event` that of `Later.EVENT`, which then brings it back earlier than
    the latest day that is returned. Raises `UserError` ``record.missing`` for a clock that has ended,
    ``snooze.past``, and ``snooze.no_event`` for an event that is recorded already.
    """
    _, due = _subject(work, reminder_id)
    if choice is Later.EVENT:
        if event is None or event not in {one.event for one in event_choices(work, reminder_id)}:
            raise UserError("snooze.no_event")
        until = _latest(work, due)
    else:
        asked = (
            day
            if choice is Later.DAY and day is not None
            else asked_day(choice, work.today, work.calendar, meeting_weekday(work))
        )
        until = reminded_again_on(asked, work.today, due, work.calendar)
    code = event.code if choice is Later.EVENT and event is not None else ""
    row = work.session.get(SnoozeRow, reminder_id)
    if row is None:
        work.add(SnoozeRow(id=reminder_id, put_off_on=work.today, until=until, event=code))
    else:
        row.put_off_on, row.until, row.event = work.today, until, code
    return until


def wake(work: Work, reminder_id: str) -> None:
    """Bring a snoozed reminder back now."""
    row = work.session.get(SnoozeRow, reminder_id)
    if row is not None:
        work.delete(row)


def _subject(view: View, reminder_id: str) -> tuple[str, date | None]:
    """The project and the due day of a reminder. Raises `UserError` ``record.missing``."""
    if reminder_id.startswith(silence_id("")):
        project = view.session.get(ProjectRow, reminder_id.removeprefix(silence_id("")))
        if project is None:
            raise UserError("record.missing", table=ProjectRow.__tablename__)
        return project.id, None
    clock = view.session.get(ClockRow, reminder_id)
    if clock is None:
        raise UserError("record.missing", table=ClockRow.__tablename__)
    return clock.project_id, clock.due


def _latest(view: View, due: date | None) -> date:
    """The last working day that the rules allow a reminder to sleep to."""
    if due is None:
        asked = add_workdays(view.today, EVENT_CAP_WORKDAYS, view.calendar)
    else:
        asked = max(due, view.today) + ONE_DAY
    return reminded_again_on(asked, view.today, due, view.calendar)


def _open_items(view: View, facts: ProjectFacts) -> dict[AwaitedEvent, str]:
    rules = view.rules.rules_for(facts.items, view.today)
    return {
        AwaitedEvent(Awaited.ITEM, item.id): title_of(rules[item.code], item)
        for item in facts.grouped.current
        if item.is_applicable
        and item.state is not PermitState.DECIDED
        and item.state not in CALLED_OFF
        and not rules[item.code].automatic
    }


def _stages_ahead(facts: ProjectFacts) -> list[Stage]:
    entered = {
        stage
        for stage, record in facts.stages.items()
        if record.status in (StageStatus.ACTIVE, StageStatus.DONE)
    }
    return [stage for stage in STAGES if stage not in entered]


def _likely(view: View, facts: ProjectFacts, reminder_id: str) -> list[AwaitedEvent]:
    found: list[AwaitedEvent] = []
    kind, _, owner = reminder_id.partition(":")
    if kind == ClockKind.PERMIT and facts.route is not None:
        rules = view.rules.rules_for(facts.items, view.today)
        standing = standings(facts.items, rules, facts.route).get(owner)
        found += [AwaitedEvent(Awaited.ITEM, one) for one in (standing.waiting_for if standing else ())]
    if not found:
        lies = (PermitState.ACCEPTED, PermitState.IN_PROGRESS, PermitState.SUSPENDED, PermitState.APPLIED)
        found = [
            AwaitedEvent(Awaited.ITEM, item.id)
            for item in facts.grouped.current
            if item.state in lies and item.id != owner
        ]
    ahead = _stages_ahead(facts)
    later = [stage for stage in ahead if STAGES.index(stage) > STAGES.index(facts.stage)]
    return [*found[: _LIKELY - 1], *(AwaitedEvent(Awaited.STAGE, one.value) for one in later[:1])]
