"""Reminders and supervision orders of invented projects: some answered, some awaited, one taken back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fangzi_desktop.domain.clocks import ProjectFacts, open_clocks, title_of
from fangzi_desktop.domain.deadlines import OpenClock, deadline_of, is_floor
from fangzi_desktop.domain.notices import next_number, overdue_on, reply_day
from fangzi_desktop.domain.permit_items import item_clock
from fangzi_desktop.domain.stage_terms import NoticeKind, Role
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.domain.workdays import WorkCalendar, add_workdays
from fangzi_desktop.reports.notice_words import done_word, proposed_demand
from fangzi_desktop.services.notices import NoticeForm, addressee_of, write_notice
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.notices import used_numbers
from fangzi_desktop.storage.stage_tables import NoticeRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Work

# What was late before that was dealt with before the team wrote notices.
_RECENT = timedelta(days=180)
# On which working day after the due day the team reminds, and on which its leader steps in.
_REMINDED_AFTER, _SUPERVISED_AFTER = 1, 3
# So many of ten matters that are late now have been reminded of; the others wait to go up the ladder.
_REMINDED_OF_TEN = 6


@dataclass(frozen=True, slots=True)
class _Late:
    """A matter that is or was late; `met_on` is the day on which it was done, None while it is not."""

    project_id: str
    clock: OpenClock
    due: date
    met_on: date | None = None


def fill_notices(work: Work) -> None:
    """Write the notices that late matters were given, in the order in which they were issued."""
    work.flush()
    chance = random.Random(f"notices {work.today}")
    planned = []
    for late in (one for facts in project_facts(work.session, duties=True) for one in _late(work, facts)):
        if late.met_on is None and chance.randrange(10) >= _REMINDED_OF_TEN:
            continue
        planned.append((_after(late, _REMINDED_AFTER, work), NoticeKind.REMINDER, late))
        supervised = _after(late, _SUPERVISED_AFTER, work)
        if late.met_on is not None and supervised < late.met_on:
            planned.append((supervised, NoticeKind.SUPERVISION, late))
    planned.sort(key=lambda one: (one[0], one[1], one[2].clock.id))
    planned = [one for one in planned if one[0] <= work.today]
    awaited = [one for one in planned if one[2].met_on is None]
    for one in planned:
        # The first of several awaited ones was issued by mistake.
        _write(work, *one, mistaken=len(awaited) > 2 and one is awaited[0])


def _late(work: Work, facts: ProjectFacts) -> Iterator[_Late]:
    """Give what is late now, and the permits that were issued late."""
    rules, calendar = work.rules.rules_for(facts.items, work.today), work.calendar
    for clock in open_clocks(facts, work.rules, rules, calendar):
        due = clock.deadline.due
        if due is not None and not is_floor(clock.clock) and _is_recent(work, due, work.today):
            yield _Late(facts.id, clock, due)
    for item in facts.grouped.current:
        if facts.route is None or not item.is_done or item.decided_on is None:
            continue
        rule = rules[item.code]
        own = item_clock(rule, facts.route, item, facts.grouped)
        if own is None or own.start is None or own.limit is None or is_floor(own):
            continue
        own = replace(own, ended_on=None)
        deadline, title = deadline_of(own, calendar), title_of(rule, item)
        clock = OpenClock(ClockKind.PERMIT, item.id, item.code, title, rule.department, own, deadline)
        late = deadline.due is not None and overdue_on(deadline.due, item.decided_on, calendar)
        if deadline.due is not None and late > _REMINDED_AFTER and _is_recent(work, deadline.due, work.today):
            yield _Late(facts.id, clock, deadline.due, item.decided_on)


def _is_recent(work: Work, due: date, today: date) -> bool:
    return today - _RECENT <= due < today and overdue_on(due, today, work.calendar) >= _REMINDED_AFTER


def _after(late: _Late, workdays: int, work: Work) -> date:
    return add_workdays(late.due, workdays, work.calendar)


def _write(work: Work, on: date, kind: NoticeKind, late: _Late, *, mistaken: bool) -> None:
    project, calendar = work.get(ProjectRow, late.project_id), work.calendar
    form = NoticeForm(
        kind,
        Role.LEADER if kind is NoticeKind.SUPERVISION else Role.CHIEF,
        addressee_of(project, late.clock) or project.responsible_unit,
        next_number(used_numbers(work.session, kind, on.year)),
        on,
        reply_day(kind, on, calendar),
        proposed_demand(kind, late.clock.kind, overdue_on(late.due, on, calendar)),
    )
    row = write_notice(work, project, late.clock, form)
    if mistaken:
        row.withdrawn_on = min(work.today, add_workdays(on, 1, calendar))
        row.withdrawal = "主送单位有误，另行出具"
    else:
        _answer(row, late, calendar, work.today)
    work.flush()


def _answer(row: NoticeRow, late: _Late, calendar: WorkCalendar, today: date) -> None:
    """Let what was met since be answered, on time or on the day on which it was met."""
    if late.met_on is None or late.met_on > today:
        return
    done = done_word(late.clock.kind)
    in_time = row.reply_by or late.met_on
    if late.met_on <= in_time:
        row.replied_on, row.reply = late.met_on, f"已于当日{done}，结果已送达项目单位。"
    else:
        row.replied_on = add_workdays(row.issued_on, 2, calendar)
        row.reply = f"因需补充材料暂未{done}，已一次性告知项目单位，收到后尽快{done}。"
