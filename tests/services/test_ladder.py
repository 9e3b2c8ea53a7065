from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import CommitmentMetric, LadderLevel, Side
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.services.commitments import CommitmentForm, add_commitment
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.ladder import (
    RungForm,
    edit_rung,
    ladder_level,
    remove_rung,
    rung_lines,
    settle_rung,
    take_rung,
)
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project

DUE = date(2022, 12, 31)


def a_breach(workspace: Workspace, side: Side = Side.ENTERPRISE) -> tuple[str, str]:
    project = workspace.do(a_project).value
    form = CommitmentForm(side, CommitmentMetric.PRODUCTION, due=DUE)
    return project, workspace.do(add_commitment, project, form).value


def a_form(level: LadderLevel, on: date, about: str | None = None, due: date | None = None) -> RungForm:
    return RungForm(level, on, f"坊履〔2023〕{on.day}号", "未按期投产", due, about)


def ladder_clocks(workspace: Workspace) -> list[tuple[str, date | None]]:
    found = workspace.read(deadlines)
    return [(one.face.code, one.face.due) for one in found if one.face.kind is ClockKind.LADDER]


def test_the_ladder_is_climbed_rung_by_rung(workspace: Workspace) -> None:
    project, about = a_breach(workspace)
    assert workspace.read(ladder_level, project) is None
    workspace.do(take_rung, project, a_form(LadderLevel.REMINDER, date(2023, 1, 4), about))
    assert ladder_clocks(workspace) == [("reminder", date(2023, 2, 3))]
    workspace.do(take_rung, project, a_form(LadderLevel.INTERVIEW, date(2023, 1, 10), about))
    demand = a_form(LadderLevel.DEMAND, date(2023, 2, 6), about, date(2023, 2, 20))
    workspace.do(take_rung, project, demand)
    assert ladder_clocks(workspace) == [("demand", date(2023, 2, 20))]
    decision = a_form(LadderLevel.DECISION, date(2023, 2, 22), about, date(2023, 3, 10))
    workspace.do(take_rung, project, decision)
    assert workspace.read(ladder_level, project) is LadderLevel.DECISION
    newest, *older = workspace.read(rung_lines, project)
    assert (newest.form.level, newest.about, newest.light) == (LadderLevel.DECISION, "投产期限", Light.GREEN)
    assert all(one.is_superseded and one.light is Light.GREY for one in older)


def test_putting_it_right_ends_all_that_was_asked_about_it(workspace: Workspace) -> None:
    project, about = a_breach(workspace)
    workspace.do(take_rung, project, a_form(LadderLevel.REMINDER, date(2023, 1, 4), about))
    rung = a_form(LadderLevel.INTERVIEW, date(2023, 1, 10), about)
    top = workspace.do(take_rung, project, rung).value
    with pytest.raises(UserError, match=r"ladder\.no_note"):
        workspace.do(settle_rung, top, date(2023, 2, 1), " ")
    workspace.do(settle_rung, top, date(2023, 2, 1), "已投产")
    assert workspace.read(ladder_level, project) is None and not ladder_clocks(workspace)
    assert all(not one.is_open for one in workspace.read(rung_lines, project))
    with pytest.raises(UserError, match=r"ladder\.settled_already"):
        workspace.do(settle_rung, top, date(2023, 2, 1), "又一次")


def test_the_law_is_named_where_a_demand_is_missing(workspace: Workspace) -> None:
    project, about = a_breach(workspace)
    for level in (LadderLevel.DECISION, LadderLevel.CLAWBACK, LadderLevel.RESCISSION):
        with pytest.raises(UserError, match=r"ladder\.no_demand"):
            workspace.do(take_rung, project, a_form(level, date(2023, 2, 1), about))
    assert not workspace.read(rung_lines, project)


def test_the_governments_own_breach_has_no_ladder(workspace: Workspace) -> None:
    project, about = a_breach(workspace, Side.GOVERNMENT)
    with pytest.raises(UserError, match=r"ladder\.own_breach"):
        workspace.do(take_rung, project, a_form(LadderLevel.REMINDER, date(2023, 2, 1), about))


def test_papers_and_reasons_are_needed(workspace: Workspace) -> None:
    project, about = a_breach(workspace)
    with pytest.raises(UserError, match=r"ladder\.no_document"):
        workspace.do(take_rung, project, RungForm(LadderLevel.REMINDER, date(2023, 2, 1), "", "x"))
    with pytest.raises(UserError, match=r"ladder\.no_reason"):
        workspace.do(take_rung, project, RungForm(LadderLevel.REMINDER, date(2023, 2, 1), "1号"))
    other = workspace.do(a_project, "另一个").value
    with pytest.raises(UserError, match=r"ladder\.other_project"):
        workspace.do(take_rung, other, a_form(LadderLevel.REMINDER, date(2023, 2, 1), about))


def test_a_rung_is_corrected_or_removed_unless_another_rests_on_it(workspace: Workspace) -> None:
    project, about = a_breach(workspace)
    first = a_form(LadderLevel.REMINDER, date(2023, 1, 4), about)
    low = workspace.do(take_rung, project, first).value
    form = a_form(LadderLevel.INTERVIEW, date(2023, 1, 10), about)
    high = workspace.do(take_rung, project, form).value
    for command, args in ((remove_rung, ()), (edit_rung, (a_form(LadderLevel.DEMAND, DUE, about, DUE),))):
        with pytest.raises(UserError, match=r"ladder\.rests_on_it"):
            workspace.do(command, low, *args)  # type: ignore[arg-type]
    workspace.do(edit_rung, low, a_form(LadderLevel.REMINDER, date(2023, 1, 4), about, date(2023, 1, 31)))
    workspace.do(remove_rung, high)
    (line,) = workspace.read(rung_lines, project)
    assert (line.form.due, line.light) == (date(2023, 1, 31), Light.RED)
