from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fangzi_desktop.domain.dates import parse_date_text
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.phases import hectares, intensity, share
from fangzi_desktop.domain.terms import Milestone, PartKind
from fangzi_desktop.services.parts import add_part, arrange_part, divide_items, part_names, remove_part
from fangzi_desktop.services.phases import PhaseForm, add_phase, edit_phase, phases
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project, a_project_with_permits, item_id

YI = 100_000_000
FIRST = PhaseForm(
    "一期",
    Decimal(485),
    10 * YI,
    None,
    {
        Milestone.START: parse_date_text("2022-09-12"),
        Milestone.PLANNED_COMPLETION: parse_date_text("2023年5月"),
    },
)


def test_the_published_park_is_entered_whole(workspace: Workspace) -> None:
    park = workspace.do(a_project, "元宇宙配套产业园", area_mu=Decimal(2560)).value
    workspace.do(add_phase, park, FIRST)
    second = PhaseForm("二期", dates={Milestone.PLANNED_START: parse_date_text("2023年上半年")})
    workspace.do(add_phase, park, second)
    read = workspace.read(phases, park)
    first, later = read.phases
    assert (first.name, later.name) == ("一期", "二期")
    assert intensity(first.investment_yuan, first.area_mu) == Decimal("206.2")
    assert first.dates == FIRST.dates
    assert share(first.area_mu, read.project.area_mu) == Decimal("18.9")
    assert hectares(read.project.area_mu) == Decimal("170.7")
    assert read.together.rest.area_mu == Decimal(2075)
    assert read.together.dates[Milestone.START] == FIRST.dates[Milestone.START]
    assert later.dates == second.dates
    for number in range(1, 14):
        workspace.do(add_part, park, PartKind.BUILDING, f"{number}号楼", first.id)
    assert len(workspace.read(part_names, park)) == 15
    assert read.together.is_partial


def test_a_phase_is_changed_and_its_dates_are_cleared_in_one_act(workspace: Workspace) -> None:
    park = workspace.do(a_project).value
    part = workspace.do(add_phase, park, FIRST).value
    dates = {Milestone.START: parse_date_text("2022年9月")}
    workspace.do(edit_phase, part, replace(FIRST, name="首期", dates=dates))
    (phase,) = workspace.read(phases, park).phases
    assert (phase.name, phase.dates) == ("首期", dates)
    workspace.undo()
    (phase,) = workspace.read(phases, park).phases
    assert (phase.name, phase.dates) == ("一期", FIRST.dates)


def test_a_phase_is_a_part_of_the_checklist(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    part = workspace.do(add_phase, project, FIRST).value
    assert workspace.read(part_names, project) == {part: "一期"}
    permit = workspace.do(item_id, project, "CONSTR_PERMIT").value
    workspace.do(divide_items, [permit], [part])
    with pytest.raises(UserError, match=r"part\.in_use"):
        workspace.do(remove_part, part)


def test_a_phase_goes_with_its_dates_and_comes_back_with_them(workspace: Workspace) -> None:
    park = workspace.do(a_project).value
    part = workspace.do(add_phase, park, FIRST).value
    workspace.do(remove_part, part)
    assert workspace.read(phases, park).phases == ()
    workspace.undo()
    (phase,) = workspace.read(phases, park).phases
    assert phase.dates == FIRST.dates


def test_what_cannot_be_is_refused_whole(workspace: Workspace) -> None:
    park = workspace.do(a_project).value
    part = workspace.do(add_phase, park, FIRST).value
    before = workspace.read(phases, park)
    for form, code in (
        (replace(FIRST, area_mu=Decimal(0)), "phase.area_not_positive"),
        (replace(FIRST, investment_yuan=-1), "phase.negative_money"),
        (replace(FIRST, name=" "), "part.no_name"),
        (replace(FIRST, name="期" * 31), "part.name_too_long"),
        (replace(FIRST, dates={Milestone.START: parse_date_text("2024年")}), "milestone.in_future"),
    ):
        with pytest.raises(UserError, match=code):
            workspace.do(edit_phase, part, form)
    with pytest.raises(UserError, match=r"part\.duplicate"):
        workspace.do(add_phase, park, FIRST)
    assert workspace.read(phases, park) == before
    building = workspace.do(add_part, park, PartKind.BUILDING, "1号楼").value
    with pytest.raises(UserError, match=r"phase\.other_part"):
        workspace.do(edit_phase, building, FIRST)


def test_a_part_is_arranged_anew(workspace: Workspace) -> None:
    park = workspace.do(a_project).value
    part = workspace.do(add_phase, park, FIRST).value
    building = workspace.do(add_part, park, PartKind.PLOT, "1号楼").value
    workspace.do(arrange_part, building, PartKind.BUILDING, part)
    with pytest.raises(UserError, match=r"part\.within_itself"):
        workspace.do(arrange_part, part, PartKind.PHASE, building)
    with pytest.raises(UserError, match=r"part\.has_phase_figures"):
        workspace.do(arrange_part, part, PartKind.PLOT, None)
    other = workspace.do(a_project, "另一个").value
    theirs = workspace.do(add_part, other, PartKind.PLOT, "地块").value
    with pytest.raises(UserError, match=r"part\.elsewhere"):
        workspace.do(arrange_part, building, PartKind.BUILDING, theirs)
    workspace.do(arrange_part, building, PartKind.BUILDING, None)
