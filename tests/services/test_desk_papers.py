"""What the papers of the permit desk are given to print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import (
    Applicability,
    Light,
    PermitState,
    ProjectStatus,
    Stage,
    SuspensionReason,
)
from fangzi_desktop.reports.desk_input import ChecklistItem, Piece, Stroke
from fangzi_desktop.services.departments import department_sheet
from fangzi_desktop.services.desk_papers import checklist_input, department_input, missing_input
from fangzi_desktop.services.papers import missing_papers, tick_material
from fangzi_desktop.services.permits import (
    accept_item,
    apply_item,
    decide_item,
    resume_item,
    set_applicability,
    suspend_item,
)
from fangzi_desktop.services.printing import (
    checklist_bytes,
    department_bytes,
    missing_bytes,
    print_permits_report,
)
from fangzi_desktop.services.projects import change_status
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.tables import PermitItemRow, ProjectRow, PromiseRow
from fangzi_desktop.storage.work import Work
from tests.builders import a_project, a_project_with_permits, item_id

TODAY = date(2023, 2, 24)
FILING_OFFICE = "区行政审批服务局"


def feb(day: int) -> date:
    return date(2023, 2, day)


@pytest.fixture
def project(workspace: Workspace) -> str:
    made: str = workspace.do(a_project_with_permits, name="甲项目").value
    return made


@pytest.fixture
def filing(workspace: Workspace, project: str) -> str:
    found: str = workspace.do(lambda work: item_id(work, project, "FILING")).value
    return found


def printed_item(workspace: Workspace, project: str, title: str = "企业投资项目备案") -> ChecklistItem:
    data = workspace.read(checklist_input, project)
    return next(item for item in data.items if item.title.startswith(title))


def strokes(item: ChecklistItem) -> list[tuple[Stroke, date, date]]:
    return [(piece.stroke, piece.first, piece.last) for piece in item.pieces]


def test_a_running_item_has_run_until_today_and_has_the_rest_before_it(
    workspace: Workspace, project: str, filing: str
) -> None:
    workspace.do(accept_item, filing, feb(24))
    item = printed_item(workspace, project)
    assert item.clock is not None
    assert item.clock.due == item.due == feb(27)
    assert item.clock.left == 1
    assert strokes(item) == [(Stroke.RUNNING, feb(24), feb(24)), (Stroke.PLANNED, feb(25), feb(27))]


def test_an_overdue_item_shows_how_long_it_is_overdue(
    workspace: Workspace, project: str, filing: str
) -> None:
    workspace.do(accept_item, filing, feb(20))
    item = printed_item(workspace, project)
    assert item.clock is not None
    assert item.clock.light is Light.RED
    assert strokes(item) == [(Stroke.RUNNING, feb(20), feb(21)), (Stroke.OVERDUE, feb(22), TODAY)]


def test_a_late_decision_stays_visible(workspace: Workspace, project: str, filing: str) -> None:
    workspace.do(accept_item, filing, feb(20))
    workspace.do(decide_item, filing, feb(23), "备〔2023〕1号")
    item = printed_item(workspace, project)
    assert item.was_late
    assert item.clock is None
    assert item.certificate_no == "备〔2023〕1号"
    assert strokes(item) == [(Stroke.DONE, feb(20), feb(21)), (Stroke.LATE, feb(22), feb(23))]


def test_days_that_are_not_counted_are_a_gap(workspace: Workspace, project: str, filing: str) -> None:
    workspace.do(accept_item, filing, feb(13))
    workspace.do(suspend_item, filing, feb(14), SuspensionReason.HEARING)
    stopped = printed_item(workspace, project)
    assert stopped.clock is not None
    assert stopped.clock.stopped_since == feb(14)
    assert strokes(stopped) == [(Stroke.RUNNING, feb(13), feb(13)), (Stroke.STOPPED, feb(14), TODAY)]
    workspace.do(resume_item, filing, feb(23))
    resumed = printed_item(workspace, project)
    assert strokes(resumed) == [
        (Stroke.RUNNING, feb(13), feb(13)),
        (Stroke.STOPPED, feb(14), feb(23)),
        (Stroke.RUNNING, TODAY, TODAY),
    ]


def test_days_on_which_the_project_stood_still_are_a_gap_too(
    workspace: Workspace, project: str, filing: str
) -> None:
    workspace.do(accept_item, filing, feb(13))
    workspace.do(
        change_status,
        project,
        ProjectStatus.DEFERRED,
        feb(14),
        "资金未到位",
        "纪要2号",
        review_on=date(2023, 6, 1),
    )
    item = printed_item(workspace, project)
    assert item.clock is not None
    assert item.clock.stopped_since == feb(14)
    assert strokes(item)[-1] == (Stroke.STOPPED, feb(14), TODAY)


def test_what_is_foretold_is_marked_as_such_and_ends_with_the_permits(
    workspace: Workspace, project: str
) -> None:
    data = workspace.read(checklist_input, project)
    assert data.expected_on is not None
    assert data.critical
    foretold = [item for item in data.items if any(p.stroke is Stroke.FORECAST for p in item.pieces)]
    assert foretold
    assert any(item.pieces[0].is_minimum for item in foretold)
    workspace.do(begin_construction, project)
    later = workspace.read(checklist_input, project)
    assert later.expected_on is None
    assert not any(p.stroke is Stroke.FORECAST for item in later.items for p in item.pieces)


def begin_construction(work: Work, project: str) -> None:
    work.get(ProjectRow, project).stage = Stage.CONSTRUCTION


def test_what_a_project_does_not_need_has_no_bar(workspace: Workspace, project: str, filing: str) -> None:
    workspace.do(set_applicability, filing, Applicability.NOT_APPLICABLE, "已核准")
    item = printed_item(workspace, project)
    assert item.applicability is Applicability.NOT_APPLICABLE
    assert item.pieces == ()
    assert item.clock is None


def test_a_project_without_a_checklist_prints_that(workspace: Workspace) -> None:
    project = workspace.do(a_project, "乙项目").value
    assert workspace.read(checklist_input, project).items == ()
    assert workspace.read(checklist_bytes, project).pages == 1


def test_a_project_nobody_knows_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"project\.unknown"):
        print_permits_report(workspace, "nobody", tmp_path / "清单.pdf")
    assert not (tmp_path / "清单.pdf").exists()


def test_the_checklist_is_written_whole(workspace: Workspace, project: str, tmp_path: Path) -> None:
    target = tmp_path / "清单.pdf"
    printed = print_permits_report(workspace, project, target)
    assert printed.pages >= 3
    assert target.read_bytes() == printed.pdf


def test_the_sheet_of_a_department_prints_the_lines_the_screen_shows(
    workspace: Workspace, filing: str
) -> None:
    workspace.do(accept_item, filing, feb(20))
    workspace.do(a_project_with_permits, name="乙项目")
    shown = workspace.glance(department_sheet, FILING_OFFICE)
    data = workspace.glance(department_input, FILING_OFFICE)
    assert [entry.project for entry in data.entries] == [line.project for line in shown.lines]
    first = data.entries[0]
    assert (first.project, first.in_hand) == ("甲项目", True)
    assert first.clock is not None
    assert first.clock.light is Light.RED
    assert workspace.glance(department_bytes, FILING_OFFICE).pages == 1


def papers_by_title(workspace: Workspace, **asked: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in workspace.read(missing_input, **asked).papers:
        found.setdefault(one.title, []).append(one.paper)
    return found


def test_what_can_be_handed_in_now_lacks_its_materials(
    workspace: Workspace, project: str, filing: str
) -> None:
    wanted = workspace.rules.template_on(TODAY).by_code["FILING"]
    missing = papers_by_title(workspace, project_id=project)
    assert missing[wanted.name] == list(wanted.materials)
    workspace.do(tick_material, filing, wanted.materials[0], feb(24))
    assert papers_by_title(workspace, project_id=project).get(wanted.name, []) == list(wanted.materials[1:])


def test_what_still_waits_for_other_items_is_not_asked_for_yet(workspace: Workspace, project: str) -> None:
    eia = workspace.rules.template_on(TODAY).by_code["EIA"]
    assert any(one.item == eia.name for one in workspace.read(missing_papers, project_id=project))
    assert eia.name not in papers_by_title(workspace, project_id=project)


def test_an_accepted_application_lacks_nothing_but_what_was_promised(
    workspace: Workspace, project: str, filing: str
) -> None:
    name = workspace.rules.template_on(TODAY).by_code["FILING"].name
    workspace.do(apply_item, filing, feb(22))
    assert papers_by_title(workspace, project_id=project)[name]
    workspace.do(accept_item, filing, feb(23))
    assert name not in papers_by_title(workspace, project_id=project)
    workspace.do(decide_item, filing, feb(24))

    def promise(work: Work) -> None:
        row = work.get(PermitItemRow, filing)
        work.add(
            PromiseRow(
                id=work.new_id(),
                project_id=row.project_id,
                item_id=row.id,
                name="章程",
                due=date(2023, 3, 10),
            )
        )

    workspace.do(promise)
    (paper,) = (one for one in workspace.read(missing_input, project_id=project).papers if one.due)
    assert (paper.paper, paper.due, paper.project) == ("章程", date(2023, 3, 10), "甲项目")


def test_missing_papers_are_those_of_the_department_asked_for(workspace: Workspace, project: str) -> None:
    found = workspace.read(missing_input, FILING_OFFICE).papers
    assert {one.department for one in found} == {FILING_OFFICE}
    everybody = workspace.read(missing_input).papers
    assert len({one.department for one in everybody}) > 1
    assert workspace.read(missing_bytes).pages >= len({one.department for one in everybody})


def test_what_has_ended_in_time_has_one_plain_bar(workspace: Workspace, project: str, filing: str) -> None:
    workspace.do(accept_item, filing, feb(20))
    workspace.do(decide_item, filing, feb(21))
    item = printed_item(workspace, project)
    assert item.state is PermitState.DECIDED
    assert item.clock is None
    assert item.pieces == (Piece(feb(20), feb(21), Stroke.DONE),)
