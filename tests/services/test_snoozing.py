"""Putting a reminder off until something is recorded, and what an edit of its source does to it."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.snoozes import Awaited, AwaitedEvent
from fangzi_desktop.domain.terms import Milestone, Stage
from fangzi_desktop.services.overview import overview
from fangzi_desktop.services.permits import accept_item, decide_item
from fangzi_desktop.services.problems import ProblemForm, edit_problem, raise_problem
from fangzi_desktop.services.projects import move_project, set_milestone
from fangzi_desktop.services.snoozing import event_choices, event_words, snooze
from fangzi_desktop.services.today import today_page
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project, a_project_with_permits, item_id
from tests.conftest import OpenWorkspace

TODAY = date(2023, 2, 24)
SOON = date(2023, 2, 28)
EARLY = date(2023, 2, 1)


def a_problem(workspace: Workspace, project: str, due: date = SOON) -> str:
    return workspace.do(raise_problem, project, ProblemForm("用电", raised_on=EARLY, due=due)).value


def asleep(workspace: Workspace) -> list[str]:
    return [one.id for one in workspace.read(today_page).asleep]


def wait_for(workspace: Workspace, problem: str, event: AwaitedEvent) -> date:
    return workspace.do(snooze, f"problem:{problem}", Later.EVENT, None, event).value


def test_an_items_end_brings_the_reminder_back_in_the_same_act_and_its_undo_takes_it_away(
    workspace: Workspace,
) -> None:
    project = workspace.do(a_project_with_permits).value
    item = workspace.do(item_id, project, "DRAWING_REVIEW").value
    problem = a_problem(workspace, project)
    assert wait_for(workspace, problem, AwaitedEvent(Awaited.ITEM, item)) == date(2023, 3, 1)
    workspace.do(accept_item, item, date(2023, 2, 20))
    assert asleep(workspace) == [f"problem:{problem}"]
    workspace.do(decide_item, item, TODAY)
    assert asleep(workspace) == []
    assert f"problem:{problem}" in [one.id for one in workspace.read(today_page).lines]
    workspace.undo()
    assert asleep(workspace) == [f"problem:{problem}"]


@pytest.mark.parametrize("event", [Milestone.AGREEMENT, Stage.REVIEW])
def test_a_milestone_or_a_stage_brings_it_back(workspace: Workspace, event: Milestone | Stage) -> None:
    project = workspace.do(a_project).value
    problem = a_problem(workspace, project)
    other = workspace.do(a_project, "别的项目").value
    kind = Awaited.MILESTONE if isinstance(event, Milestone) else Awaited.STAGE
    wait_for(workspace, problem, AwaitedEvent(kind, event.value))

    def record(of: str) -> None:
        if isinstance(event, Milestone):
            workspace.do(set_milestone, of, event, PartialDate.of(TODAY))
        else:
            workspace.do(move_project, of, event)

    record(other)
    assert asleep(workspace) == [f"problem:{problem}"]
    (one,) = workspace.read(today_page).asleep
    assert one.event is not None
    assert workspace.read(event_words, one.event) == event.zh
    record(project)
    assert asleep(workspace) == []


def test_only_what_is_still_open_in_its_project_can_be_waited_for(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    problem = a_problem(workspace, project)
    workspace.do(set_milestone, project, Milestone.AGREEMENT, PartialDate.of(TODAY))
    offered = {one.event for one in workspace.read(event_choices, f"problem:{problem}")}
    assert AwaitedEvent(Awaited.MILESTONE, Milestone.LISTED.value) in offered
    for event in (
        AwaitedEvent(Awaited.MILESTONE, Milestone.AGREEMENT.value),
        AwaitedEvent(Awaited.STAGE, Stage.PLANNING.value),
        AwaitedEvent(Awaited.ITEM, "nobody's"),
    ):
        with pytest.raises(UserError, match=r"snooze\.no_event"):
            wait_for(workspace, problem, event)


def test_what_an_item_waits_for_is_offered_first(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    item = workspace.do(item_id, project, "CONSTR_PERMIT").value
    workspace.do(accept_item, item, date(2023, 2, 20))
    first = workspace.read(event_choices, f"permit:{item}")[0]
    waits = workspace.rules.template_on(date.max).by_code["CONSTR_PERMIT"].requires
    assert first.is_likely
    assert first.event.kind is Awaited.ITEM
    assert first.event.key in [workspace.do(item_id, project, code).value for code in waits]


def test_silence_waits_no_longer_than_twenty_workdays_for_an_event(open_folder: OpenWorkspace) -> None:
    first = open_folder(date(2023, 1, 10))
    project = first.do(a_project).value
    first.close()
    friday = open_folder()
    event = AwaitedEvent(Awaited.MILESTONE, Milestone.AGREEMENT.value)
    assert friday.do(snooze, f"silent:{project}", Later.EVENT, None, event).value == date(2023, 3, 24)


def test_a_deadline_brought_forward_wakes_its_reminder(open_folder: OpenWorkspace) -> None:
    friday = open_folder()
    project = friday.do(a_project).value
    problem = a_problem(friday, project, date(2023, 3, 31))
    friday.do(snooze, f"problem:{problem}", Later.DAY, date(2023, 3, 30))
    friday.do(edit_problem, problem, ProblemForm("用电", raised_on=EARLY, due=date(2023, 2, 28)))
    (one,) = friday.read(today_page).asleep
    assert one.until == date(2023, 3, 1)
    friday.close()
    for day, woken in ((date(2023, 2, 28), 0), (date(2023, 3, 1), 1)):
        later = open_folder(day)
        assert len(later.read(today_page).lines) == woken
        assert later.glance(overview).urgent == woken
        later.close()


def test_a_deadline_that_is_put_back_lengthens_no_sleep(open_folder: OpenWorkspace) -> None:
    friday = open_folder()
    project = friday.do(a_project).value
    problem = a_problem(friday, project, TODAY)
    friday.do(snooze, f"problem:{problem}", Later.TOMORROW)
    friday.do(edit_problem, problem, ProblemForm("用电", raised_on=EARLY, due=date(2023, 3, 3)))
    friday.close()
    assert asleep(open_folder(date(2023, 2, 27))) == []


def test_a_snooze_of_a_computer_whose_clock_was_ahead_hides_nothing(open_folder: OpenWorkspace) -> None:
    ahead = open_folder(date(2030, 5, 8))
    project = ahead.do(a_project).value
    problem = a_problem(ahead, project, date(2023, 2, 23))
    ahead.do(snooze, f"problem:{problem}", Later.TOMORROW)
    ahead.close()
    assert [one.id for one in open_folder().read(today_page).lines] == [f"problem:{problem}"]
