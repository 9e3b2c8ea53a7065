"""What the chart of a project's permits (并联审批图) prints, gathered from its checklist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from fangzi_desktop.domain.terms import Applicability, Light, PermitPhase, PermitState
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.reports.desk_input import ChecklistInput, ChecklistItem, GroupFact, Piece, Stroke
from fangzi_desktop.reports.parallel_input import ChartGroup, ChartInput, ChartLine, ChartPhase, ChartRow
from fangzi_desktop.services.desk_papers import checklist_input
from fangzi_desktop.services.permits import Checklist, ChecklistLine, GroupLine, checklist
from fangzi_desktop.storage.work import View

_ONE_DAY = timedelta(days=1)
# Over a longer time a day is too narrow on paper to be shaded.
_MOST_SHADED_DAYS = 500

_Pair = tuple[ChecklistLine, ChecklistItem]


def chart_input(view: View, project_id: str) -> ChartInput:
    """Return what the chart of a project's permits prints. Raises `UserError` ``project.unknown``."""
    read = checklist(view, project_id)
    data = checklist_input(view, project_id)
    pairs = [
        pair
        for pair in zip(read.lines, data.items, strict=True)
        if pair[0].applicability is not Applicability.NOT_APPLICABLE
    ]
    rows = tuple(_rows(pairs, read, data, view.today))
    return ChartInput(data, rows, tuple(_rests(_days(rows, view.today), view.calendar)))


def _rows(pairs: Sequence[_Pair], read: Checklist, data: ChecklistInput, today: date) -> Iterator[ChartRow]:
    """The rows of each phase; the items of a parallel group stand together below it."""
    facts = dict(zip((group.code for group in read.groups), data.groups, strict=True))
    ordered: list[tuple[GroupLine | None, _Pair]] = []
    placed: set[str] = set()
    for phase in PermitPhase:
        for line, item in pairs:
            if line.phase is not phase or line.id in placed:
                continue
            group = next((one for one in read.groups if line.id in one.item_ids), None)
            members = [(line, item)]
            if group is not None:
                members = [pair for pair in pairs if pair[0].id in group.item_ids]
            placed.update(pair[0].id for pair in members)
            ordered += [(group, pair) for pair in members]
    numbers = {pair[0].id: number for number, (_, pair) in enumerate(ordered, start=1)}
    above: GroupLine | None = None
    shown: PermitPhase | None = None
    for group, (line, item) in ordered:
        if group is None or above is None or group.code != above.code:
            if line.phase is not shown:
                shown = line.phase
                yield _phase(shown, [pair[0] for pair in pairs])
            if group is not None:
                yield _group(group, facts[group.code], today)
        above = group
        needs = tuple(sorted(numbers[one] for one in line.requires if one in numbers))
        yield ChartLine(numbers[line.id], item, needs)


def _phase(phase: PermitPhase, lines: Iterable[ChecklistLine]) -> ChartPhase:
    counted = [
        line
        for line in lines
        if line.phase is phase
        and not line.automatic
        and not line.superseded
        and line.state_code != Applicability.UNDECIDED
    ]
    return ChartPhase(phase, sum(line.state is PermitState.DECIDED for line in counted), len(counted))


def _group(group: GroupLine, fact: GroupFact, today: date) -> ChartGroup:
    return ChartGroup(fact, group.limit, group.longest, group_pieces(group, today))


def group_pieces(group: GroupLine, today: date) -> tuple[Piece, ...]:
    """Return the pieces of a group's bar: from its event to the end of its longest single limit.

    Where its last item is expected only after that day, the rest is a forecast.
    """
    start, due, reading = group.started_on, group.due, group.reading
    if start is None:
        return ()
    if reading is not None and reading.ended_on is not None:
        end = max(start, reading.ended_on)
        if due is not None and start <= due < end:
            return (Piece(start, due, Stroke.DONE), Piece(due + _ONE_DAY, end, Stroke.LATE))
        return (Piece(start, end, Stroke.DONE),)
    if due is None:
        return (Piece(start, max(start, today), Stroke.RUNNING),)
    if today > due:
        late = reading is not None and reading.light is Light.RED
        over = (Piece(due + _ONE_DAY, today, Stroke.OVERDUE),) if late else ()
        return (Piece(start, due, Stroke.RUNNING), *over)
    run = Piece(start, max(start, min(today, due)), Stroke.RUNNING)
    rest = (Piece(run.last + _ONE_DAY, due, Stroke.PLANNED),) if run.last < due else ()
    expected = group.expected_on
    beyond = (
        (Piece(due + _ONE_DAY, expected, Stroke.FORECAST),) if expected is not None and expected > due else ()
    )
    return (run, *rest, *beyond)


def _days(rows: Iterable[ChartRow], today: date) -> list[date]:
    days = [today]
    for row in rows:
        if not isinstance(row, ChartPhase):
            pieces = row.pieces if isinstance(row, ChartGroup) else row.item.pieces
            days += [day for piece in pieces for day in (piece.first, piece.last)]
    return days


def _rests(days: Sequence[date], calendar: WorkCalendar) -> Iterator[tuple[date, date]]:
    """The spans of rest days from the first to the last day and a little beyond."""
    first, last = min(days), max(days)
    if (last - first).days > _MOST_SHADED_DAYS:
        return
    day, last = first - timedelta(days=31), last + timedelta(days=31)
    begin: date | None = None
    while day <= last:
        if not calendar.is_workday(day):
            begin = begin or day
        elif begin is not None:
            yield begin, day - _ONE_DAY
            begin = None
        day += _ONE_DAY
    if begin is not None:
        yield begin, last
