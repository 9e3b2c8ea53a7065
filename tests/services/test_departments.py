"""One department, all projects."""

from __future__ import annotations

from datetime import date

from fangzi_desktop.domain.permits import Rules
from fangzi_desktop.domain.terms import (
    Applicability,
    Light,
    PermitState,
    ProjectStatus,
    SuspensionReason,
    Unit,
)
from fangzi_desktop.services.departments import Department, DeskLine, department_sheet, departments
from fangzi_desktop.services.permits import (
    accept_item,
    apply_item,
    decide_item,
    set_applicability,
    suspend_item,
    withdraw_item,
)
from fangzi_desktop.services.projects import change_status
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project_with_permits, item_id

FILING_OFFICE = "区行政审批服务局"


def the_item(workspace: Workspace, project: str, code: str) -> str:
    found: str = workspace.do(lambda work: item_id(work, project, code)).value
    return found


def begun(workspace: Workspace, code: str, accepted_on: date, **project: object) -> str:
    """A project with one accepted item; returns the project's id."""
    made: str = workspace.do(a_project_with_permits, **project).value
    workspace.do(accept_item, the_item(workspace, made, code), accepted_on)
    return made


def current_rules(workspace: Workspace) -> Rules:
    return workspace.rules.template_on(workspace.today).by_code


def office(workspace: Workspace, name: str) -> Department:
    return next(one for one in workspace.glance(departments) if one.name == name)


def sheet(workspace: Workspace, name: str) -> tuple[DeskLine, ...]:
    return workspace.glance(department_sheet, name).lines


def test_a_new_checklist_puts_what_waits_for_nothing_on_the_desks(workspace: Workspace) -> None:
    workspace.do(a_project_with_permits, name="甲")
    (line,) = (line for line in sheet(workspace, FILING_OFFICE) if line.code == "FILING")
    assert (line.project, line.state, line.in_hand) == ("甲", PermitState.NOT_STARTED, False)
    assert line.face is None
    assert office(workspace, FILING_OFFICE).ready == 1
    assert office(workspace, FILING_OFFICE).in_hand == 0


def test_an_accepted_item_shows_its_clock(workspace: Workspace) -> None:
    begun(workspace, "FILING", date(2023, 2, 23))
    (line,) = sheet(workspace, FILING_OFFICE)
    assert line.in_hand
    assert line.accepted_on == date(2023, 2, 23)
    assert line.face is not None
    assert line.face.due == line.due
    assert line.face.left_unit is Unit.WORKING_DAY


def test_every_department_of_the_rules_is_listed_and_those_without_work_come_last(
    workspace: Workspace,
) -> None:
    begun(workspace, "FILING", date(2023, 2, 1))
    found = workspace.glance(departments)
    assert found[0].name == FILING_OFFICE
    assert found[0].overdue == 1
    assert {rule.department for rule in current_rules(workspace).values() if not rule.automatic} == {
        one.name for one in found
    }
    last = found[-1]
    assert (last.in_hand, last.ready, last.undecided, last.overdue) == (0, 0, 0, 0)


def test_lights_are_counted_as_the_sheet_shows_them(workspace: Workspace) -> None:
    begun(workspace, "FILING", date(2023, 2, 1), name="逾期")
    begun(workspace, "FILING", date(2023, 2, 23), name="临期")
    project = workspace.do(a_project_with_permits, name="收件").value
    workspace.do(apply_item, the_item(workspace, project, "FILING"), date(2023, 2, 23))
    counted = office(workspace, FILING_OFFICE)
    lines = [line for line in sheet(workspace, FILING_OFFICE) if line.code == "FILING"]
    assert [line.project for line in lines] == ["逾期", "临期", "收件"]
    assert [line.light for line in lines] == [Light.RED, Light.YELLOW, Light.GREY]
    assert counted.overdue == sum(line.light is Light.RED for line in lines)
    assert counted.soon == sum(line.light is Light.YELLOW for line in lines)
    assert counted.beyond_statutory == sum(line.beyond_statutory for line in lines)
    assert counted.in_hand == sum(line.in_hand for line in lines)


def test_what_stands_still_says_since_when_and_is_not_overdue(workspace: Workspace) -> None:
    project = begun(workspace, "FILING", date(2023, 2, 1))
    item = the_item(workspace, project, "FILING")
    workspace.do(suspend_item, item, date(2023, 2, 2), SuspensionReason.HEARING)
    (line,) = sheet(workspace, FILING_OFFICE)
    assert (line.stopped_since, line.due, line.light) == (date(2023, 2, 2), None, Light.GREY)
    counted = office(workspace, FILING_OFFICE)
    assert (counted.stopped, counted.overdue, counted.in_hand) == (1, 0, 1)


def test_a_deferred_project_stops_its_items(workspace: Workspace) -> None:
    project = begun(workspace, "FILING", date(2023, 2, 1))
    workspace.do(
        change_status,
        project,
        ProjectStatus.DEFERRED,
        date(2023, 2, 3),
        "资金未到位",
        "纪要2号",
        review_on=date(2023, 6, 1),
    )
    (line,) = sheet(workspace, FILING_OFFICE)
    assert line.stopped_since == date(2023, 2, 3)


def test_a_project_that_left_takes_its_items_off_every_desk(workspace: Workspace) -> None:
    project = begun(workspace, "FILING", date(2023, 2, 1))
    workspace.do(change_status, project, ProjectStatus.TERMINATED, date(2023, 2, 20), "企业放弃", "纪要3号")
    assert not sheet(workspace, FILING_OFFICE)
    workspace.undo()
    assert len(sheet(workspace, FILING_OFFICE)) == 1


def test_a_decision_moves_the_work_on_to_the_next_desks(workspace: Workspace) -> None:
    project = begun(workspace, "FILING", date(2023, 2, 22))
    workspace.do(decide_item, the_item(workspace, project, "FILING"), date(2023, 2, 23))
    assert not sheet(workspace, FILING_OFFICE)
    assert "EIA" in {line.code for line in sheet(workspace, "市生态环境局坊子分局")}


def test_what_is_withdrawn_or_not_needed_is_no_work(workspace: Workspace) -> None:
    project = begun(workspace, "FILING", date(2023, 2, 22))
    workspace.do(withdraw_item, the_item(workspace, project, "FILING"), date(2023, 2, 23))
    assert not sheet(workspace, FILING_OFFICE)


def test_what_is_not_looked_into_is_counted_apart(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    lines = sheet(workspace, "市自然资源和规划局坊子分局")
    undecided = [line for line in lines if line.undecided]
    assert undecided
    counted = office(workspace, "市自然资源和规划局坊子分局")
    assert counted.undecided == len(undecided)
    assert counted.ready == len([line for line in lines if not line.undecided and not line.in_hand])
    workspace.do(set_applicability, the_item(workspace, project, undecided[0].code), Applicability.REQUIRED)
    assert office(workspace, "市自然资源和规划局坊子分局").ready == counted.ready + 1


def test_a_department_nobody_knows_has_nothing(workspace: Workspace) -> None:
    assert not sheet(workspace, "没有这个部门' OR 1=1 --")


def test_an_overall_limit_can_be_overdue_before_anybody_has_applied(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    filing = the_item(workspace, project, "FILING")
    workspace.do(accept_item, filing, date(2022, 9, 1))
    workspace.do(decide_item, filing, date(2022, 9, 2))
    for code in ("PLAN_COND", "LAND_CONV"):
        item = the_item(workspace, project, code)
        workspace.do(set_applicability, item, Applicability.NOT_APPLICABLE, "净地")
    land_plan = current_rules(workspace)["LAND_PLAN"]
    (line,) = sheet(workspace, land_plan.department)
    assert (line.code, line.in_hand, line.light) == ("LAND_PLAN", False, Light.RED)
    counted = office(workspace, land_plan.department)
    assert (counted.overdue, counted.ready) == (1, 1)
