"""The open clocks as a calendar file for Outlook, phones and other calendars.

Each clock is an all-day event on its due day. What real calendars do decided its form:

- A clock keeps its UID over edits, exports and copies of the team folder, so that a second import changes
  events instead of adding them. The SEQUENCE is the number of the newest act that touched the project or the
  rules of all projects; such numbers only grow.
- A subscribed calendar replaces everything, but one that imports keeps what a later file leaves out. Writing
  over an older file of the same calendar therefore adds what has ended since as STATUS:CANCELLED, which
  Google takes away and Thunderbird strikes out, with words for Outlook, which ignores the status. A new file
  has only what is open.
- Alarms are spans before the day, one for each step at which the desktop tells and that is still to come;
  Outlook takes a span's absolute value and one alarm, Google none. Past alarms would all ring on importing.
- There is no ORGANIZER: with one, Outlook and Google would treat the days as invitations.
- No person is named, unless the file is made for one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from fangzi_desktop.domain.alert_rules import AlertRule, level_of, step_days
from fangzi_desktop.domain.deadlines import amount_zh, day_zh
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Level
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines, explain
from fangzi_desktop.services.faces import ClockFace
from fangzi_desktop.services.ics_file import CalendarEvent, CalendarHead, write_calendar
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import projects
from fangzi_desktop.storage.revisions import Revision, first_act, project_revisions, team_revision
from fangzi_desktop.storage.work import View

_NAMESPACE = uuid.UUID("6b0f7f5e-6d2a-5a35-9a52-2f0b5f6c1d11")
_NEVER = Revision(0, datetime(2000, 1, 1, tzinfo=UTC))


def export_calendar(workspace: Workspace, target: Path, officer: str | None = None) -> int:
    """Write every open clock with a due day into a calendar file; return how many.

    `officer` keeps one person's projects. Raises `UserError` ``export.no_officer`` for a person without any,
    ``file.unwritable``.
    """
    with uncollected():
        head, events, now = workspace.read(_calendar, officer)
        count, _ = write_calendar(target, head, events, now)
    return count


def calendar_events(view: View, officer: str | None = None) -> tuple[CalendarEvent, ...]:
    """Return an event for every open clock that has a due day, earliest first."""
    mark = first_act(view.session)
    revisions, team = project_revisions(view.session), team_revision(view.session) or _NEVER
    rules = view.rules.alerts.on(view.today)
    return tuple(
        _event(view, line, line.face.due, mark, max(revisions.get(line.project_id, _NEVER), team), rules)
        for line in deadlines(view)
        if line.face.due is not None and (officer is None or line.service_officer == officer)
    )


def _calendar(view: View, officer: str | None) -> tuple[CalendarHead, tuple[CalendarEvent, ...], datetime]:
    if officer is not None:
        people = {person for _, person in projects.names_and_officers(view.session).values()}
        if not officer or officer not in people:
            raise UserError("export.no_officer", name=officer)
    team = team_settings(view).name or "坊子专班"
    name = f"{team}到期日" if officer is None else f"{team}到期日（{officer}）"
    head = CalendarHead(_uid(first_act(view.session), f"calendar:{officer or ''}"), name)
    return head, calendar_events(view, officer), view.now


def _event(
    view: View,
    line: DeadlineLine,
    due: date,
    mark: str,
    revision: Revision,
    rules: Mapping[ClockKind | None, AlertRule],
) -> CalendarEvent:
    face = line.face
    estimate = "（预估）" if face.provisional else ""
    told = (
        f"部门：{face.department}" if face.department else "",
        explain(view, face),
        _left(face, due, view.today),
    )
    return CalendarEvent(
        uid=_uid(mark, face.id),
        on=due,
        summary=f"{face.light.sign} {face.label}{estimate} · {line.project}",
        description="\n".join(part for part in told if part),
        category=face.kind.zh,
        sequence=revision.act,
        changed=revision.at,
        rings_on=_rings_on(view, face, due, rules.get(face.kind)),
    )


def _uid(mark: str, name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{mark}/{name}"))


def _rings_on(view: View, face: ClockFace, due: date, rule: AlertRule | None) -> tuple[date, ...]:
    """Return the days still to come on which the desktop tells of a clock before its due day."""
    if rule is None or face.is_floor:
        return ()
    days = {
        on
        for step, on in step_days(rule, due, view.calendar)
        if level_of(rule, step) is Level.CALL and max(face.start, view.today) < on < due
    }
    return tuple(sorted(days))


def _left(face: ClockFace, due: date, today: date) -> str:
    """Say what is left, where the reason for the day does not, and as of which day that is."""
    if face.limit is not None or face.left is None:
        return f"以上截至{day_zh(today)}。"
    if due < today:
        words = f"已逾期{amount_zh(max(1, -face.left), face.left_unit)}"
    elif due == today:
        words = "今天到期"
    else:
        words = f"剩余{amount_zh(face.left, face.left_unit)}"
    return f"截至{day_zh(today)}：{words}。"
