"""Two invented meetings: one held with its minutes, one prepared for next week."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from fangzi_desktop.domain.meetings import expected_number
from fangzi_desktop.services.meeting_lines import candidates
from fangzi_desktop.services.meetings import put_on_agenda
from fangzi_desktop.storage import meetings as rows
from fangzi_desktop.storage import review as review_rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import AgendaRow, MeetingRow
from fangzi_desktop.storage.work import Work

_SOON = timedelta(days=5)
_DAY = timedelta(days=1)
_MOST = 8
_RECENT = timedelta(days=180)


def fill_meetings(work: Work) -> None:
    """Write the meeting behind the day with the most recent conclusions, and one for what waits."""
    work.flush()
    _write_held(work)
    _write_prepared(work)


def _write_held(work: Work) -> None:
    """Gather the conclusions of one day under one meeting; they take its number."""
    found = [one for one, _ in review_rows.round_rows(work.session)]
    days = Counter(
        one.decided_on
        for one in found
        if one.decided_on is not None
        and work.today - _RECENT <= one.decided_on < work.today
        and work.calendar.is_workday(one.decided_on)
    )
    if not days:
        return
    held_on = max(days, key=lambda day: (days[day], day))
    row = _meeting(work, held_on)
    own = [one for one in found if one.decided_on == held_on]
    for position, one in enumerate(own):
        for change in review_rows.status_changes_since(work.session, one.project_id, held_on):
            if change.changed_on == held_on and change.document_no == one.minutes_no:
                change.document_no = row.minutes_no
        one.meeting_id, one.minutes_no = row.id, row.minutes_no
        work.add(
            AgendaRow(
                id=natural_id("agenda", row.id, one.project_id),
                meeting_id=row.id,
                project_id=one.project_id,
                position=position,
            )
        )
    work.flush()


def _write_prepared(work: Work) -> None:
    """Put those that have waited longest before a meeting of next week; somebody still waits."""
    waiting = candidates(work)
    if not waiting:
        return
    held_on = work.today + _SOON
    while not work.calendar.is_workday(held_on):
        held_on += _DAY
    row = _meeting(work, held_on)
    put_on_agenda(work, row.id, [one.id for one in waiting[: max(1, min(_MOST, len(waiting) - 1))]])
    work.flush()


def _meeting(work: Work, held_on: date) -> MeetingRow:
    there = rows.meeting_rows(work.session)
    number = sum(one.held_on.year == held_on.year for one in there) + 1
    row = MeetingRow(
        id=work.new_id(),
        name=f"{held_on.year}年第{number}次项目论证会议（示例）",
        held_on=held_on,
        place="示例会议室",
        chair="专班负责同志",
        minutes_no=f"示例{expected_number(held_on, [one.minutes_no.removeprefix('示例') for one in there])}",
    )
    work.add(row)
    work.flush()
    return row
