from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Element, ElementStatus
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.services.deadlines import deadlines, explain
from fangzi_desktop.services.elements import (
    DeliveryForm,
    ElementForm,
    ElementLine,
    add_element,
    add_elements,
    correct_delivery,
    deliver,
    edit_element,
    element_lines,
    mark_available,
    mark_unavailable,
    proposed_elements,
    remove_delivery,
    remove_element,
)
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project

POWER = ElementForm(
    Element.POWER,
    "双电源",
    "千伏安",
    Decimal(8000),
    raised_on=date(2023, 2, 1),
    needed_by=date(2023, 4, 1),
    department="供电公司",
    specifics={"voltage": "10", "line": ""},
)


def read(workspace: Workspace) -> ElementLine:
    (line,) = workspace.read(element_lines)
    return line


def a_demand(workspace: Workspace, form: ElementForm = POWER) -> str:
    project = workspace.do(a_project).value
    return workspace.do(add_element, project, form).value


def test_a_demand_is_promised_delivered_in_parts_and_met(workspace: Workspace) -> None:
    power = a_demand(workspace)
    assert (read(workspace).status, read(workspace).gap) == (ElementStatus.RAISED, Decimal(8000))
    promised = replace(
        POWER, committed=Decimal(8000), committed_on=date(2023, 2, 10), promised_for=date(2023, 3, 1)
    )
    workspace.do(edit_element, power, promised)
    assert (read(workspace).status, read(workspace).due) == (ElementStatus.COMMITTED, date(2023, 3, 1))
    workspace.do(deliver, power, DeliveryForm(date(2023, 2, 20), Decimal(3000), "送电1号"))
    assert (read(workspace).status, read(workspace).gap) == (ElementStatus.PARTIAL, Decimal(5000))
    last = workspace.do(deliver, power, DeliveryForm(workspace.today, Decimal(4000))).value
    workspace.do(correct_delivery, last, DeliveryForm(workspace.today, Decimal(5000)))
    line = read(workspace)
    assert (line.status, line.gap, line.light) == (ElementStatus.DELIVERED, Decimal(0), Light.GREY)
    assert [one.quantity for one in line.deliveries] == [Decimal(3000), Decimal(5000)]
    workspace.do(remove_delivery, last)
    assert read(workspace).status is ElementStatus.PARTIAL


def test_what_is_still_to_come_has_a_clock_of_its_own(workspace: Workspace) -> None:
    power = a_demand(workspace)
    (line,) = workspace.read(deadlines)
    assert (line.face.kind, line.face.due) == (ClockKind.ELEMENT, date(2023, 4, 1))
    assert (line.face.label, line.face.department) == ("用电（双电源）到位 8000千伏安", "供电公司")
    assert workspace.read(explain, line.face) == "约定于2023年4月1日前到位，属约定日期，遇休息日不顺延。"
    workspace.do(deliver, power, DeliveryForm(workspace.today, Decimal("7999.5")))
    (line,) = workspace.read(deadlines)
    assert line.face.label == "用电（双电源）到位 0.5千伏安"
    workspace.do(deliver, power, DeliveryForm(workspace.today, Decimal("0.5")))
    assert not workspace.read(deadlines)


def test_what_cannot_be_met_is_red_without_a_clock(workspace: Workspace) -> None:
    power = a_demand(workspace, replace(POWER, remark="临时用电另报"))
    with pytest.raises(UserError, match=r"element\.no_reason"):
        workspace.do(mark_unavailable, power, " ")
    workspace.do(mark_unavailable, power, "变电站无余量")
    line = read(workspace)
    assert (line.status, line.light) == (ElementStatus.UNAVAILABLE, Light.RED)
    assert (line.unavailable_reason, line.form.remark) == ("变电站无余量", "临时用电另报")
    assert not workspace.read(deadlines)
    workspace.do(mark_available, power)
    assert (read(workspace).status, read(workspace).unavailable_reason) == (ElementStatus.RAISED, "")


def test_an_overdue_demand_is_red(workspace: Workspace) -> None:
    a_demand(workspace, replace(POWER, needed_by=date(2023, 2, 23)))
    assert read(workspace).light is Light.RED


def test_particulars_are_kept_without_the_empty_ones(workspace: Workspace) -> None:
    a_demand(workspace)
    assert read(workspace).form.specifics == {"voltage": "10"}


def test_the_projects_own_figures_propose_demands(workspace: Workspace) -> None:
    project = workspace.do(a_project, area_mu=Decimal("45.5")).value
    land, *_ = workspace.read(proposed_elements, project)
    assert (land.kind, land.unit, land.demand) == (Element.LAND, "亩", Decimal("45.5"))
    assert workspace.do(add_elements, project, (land,)).value == 1
    left = workspace.read(proposed_elements, project)
    assert Element.LAND not in [form.kind for form in left]
    workspace.undo()
    assert workspace.read(element_lines) == ()


def test_its_money_proposes_a_demand_for_finance(workspace: Workspace) -> None:
    project = workspace.do(a_project, investment_yuan=950_000_000).value
    proposed = {form.kind: form for form in workspace.read(proposed_elements, project)}
    assert (proposed[Element.FINANCE].demand, proposed[Element.FINANCE].unit) == (Decimal(95000), "万元")


def test_one_bad_row_refuses_all(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=r"element\.not_positive"):
        workspace.do(add_elements, project, (POWER, replace(POWER, demand=Decimal(-1))))
    assert workspace.read(element_lines) == ()


def test_refusals_leave_the_demand_as_it_was(workspace: Workspace) -> None:
    power = a_demand(workspace)
    workspace.do(deliver, power, DeliveryForm(workspace.today, Decimal(1)))
    before = read(workspace)
    with pytest.raises(UserError, match=r"element\.unit_fixed"):
        workspace.do(edit_element, power, replace(POWER, unit="千瓦"))
    with pytest.raises(UserError, match=r"element\.delivered_in_future"):
        workspace.do(deliver, power, DeliveryForm(date(2023, 2, 25), Decimal(1)))
    workspace.do(raise_problem, before.project_id, ProblemForm("没电", element_id=power))
    with pytest.raises(UserError, match=r"element\.in_use"):
        workspace.do(remove_element, power)
    assert read(workspace) == before


def test_a_demand_goes_with_its_deliveries_and_comes_back_with_them(workspace: Workspace) -> None:
    power = a_demand(workspace)
    workspace.do(deliver, power, DeliveryForm(workspace.today, Decimal(1)))
    before = read(workspace)
    workspace.do(remove_element, power)
    assert workspace.read(element_lines) == ()
    workspace.undo()
    assert read(workspace) == before
