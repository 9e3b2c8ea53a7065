"""What a week's report says, from the dates of events and from the journal."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.dates import PartialDate, Week
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, Light, Milestone, ProjectStatus, Stage
from fangzi_desktop.paths import resources
from fangzi_desktop.reports.frozen import from_json, to_json
from fangzi_desktop.reports.weekly import weekly_document
from fangzi_desktop.reports.weekly_input import (
    ItemAccepted,
    ItemDecided,
    MilestoneReached,
    ProgressNoted,
    ProjectAdded,
    SiteVisited,
    StageMoved,
    StatusChanged,
    WeeklyInput,
)
from fangzi_desktop.services.exchange import import_ledger, read_ledger
from fangzi_desktop.services.permits import accept_item, checklist, decide_item
from fangzi_desktop.services.photos import add_photos, take_in
from fangzi_desktop.services.printing import print_weekly_report, weekly_bytes
from fangzi_desktop.services.problems import ProblemForm, raise_problem, write_off_problem
from fangzi_desktop.services.projects import (
    change_status,
    correct_stage_dates,
    move_project,
    note_progress,
    set_milestone,
)
from fangzi_desktop.services.visits import VisitForm, record_visit
from fangzi_desktop.services.weekly import weekly_input
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project, a_project_with_permits
from tests.conftest import OpenWorkspace
from tests.picture_files import a_photo

WEEK = Week(2023, 8)


def week_of(workspace: Workspace, week: Week = WEEK) -> WeeklyInput:
    return workspace.read(weekly_input, week)


def events_of(data: WeeklyInput, name: str) -> tuple[object, ...]:
    return next((line.events for line in data.progress if line.project == name), ())


def test_an_empty_ledger_has_a_report(workspace: Workspace) -> None:
    data = week_of(workspace)
    assert (data.monday, data.sunday, data.as_of) == (
        date(2023, 2, 20),
        date(2023, 2, 26),
        date(2023, 2, 24),
    )
    assert (data.totals.projects, data.progress, data.permits) == (0, (), ())
    assert (data.issue, data.issue_year, data.team) == (8, 2023, "项目服务专班")


def test_what_happened_in_the_week_is_told_by_its_own_date(open_folder: OpenWorkspace) -> None:
    before = open_folder(date(2023, 2, 10))
    project = before.do(a_project_with_permits, name="甲", stage=Stage.FORMATION).value
    before.close()
    workspace = open_folder()
    items = {line.code: line.id for line in workspace.read(checklist, project).lines}
    workspace.do(move_project, project, Stage.PERMITS, date(2023, 2, 21))
    workspace.do(set_milestone, project, Milestone.AGREEMENT, PartialDate(2023, 2, 22))
    workspace.do(set_milestone, project, Milestone.REVIEW_PASSED, PartialDate(2023, 2, 10))
    workspace.do(accept_item, items["EIA"], date(2023, 2, 23))
    workspace.do(accept_item, items["FILING"], date(2023, 2, 20))
    workspace.do(decide_item, items["FILING"], date(2023, 2, 20), "备1号")
    workspace.do(note_progress, project, "正在编制环评报告")
    data = week_of(workspace)
    assert events_of(data, "甲") == (
        StageMoved(Stage.FORMATION, Stage.PERMITS, date(2023, 2, 21)),
        MilestoneReached(Milestone.AGREEMENT, date(2023, 2, 22)),
        ItemDecided("企业投资项目备案", date(2023, 2, 20), date(2023, 2, 21), "备1号", items["FILING"]),
        ItemAccepted("建设项目环境影响评价文件审批(备案)", date(2023, 2, 23), date(2023, 3, 6), items["EIA"]),
        ProgressNoted("正在编制环评报告"),
    )
    assert (data.week.stage_moves.now, data.week.stage_moves.before) == (1, 0)
    assert data.week.decided_items.now == 1
    assert [line.item for line in data.permits] == [
        "建设项目环境影响评价文件审批(备案)",
        "土地招拍挂(出让)方案报审",
    ]


def test_visits_are_told_and_counted_in_their_own_week(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2023, 2, 24))
    project = workspace.do(a_project, name="甲项目", stage=Stage.CONSTRUCTION).value
    workspace.do(record_visit, project, VisitForm(date(2023, 2, 17), "上周看过"))
    form = VisitForm(date(2023, 2, 21), "浇筑二层。塔吊待检。", "服务专员", "主体施工", 45, date(2023, 2, 22))
    made = workspace.do(record_visit, project, form).value
    data = week_of(workspace)
    assert SiteVisited(date(2023, 2, 21), "主体施工", 45, "浇筑二层。塔吊待检。", made) in events_of(
        data, "甲项目"
    )
    assert data.week.visits.now == 1
    (source,) = data.week.visits.sources
    assert (source.kind, source.owner_id) == (ClockKind.VISIT, made)
    # A visit that is owed is the team's own and no overdue matter of the project.
    assert data.overdue == ()
    assert week_of(workspace, Week(2023, 7)).week.visits.now == 1


def test_photos_of_the_week_s_visits_are_an_annex_one_of_each_first(
    workspace: Workspace, tmp_path: Path
) -> None:
    projects = [workspace.do(a_project, name=name).value for name in ("甲项目", "乙项目")]
    for place, (project, count) in enumerate(zip(projects, (7, 1), strict=True)):
        made = workspace.do(record_visit, project, VisitForm(date(2023, 2, 22 - place), "看")).value
        taken = [
            take_in(workspace, a_photo(tmp_path, f"{place}-{n}.jpg", taken=None, colour=(place, n, 9)))
            for n in range(count)
        ]
        workspace.do(add_photos, project, taken, visit_id=made)
    data = week_of(workspace)
    assert [one.caption for one in data.photos] == ["甲项目", "乙项目", *["甲项目"] * 4]
    document = weekly_document(data)
    (annex,) = [part for part in document.annexes if part.title == "现场照片"]
    assert from_json(to_json(document)) == document
    assert week_of(workspace, Week(2023, 7)).photos == ()
    # A photo whose file is lost leaves its place to another and stops nothing.
    for file in (workspace.store.folder / "attachments").rglob("*"):
        if file.is_file():
            file.unlink()
    shutil.rmtree(workspace.store.folder / "cache")
    assert week_of(workspace).photos == () and annex.blocks


def test_a_move_taken_back_is_not_told(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    workspace.do(move_project, project, Stage.FORMATION)
    workspace.undo()
    data = week_of(workspace)
    assert data.week.stage_moves.now == 0
    assert events_of(data, "甲") == (ProjectAdded(workspace.today),)


def test_a_move_typed_late_counts_in_its_own_week(open_folder: OpenWorkspace) -> None:
    before = open_folder(date(2023, 2, 6))
    project = before.do(a_project, "甲", stage=Stage.REVIEW).value
    before.close()
    workspace = open_folder()
    workspace.do(move_project, project, Stage.FORMATION, date(2023, 2, 16))
    assert week_of(workspace).week.stage_moves.now == 0
    assert week_of(workspace, Week(2023, 7)).week.stage_moves.now == 1


def test_those_who_left_are_counted_apart(workspace: Workspace) -> None:
    workspace.do(a_project, "甲", investment_yuan=1_000_000_000)
    vetoed = workspace.do(a_project, "乙", investment_yuan=500_000_000).value
    workspace.do(change_status, vetoed, ProjectStatus.VETOED, workspace.today, "产能过剩", "纪要2号")
    data = week_of(workspace)
    assert (data.totals.projects, data.totals.investment_yuan) == (1, 1_000_000_000)
    assert data.totals.apart == {ProjectStatus.VETOED: 1}
    assert [line.project for line in data.ledger] == ["甲"]
    assert StatusChanged(ProjectStatus.VETOED, workspace.today, "产能过剩") in events_of(data, "乙")
    ended = {status: figure.now for status, figure in data.week.ended.items() if figure.now}
    assert ended == {ProjectStatus.VETOED: 1}


def test_overdue_clocks_and_problems_are_listed(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 1), None)
    workspace.do(raise_problem, project, ProblemForm("用电容量不足", "供电公司", due=date(2023, 2, 28)))
    closed = workspace.do(raise_problem, project, ProblemForm("道路未通")).value
    workspace.do(write_off_problem, closed, workspace.today, "已通")
    data = week_of(workspace)
    (late,) = data.overdue
    assert (late.what, late.due, late.late) == ("论证", date(2023, 2, 15), 7)
    assert data.week.overdue_items.now == 1
    assert [line.text for line in data.problems] == ["用电容量不足", "道路未通"]
    assert data.totals.lights == {Light.RED: 1}


def test_next_week_holds_what_falls_due_and_what_is_planned(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 13), None)
    workspace.do(set_milestone, project, Milestone.PLANNED_COMPLETION, PartialDate(2023, 3, 1))
    data = week_of(workspace)
    assert [(item.item, item.on) for item in data.due_items] == [("论证", date(2023, 2, 27))]
    assert [(plan.kind, plan.on) for plan in data.planned] == [
        (Milestone.PLANNED_COMPLETION, date(2023, 3, 1))
    ]


def test_a_ledger_taken_over_is_neither_new_nor_this_week_s_progress(workspace: Workspace) -> None:
    workspace.do(import_ledger, read_ledger(resources() / "samples" / "ledger.xlsx"))
    data = week_of(workspace)
    assert (data.week.new_projects.now, data.week.taken_over) == (0, 11)
    assert data.progress == ()
    assert ("博鼎智能液压控制系统项目", "已投产运营") in [(note.project, note.text) for note in data.undated]
    assert (data.totals.projects, data.totals.investment_yuan) == (11, 3_020_000_000)
    assert sum(line.area_mu or 0 for line in data.ledger) == 485
    started = {line.project: line.start for line in data.ledger if line.start}
    assert started == {"元宇宙配套产业园项目一期": "2022年9月12日"}
    assert week_of(workspace, Week(2023, 7)).undated == ()


def test_progress_changed_by_a_later_ledger_is_the_week_s(workspace: Workspace) -> None:
    ledger = read_ledger(resources() / "samples" / "ledger.xlsx")
    workspace.do(import_ledger, ledger)
    name = "博鼎智能液压控制系统项目"
    rows = tuple(replace(row, progress="满产") if row.name == name else row for row in ledger.rows)
    workspace.do(import_ledger, replace(ledger, rows=rows))
    data = week_of(workspace)
    assert events_of(data, name) == (ProgressNoted("满产"),)
    assert name not in [note.project for note in data.undated]


def test_a_past_week_tells_its_events_and_the_figures_of_today(open_folder: OpenWorkspace) -> None:
    before = open_folder(date(2023, 1, 30))
    before.do(a_project, "甲")
    before.close()
    data = week_of(open_folder(), Week(2023, 5))
    assert (data.is_late, data.as_of, data.sunday) == (True, date(2023, 2, 24), date(2023, 2, 5))
    assert events_of(data, "甲") == (ProjectAdded(date(2023, 1, 30)),)


def test_a_week_that_has_not_begun_has_no_report(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"report\.week_ahead"):
        workspace.read(weekly_bytes, Week(2023, 9))


def test_a_report_that_cannot_be_written_leaves_the_old_file(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"file\.unwritable"):
        print_weekly_report(workspace, WEEK, tmp_path / "none" / "周报.pdf")
    target = tmp_path / "周报.pdf"
    target.write_bytes(b"old")
    with pytest.raises(UserError, match=r"report\.week_ahead"):
        print_weekly_report(workspace, Week(2024, 1), target)
    assert target.read_bytes() == b"old"
    assert print_weekly_report(workspace, WEEK, target).pages == 1
    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["周报.pdf"]
