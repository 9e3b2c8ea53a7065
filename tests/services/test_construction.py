"""Nodes, what is seen on the site, and lights through the workspace (2023-02-24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import LightDimension, NodeKind
from fangzi_desktop.domain.terms import ClockKind, Light, Milestone, PartKind, ProjectStatus, Stage
from fangzi_desktop.services.board import board
from fangzi_desktop.services.construction import (
    NodeForm,
    NodeLine,
    building_lights,
    building_permits,
    confirm_physical_progress,
    nodes,
    physical_progress,
    project_lights,
    remove_node,
    set_node,
    write_physical_progress,
)
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.light_rules import LightLimitForm, set_light_limit
from fangzi_desktop.services.months import MonthForm, write_month
from fangzi_desktop.services.parts import add_part
from fangzi_desktop.services.projects import change_status, set_milestone
from fangzi_desktop.services.recount import differences
from fangzi_desktop.services.register import register
from fangzi_desktop.services.stoppages import StoppageForm, add_stoppage
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project, a_project_with_permits

N = NodeKind
TODAY = date(2023, 2, 24)


@pytest.fixture
def project(workspace: Workspace) -> str:
    return workspace.do(a_project, stage=Stage.CONSTRUCTION, responsible_unit="凤凰街道").value


def feb(day: int) -> date:
    return date(2023, 2, day)


def node(workspace: Workspace, project: str, kind: NodeKind, part: str | None = None) -> NodeLine:
    return next(one for one in workspace.read(nodes, project) if one.kind is kind and one.part_id == part)


def owed(workspace: Workspace, kind: ClockKind) -> list[DeadlineLine]:
    return [one for one in workspace.read(deadlines) if one.face.kind is kind]


def lights(workspace: Workspace, project: str) -> dict[LightDimension, Light]:
    return {one.dimension: one.light for one in workspace.read(project_lights, project)}


def test_all_nodes_of_the_whole_project_stand_in_their_order(workspace: Workspace, project: str) -> None:
    assert [one.kind for one in workspace.read(nodes, project)] == list(N)
    assert {one.node_id for one in workspace.read(nodes, project)} == {None}


def test_a_planned_node_is_owed_by_its_unit_until_it_is_reached(workspace: Workspace, project: str) -> None:
    workspace.do(set_milestone, project, Milestone.START, PartialDate(2023, 1, 3))
    known = workspace.do(set_node, project, N.FOUNDATION, None, NodeForm(feb(20))).value
    (found,) = owed(workspace, ClockKind.NODE)
    assert (found.face.owner_id, found.face.label, found.face.department, found.face.due) == (
        known,
        "建设节点：基础",
        "凤凰街道",
        feb(20),
    )
    assert (found.face.start, found.face.light) == (date(2023, 1, 3), Light.RED)
    shown = node(workspace, project, N.FOUNDATION)
    assert (shown.days_late, shown.light) == (4, Light.RED)
    workspace.do(set_node, project, N.FOUNDATION, None, NodeForm(feb(20), PartialDate(2023, 2, 23)))
    shown = node(workspace, project, N.FOUNDATION)
    assert (shown.days_late, shown.light) == (3, Light.GREEN)
    assert owed(workspace, ClockKind.NODE) == []
    assert workspace.read(differences) == []


def test_topping_out_is_one_fact_with_its_milestone(workspace: Workspace, project: str) -> None:
    workspace.do(set_node, project, N.TOPPED_OUT, None, NodeForm(feb(20)))
    assert owed(workspace, ClockKind.NODE)
    workspace.do(set_milestone, project, Milestone.TOPPED_OUT, PartialDate(2023, 2))
    shown = node(workspace, project, N.TOPPED_OUT)
    assert (shown.actual, shown.days_late) == (PartialDate(2023, 2), None)
    assert owed(workspace, ClockKind.NODE) == []
    workspace.do(set_node, project, N.TOPPED_OUT, None, NodeForm(feb(20), PartialDate(2023, 2, 22)))
    assert workspace.read(dossier, project).milestones[Milestone.TOPPED_OUT] == PartialDate(2023, 2, 22)
    assert node(workspace, project, N.TOPPED_OUT).days_late == 2
    workspace.do(set_node, project, N.TOPPED_OUT, None, NodeForm(feb(20)))
    assert Milestone.TOPPED_OUT not in workspace.read(dossier, project).milestones
    workspace.undo()
    assert Milestone.TOPPED_OUT in workspace.read(dossier, project).milestones


def test_an_order_that_cannot_be_leaves_everything_as_it_was(workspace: Workspace, project: str) -> None:
    workspace.do(set_milestone, project, Milestone.TOPPED_OUT, PartialDate(2023, 2, 10))
    with pytest.raises(UserError, match=r"node.order"):
        workspace.do(set_node, project, N.MAIN_COMPLETE, None, NodeForm(None, PartialDate(2023, 2, 9)))
    with pytest.raises(UserError, match=r"node.in_future"):
        workspace.do(set_node, project, N.ENTRY, None, NodeForm(None, PartialDate(2023, 2, 25)))
    with pytest.raises(UserError, match=r"node.needs_day"):
        workspace.do(set_node, project, N.ENTRY, None, NodeForm(None, PartialDate(2023, 1)))
    assert {one.node_id for one in workspace.read(nodes, project)} == {None}


def test_a_part_has_nodes_of_its_own(workspace: Workspace, project: str) -> None:
    part = workspace.do(add_part, project, PartKind.PHASE, "一期").value
    workspace.do(set_node, project, N.TOPPED_OUT, part, NodeForm(feb(26), note="含辅房"))
    (found,) = owed(workspace, ClockKind.NODE)
    assert found.face.label == "建设节点：主体封顶（一期）"
    workspace.do(set_node, project, N.TOPPED_OUT, part, NodeForm(feb(26), PartialDate(2023, 2, 24)))
    shown = node(workspace, project, N.TOPPED_OUT, part)
    assert (shown.part, shown.days_late) == ("一期", -2)
    assert Milestone.TOPPED_OUT not in workspace.read(dossier, project).milestones
    other = workspace.do(a_project, "别的项目").value
    with pytest.raises(UserError, match=r"node.other_project"):
        workspace.do(set_node, other, N.ENTRY, part, NodeForm(feb(26)))


def test_a_node_of_which_nothing_is_said_is_gone(workspace: Workspace, project: str) -> None:
    known = workspace.do(set_node, project, N.ENTRY, None, NodeForm(feb(26), note="分两批")).value
    assert known is not None
    assert workspace.do(set_node, project, N.ENTRY, None, NodeForm(note=" ")).value is None
    assert workspace.do(set_node, project, N.ENTRY, None, NodeForm()).value is None
    again = workspace.do(set_node, project, N.ENTRY, None, NodeForm(feb(26))).value
    assert again is not None
    workspace.do(remove_node, again)
    assert node(workspace, project, N.ENTRY).planned_on is None


def test_a_long_note_is_kept_whole(workspace: Workspace, project: str) -> None:
    note = "𠮷😀" * 5000
    workspace.do(set_node, project, N.ENTRY, None, NodeForm(note=note))
    assert node(workspace, project, N.ENTRY).note == note


def test_what_is_seen_on_the_site_grows_stale(
    workspace: Workspace, project: str, open_folder: Callable[..., Workspace]
) -> None:
    with pytest.raises(UserError, match=r"physical.nothing"):
        workspace.do(confirm_physical_progress, project)
    workspace.do(write_physical_progress, project, "主体三层施工")
    read = workspace.read(physical_progress, project)
    assert (read.text, read.confirmed_on, read.days, read.is_stale) == ("主体三层施工", TODAY, 0, False)
    workspace.close()
    later = open_folder(date(2023, 3, 27))
    read = later.read(physical_progress, project)
    assert (read.days, read.idle_days, read.is_stale) == (31, 30, True)
    later.do(confirm_physical_progress, project)
    assert not later.read(physical_progress, project).is_stale
    later.do(write_physical_progress, project, "")
    assert later.read(physical_progress, project).confirmed_on is None


def test_a_project_that_should_have_begun_calls(workspace: Workspace, project: str) -> None:
    assert lights(workspace, project)[LightDimension.START] is Light.GREY
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2023, 2))
    assert lights(workspace, project)[LightDimension.START] is Light.YELLOW
    (line,) = workspace.read(register)
    assert line.light is workspace.read(dossier, project).light is Light.YELLOW
    assert workspace.glance(board)[0].light is Light.YELLOW
    workspace.do(set_milestone, project, Milestone.START_STATISTICAL, PartialDate(2023, 2, 24))
    assert lights(workspace, project)[LightDimension.START] is Light.GREEN
    assert workspace.read(differences) == []


def test_a_day_alone_turns_the_light(
    workspace: Workspace, project: str, open_folder: Callable[..., Workspace]
) -> None:
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2023, 2))
    workspace.close()
    shown = []
    for day in (date(2023, 1, 31), date(2023, 4, 30), date(2023, 5, 1)):
        later = open_folder(day)
        shown.append(later.glance(board)[0].light)
        later.close()
    assert shown == [Light.GREY, Light.YELLOW, Light.RED]


def test_a_deferred_project_is_held_to_no_start(workspace: Workspace, project: str) -> None:
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2022, 2))
    assert workspace.read(dossier, project).light is Light.RED
    review_on = date(2023, 5, 8)
    workspace.do(
        change_status, project, ProjectStatus.DEFERRED, TODAY, "市场变化", "纪要1号", review_on=review_on
    )
    shown = lights(workspace, project)
    assert (shown[LightDimension.START], shown[LightDimension.PROGRESS]) == (Light.GREY, Light.GREY)
    # The day of its review was agreed and goes on counting.
    assert shown[LightDimension.CLOCKS] is workspace.read(dossier, project).light is Light.GREEN


def test_a_lagging_investment_calls_unless_building_stands_still_for_a_good_cause(
    workspace: Workspace, open_folder: Callable[..., Workspace]
) -> None:
    project = workspace.do(a_project, annual_plan_yuan=1000).value
    workspace.do(write_month, project, MonthForm("2023-01", None, 10))
    assert lights(workspace, project)[LightDimension.PROGRESS] is Light.GREEN
    workspace.close()
    later = open_folder(date(2023, 3, 27))
    assert lights(later, project)[LightDimension.PROGRESS] is Light.YELLOW
    assert later.glance(board)[0].light is Light.YELLOW
    later.do(add_stoppage, project, StoppageForm(date(2023, 3, 1), "台风", is_excused=True))
    assert lights(later, project)[LightDimension.PROGRESS] is Light.GREY


def test_the_permits_of_building_are_counted(workspace: Workspace, project: str) -> None:
    assert workspace.read(building_permits, project).total == 0
    other = workspace.do(a_project_with_permits, name="别的项目").value
    assert workspace.read(building_permits, other).total > 0


def test_the_limits_are_rules_with_a_first_day(workspace: Workspace, project: str) -> None:
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2022, 10))
    assert workspace.read(dossier, project).light is Light.RED
    workspace.do(set_light_limit, LightLimitForm(TODAY, 6, 20, 40, "纪要1号"))
    # Planned before the new rule applies, so judged by the old one.
    assert workspace.read(dossier, project).light is Light.RED
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2023, 2, 28))
    assert workspace.read(differences) == []
    limit = workspace.rules.stages.light_limit(date(2023, 2, 28))
    assert limit is not None and limit.start_red_months == 6


def test_what_building_shows_can_be_read_without_the_clocks(workspace: Workspace, project: str) -> None:
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2022, 10))
    workspace.do(write_month, project, MonthForm("2023-01", 100, 10))
    assert workspace.read(building_lights, project) == workspace.read(project_lights, project)[:2]
    workspace.do(add_stoppage, project, StoppageForm(date(2023, 2, 1), "台风", is_excused=True))
    workspace.do(set_milestone, project, Milestone.START, PartialDate(2023, 2))
    assert workspace.read(building_lights, project) == workspace.read(project_lights, project)[:2]
