from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.services.deadlines import deadlines, explain
from fangzi_desktop.services.recount import differences
from fangzi_desktop.services.stoppages import (
    Stoppage,
    StoppageForm,
    add_stoppage,
    edit_stoppage,
    end_stoppage,
    recheck_permit,
    remove_stoppage,
    report_stoppage,
    stoppages,
)
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project

TODAY = date(2023, 2, 24)


@pytest.fixture
def project(workspace: Workspace) -> str:
    return workspace.do(a_project).value


def only(workspace: Workspace, project: str) -> Stoppage:
    (one,) = workspace.read(stoppages, project)
    return one


def test_a_standstill_is_reported_within_a_month(workspace: Workspace, project: str) -> None:
    known = workspace.do(add_stoppage, project, StoppageForm(date(2023, 1, 10), "资金未到位")).value
    (owed,) = [one for one in workspace.read(deadlines) if one.face.kind is ClockKind.STOPPAGE]
    assert (owed.face.owner_id, owed.face.department, owed.face.due) == (known, "建设单位", date(2023, 2, 10))
    assert "中止施工" in workspace.read(explain, owed.face)
    shown = only(workspace, project)
    assert (shown.report_due, shown.light, shown.days) == (date(2023, 2, 10), Light.RED, 46)
    workspace.do(report_stoppage, known, date(2023, 2, 23))
    assert only(workspace, project).report_due is None
    assert workspace.read(deadlines) == ()
    assert workspace.read(differences) == []


def test_building_goes_on_the_day_after_the_last_one(workspace: Workspace, project: str) -> None:
    known = workspace.do(add_stoppage, project, StoppageForm(date(2023, 1, 10), "台风", True)).value
    with pytest.raises(UserError, match=r"stoppage.in_future"):
        workspace.do(end_stoppage, known, date(2023, 2, 25))
    with pytest.raises(UserError, match=r"stoppage.backwards"):
        workspace.do(end_stoppage, known, date(2023, 1, 10))
    workspace.do(end_stoppage, known, date(2023, 2, 1))
    shown = only(workspace, project)
    assert (shown.last, shown.days, shown.light) == (date(2023, 1, 31), 22, Light.GREY)
    assert workspace.read(deadlines) == ()
    with pytest.raises(UserError, match=r"stoppage.ended_already"):
        workspace.do(end_stoppage, known, date(2023, 2, 1))


def test_after_a_year_the_permit_is_checked_first(workspace: Workspace, project: str) -> None:
    known = workspace.do(add_stoppage, project, StoppageForm(date(2022, 1, 10), "资金未到位")).value
    assert only(workspace, project).needs_recheck
    with pytest.raises(UserError, match=r"stoppage.not_rechecked"):
        workspace.do(end_stoppage, known, TODAY)
    with pytest.raises(UserError, match=r"stoppage.noted_out_of_range"):
        workspace.do(recheck_permit, known, date(2022, 1, 9))
    workspace.do(recheck_permit, known, date(2023, 2, 20))
    assert not only(workspace, project).needs_recheck
    workspace.do(end_stoppage, known, TODAY)
    assert only(workspace, project).last == date(2023, 2, 23)


def test_what_was_recorded_can_be_corrected_and_removed(workspace: Workspace, project: str) -> None:
    with pytest.raises(UserError, match=r"stoppage.no_reason"):
        workspace.do(add_stoppage, project, StoppageForm(TODAY, " "))
    known = workspace.do(add_stoppage, project, StoppageForm(date(2023, 1, 10), "台风")).value
    with pytest.raises(UserError, match=r"stoppage.overlap"):
        workspace.do(add_stoppage, project, StoppageForm(TODAY, "又停"))
    workspace.do(report_stoppage, known, date(2023, 1, 12))
    with pytest.raises(UserError, match=r"stoppage.noted_out_of_range"):
        workspace.do(edit_stoppage, known, StoppageForm(date(2023, 1, 13), "台风"))
    workspace.do(edit_stoppage, known, StoppageForm(date(2023, 1, 11), "暴雨", True, "报告1号"))
    shown = only(workspace, project)
    assert (shown.first, shown.reason, shown.is_excused, shown.document_no) == (
        date(2023, 1, 11),
        "暴雨",
        True,
        "报告1号",
    )
    workspace.do(remove_stoppage, known)
    assert workspace.read(stoppages, project) == ()
