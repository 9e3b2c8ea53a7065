"""What the desktop tells: one message of everything new that calls loudly enough."""

from __future__ import annotations

from datetime import UTC, date, datetime

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.telling import Told, WorkingHours
from fangzi_desktop.domain.terms import ProjectStatus, Stage
from fangzi_desktop.services.problems import ProblemForm, edit_problem, raise_problem, write_off_problem
from fangzi_desktop.services.projects import change_status, correct_stage_dates
from fangzi_desktop.services.snoozing import snooze, wake
from fangzi_desktop.services.telling import Gathered, gather, is_working_time
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from tests.builders import a_project
from tests.conftest import OpenWorkspace

EARLY = date(2023, 2, 1)
FRIDAY = date(2023, 2, 24)


def a_problem(workspace: Workspace, project: str, text: str, due: date) -> str:
    return workspace.do(raise_problem, project, ProblemForm(text, raised_on=EARLY, due=due)).value


def on(workspace: Workspace, today: date) -> None:
    workspace._clock = OfficeClock(today, lambda: datetime(2023, 2, 24, 2, 30, tzinfo=UTC))


def new(workspace: Workspace, told: Told, officer: str | None = None) -> tuple[Gathered, Told]:
    found = workspace.read(gather, told, officer)
    return found, told.after(found.told, found.calling, workspace.today)


def words(found: Gathered) -> list[str]:
    return [face.label for _, face in found.worst]


def test_everything_new_is_one_message_with_the_worst_by_name(workspace: Workspace) -> None:
    project = workspace.do(a_project, "碳化硅项目").value
    for text, due in (
        ("逾期久", date(2023, 2, 16)),
        ("逾期", date(2023, 2, 22)),
        ("今天", date(2023, 2, 24)),
        ("两个工作日", date(2023, 2, 28)),
        ("五个工作日", date(2023, 3, 3)),
    ):
        a_problem(workspace, project, text, due)
    found, told = new(workspace, Told())
    # At five working days a problem is only listed; it is told from two on.
    assert (found.overdue, found.due_soon, found.due_later, found.count) == (2, 2, 0, 4)
    assert words(found) == ["逾期久", "逾期", "今天"]
    assert {name for name, _ in found.worst} == {"碳化硅项目"}
    again, _ = new(workspace, told)
    assert (again.count, again.worst) == (0, ())


def test_what_calls_over_a_closed_week_is_told_when_the_program_is_opened(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    a_problem(workspace, project, "用电", date(2023, 3, 8))
    found, told = new(workspace, Told())
    assert found.count == 0
    on(workspace, date(2023, 3, 13))
    found, told = new(workspace, told)
    assert (found.overdue, words(found)) == (1, ["用电"])
    assert new(workspace, told)[0].count == 0


def test_an_edit_that_passes_a_step_is_told_and_taking_it_back_is_not_told_again(
    workspace: Workspace,
) -> None:
    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 2, 27))
    found, told = new(workspace, Told())
    assert found.count == 1
    workspace.do(edit_problem, problem, ProblemForm("用电", raised_on=EARLY, due=date(2023, 2, 21)))
    found, told = new(workspace, told)
    assert found.overdue == 1
    workspace.undo()
    assert new(workspace, told)[0].count == 0
    workspace.do(write_off_problem, problem, FRIDAY, "已增容")
    found, told = new(workspace, told)
    assert found.calling == frozenset()
    workspace.undo()
    assert new(workspace, told)[0].count == 0


def test_what_is_put_off_is_told_when_it_comes_back(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 2, 28))
    found, told = new(workspace, Told())
    assert found.count == 1
    until = workspace.do(snooze, f"problem:{problem}", Later.TOMORROW).value
    assert new(workspace, told)[0].calling == frozenset()
    on(workspace, until)
    found, told = new(workspace, told)
    assert found.count == 1
    assert new(workspace, told)[0].count == 0


def test_what_is_brought_back_at_once_is_not_told_again(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 2, 27))
    _, told = new(workspace, Told())
    workspace.do(snooze, f"problem:{problem}", Later.TOMORROW)
    _, told = new(workspace, told)
    workspace.do(wake, f"problem:{problem}")
    assert new(workspace, told)[0].count == 0


def test_only_the_projects_of_one_person_are_told_and_the_others_are_not_lost(workspace: Workspace) -> None:
    for name, officer in (("甲", "专员甲"), ("乙", "专员乙")):
        project = workspace.do(a_project, name, service_officer=officer).value
        a_problem(workspace, project, f"问题{name}", date(2023, 2, 22))
    found, told = new(workspace, Told(), "专员乙")
    assert words(found) == ["问题乙"]
    assert words(new(workspace, told)[0]) == ["问题甲"]


def test_a_project_that_has_left_the_mechanism_is_not_told_of(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, EARLY, None)
    assert new(workspace, Told())[0].count == 1
    workspace.do(change_status, project, ProjectStatus.TERMINATED, FRIDAY, "终止", "坊专会〔2023〕1号")
    assert new(workspace, Told())[0].count == 0


def test_the_hours_are_the_offices_whatever_the_machines_zone(open_folder: OpenWorkspace) -> None:
    workspace = open_folder()
    hours = WorkingHours()
    for utc, working in (
        (datetime(2023, 2, 24, 0, 29, tzinfo=UTC), False),
        (datetime(2023, 2, 24, 0, 30, tzinfo=UTC), True),
        (datetime(2023, 2, 24, 9, 59, tzinfo=UTC), True),
        (datetime(2023, 2, 24, 10, 0, tzinfo=UTC), False),
        (datetime(2023, 2, 24, 16, 30, tzinfo=UTC), False),
        (datetime(2023, 2, 25, 2, 0, tzinfo=UTC), False),
    ):
        workspace._clock = OfficeClock(None, lambda utc=utc: utc)
        assert is_working_time(workspace, hours) is working
