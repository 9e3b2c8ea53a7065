"""The meetings of the examples: one that was held, one that is prepared."""

from __future__ import annotations

from datetime import date

from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.meetings import candidates, meeting, meetings
from tests.conftest import OpenWorkspace


def test_one_meeting_was_held_and_one_is_prepared(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2026, 11, 27))
    workspace.do(fill_with_examples, 60)
    ahead, held = workspace.read(meetings)
    assert ahead.held_on > workspace.today > held.held_on
    assert ahead.projects > 0 and ahead.decided == 0
    assert held.projects == held.decided > 0
    assert workspace.read(candidates)
    read = workspace.read(meeting, held.id)
    assert read is not None
    assert {one.own.minutes_no for one in read.agenda if one.own} == {held.minutes_no}
    assert {one.own.decided_on for one in read.agenda if one.own} == {held.held_on}
