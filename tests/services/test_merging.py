"""Copies of the real data come back: everything stays, conflicts wait, and all of it is one act."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import NamedFile, Return
from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.domain.terms import Milestone, PartKind, Stage
from fangzi_desktop.services.conflicts import (
    Rule,
    conflict_count,
    decide_deletion,
    decide_many,
    decide_value,
    keep_numbers,
    open_conflicts,
    renumber,
)
from fangzi_desktop.services.merging import MergePreview, merge_return, preview_return
from fangzi_desktop.services.parts import add_part, remove_part, rename_part
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import ProjectForm, edit_project, note_progress, set_milestone
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.tables import PartRow, ProjectRow
from tests.builders import a_project, a_project_with_permits
from tests.site import Site, content, hand_out

HandOut = Callable[[str], Site]


@pytest.fixture
def hand(workspace: Workspace, tmp_path: Path) -> Iterator[HandOut]:
    """Hand a copy of the office's data out."""
    sites: list[Site] = []

    def hand_it(name: str) -> Site:
        sites.append(hand_out(workspace, tmp_path / name, name))
        return sites[-1]

    yield hand_it
    for site in sites:
        site.workspace.close()


def take(office: Workspace, returned: Return) -> MergePreview:
    return office.do(merge_return, returned, Attachments(office.store.folder)).value


def preview(office: Workspace, returned: Return) -> MergePreview:
    return office.read(preview_return, returned, Attachments(office.store.folder))


def project_of(office: Workspace, project: str) -> ProjectRow:
    def read(view: object) -> ProjectRow:
        row = view.session.get(ProjectRow, project)  # type: ignore[attr-defined]
        assert row is not None
        return row

    return office.read(read)


def test_what_two_sides_changed_in_different_fields_both_stays(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目", investor="甲公司").value
    site = hand("笔记本一")
    workspace.do(edit_project, project, ProjectForm("一号项目", investor="乙公司"))
    site.workspace.do(note_progress, project, "基础完成")
    assert preview(workspace, site.bring_back()).conflicts == 0
    done = take(workspace, site.bring_back())
    row = project_of(workspace, project)
    assert (row.investor, row.progress) == ("乙公司", "基础完成")
    assert done.conflicts == 0
    assert done.changes >= 1


def test_what_both_sides_changed_keeps_the_office_and_shows_both(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目", investor="甲公司").value
    site = hand("笔记本一")
    workspace.do(edit_project, project, ProjectForm("一号项目", investor="乙公司"))
    site.workspace.do(edit_project, project, ProjectForm("一号项目", investor="丙公司"))
    take(workspace, site.bring_back())
    assert project_of(workspace, project).investor == "乙公司"
    (conflict,) = workspace.read(open_conflicts)
    assert (conflict.kind, conflict.fields) == (ConflictKind.VALUE, ("investor",))
    assert conflict.base.values == ("甲公司",)
    assert (conflict.office.values, conflict.office.who) == (("乙公司",), "专员甲")
    (said,) = conflict.sites
    assert (said.values, said.who, said.device) == (("丙公司",), "笔记本一的专员", "笔记本一")
    assert not conflict.is_changed


def test_the_same_change_on_both_sides_is_no_conflict(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目", investor="甲公司").value
    site = hand("笔记本一")
    for place in (workspace, site.workspace):
        place.do(edit_project, project, ProjectForm("一号项目", investor="乙公司"))
    take(workspace, site.bring_back())
    assert workspace.read(conflict_count) == 0


def test_a_copy_that_did_nothing_changes_nothing(workspace: Workspace, hand: HandOut) -> None:
    workspace.do(a_project)
    site = hand("笔记本一")
    before = content(workspace)
    changes = workspace.do(merge_return, site.bring_back(), Attachments(workspace.store.folder))
    assert changes.value.is_empty
    assert changes.act is None
    assert content(workspace) == before


def test_a_return_taken_twice_does_nothing_the_second_time(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目").value
    site = hand("笔记本一")
    site.workspace.do(raise_problem, project, ProblemForm("道路未通"))
    take(workspace, site.bring_back())
    before = content(workspace)
    again = workspace.do(merge_return, site.bring_back(), Attachments(workspace.store.folder))
    assert again.act is None
    assert again.value.is_empty
    assert content(workspace) == before


def test_records_of_all_copies_unite_in_any_order(
    workspace: Workspace, hand: HandOut, tmp_path: Path
) -> None:
    project = workspace.do(a_project_with_permits).value
    sites = [hand(name) for name in ("笔记本一", "笔记本二", "笔记本三")]
    for number, site in enumerate(sites):
        site.workspace.do(raise_problem, project, ProblemForm(f"问题{number}"))
        site.workspace.do(note_progress, project, f"进度{number}")
        site.workspace.do(
            set_milestone, project, Milestone.START_LEGAL, PartialDate.of(date(2023, 2, 20 + number))
        )
    returns = [site.bring_back() for site in sites]
    outcomes = []
    for place, order in enumerate(((0, 1, 2), (2, 0, 1), (1, 2, 0))):
        office = hand_out(workspace, tmp_path / f"office{place}", "电脑一").workspace
        for index in order:
            take(office, returns[index])
        found = office.read(open_conflicts)
        outcomes.append((content(office), {(conflict.id, conflict.sites) for conflict in found}))
        office.close()
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert len([key for key in outcomes[0][0] if key[0] == "problem"]) == 3
    assert outcomes[0][1]


def test_a_merge_is_undone_as_one_act_and_can_be_done_again(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目", investor="甲公司").value
    site = hand("笔记本一")
    workspace.do(edit_project, project, ProjectForm("一号项目", investor="乙公司"))
    site.workspace.do(edit_project, project, ProjectForm("一号项目", investor="丙公司"))
    site.workspace.do(raise_problem, project, ProblemForm("道路未通"))
    before = content(workspace)
    take(workspace, site.bring_back())
    after = content(workspace)
    workspace.undo()
    assert content(workspace) == before
    assert workspace.read(conflict_count) == 0
    assert not workspace.can_undo
    take(workspace, site.bring_back())
    assert content(workspace) == after
    assert workspace.read(conflict_count) == 1


def test_a_decision_holds_and_can_be_taken_back(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目", investor="甲公司").value
    site = hand("笔记本一")
    workspace.do(edit_project, project, ProjectForm("一号项目", investor="乙公司"))
    site.workspace.do(edit_project, project, ProjectForm("一号项目", investor="丙公司"))
    take(workspace, site.bring_back())
    (conflict,) = workspace.read(open_conflicts)
    workspace.do(decide_value, conflict.id, ["丁公司"])
    assert project_of(workspace, project).investor == "丁公司"
    assert workspace.read(conflict_count) == 0
    workspace.undo()
    assert project_of(workspace, project).investor == "乙公司"
    assert workspace.read(conflict_count) == 1
    workspace.redo()
    site.workspace.do(note_progress, project, "基础完成")
    take(workspace, site.bring_back())
    assert project_of(workspace, project).investor == "丁公司"
    assert workspace.read(conflict_count) == 0
    with pytest.raises(UserError, match=r"conflict\.done"):
        workspace.do(decide_value, conflict.id, ["戊公司"])


def test_a_later_change_of_the_record_is_told_and_decides_nothing(
    workspace: Workspace, hand: HandOut
) -> None:
    project = workspace.do(a_project, "一号项目", investor="甲公司").value
    site = hand("笔记本一")
    workspace.do(edit_project, project, ProjectForm("一号项目", investor="乙公司"))
    site.workspace.do(edit_project, project, ProjectForm("一号项目", investor="丙公司"))
    take(workspace, site.bring_back())
    workspace.do(edit_project, project, ProjectForm("一号项目", investor="己公司"))
    (conflict,) = workspace.read(open_conflicts)
    assert conflict.is_changed
    assert conflict.office.values == ("己公司",)
    other = hand("笔记本二")
    other.workspace.do(note_progress, project, "主体封顶")
    take(workspace, other.bring_back())
    assert workspace.read(conflict_count) == 1


def test_an_edit_beats_a_deletion_and_asks(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目").value
    part = workspace.do(add_part, project, PartKind.PHASE, "一期").value
    site = hand("笔记本一")
    workspace.do(remove_part, part)
    site.workspace.do(rename_part, part, "一期（改）")
    done = take(workspace, site.bring_back())
    assert (done.adds, done.conflicts) == (1, 1)
    (conflict,) = workspace.read(open_conflicts)
    assert conflict.kind is ConflictKind.DELETION
    assert conflict.record["name"] == "一期（改）"
    workspace.do(decide_deletion, conflict.id, stays=False)
    assert ("project_part", part) not in content(workspace)
    assert workspace.read(conflict_count) == 0
    workspace.undo()
    workspace.do(decide_deletion, conflict.id, stays=True)
    assert ("project_part", part) in content(workspace)
    assert take(workspace, site.bring_back()).is_empty
    assert workspace.read(conflict_count) == 0


def put_within(work: Work, part: str, within: str | None) -> None:
    work.get(PartRow, part).within_id = within


def test_what_only_refers_to_a_record_that_is_decided_to_go_stays(
    workspace: Workspace, hand: HandOut
) -> None:
    project = workspace.do(a_project, "一号项目").value
    part = workspace.do(add_part, project, PartKind.PHASE, "一期").value
    site = hand("笔记本一")
    inner = workspace.do(add_part, project, PartKind.PHASE, "一号车间", part).value
    site.workspace.do(remove_part, part)
    take(workspace, site.bring_back())
    (conflict,) = workspace.read(open_conflicts)
    assert (conflict.kind, conflict.row_id, conflict.others) == (ConflictKind.DELETION, part, 0)
    workspace.do(decide_deletion, conflict.id, stays=False)
    rows = content(workspace)
    assert ("project_part", part) not in rows
    assert workspace.read(lambda view: view.session.get(PartRow, inner).within_id) is None
    assert workspace.read(conflict_count) == 0


def test_what_might_have_been_moved_into_a_record_that_is_decided_to_go_stays_where_it_is(
    workspace: Workspace, hand: HandOut
) -> None:
    project = workspace.do(a_project, "一号项目").value
    first, second, inner = (
        workspace.do(add_part, project, PartKind.PHASE, name).value for name in ("一期", "二期", "车间")
    )
    mover, deleter = hand("笔记本一"), hand("笔记本二")
    workspace.do(put_within, inner, second)
    mover.workspace.do(put_within, inner, first)
    deleter.workspace.do(remove_part, first)
    take(workspace, mover.bring_back())
    take(workspace, deleter.bring_back())
    kinds = {conflict.kind: conflict for conflict in workspace.read(open_conflicts)}
    assert kinds.keys() == {ConflictKind.DELETION, ConflictKind.VALUE}
    workspace.do(decide_deletion, kinds[ConflictKind.DELETION].id, stays=False)
    assert workspace.read(lambda view: view.session.get(PartRow, inner).within_id) == second
    assert workspace.read(conflict_count) == 0
    mover.workspace.do(note_progress, project, "基础完成")
    take(workspace, mover.bring_back())
    assert ("project_part", first) not in content(workspace)
    assert workspace.read(conflict_count) == 0


def test_a_record_that_was_deleted_since_is_not_chosen_as_the_larger_one(
    workspace: Workspace, hand: HandOut
) -> None:
    project = workspace.do(a_project, "一号项目").value
    first, second, inner = (
        workspace.do(add_part, project, PartKind.PHASE, name).value for name in ("一期", "二期", "车间")
    )
    site = hand("笔记本一")
    workspace.do(put_within, inner, second)
    site.workspace.do(put_within, inner, first)
    take(workspace, site.bring_back())
    workspace.do(remove_part, first)
    (conflict,) = workspace.read(open_conflicts)
    with pytest.raises(UserError, match=r"conflict\.no_parent"):
        workspace.do(decide_value, conflict.id, conflict.sites[0].values)
    workspace.do(decide_value, conflict.id, conflict.office.values)
    assert workspace.read(conflict_count) == 0


def test_older_returns_after_a_newer_one_break_nothing(workspace: Workspace, hand: HandOut) -> None:
    workspace.do(a_project, "一号项目")
    site = hand("笔记本一")
    project = site.workspace.do(a_project, "二号项目").value
    returns = [site.bring_back()]
    site.workspace.do(note_progress, project, "基础完成")
    returns.append(site.bring_back())
    site.workspace.do(edit_project, project, ProjectForm("二号项目", investor="乙公司"))
    returns.append(site.bring_back())
    for returned in reversed(returns):
        take(workspace, returned)
    row = project_of(workspace, project)
    assert (row.progress, row.investor) == ("基础完成", "乙公司")
    assert workspace.read(conflict_count) == 0


def test_many_conflicts_are_decided_by_rule(workspace: Workspace, hand: HandOut) -> None:
    projects = [workspace.do(a_project, f"项目{number}", investor="甲公司").value for number in range(5)]
    site = hand("笔记本一")
    for number, project in enumerate(projects):
        workspace.do(edit_project, project, ProjectForm(f"项目{number}", investor="乙公司"))
        site.workspace.do(edit_project, project, ProjectForm(f"项目{number}", investor="丙公司"))
    take(workspace, site.bring_back())
    waiting = [conflict.id for conflict in workspace.read(open_conflicts)]
    assert workspace.do(decide_many, waiting[:2], Rule.OFFICE).value == 2
    assert workspace.do(decide_many, waiting[2:], Rule.SITE).value == 3
    assert workspace.read(conflict_count) == 0
    held = sorted(project_of(workspace, project).investor for project in projects)
    assert held == ["丙公司"] * 3 + ["乙公司"] * 2
    workspace.undo()
    assert workspace.read(conflict_count) == 3


def test_a_number_given_out_twice_is_named_and_nothing_is_renumbered(
    workspace: Workspace, hand: HandOut
) -> None:
    project = workspace.do(a_project, "一号项目").value
    sites = [hand("笔记本一"), hand("笔记本二")]
    for site in sites:
        site.workspace.do(raise_problem, project, ProblemForm(f"{site.name}的问题"))
    assert take(workspace, sites[0].bring_back()).conflicts == 0
    assert preview(workspace, sites[1].bring_back()).conflicts == 1
    assert take(workspace, sites[1].bring_back()).conflicts == 1
    (conflict,) = workspace.read(open_conflicts)
    assert (conflict.kind, conflict.fields, conflict.project) == (
        ConflictKind.NUMBER,
        ("number",),
        "一号项目",
    )
    assert sorted(row["text"] for row in conflict.records.values()) == ["笔记本一的问题", "笔记本二的问题"]
    assert {row["number"] for row in conflict.records.values()} == {1}
    first, second = conflict.records
    with pytest.raises(UserError, match=r"conflict\.value"):
        workspace.do(renumber, conflict.id, first, ["不是数"])
    workspace.do(renumber, conflict.id, first, [7])
    assert workspace.read(conflict_count) == 0
    workspace.undo()
    assert workspace.read(conflict_count) == 1
    workspace.do(keep_numbers, conflict.id)
    assert workspace.read(conflict_count) == 0
    sites[1].workspace.do(note_progress, project, "基础完成")
    take(workspace, sites[1].bring_back())
    assert workspace.read(conflict_count) == 0
    assert second != first


def test_a_copy_of_another_journal_is_refused(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目").value
    site = hand("笔记本一")
    site.workspace.do(note_progress, project, "基础完成")
    foreign = replace(site.bring_back(), base_uuid="别处的")
    before = content(workspace)
    with pytest.raises(UserError, match=r"field\.unknown_base"):
        take(workspace, foreign)
    assert content(workspace) == before


def test_a_stage_moved_on_site_moves_in_the_office(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目", stage=Stage.CONSTRUCTION).value
    site = hand("笔记本一")
    site.workspace.do(set_milestone, project, Milestone.START_LEGAL, PartialDate.of(date(2023, 2, 20)))
    changes = workspace.do(merge_return, site.bring_back(), Attachments(workspace.store.folder))
    assert project in changes.projects
    assert changes.value.adds >= 1


def test_files_that_did_not_come_along_are_named(workspace: Workspace, hand: HandOut) -> None:
    project = workspace.do(a_project, "一号项目").value
    site = hand("笔记本一")
    site.workspace.do(note_progress, project, "基础完成")
    missing = NamedFile("a" * 64, 12, present=False)
    returned = replace(site.bring_back(), files=(missing,))
    assert preview(workspace, returned).missing_files == (missing,)


def test_a_copied_laptop_is_told_and_nothing_of_either_is_lost(
    workspace: Workspace, hand: HandOut, tmp_path: Path
) -> None:
    project = workspace.do(a_project, "一号项目").value
    site = hand("笔记本一")
    site.workspace.do(note_progress, project, "基础完成")
    twin = hand_out(site.workspace, tmp_path / "twin", "孪生")
    twin.base_act, twin.base_uuid = site.base_act, site.base_uuid
    site.workspace.do(raise_problem, project, ProblemForm("道路未通"))
    twin.workspace.do(raise_problem, project, ProblemForm("供电未到"))
    take(workspace, site.bring_back())
    second = take(workspace, replace(twin.bring_back(), copy_id="笔记本一"))
    assert second.is_copied
    texts = {row[3] for key, row in content(workspace).items() if key[0] == "problem"}
    assert {"道路未通", "供电未到"} <= texts
    twin.workspace.close()
