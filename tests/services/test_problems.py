from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Element, ProblemStep
from fangzi_desktop.domain.terms import ClockKind, Light, ProblemState, Stage
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.problems import (
    Problem,
    ProblemForm,
    StepForm,
    assign_problem,
    claim_problem_solved,
    edit_problem,
    list_problem,
    problems,
    raise_problem,
    return_problem,
    take_problem_in_hand,
    unlist_problem,
    what_problems_hold_up,
    write_off_problem,
)
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.storage.stage_tables import ElementRow
from tests.builders import a_project, a_project_with_permits, item_id

EARLY = date(2023, 2, 1)


def a_problem(workspace: Workspace, due: date | None = None) -> str:
    project = workspace.do(a_project).value
    form = ProblemForm("临时用电容量不足", raised_on=EARLY, due=due)
    return workspace.do(raise_problem, project, form).value


def read(workspace: Workspace) -> Problem:
    (problem,) = workspace.read(problems)
    return problem


def test_a_problem_goes_its_whole_way_and_keeps_every_step(workspace: Workspace) -> None:
    one = a_problem(workspace)
    workspace.do(assign_problem, one, "供电公司", date(2023, 2, 20), StepForm(date(2023, 2, 3), "请增容"))
    workspace.do(take_problem_in_hand, one, StepForm(date(2023, 2, 6)))
    workspace.do(claim_problem_solved, one, StepForm(date(2023, 2, 15), "已增容"))
    workspace.do(return_problem, one, StepForm(date(2023, 2, 16), "现场仍跳闸"))
    workspace.do(claim_problem_solved, one, StepForm(date(2023, 2, 22), "已换变压器"))
    workspace.do(write_off_problem, one, workspace.today, "核实已供电")
    problem = read(workspace)
    assert [step.step for step in problem.steps] == [
        ProblemStep.ASSIGNED,
        ProblemStep.TAKEN_IN_HAND,
        ProblemStep.CLAIMED,
        ProblemStep.RETURNED,
        ProblemStep.CLAIMED,
        ProblemStep.CLOSED,
    ]
    assert problem.steps[0].unit == problem.responsible_unit == "供电公司"
    assert (problem.state, problem.closed_on) == (ProblemState.CLOSED, workspace.today)
    assert problem.closing_note == "核实已供电"


def test_steps_of_one_day_keep_their_order_and_are_undone_one_by_one(workspace: Workspace) -> None:
    one = a_problem(workspace)
    workspace.do(claim_problem_solved, one, StepForm(EARLY, "已解决"))
    workspace.do(return_problem, one, StepForm(EARLY, "没有"))
    assert [step.step for step in read(workspace).steps] == [ProblemStep.CLAIMED, ProblemStep.RETURNED]
    workspace.undo()
    assert (read(workspace).state, len(read(workspace).steps)) == (ProblemState.CLAIMED, 1)


def test_handing_it_over_begins_its_clock(workspace: Workspace) -> None:
    one = a_problem(workspace)
    assert not workspace.read(deadlines)
    workspace.do(assign_problem, one, "水利局", date(2023, 2, 26), StepForm(EARLY))
    (line,) = workspace.read(deadlines)
    assert (line.face.kind, line.face.due) == (ClockKind.PROBLEM, date(2023, 2, 26))
    assert line.face.department == "水利局"


def test_an_overdue_problem_is_listed_with_its_paper_until_it_is_solved(workspace: Workspace) -> None:
    one = a_problem(workspace, due=date(2023, 2, 20))
    assert read(workspace).light is Light.RED
    with pytest.raises(UserError, match=r"problem\.no_document"):
        workspace.do(list_problem, one, StepForm(workspace.today, "限期解决"))
    workspace.do(list_problem, one, StepForm(workspace.today, "限期解决", "坊督〔2023〕2号"))
    assert (read(workspace).is_listed, read(workspace).listed_no) == (True, "坊督〔2023〕2号")
    workspace.do(unlist_problem, one, StepForm(workspace.today))
    assert not read(workspace).is_listed
    with pytest.raises(UserError, match=r"problem\.not_listed"):
        workspace.do(unlist_problem, one, StepForm(workspace.today))
    workspace.do(list_problem, one, StepForm(workspace.today, "", "坊督〔2023〕3号"))
    workspace.do(write_off_problem, one, workspace.today)
    assert (read(workspace).is_listed, read(workspace).listed_no) == (False, "坊督〔2023〕3号")


def test_a_refused_step_changes_nothing(workspace: Workspace) -> None:
    one = a_problem(workspace)
    before = read(workspace)
    for command, form, code in (
        (claim_problem_solved, StepForm(workspace.today), "problem.no_note"),
        (return_problem, StepForm(workspace.today, "没有"), "problem.not_now"),
        (take_problem_in_hand, StepForm(date(2023, 1, 31)), "problem.step_out_of_range"),
        (take_problem_in_hand, StepForm(date(2023, 2, 25)), "problem.step_out_of_range"),
        (list_problem, StepForm(workspace.today, "", "1号"), "problem.not_overdue"),
    ):
        with pytest.raises(UserError, match=code):
            workspace.do(command, one, form)
    with pytest.raises(UserError, match=r"problem\.no_unit"):
        workspace.do(assign_problem, one, " ", workspace.today, StepForm(workspace.today))
    with pytest.raises(UserError, match=r"problem\.dates"):
        workspace.do(assign_problem, one, "水利局", date(2023, 1, 1), StepForm(workspace.today))
    assert read(workspace) == before
    workspace.do(write_off_problem, one, workspace.today)
    with pytest.raises(UserError, match=r"problem\.closed_already"):
        workspace.do(write_off_problem, one, workspace.today)


def test_a_problem_names_what_it_holds_up(workspace: Workspace) -> None:
    def demand(work: Work, project: str) -> str:
        row = ElementRow(id=work.new_id(), project_id=project, kind=Element.POWER, name="双电源", unit="kVA")
        return work.add(row).id

    project = workspace.do(a_project_with_permits).value
    power = workspace.do(demand, project).value
    filing = workspace.do(item_id, project, "FILING").value
    items, elements = workspace.read(what_problems_hold_up, project)
    assert dict(items)[filing] == "企业投资项目备案"
    assert elements == ((power, "用电：双电源"),)
    form = ProblemForm("卡住了", stage=Stage.PERMITS, item_id=filing, element_id=power)
    one = workspace.do(raise_problem, project, form).value
    assert read(workspace).about == "手续办理·企业投资项目备案·用电：双电源"
    other = workspace.do(a_project_with_permits, name="另一个").value
    theirs = workspace.do(item_id, other, "FILING").value
    with pytest.raises(UserError, match=r"problem\.other_project"):
        workspace.do(edit_problem, one, ProblemForm("卡住了", item_id=theirs))
    assert read(workspace).item_id == filing


def test_a_long_text_with_rare_characters_is_kept_whole(workspace: Workspace) -> None:
    text = "㛃𬭎䶮🏗️" * 2000
    project = workspace.do(a_project).value
    workspace.do(raise_problem, project, ProblemForm(text))
    assert read(workspace).text == text
