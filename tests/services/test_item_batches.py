"""One thing done to several permit items in one act."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import PermitState
from fangzi_desktop.services.item_batches import accept_items, apply_items, decide_items
from fangzi_desktop.services.permits import ChecklistLine, accept_item, checklist
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.messages import sentence
from tests.builders import a_project_with_permits, item_id

DAY = date(2023, 2, 20)


def lines(workspace: Workspace, project: str, *codes: str) -> list[ChecklistLine]:
    by_code = {line.code: line for line in workspace.read(checklist, project).lines}
    return [by_code[code] for code in codes]


def ids(workspace: Workspace, project: str, *codes: str) -> list[str]:
    return [workspace.do(item_id, project, code).value for code in codes]


def test_several_items_are_taken_through_their_life_and_back_act_by_act(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    items = ids(workspace, project, "FILING", "EIA", "SEISMIC")
    assert workspace.do(apply_items, items, date(2023, 2, 16)).value == 3
    workspace.do(accept_items, items, date(2023, 2, 17))
    workspace.do(decide_items, items, DAY)
    decided = lines(workspace, project, "FILING", "EIA", "SEISMIC")
    assert {line.state for line in decided} == {PermitState.DECIDED}
    assert {line.decided_on for line in decided} == {DAY}
    workspace.undo()
    assert {line.state for line in lines(workspace, project, "FILING", "EIA", "SEISMIC")} == {
        PermitState.ACCEPTED
    }
    workspace.undo()
    workspace.undo()
    assert {line.applied_on for line in lines(workspace, project, "FILING", "EIA", "SEISMIC")} == {None}


def test_one_that_is_refused_is_named_and_leaves_all_as_they_were(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    items = ids(workspace, project, "FILING", "LAND_ANNOUNCE", "EIA")
    for item in items:
        workspace.do(accept_item, item, date(2023, 2, 10))
    with pytest.raises(UserError) as refused:
        workspace.do(decide_items, items, DAY)
    words = sentence(refused.value)
    assert words.startswith("“国有建设用地使用权挂牌出让公告”办不了：法定最短期限未满")
    assert words.endswith("所选 3 项都没有改动。")
    assert {line.decided_on for line in lines(workspace, project, "FILING", "EIA")} == {None}


def test_numbers_already_written_outlive_a_decision_of_several(workspace: Workspace) -> None:
    from fangzi_desktop.services.permits import ItemDates, correct_item

    project = workspace.do(a_project_with_permits).value
    (item,) = ids(workspace, project, "FILING")
    workspace.do(correct_item, item, ItemDates(None, date(2023, 2, 16), None), "备案〔2023〕1号")
    workspace.do(decide_items, [item], DAY)
    assert lines(workspace, project, "FILING")[0].certificate_no == "备案〔2023〕1号"
