"""办结 from the list: a date alone completes what a date alone can complete, and one undo takes it back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, IssueMode, Milestone, Stage
from fangzi_desktop.services.completing import COMPLETIONS, complete, completion
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.permit_results import promise_papers
from fangzi_desktop.services.permits import decide_item
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import correct_stage_dates, set_milestone
from fangzi_desktop.services.stoppages import StoppageForm, add_stoppage
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.tables import PermitItemRow
from fangzi_desktop.storage.work import View
from fangzi_desktop.ui.messages import sentence
from tests.builders import a_permit_item, a_project

TODAY = date(2023, 2, 24)


def clocks(workspace: Workspace) -> dict[str, DeadlineLine]:
    return {line.face.id: line for line in workspace.read(deadlines) if not line.face.is_floor}


def with_rare_kinds(workspace: Workspace) -> None:
    """Add the kinds of clocks that the examples do not hold."""
    workspace.do(fill_with_examples, 60)
    item = workspace.do(a_permit_item, "EIA", accepted_on=date(2023, 1, 10)).value
    workspace.do(decide_item, item, date(2023, 2, 10))
    workspace.do(promise_papers, item, IssueMode.CONDITIONAL, [("公众参与说明", date(2023, 2, 28))])
    project = workspace.do(a_project, "停工项目").value
    workspace.do(add_stoppage, project, StoppageForm(date(2023, 1, 10), "资金未到位"))
    land = workspace.do(a_project, "待动工项目").value
    workspace.do(set_milestone, land, Milestone.PLANNED_CONTRACT_START, PartialDate.of(date(2022, 3, 1)))


def test_each_kind_of_clock_is_completed_by_a_date_or_says_why_not(workspace: Workspace) -> None:
    with_rare_kinds(workspace)
    open_ones = clocks(workspace)
    met: dict[ClockKind, int] = defaultdict(int)
    for key, line in open_ones.items():
        offered = workspace.read(completion, key)
        kind = line.face.kind
        assert offered is None or kind in COMPLETIONS
        if offered is None or met[kind] >= 3:
            continue
        try:
            act = workspace.do(complete, key, TODAY)
        except UserError as refused:
            assert sentence(refused)
            assert set(clocks(workspace)) == set(open_ones), "a refusal changed something"
            continue
        assert act.act is not None
        left = clocks(workspace)
        # An application that was filed may leave the clock of its next window; every other clock has ended.
        assert key not in left or left[key].face.due != line.face.due, kind
        met[kind] += 1
        workspace.undo()
        assert clocks(workspace) == open_ones
    assert {kind for kind, count in met.items() if count} == set(COMPLETIONS) - {ClockKind.OVERALL}


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2022, 12, 1)])
def test_a_day_that_cannot_be_is_refused_in_words(workspace: Workspace, day: date) -> None:
    item = workspace.do(a_permit_item, "DRAWING_REVIEW", accepted_on=date(2023, 1, 3)).value
    with pytest.raises(UserError) as refused:
        workspace.do(complete, f"permit:{item}", day)
    assert sentence(refused.value)


def test_a_decision_takes_the_number_of_its_paper(workspace: Workspace) -> None:
    item = workspace.do(a_permit_item, "DRAWING_REVIEW", accepted_on=date(2023, 1, 3)).value
    offered = workspace.read(completion, f"permit:{item}")
    assert offered is not None
    assert (offered.act, offered.day, offered.number) == ("登记办结", "办结日期", "证书或文号")
    workspace.do(complete, f"permit:{item}", date(2023, 2, 20), " 坊审〔2023〕8号 ")

    def stored(view: View) -> tuple[date | None, str]:
        row = view.session.get(PermitItemRow, item)
        assert row is not None
        return row.decided_on, row.certificate_no

    assert workspace.read(stored) == (date(2023, 2, 20), "坊审〔2023〕8号")


def test_a_stage_is_not_completed_by_a_date(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 1), None)
    (key,) = clocks(workspace)
    assert workspace.read(completion, key) is None
    with pytest.raises(UserError, match=r"complete\.not_now"):
        workspace.do(complete, key, TODAY)


def test_what_has_ended_meanwhile_is_not_completed_again(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    problem = workspace.do(raise_problem, project, ProblemForm("用电", due=TODAY)).value
    workspace.do(complete, f"problem:{problem}", TODAY)
    assert workspace.read(completion, f"problem:{problem}") is None
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.do(complete, f"problem:{problem}", TODAY)
