"""Moving a reminder or recording an extension from the calendar (2023-02-24, a Friday)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.deadlines import Extension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, ProblemState, Unit
from fangzi_desktop.services.agreed_days import agreed_day, move_agreed_day
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.permit_notices import extend_item
from fangzi_desktop.services.problems import ProblemForm, StepForm, assign_problem, problems, raise_problem
from fangzi_desktop.services.reminder_moves import Shift, lengthened_due, lengthening_to, reminder_move
from fangzi_desktop.services.snoozing import snooze
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_permit_item, a_project
from tests.conftest import OpenWorkspace

EARLY = date(2023, 2, 1)
FRIDAY = date(2023, 2, 24)


def line_of(workspace: Workspace, owner: str) -> DeadlineLine:
    return next(line for line in workspace.read(deadlines) if line.face.owner_id == owner)


def a_problem(workspace: Workspace, due: date) -> str:
    project = workspace.do(a_project, "甲").value
    return workspace.do(raise_problem, project, ProblemForm("用电", "供电公司", EARLY, due)).value


@pytest.mark.parametrize(
    ("due", "asked", "day", "shift"),
    [
        pytest.param(date(2023, 3, 2), date(2023, 2, 28), date(2023, 2, 28), Shift.NONE, id="as asked"),
        pytest.param(date(2023, 3, 2), date(2023, 2, 25), date(2023, 2, 27), Shift.REST_DAY, id="a Saturday"),
        pytest.param(date(2023, 3, 2), date(2023, 3, 9), date(2023, 3, 3), Shift.AFTER_DUE, id="too late"),
        pytest.param(date(2023, 2, 20), date(2023, 3, 9), date(2023, 2, 27), Shift.OVERDUE, id="overdue"),
        pytest.param(date(2023, 2, 20), date(2023, 2, 27), date(2023, 2, 27), Shift.NONE, id="next day"),
        pytest.param(date(2023, 3, 2), FRIDAY, None, Shift.PAST, id="today"),
        pytest.param(date(2023, 3, 2), date(2023, 2, 1), None, Shift.PAST, id="the past"),
        pytest.param(date(2023, 6, 30), date(2023, 3, 1), None, Shift.NOT_YET, id="before it calls"),
    ],
)
def test_a_reminder_says_on_which_day_it_comes_back_and_why(
    workspace: Workspace, due: date, asked: date, day: date | None, shift: Shift
) -> None:
    key = f"problem:{a_problem(workspace, due)}"
    move = workspace.read(reminder_move, key, due, asked)
    assert (move.day, move.shift) == (day, shift)
    if move.day is not None:
        assert workspace.do(snooze, key, Later.DAY, asked).value == move.day
        assert line_of(workspace, key.removeprefix("problem:")).face.due == due


def test_a_reminder_may_be_put_off_to_the_day_it_would_first_call(workspace: Workspace) -> None:
    due = date(2023, 6, 30)
    key = f"problem:{a_problem(workspace, due)}"
    first = workspace.read(reminder_move, key, due, date(2023, 3, 1)).first_call
    assert first is not None
    assert workspace.read(reminder_move, key, due, first).day == first


@pytest.mark.parametrize("days", [1, 2, 5, 12, 40, 100])
def test_the_shortest_extension_reaches_the_day(workspace: Workspace, days: int) -> None:
    item = workspace.do(a_permit_item, "DRAWING_REVIEW", accepted_on=date(2023, 2, 17)).value
    face = line_of(workspace, item).face
    assert face.due is not None
    wanted = face.due + timedelta(days=days)
    found = workspace.read(lengthening_to, face.id, wanted)
    assert found is not None
    assert (found.unit, found.due >= wanted) == (Unit.WORKING_DAY, True)
    shorter = workspace.read(lengthened_due, face.id, found.amount - 1, found.unit)
    assert found.amount == 1 or (shorter is not None and shorter < wanted)
    workspace.do(extend_item, item, Extension(FRIDAY, found.amount, found.unit, "分管负责人", "专家评审延后"))
    assert line_of(workspace, item).face.due == found.due


def test_what_has_no_limit_is_not_lengthened(workspace: Workspace) -> None:
    problem = a_problem(workspace, date(2023, 3, 2))
    assert workspace.read(lengthening_to, f"problem:{problem}", date(2023, 4, 3)) is None
    assert workspace.read(lengthening_to, "permit:none", date(2023, 4, 3)) is None
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.read(lengthened_due, "permit:none", 1, Unit.WORKING_DAY)


def test_each_kind_of_agreed_day_moves_only_its_own_clock(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2025, 10, 9))
    workspace.do(fill_with_examples, 60)
    seen = set()
    for line in workspace.read(deadlines):
        kind, owner = line.face.kind, line.face.owner_id
        known = workspace.read(agreed_day, kind, owner)
        if kind in seen or known is None or line.face.due is None:
            continue
        seen.add(kind)
        assert known.due == line.face.due
        before = {one.face.id: one.face.due for one in workspace.read(deadlines)}
        later = line.face.due + timedelta(days=400)
        workspace.do(move_agreed_day, kind, owner, later, "企业申请，会议同意", "坊专〔2025〕9号")
        after = {one.face.id: one.face.due for one in workspace.read(deadlines)}
        assert after == {**before, line.face.id: later}
        workspace.undo()
        assert {one.face.id: one.face.due for one in workspace.read(deadlines)} == before
    assert seen >= {
        ClockKind.PROBLEM,
        ClockKind.CONDITION,
        ClockKind.ELEMENT,
        ClockKind.COMMITMENT,
        ClockKind.PAYOUT,
        ClockKind.NODE,
    }


def test_a_problem_that_was_handed_out_keeps_why_it_may_take_longer(workspace: Workspace) -> None:
    problem = a_problem(workspace, date(2023, 3, 2))
    workspace.do(assign_problem, problem, "供电公司", date(2023, 3, 2), StepForm(FRIDAY, "尽快"))
    with pytest.raises(UserError, match=r"agreed_day\.no_reason"):
        workspace.do(move_agreed_day, ClockKind.PROBLEM, problem, date(2023, 3, 9), " ")
    workspace.do(move_agreed_day, ClockKind.PROBLEM, problem, date(2023, 3, 9), "设备未到", "坊专〔2023〕3号")
    (read,) = workspace.read(problems)
    assert (read.due, read.state) == (date(2023, 3, 9), ProblemState.ASSIGNED)
    assert [(one.note, one.document_no) for one in read.steps] == [
        ("尽快", ""),
        ("设备未到", "坊专〔2023〕3号"),
    ]


@pytest.mark.parametrize("kind", [ClockKind.STAGE, ClockKind.PERMIT, ClockKind.WINDOW, ClockKind.PROBLEM])
def test_a_day_that_no_record_sets_is_not_moved(workspace: Workspace, kind: ClockKind) -> None:
    assert workspace.read(agreed_day, kind, "none") is None
    with pytest.raises(UserError, match=r"agreed_day\.fixed"):
        workspace.do(move_agreed_day, kind, "none", date(2023, 4, 3), "理由")
