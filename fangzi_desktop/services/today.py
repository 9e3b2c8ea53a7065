"""今日: what is overdue, what falls due soon, what has stood too long and what has gone silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stages import STAGES, TERMINAL
from fangzi_desktop.domain.terms import ClockKind, Light, Stage
from fangzi_desktop.domain.workdays import workdays_between
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage import snoozes
from fangzi_desktop.storage.tables import ClockRow, SnoozeRow
from fangzi_desktop.storage.work import View, Work

# How far ahead 今日 looks, in working days; a clock that is yellow earlier by its share is listed as well.
HORIZON_WORKDAYS = 5
# A project without any journal entry for this many calendar days is called silent (mechanism §1.3 S1).
SILENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class SilentProject:
    """A project nobody has touched; `days` are calendar days since the last change."""

    project_id: str
    project: str
    stage: Stage
    days: int


@dataclass(frozen=True, slots=True)
class TodayPage:
    """What the 今日 screen shows. `snoozed` counts reminders put off; their deadlines have not moved."""

    lines: tuple[DeadlineLine, ...]
    overdue: int
    due_soon: int
    overlong_stages: int
    silent: tuple[SilentProject, ...]
    snoozed: int
    stage_counts: tuple[tuple[Stage, int], ...]
    recent: tuple[str, ...]


def today_page(view: View, officer: str | None = None) -> TodayPage:
    """Return everything that needs somebody today, worst first; `officer` keeps one person's projects."""
    asleep = snoozes.asleep(view.session, view.today)
    everything = [
        line
        for line in deadlines(view)
        if _calls(line, view) and (officer is None or line.service_officer == officer)
    ]
    lines = [line for line in everything if line.face.id not in asleep]
    return TodayPage(
        lines=tuple(sorted(lines, key=_worst_first)),
        overdue=sum(line.face.light is Light.RED for line in lines),
        due_soon=sum(line.face.light is not Light.RED for line in lines),
        overlong_stages=sum(
            line.face.light is Light.RED and line.face.kind in (ClockKind.STAGE, ClockKind.OVERALL)
            for line in lines
        ),
        silent=_silent(view, officer),
        snoozed=len(everything) - len(lines),
        stage_counts=_stage_counts(view),
        recent=(),
    )


def snooze(work: Work, clock_id: str, until: date) -> None:
    """Put a reminder off until a later day; the deadline stays where it is.

    Raises `UserError` ``snooze.not_later``.
    """
    if until <= work.today:
        raise UserError("snooze.not_later", today=work.today)
    work.get(ClockRow, clock_id)
    row = work.session.get(SnoozeRow, clock_id)
    if row is None:
        work.add(SnoozeRow(id=clock_id, until=until))
    else:
        row.until = until


def wake(work: Work, clock_id: str) -> None:
    """Bring a snoozed reminder back now."""
    row = work.session.get(SnoozeRow, clock_id)
    if row is not None:
        work.delete(row)


def _calls(line: DeadlineLine, view: View) -> bool:
    face = line.face
    if face.due is None or face.is_floor:
        return False
    if face.light in (Light.RED, Light.YELLOW):
        return True
    return workdays_between(view.today, face.due, view.calendar) <= HORIZON_WORKDAYS


def _worst_first(line: DeadlineLine) -> tuple[bool, date, str]:
    return (line.face.light is not Light.RED, line.face.due or date.max, line.project)


def _silent(view: View, officer: str | None) -> tuple[SilentProject, ...]:
    before = view.today - timedelta(days=SILENT_DAYS)
    found = [
        SilentProject(row.id, row.name, row.stage, (view.today - touched).days)
        for row, touched in rows.last_touched(view.session)
        if row.status not in TERMINAL
        and touched <= before
        and (officer is None or row.service_officer == officer)
    ]
    return tuple(sorted(found, key=lambda project: -project.days))


def _stage_counts(view: View) -> tuple[tuple[Stage, int], ...]:
    counts = rows.stage_counts(view.session)
    return tuple((stage, counts.get(stage, 0)) for stage in STAGES)
