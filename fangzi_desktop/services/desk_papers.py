"""What the papers of the permit desk print, gathered from the records of the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from fangzi_desktop.domain.clocks import OVERALL, with_stops
from fangzi_desktop.domain.deadlines import Reading
from fangzi_desktop.domain.permit_items import CALLED_OFF
from fangzi_desktop.domain.permit_rules import READY
from fangzi_desktop.domain.stages import TERMINAL, stage_index
from fangzi_desktop.domain.terms import Applicability, Light, LimitKind, PermitState, Stage
from fangzi_desktop.reports.desk_input import (
    ChecklistInput,
    ChecklistItem,
    DepartmentInput,
    DeskEntry,
    DueDay,
    GroupFact,
    MissingInput,
    MissingPaper,
    Piece,
    Stroke,
)
from fangzi_desktop.services.departments import DeskLine, department_sheet
from fangzi_desktop.services.faces import ClockFace
from fangzi_desktop.services.overview import overview
from fangzi_desktop.services.papers import MissingPapers, missing_papers
from fangzi_desktop.services.permits import Checklist, ChecklistLine, GroupLine, checklist
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage.clocks import desk_item_ids
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Glance, View

_ENDED = frozenset({PermitState.DECIDED, *CALLED_OFF})
# Who has accepted an application has its papers; what is still to come was promised.
_COMPLETE = frozenset({PermitState.ACCEPTED, PermitState.IN_PROGRESS, PermitState.SUSPENDED})
_ONE_DAY = timedelta(days=1)


def checklist_input(view: View, project_id: str) -> ChecklistInput:
    """Return what a project's checklist prints. Raises `UserError` ``project.unknown``.

    Days on which the whole project stood still are stops of each of its items.
    """
    read = checklist(view, project_id)
    row = view.session.get(ProjectRow, project_id)
    (facts,) = project_facts(view.session, [project_id])
    lines = [replace(line, suspensions=with_stops(line.suspensions, facts.stops)) for line in read.lines]
    team = team_settings(view).name
    ready = [line for line in lines if line.code == READY]
    is_ahead = row is not None and row.status not in TERMINAL
    is_ahead = is_ahead and row is not None and stage_index(row.stage) <= stage_index(Stage.PERMITS)
    forecast = read.forecast if is_ahead else None
    expected = dict(forecast.finish) if forecast is not None else {}
    titles = {line.id: line.title for line in lines}
    ready_days = [line.decided_on for line in ready]
    return ChecklistInput(
        team=team,
        project=read.project,
        as_of=view.today,
        route=read.route,
        items=tuple(_item(line, view.today, expected if forecast is not None else None) for line in lines),
        done=read.done,
        total=read.total,
        undecided=read.undecided,
        certificates_done=read.certificates_done,
        certificates_total=read.certificates_total,
        ready_on=max((day for day in ready_days if day), default=None) if all(ready_days) else None,
        expected_on=forecast.ready_on if forecast is not None else None,
        critical=tuple(titles[one] for one in forecast.critical) if forecast is not None else (),
        overall=next((_due_day(line) for line in ready if _is_running(line)), None),
        groups=tuple(_groups(read)),
    )


def _item(line: ChecklistLine, today: date, expected: Mapping[str, date] | None) -> ChecklistItem:
    """An item as it prints; once nothing is expected any more none is critical either."""
    decided = line.state is PermitState.DECIDED
    reading = line.reading
    return ChecklistItem(
        title=line.title,
        phase=line.phase,
        department=line.department,
        state=line.state,
        applicability=line.applicability,
        limit=line.limit,
        accepted_on=line.accepted_on,
        due=line.due,
        done_on=line.decided_on if line.state in _ENDED else None,
        certificate_no=line.certificate_no,
        is_certificate=line.certificate,
        is_critical=line.critical and expected is not None,
        was_late=decided and reading is not None and reading.light is Light.RED,
        extensions=len(line.extensions),
        clock=_due_day(line) if _is_running(line) else None,
        pieces=pieces_of(line, today, expected or {}),
    )


def _is_running(line: ChecklistLine) -> bool:
    """Whether the item's clock counts for something today; one that was overtaken by events is grey."""
    if line.reading is None or line.superseded or line.applicability is Applicability.NOT_APPLICABLE:
        return False
    if line.state in _ENDED and line.code not in OVERALL:
        return False
    return line.reading.ended_on is None and (line.light is not Light.GREY or line.reading.stopped)


def _due_day(line: ChecklistLine) -> DueDay | None:
    if line.reading is None:
        return None
    floor = line.limit is not None and line.limit.kind is LimitKind.MIN
    stops = [one.first for one in line.suspensions if one.last is None]
    return _due(line.reading, is_floor=floor, stopped_since=min(stops, default=None))


def _due(reading: Reading, *, is_floor: bool = False, stopped_since: date | None = None) -> DueDay:
    return DueDay(
        reading.due,
        reading.left,
        reading.left_unit,
        reading.light,
        is_floor=is_floor,
        provisional=reading.provisional,
        beyond_statutory=reading.beyond_statutory,
        stopped_since=stopped_since if reading.stopped else None,
    )


def _groups(read: Checklist) -> Iterator[GroupFact]:
    for group in read.groups:
        yield GroupFact(
            group.name,
            group.coordinator,
            group.done,
            group.total,
            _due(group.reading) if group.reading is not None and _is_open(group) else None,
        )


def _is_open(group: GroupLine) -> bool:
    return group.done < group.total and group.reading is not None and group.reading.ended_on is None


def pieces_of(line: ChecklistLine, today: date, expected: Mapping[str, date]) -> tuple[Piece, ...]:
    """Return the pieces of an item's bar, earliest first: what was, what runs, what is to come.

    `expected` holds the forecast days by item id; without them nothing is foretold. Days not counted become
    a piece of their own.
    """
    if line.applicability is Applicability.NOT_APPLICABLE:
        return ()
    start = line.started_on or line.accepted_on or line.applied_on
    minimum = line.limit is not None and line.limit.kind is LimitKind.MIN
    if line.state in _ENDED and line.decided_on is not None:
        pieces = _ended(line, start, line.decided_on, minimum=minimum)
    elif line.superseded:
        pieces = []
    elif start is not None:
        pieces = _running(line, start, today, minimum=minimum)
    elif line.id in expected:
        begin = max([today, *(expected[need] for need in line.requires if need in expected)])
        end = expected[line.id]
        return (Piece(min(begin, end), end, Stroke.FORECAST, minimum),)
    else:
        pieces = []
    return tuple(part for piece in pieces for part in _with_stops(piece, line, today))


def _ended(line: ChecklistLine, start: date | None, end: date, *, minimum: bool) -> list[Piece]:
    begin = start if start is not None and start <= end else end
    due = line.due
    if due is None or minimum or end <= due or line.state is not PermitState.DECIDED:
        return [Piece(begin, end, Stroke.DONE, minimum)]
    if due < begin:
        return [Piece(begin, end, Stroke.LATE)]
    return [Piece(begin, due, Stroke.DONE), Piece(due + _ONE_DAY, end, Stroke.LATE)]


def _running(line: ChecklistLine, start: date, today: date, *, minimum: bool) -> list[Piece]:
    due = line.due
    if due is None:
        return [Piece(start, max(start, today), Stroke.RUNNING, minimum)]
    if today < due:
        planned = Piece(today + _ONE_DAY, due, Stroke.PLANNED, minimum)
        return [Piece(start, today, Stroke.RUNNING, minimum), planned]
    if minimum or line.light is not Light.RED or due == today:
        return [Piece(start, due, Stroke.RUNNING, minimum)]
    return [Piece(start, due, Stroke.RUNNING), Piece(due + _ONE_DAY, today, Stroke.OVERDUE)]


def _with_stops(piece: Piece, line: ChecklistLine, today: date) -> list[Piece]:
    """Cut the days that are not counted out of a piece and put a stop in their place."""
    found, day = [], piece.first
    for stop in sorted(line.suspensions, key=lambda one: one.first):
        first, last = max(stop.first, piece.first, day), min(stop.last or today, piece.last)
        if first > last:
            continue
        if first > day:
            found.append(Piece(day, first - _ONE_DAY, piece.stroke, piece.is_minimum))
        found.append(Piece(first, last, Stroke.STOPPED))
        day = last + _ONE_DAY
    if day <= piece.last:
        found.append(Piece(day, piece.last, piece.stroke, piece.is_minimum))
    return found


def department_input(glance: Glance, department: str) -> DepartmentInput:
    """Return what one department's sheet over all projects prints."""
    sheet = department_sheet(glance, department)
    entries = tuple(_entry(line) for line in sheet.lines)
    return DepartmentInput(overview(glance).team, department, glance.today, entries)


def _entry(line: DeskLine) -> DeskEntry:
    face = line.face
    return DeskEntry(
        project=line.project,
        title=line.title,
        state=line.state,
        in_hand=line.in_hand,
        undecided=line.undecided,
        officer=line.service_officer,
        applied_on=line.applied_on,
        accepted_on=line.accepted_on,
        notified_on=line.notified_on,
        clock=_due_of(face, line.stopped_since) if face is not None else None,
        stopped_since=line.stopped_since,
    )


def _due_of(face: ClockFace, stopped_since: date | None) -> DueDay:
    return DueDay(
        face.due,
        face.left,
        face.left_unit,
        face.light,
        is_floor=face.is_floor,
        provisional=face.provisional,
        beyond_statutory=face.beyond_statutory,
        stopped_since=stopped_since,
    )


def missing_input(view: View, department: str | None = None, project_id: str | None = None) -> MissingInput:
    """Return the papers that could be handed over now, of a department or project or of all.

    Of what `missing_papers` finds these are the materials of items that somebody can hand in or has to
    correct now, and the papers that were promised.
    """
    current = desk_item_ids(view.session)
    found = missing_papers(view, department, project_id)
    project = view.session.get(ProjectRow, project_id) if project_id is not None else None
    return MissingInput(
        team_settings(view).name,
        view.today,
        tuple(_missing(found, current)),
        project.name if project is not None else "",
    )


def _missing(found: Iterable[MissingPapers], current: frozenset[str]) -> Iterator[MissingPaper]:
    for one in found:
        for paper in one.promised:
            yield MissingPaper(one.department, one.project, one.item, paper.name, paper.due)
        if one.item_id in current and one.state not in _COMPLETE:
            for name in one.materials:
                yield MissingPaper(one.department, one.project, one.item, name)
