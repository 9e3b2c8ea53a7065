"""今日: what calls for somebody, and putting a reminder off."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, Light, Milestone, ProjectStatus, Stage
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.permits import accept_item, decide_item, reopen_item
from fangzi_desktop.services.problems import ProblemForm, raise_problem, write_off_problem
from fangzi_desktop.services.progress import Event
from fangzi_desktop.services.projects import (
    change_status,
    correct_stage_dates,
    move_project,
    note_progress,
    set_milestone,
)
from fangzi_desktop.services.settings import set_meeting_weekday
from fangzi_desktop.services.snoozing import later_choices, snooze, wake
from fangzi_desktop.services.today import Today, hold_ups, today_page
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.tables import IdleLimitRow
from fangzi_desktop.storage.work import Work
from tests.builders import a_permit_item, a_project, a_project_with_permits, item_id
from tests.conftest import OpenWorkspace

EARLY = date(2023, 2, 1)


def page(workspace: Workspace, officer: str | None = None, since: date | None = None) -> Today:
    return workspace.read(today_page, officer, since)


def in_review_since(workspace: Workspace, name: str, day: date, officer: str = "") -> str:
    project: str = workspace.do(a_project, name, stage=Stage.REVIEW, service_officer=officer).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, day, None)
    return project


def a_problem(workspace: Workspace, project: str, text: str, due: date) -> str:
    return workspace.do(raise_problem, project, ProblemForm(text, raised_on=EARLY, due=due)).value


def labels(page: Today) -> list[str]:
    return [line.face.label for line in page.lines if line.face]


def test_the_worst_comes_first_and_what_is_far_off_is_not_listed(workspace: Workspace) -> None:
    in_review_since(workspace, "临期", date(2023, 2, 14))
    in_review_since(workspace, "逾期", date(2023, 2, 1))
    in_review_since(workspace, "久逾", date(2023, 1, 3))
    in_review_since(workspace, "宽裕", date(2023, 2, 23))
    read = page(workspace)
    assert [(line.project, line.face.light) for line in read.lines if line.face] == [
        ("久逾", Light.RED),
        ("逾期", Light.RED),
        ("临期", Light.YELLOW),
    ]
    assert (read.overdue, read.due_soon, read.overlong) == (2, 1, 2)


def test_what_is_yellow_by_its_share_is_listed_but_not_counted_as_due_within_five_workdays(
    workspace: Workspace,
) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.FORMATION).value
    workspace.do(correct_stage_dates, project, Stage.FORMATION, date(2023, 1, 19), None)
    read = page(workspace)
    (line,) = read.lines
    assert line.face is not None
    assert (line.face.light, line.face.left) == (Light.YELLOW, 7)
    assert (read.overdue, read.due_soon, read.overlong) == (0, 0, 0)


def test_the_last_of_five_workdays_counts_as_soon(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    a_problem(workspace, project, "第五个工作日", date(2023, 3, 3))
    a_problem(workspace, project, "下一周", date(2023, 3, 6))
    read = page(workspace)
    assert labels(read) == ["第五个工作日"]
    assert read.due_soon == 1


def test_one_persons_list_holds_only_their_projects(workspace: Workspace) -> None:
    in_review_since(workspace, "甲", EARLY, "专员甲")
    in_review_since(workspace, "乙", EARLY, "专员乙")
    in_review_since(workspace, "丙", EARLY)
    read = page(workspace, "专员乙")
    assert [line.project for line in read.lines] == ["乙"]
    assert dict(read.stage_counts)[Stage.REVIEW] == 1
    assert {one.project for one in read.progress} == {"乙"}
    assert (set(read.officers), read.projects) == ({"", "专员乙", "专员甲"}, 3)
    assert [line.project for line in page(workspace, "").lines] == ["丙"]


def test_each_reminder_is_listed_once(workspace: Workspace) -> None:
    project = in_review_since(workspace, "甲", EARLY)
    a_problem(workspace, project, "用电容量不足", date(2023, 2, 23))
    ids = [line.id for line in page(workspace, since=EARLY).lines]
    assert len(ids) == len(set(ids)) == 2


def test_a_legal_minimum_never_calls(workspace: Workspace) -> None:
    workspace.do(a_permit_item, "LAND_ANNOUNCE", accepted_on=date(2023, 2, 3))
    assert any(line.face.is_floor for line in workspace.read(deadlines))
    assert all(line.face and not line.face.is_floor for line in page(workspace).lines)


def test_a_permit_item_says_what_waits_for_it(workspace: Workspace) -> None:
    item = workspace.do(a_permit_item, "DRAWING_REVIEW", accepted_on=date(2023, 1, 3)).value
    line = next(line for line in page(workspace).lines if line.face and line.face.owner_id == item)
    assert line.face is not None
    assert line.face.kind is ClockKind.PERMIT
    waiting = workspace.read(hold_ups, [line])[line.id]
    assert workspace.rules.template_on(date.max).by_code["CONSTR_PERMIT"].name in waiting


def test_what_fell_due_since_the_list_was_last_seen_is_marked(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    for day in (13, 14, 23, 24, 27):
        a_problem(workspace, project, f"{day}日", date(2023, 2, day))
    read = page(workspace, since=date(2023, 2, 14))
    assert [line.face.label for line in read.lines if line.face and line.fell_due] == ["14日", "23日"]
    assert read.fell_due == 2
    assert page(workspace).fell_due == 0


def test_a_snooze_hides_the_reminder_and_leaves_the_deadline(open_folder: OpenWorkspace) -> None:
    friday = open_folder()
    in_review_since(friday, "甲", EARLY)
    (line,) = page(friday).lines
    assert friday.do(snooze, line.id, Later.TOMORROW).value == date(2023, 2, 27)
    read = page(friday)
    assert read.lines == ()
    assert [(one.project, one.until, one.due) for one in read.asleep] == [("甲", date(2023, 2, 27), line.due)]
    friday.close()
    (again,) = page(open_folder(date(2023, 2, 27))).lines
    assert again.due == line.due


def test_what_is_not_overdue_comes_back_when_it_turns_red(workspace: Workspace) -> None:
    in_review_since(workspace, "甲", date(2023, 2, 10))
    (line,) = page(workspace).lines
    assert line.due == workspace.today
    assert workspace.read(later_choices, line.due) == ((Later.TOMORROW, date(2023, 2, 27)),)
    assert workspace.do(snooze, line.id, Later.THREE_WORKDAYS).value == date(2023, 2, 27)


def test_choices_that_come_to_the_same_day_are_offered_once(workspace: Workspace) -> None:
    assert workspace.read(later_choices, None) == (
        (Later.TOMORROW, date(2023, 2, 27)),
        (Later.THREE_WORKDAYS, date(2023, 3, 1)),
    )
    workspace.do(set_meeting_weekday, 3)
    assert (Later.NEXT_MEETING, date(2023, 3, 2)) in workspace.read(later_choices, None)


def test_a_reminder_is_put_off_to_a_day_of_its_own(workspace: Workspace) -> None:
    in_review_since(workspace, "甲", date(2023, 2, 15))
    (line,) = page(workspace).lines
    assert workspace.do(snooze, line.id, Later.DAY, date(2023, 2, 28)).value == date(2023, 2, 28)
    with pytest.raises(UserError, match=r"snooze\.past"):
        workspace.do(snooze, line.id, Later.DAY, workspace.today)


def test_a_snooze_can_be_changed_and_taken_back(workspace: Workspace) -> None:
    in_review_since(workspace, "甲", EARLY)
    (line,) = page(workspace).lines
    workspace.do(snooze, line.id, Later.THREE_WORKDAYS)
    workspace.do(snooze, line.id, Later.TOMORROW)
    assert page(workspace).asleep[0].until == date(2023, 2, 27)
    workspace.do(wake, line.id)
    assert len(page(workspace).lines) == 1
    assert workspace.do(wake, line.id).act is None
    workspace.undo()
    assert page(workspace).lines == ()


@pytest.mark.parametrize("gone", ["stage:nobody.review", "silent:nobody"])
def test_a_reminder_that_is_gone_cannot_be_put_off(workspace: Workspace, gone: str) -> None:
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.do(snooze, gone, Later.TOMORROW)


def test_a_snooze_ends_with_its_clock_and_comes_back_if_that_end_is_undone(workspace: Workspace) -> None:
    item = workspace.do(a_permit_item, "DRAWING_REVIEW", accepted_on=date(2023, 1, 3)).value
    reminder = f"permit:{item}"
    workspace.do(snooze, reminder, Later.THREE_WORKDAYS)
    workspace.do(decide_item, item, date(2023, 2, 24))
    workspace.undo()
    assert [one.id for one in page(workspace).asleep] == [reminder]
    workspace.redo()
    workspace.do(reopen_item, item)
    read = page(workspace)
    assert reminder in [one.id for one in read.lines]
    assert read.asleep == ()


def test_a_project_nobody_touches_goes_silent_by_the_limit_of_its_stage(open_folder: OpenWorkspace) -> None:
    first = open_folder(date(2023, 1, 10))
    first.do(a_project, "甲")
    first.do(a_project, "乙", stage=Stage.REVIEW)
    first.do(an_idle_limit, Stage.REVIEW, 60)
    first.close()
    (silent,) = page(open_folder()).silent
    assert silent.silence is not None
    read = silent.silence
    assert (silent.project, read.calendar_days, read.limit_calendar_days) == ("甲", 45, 30)


def test_what_has_left_the_mechanism_is_not_called_silent(open_folder: OpenWorkspace) -> None:
    first = open_folder(date(2023, 1, 10))
    project = first.do(a_project, "甲", stage=Stage.REVIEW).value
    first.do(change_status, project, ProjectStatus.VETOED, date(2023, 1, 10), "不符合产业方向", "纪要1号")
    first.close()
    assert page(open_folder()).silent == ()


def test_silence_can_be_put_off_until_something_is_recorded(open_folder: OpenWorkspace) -> None:
    first = open_folder(date(2023, 1, 10))
    project = first.do(a_project, "甲").value
    first.close()
    friday = open_folder()
    (silent,) = page(friday).silent
    friday.do(snooze, silent.id, Later.THREE_WORKDAYS)
    read = page(friday)
    assert (read.silent, [one.project for one in read.asleep]) == ((), ["甲"])
    friday.do(note_progress, project, "已对接用地")
    assert page(friday).asleep == ()
    assert friday.do(snooze, silent.id, Later.TOMORROW).act is not None


def an_idle_limit(work: Work, stage: Stage, calendar_days: int) -> None:
    work.add(
        IdleLimitRow(
            id=work.new_id(), stage=stage, calendar_days=calendar_days, valid_from=date(2000, 1, 1), source=""
        )
    )


def test_this_weeks_progress_is_told_newest_first_by_the_dates_of_the_events(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, name="甲", stage=Stage.FORMATION).value
    filing, drawing, old = (
        workspace.do(item_id, project, code).value for code in ("FILING", "DRAWING_REVIEW", "LAND_PREEXAM")
    )
    workspace.do(accept_item, filing, date(2023, 2, 17))
    workspace.do(decide_item, filing, date(2023, 2, 20), "2302-370704-04-01-000001")
    workspace.do(accept_item, drawing, date(2023, 2, 22))
    workspace.do(accept_item, old, date(2023, 2, 19))
    workspace.do(move_project, project, Stage.PERMITS)
    workspace.do(set_milestone, project, Milestone.AGREEMENT, PartialDate.of(date(2023, 2, 21)))
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate.of(date(2023, 2, 23)))
    a_problem(workspace, project, "管线未迁", date(2023, 3, 23))
    problem = a_problem(workspace, project, "用电", date(2023, 2, 23))
    workspace.do(write_off_problem, problem, date(2023, 2, 23))
    told = [(one.event, one.subject, one.on.day) for one in page(workspace).progress]
    assert told == [
        (Event.MOVED, "手续办理", 24),
        (Event.ADDED, "", 24),
        (Event.WRITTEN_OFF, "用电", 23),
        (Event.ACCEPTED, workspace.rules.template_on(date.max).by_code["DRAWING_REVIEW"].name, 22),
        (Event.REACHED, "签约", 21),
        (Event.DECIDED, workspace.rules.template_on(date.max).by_code["FILING"].name, 20),
    ]


def test_stages_are_counted_in_their_order(workspace: Workspace) -> None:
    in_review_since(workspace, "甲", date(2023, 2, 23))
    counts = dict(page(workspace).stage_counts)
    assert list(counts) == list(Stage)
    assert counts[Stage.REVIEW] == 1


def test_a_quiet_day_names_the_next_due_date(workspace: Workspace) -> None:
    assert page(workspace).next_due is None
    in_review_since(workspace, "甲", date(2023, 2, 23))
    quiet = page(workspace)
    assert quiet.lines == ()
    assert quiet.next_due is not None
    assert (quiet.next_due.project, quiet.next_due.face.due) == ("甲", date(2023, 3, 9))


def test_a_project_silent_beyond_the_limit_is_marked_for_a_decision(open_folder: OpenWorkspace) -> None:
    first = open_folder(date(2022, 7, 1))
    first.do(a_project, "沉寂项目", Stage.FORMATION)
    first.do(a_project, "在建项目", Stage.CONSTRUCTION)
    first.close()
    silent = page(open_folder(date(2023, 2, 1))).silent
    told = {one.project: one.silence.removal_months for one in silent if one.silence is not None}
    assert told == {"沉寂项目": 6, "在建项目": None}
