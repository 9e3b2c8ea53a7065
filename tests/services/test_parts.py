"""Parts of a project, rounds of a listing and groups, through the workspace."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, PartKind, PermitState, Route
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.parts import (
    add_part,
    divide_items,
    fail_listing,
    name_coordinator,
    remove_instance,
    remove_part,
    rename_part,
)
from fangzi_desktop.services.permits import (
    ChecklistLine,
    GroupLine,
    accept_item,
    apply_item,
    checklist,
    decide_item,
    slip,
)
from fangzi_desktop.services.recount import differences
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project_with_permits, item_id

LISTED = ("LAND_PLAN", "LAND_ANNOUNCE", "LAND_LISTING", "LAND_DEAL", "LAND_CONTRACT")


def feb(day: int) -> date:
    return date(2023, 2, day)


@pytest.fixture
def project(workspace: Workspace) -> str:
    return workspace.do(a_project_with_permits, Route.NEW_LAND).value


def lines(workspace: Workspace, project: str, code: str) -> list[ChecklistLine]:
    return [one for one in workspace.read(checklist, project).lines if one.code == code]


def group(workspace: Workspace, project: str, code: str) -> GroupLine:
    return next(one for one in workspace.read(checklist, project).groups if one.code == code)


def two_plots(workspace: Workspace, project: str, *codes: str) -> tuple[str, str]:
    first = workspace.do(add_part, project, PartKind.PLOT, "A宗地").value
    second = workspace.do(add_part, project, PartKind.PLOT, "B宗地").value
    items = [workspace.do(item_id, project, code).value for code in codes]
    assert workspace.do(divide_items, items, [first, second]).value == len(codes)
    return first, second


def test_each_plot_has_its_own_items_and_the_project_waits_for_all(
    workspace: Workspace, project: str
) -> None:
    two_plots(workspace, project, "LAND_DEAL", "LAND_CONTRACT", "LAND_TITLE")
    deal_a, deal_b = lines(workspace, project, "LAND_DEAL")
    contract_a, contract_b = lines(workspace, project, "LAND_CONTRACT")
    assert [deal_a.title, deal_b.title] == ["土地成交确认（A宗地）", "土地成交确认（B宗地）"]
    assert deal_a.id in contract_a.requires
    assert deal_b.id not in contract_a.requires
    assert deal_b.id in contract_b.requires
    (plan,) = lines(workspace, project, "CONSTR_PLAN")
    assert {one.id for one in lines(workspace, project, "LAND_TITLE")} <= set(plan.requires)


def test_a_divided_item_counts_once_and_is_done_when_every_part_has_it(
    workspace: Workspace, project: str
) -> None:
    before = workspace.read(checklist, project)
    two_plots(workspace, project, "LAND_ANNOUNCE")
    after = workspace.read(checklist, project)
    assert (after.total, after.done) == (before.total, before.done)
    first, second = lines(workspace, project, "LAND_ANNOUNCE")
    done = []
    for one in (first, second):
        workspace.do(accept_item, one.id, date(2023, 1, 3))
        workspace.do(decide_item, one.id, feb(1))
        done.append(workspace.read(checklist, project).done)
    assert done == [before.done, before.done + 1]


def test_what_lies_within_a_part_concerns_it(workspace: Workspace, project: str) -> None:
    phase = workspace.do(add_part, project, PartKind.PHASE, "一期").value
    later = workspace.do(add_part, project, PartKind.PHASE, "二期").value
    hall = workspace.do(add_part, project, PartKind.BUILDING, "1号厂房", phase).value
    review, permit = (
        workspace.do(item_id, project, code).value for code in ("DRAWING_REVIEW", "CONSTR_PERMIT")
    )
    workspace.do(divide_items, [review], [phase, later])
    workspace.do(divide_items, [permit], [hall])
    needs = lines(workspace, project, "CONSTR_PERMIT")[0].requires
    first, second = lines(workspace, project, "DRAWING_REVIEW")
    assert first.id in needs
    assert second.id not in needs


def test_a_failed_listing_begins_anew_and_its_clock_with_it(workspace: Workspace, project: str) -> None:
    announced = workspace.do(item_id, project, "LAND_ANNOUNCE").value
    workspace.do(accept_item, announced, date(2023, 1, 3))
    assert overall(workspace) == date(2023, 2, 28)
    workspace.do(decide_item, announced, date(2023, 1, 28))
    listing = workspace.do(item_id, project, "LAND_LISTING").value
    workspace.do(accept_item, listing, date(2023, 1, 29))
    new = workspace.do(fail_listing, listing, feb(8), "无人报价").value
    assert len(new) == 2
    assert overall(workspace) is None
    first, second = lines(workspace, project, "LAND_LISTING")
    assert (first.state, first.superseded, second.state) == (
        PermitState.LISTING_FAILED,
        True,
        PermitState.NOT_STARTED,
    )
    assert second.title == "土地挂牌报价（第2轮）"
    again = next(one for one in lines(workspace, project, "LAND_ANNOUNCE") if not one.superseded)
    workspace.do(accept_item, again.id, feb(13))
    assert overall(workspace) == date(2023, 4, 6)
    with pytest.raises(UserError, match=r"permit\.superseded"):
        workspace.do(decide_item, listing, feb(20))
    assert workspace.read(differences) == []
    workspace.undo()
    workspace.undo()
    assert overall(workspace) == date(2023, 2, 28)


def overall(workspace: Workspace) -> date | None:
    """The due day of 具备开工条件: 37 working days from the announcement."""
    found = (one.face for one in workspace.read(deadlines) if one.face.kind is ClockKind.OVERALL)
    return next((face.due for face in found if face.code == "START_READY"), None)


@pytest.mark.parametrize(
    ("code", "reason", "refusal"),
    [
        ("FILING", "无人报价", "permit.not_a_listing"),
        ("LAND_LISTING", "  ", "permit.no_reason"),
    ],
)
def test_only_a_listing_fails_and_with_a_reason(
    workspace: Workspace, project: str, code: str, reason: str, refusal: str
) -> None:
    item = workspace.do(item_id, project, code).value
    workspace.do(accept_item, item, feb(1))
    with pytest.raises(UserError) as refused:
        workspace.do(fail_listing, item, feb(10), reason)
    assert refused.value.code == refusal
    assert len(lines(workspace, project, code)) == 1


def test_a_part_in_use_is_not_removed(workspace: Workspace, project: str) -> None:
    first, second = two_plots(workspace, project, "LAND_DEAL")
    with pytest.raises(UserError, match=r"part\.in_use"):
        workspace.do(remove_part, second)
    deal = next(one for one in lines(workspace, project, "LAND_DEAL") if one.part_id == second)
    workspace.do(remove_instance, deal.id)
    workspace.do(remove_part, second)
    assert [part.id for part in workspace.read(checklist, project).parts] == [first]


def test_an_item_that_is_begun_is_not_taken_from_its_part(workspace: Workspace, project: str) -> None:
    _, second = two_plots(workspace, project, "LAND_DEAL")
    deal = next(one for one in lines(workspace, project, "LAND_DEAL") if one.part_id == second)
    workspace.do(apply_item, deal.id, feb(10))
    with pytest.raises(UserError, match=r"permit\.already_begun"):
        workspace.do(remove_instance, deal.id)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("  ", "part.no_name"), ("地" * 31, "part.name_too_long"), ("一期", "part.duplicate")],
)
def test_a_part_needs_a_name_of_its_own(workspace: Workspace, project: str, name: str, refusal: str) -> None:
    workspace.do(add_part, project, PartKind.PHASE, "一期")
    other = workspace.do(add_part, project, PartKind.PHASE, "二期").value
    with pytest.raises(UserError) as refused:
        workspace.do(add_part, project, PartKind.PHASE, name)
    assert refused.value.code == refusal
    with pytest.raises(UserError):
        workspace.do(rename_part, other, name)


def test_parts_of_another_project_are_refused(workspace: Workspace, project: str) -> None:
    elsewhere = workspace.do(a_project_with_permits, Route.NEW_LAND, "别的项目").value
    foreign = workspace.do(add_part, elsewhere, PartKind.PHASE, "一期").value
    deal = workspace.do(item_id, project, "LAND_DEAL").value
    for act in (
        lambda: workspace.do(divide_items, [deal], [foreign]),
        lambda: workspace.do(add_part, project, PartKind.BUILDING, "1号厂房", foreign),
    ):
        with pytest.raises(UserError, match=r"part\.elsewhere"):
            act()
    with pytest.raises(UserError, match=r"part\.none_chosen"):
        workspace.do(divide_items, [deal], [])


def test_a_groups_limit_is_its_longest_item_and_never_the_sum(workspace: Workspace, project: str) -> None:
    filing = workspace.do(item_id, project, "FILING").value
    assert group(workspace, project, "AFTER_FILING").due is None
    workspace.do(accept_item, filing, feb(1))
    workspace.do(decide_item, filing, feb(1))
    found = group(workspace, project, "AFTER_FILING")
    assert found.limit is not None
    assert found.limit.zh == "20个工作日"
    assert (found.started_on, found.due) == (feb(1), date(2023, 3, 1))
    assert found.done == 0


def test_the_four_certificates_have_a_clock_of_their_own(workspace: Workspace, project: str) -> None:
    announced = workspace.do(item_id, project, "LAND_ANNOUNCE").value
    workspace.do(accept_item, announced, date(2022, 5, 23))
    found = group(workspace, project, "FOUR_CERTIFICATES")
    assert (found.total, found.due) == (4, date(2022, 7, 14))
    assert "37个工作日" in found.why


def test_a_group_has_its_coordinator(workspace: Workspace, project: str) -> None:
    workspace.do(name_coordinator, project, "FOUR_CERTIFICATES", "审批服务科")
    assert group(workspace, project, "FOUR_CERTIFICATES").coordinator == "审批服务科"
    workspace.do(name_coordinator, project, "FOUR_CERTIFICATES", "")
    assert group(workspace, project, "FOUR_CERTIFICATES").coordinator == ""


def test_what_slips_on_the_critical_path_moves_the_start(workspace: Workspace, project: str) -> None:
    read = workspace.read(checklist, project)
    assert read.forecast is not None
    assert read.forecast.ready_on is not None
    last = read.forecast.critical[-1]
    assert workspace.read(slip, project, last, 5).ready_on > read.forecast.ready_on  # type: ignore[operator]
    loose, spare = max(read.forecast.floats.items(), key=lambda one: one[1])
    assert spare > 5
    assert workspace.read(slip, project, loose, 5).ready_on == read.forecast.ready_on
    for amount in (0, 251):
        with pytest.raises(UserError, match=r"permit\.slip_amount"):
            workspace.read(slip, project, last, amount)


def test_an_item_may_be_given_from_part_to_part_and_divided_again(workspace: Workspace, project: str) -> None:
    """What was added for a part keeps its id as the item of another part."""
    first, second = two_plots(workspace, project, "LAND_DEAL")
    own, added = (one.id for one in lines(workspace, project, "LAND_DEAL"))
    workspace.do(remove_instance, own)
    workspace.do(remove_instance, added)
    assert [one.id for one in lines(workspace, project, "LAND_DEAL")] == [added]
    workspace.do(divide_items, [added], [first, second])
    ids = [one.id for one in lines(workspace, project, "LAND_DEAL")]
    assert (len(set(ids)), ids[0]) == (2, added)
    workspace.undo()
    assert [one.id for one in lines(workspace, project, "LAND_DEAL")] == [added]
