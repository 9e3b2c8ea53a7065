"""提醒规则: when each kind of clock calls, who is told, and what a new version of a rule would call."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby, islice, pairwise

from fangzi_desktop.domain.alert_rules import (
    Alert,
    AlertRule,
    callings_within,
    check_alert_rule,
    horizon,
)
from fangzi_desktop.domain.alerts import silence_due, silence_id
from fangzi_desktop.domain.stage_rules import check_newer, newest_on
from fangzi_desktop.domain.stage_terms import Level, Role
from fangzi_desktop.domain.terms import ClockKind, Unit
from fangzi_desktop.domain.text import clean_line
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.storage import projects, snoozes
from fangzi_desktop.storage.alert_rules import DueClock, due_clocks
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.tables import AlertRuleRow
from fangzi_desktop.storage.work import View, Work

PREVIEW_CALENDAR_DAYS = 30
ROWS_SHOWN = 20
_SILENCE = "silence"
# The silent projects come last, after the clocks of records.
KINDS: tuple[ClockKind | None, ...] = (*ClockKind, None)


@dataclass(frozen=True, slots=True)
class AlertRuleForm:
    """What a person sets for one kind; its parts mean what they mean in `AlertRule`."""

    kind: ClockKind | None
    valid_from: date
    steps: tuple[int, ...] = ()
    unit: Unit = Unit.WORKING_DAY
    tells_from: int | None = None
    repeat_workdays: int | None = None
    chief_workdays: int | None = None
    leader_workdays: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """The rules of one kind: the one that applies today, those that are to come, and those that did."""

    id: str
    kind: ClockKind | None
    rule: AlertRule | None
    coming: tuple[AlertRule, ...] = ()
    past: tuple[AlertRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many callings there are, and of them how many the desktop tells and how many go up the ladder."""

    all: int = 0
    told: int = 0
    chief: int = 0
    leader: int = 0


@dataclass(frozen=True, slots=True)
class PreviewDay:
    """How often clocks call on a day, under the edited rule and under the present ones."""

    day: date
    count: int
    before: int


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One calling under the edited rule; `is_new` tells that the clock does not call on that day now."""

    project: str
    label: str
    due: date
    alert: Alert
    is_new: bool


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What an edited rule would call from `first` to `last`, both included, in the clocks as they stand.

    `days` are those on which something calls under either. `rows` are the first callings under the edited
    rule, at most `ROWS_SHOWN`. Reminders that are asleep call from the day on which they come back.
    """

    first: date
    last: date
    days: tuple[PreviewDay, ...]
    edited: Tally
    present: Tally
    rows: tuple[PreviewRow, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """The rule that applies from a day to another, both included."""

    rule: AlertRule
    first: date
    last: date


@dataclass(slots=True)
class _Count:
    """Callings as they are counted."""

    by_day: Counter[date] = field(default_factory=Counter)
    told: int = 0
    roles: Counter[Role] = field(default_factory=Counter)

    def add(self, alerts: Iterable[Alert], times: int) -> None:
        for alert in alerts:
            self.by_day[alert.on] += times
            self.told += times if alert.level is not Level.NOTICE else 0
            self.roles[alert.role] += times

    @property
    def tally(self) -> Tally:
        return Tally(self.by_day.total(), self.told, self.roles[Role.CHIEF], self.roles[Role.LEADER])


def alert_rules(view: View) -> tuple[RuleLine, ...]:
    """Return the rules of every kind, those of silent projects last; past ones newest first."""
    return tuple(_line(view, kind) for kind in KINDS)


def set_alert_rule(work: Work, form: AlertRuleForm) -> None:
    """Add a newer version of a kind's rule; what applied before stays as it was.

    Refusals: those of `check_alert_rule` and `check_newer`.
    """
    rule = _checked(work, form)
    work.add(
        AlertRuleRow(
            id=natural_id("alert_rule", rule.kind, rule.valid_from),
            kind=rule.kind,
            steps=json.dumps(list(rule.steps)),
            unit=rule.unit,
            tells_from=rule.tells_from,
            repeat_workdays=rule.repeat_workdays,
            chief_workdays=rule.chief_workdays,
            leader_workdays=rule.leader_workdays,
            valid_from=rule.valid_from,
            source=rule.source,
        )
    )


def rule_preview(view: View, form: AlertRuleForm) -> RulePreview:
    """Tell what would call in the next days if the form were set; nothing is written.

    Refusals: those of `set_alert_rule`.
    """
    edited, first = _checked(view, form), view.today
    last = first + timedelta(days=PREVIEW_CALENDAR_DAYS - 1)
    versions = _versions(view, form.kind)
    before, after = _spans(versions, first, last), _spans([*versions, edited], first, last)
    names = {key: row.name for key, row in projects.registered(view.session).items()}
    away = snoozes.asleep(view.session, first, view.calendar)
    asleep = {key: sleeper.until for key, sleeper in away.items()}
    rules = [span.rule for span in (*before, *after)]
    until = max((horizon(rule, last, view.calendar) for rule in rules), default=last)
    clocks = [one for one in _clocks(view, form.kind, until) if one.project_id in names]

    present, future = _Count(), _Count()
    called: list[tuple[Alert, bool, list[DueClock]]] = []
    for (start, due, since), alike in _alike(clocks, asleep, first).items():
        was, will = ([*_callings(spans, start, due, since, view.calendar)] for spans in (before, after))
        days_before = {alert.on for alert in was}
        present.add(was, len(alike))
        future.add(will, len(alike))
        called += ((alert, alert.on not in days_before, alike) for alert in will)
    days = sorted(present.by_day.keys() | future.by_day.keys())
    return RulePreview(
        first,
        last,
        tuple(PreviewDay(day, future.by_day[day], present.by_day[day]) for day in days),
        future.tally,
        present.tally,
        tuple(islice(_rows(called, names), ROWS_SHOWN)),
    )


def _rows(called: list[tuple[Alert, bool, list[DueClock]]], names: Mapping[str, str]) -> Iterator[PreviewRow]:
    """Give the callings by day, then by due day and name; only as many are sorted as are asked for."""

    def days(one: tuple[Alert, bool, list[DueClock]]) -> tuple[date, date]:
        return one[0].on, one[2][0].due

    for _, alike in groupby(sorted(called, key=days), key=days):
        rows = [
            PreviewRow(names[clock.project_id], clock.label, clock.due, alert, is_new)
            for alert, is_new, clocks in alike
            for clock in clocks
        ]
        yield from sorted(rows, key=lambda row: (row.project, row.label))


def _checked(view: View, form: AlertRuleForm) -> AlertRule:
    rule = check_alert_rule(
        AlertRule(
            form.kind,
            form.steps,
            form.unit,
            form.tells_from,
            form.repeat_workdays,
            form.chief_workdays,
            form.leader_workdays,
            form.valid_from,
            clean_line(form.source),
        )
    )
    check_newer(rule.valid_from, _versions(view, form.kind), view.today)
    return rule


def _versions(view: View, kind: ClockKind | None) -> list[AlertRule]:
    return [rule for rule in view.rules.alerts.rules if rule.kind is kind]


def _line(view: View, kind: ClockKind | None) -> RuleLine:
    versions = sorted(_versions(view, kind), key=lambda one: one.valid_from)
    present = newest_on(versions, view.today)
    return RuleLine(
        kind or _SILENCE,
        kind,
        present,
        tuple(one for one in versions if one.valid_from > view.today),
        tuple(one for one in reversed(versions) if one.valid_from <= view.today and one is not present),
    )


def _spans(versions: Sequence[AlertRule], first: date, last: date) -> list[_Span]:
    """Cut the days from `first` to `last` where another version begins to apply."""
    cuts = sorted({first, *(one.valid_from for one in versions if first < one.valid_from <= last)})
    ends = [*cuts, last + timedelta(days=1)]
    return [
        _Span(rule, begin, end - timedelta(days=1))
        for begin, end in pairwise(ends)
        if (rule := newest_on(versions, begin)) is not None
    ]


def _clocks(view: View, kind: ClockKind | None, until: date) -> Iterable[DueClock]:
    return due_clocks(view.session, kind, until) if kind is not None else _silences(view)


def _silences(view: View) -> Iterator[DueClock]:
    """Give every project as a clock that ends when it has been silent for too long."""
    touched = projects.last_touched(view.session)
    for key, row in projects.registered(view.session).items():
        limit, since = view.rules.idle_limit(row.stage, view.today), touched.get(key)
        if limit is not None and since is not None:
            due = silence_due(since, limit.calendar_days)
            yield DueClock(silence_id(key), key, row.stage.zh, since, due)


def _alike(
    clocks: Iterable[DueClock], asleep: Mapping[str, date], first: date
) -> dict[tuple[date, date, date], list[DueClock]]:
    """Gather clocks by what decides their callings: start, due day, and from which day on they may call.

    Of starts before the span only that they are earlier counts, and most clocks then fall into few groups.
    """
    found: dict[tuple[date, date, date], list[DueClock]] = {}
    for clock in clocks:
        start = clock.start if clock.start is not None and clock.start >= first else date.min
        key = (start, clock.due, asleep.get(clock.id, first))
        found.setdefault(key, []).append(clock)
    return found


def _callings(
    spans: Iterable[_Span], start: date, due: date, since: date, calendar: WorkCalendar
) -> Iterator[Alert]:
    for span in spans:
        begin = max(span.first, since)
        if begin <= span.last:
            yield from callings_within(span.rule, start, due, begin, span.last, calendar)
