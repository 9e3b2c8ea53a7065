"""The meetings of invented projects: the one that decided last, and the next with what waits for it."""

from __future__ import annotations

from datetime import timedelta

from fangzi_desktop.services.meetings import MeetingForm, add_meeting, candidates, put_on_agenda
from fangzi_desktop.services.review import review_rounds
from fangzi_desktop.storage.stage_tables import AgendaRow, ReviewRoundRow
from fangzi_desktop.storage.work import Work

_MOST = 6
_PLACE, _CHAIR = "区政府第二会议室", "专班负责人"


def call_meetings(work: Work) -> None:
    """Call the meeting that decided last, and one next week with the projects that wait for it."""
    decided = [one for one in review_rounds(work) if one.decided_on is not None]
    if decided:
        last = max(decided, key=lambda one: (one.decided_on or work.today, one.project))
        form = MeetingForm("项目论证会议", last.decided_on or work.today, last.minutes_no, _PLACE, _CHAIR)
        held = add_meeting(work, form)
        work.add(AgendaRow(id=work.new_id(), meeting_id=held, project_id=last.project_id, position=0))
        work.get(ReviewRoundRow, last.id).meeting_id = held
        work.flush()
    waiting = [one.id for one in candidates(work)][:_MOST]
    if waiting:
        following = work.today + timedelta(days=7 - work.today.weekday() + 2)
        number = f"示例论证纪要〔{following.year}〕预1号"
        called = add_meeting(work, MeetingForm("项目论证会议", following, number, _PLACE, _CHAIR))
        work.flush()
        put_on_agenda(work, called, waiting)
