"""What the chart of a project's permits is given to print."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.deadlines import Limit, Reading
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import ReportKind, Setting
from fangzi_desktop.domain.terms import Applicability, Light, Route, Unit
from fangzi_desktop.reports.desk_input import Piece, Stroke
from fangzi_desktop.reports.parallel_input import ChartGroup, ChartInput, ChartLine, ChartPhase
from fangzi_desktop.services.parallel import chart_input, group_pieces
from fangzi_desktop.services.permits import GroupLine, accept_item, checklist, decide_item, set_applicability
from fangzi_desktop.services.reports import ReportAsk, is_document, report_bytes, save_report
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project, a_project_with_permits, item_id

TODAY = date(2023, 2, 24)


def feb(day: int) -> date:
    return date(2023, 2, day)


@pytest.fixture
def project(workspace: Workspace) -> str:
    made: str = workspace.do(a_project_with_permits, Route.NEW_LAND, "甲项目").value
    return made


def item(workspace: Workspace, project: str, code: str) -> str:
    found: str = workspace.do(lambda work: item_id(work, project, code)).value
    return found


def lines_of(data: ChartInput) -> list[ChartLine]:
    return [row for row in data.rows if isinstance(row, ChartLine)]


def a_group(**values: object) -> GroupLine:
    usual: dict[str, object] = {
        "code": "G",
        "name": "并联",
        "coordinator": "",
        "started_on": feb(6),
        "start_event": "受理",
        "limit": Limit(10, Unit.WORKING_DAY),
        "longest": "",
        "reading": None,
        "why": "",
        "item_ids": (),
        "done": 0,
        "total": 2,
        "expected_on": None,
    }
    return GroupLine(**(usual | values))  # type: ignore[arg-type] # stated as words


def a_reading(due: date, light: Light = Light.GREEN, ended_on: date | None = None) -> Reading:
    return Reading(
        due=due,
        statutory_due=None,
        used=0,
        used_unit=Unit.WORKING_DAY,
        left=0,
        left_unit=Unit.WORKING_DAY,
        share=0.0,
        light=light,
        provisional=False,
        stopped=False,
        beyond_statutory=False,
        before_minimum=False,
        ended_on=ended_on,
    )


def test_a_project_that_is_not_there_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"project\.unknown"):
        workspace.read(chart_input, "nobody")


def test_a_project_without_a_checklist_has_no_rows(workspace: Workspace) -> None:
    project = workspace.do(a_project, "乙项目").value
    assert workspace.read(chart_input, project).rows == ()


def test_each_item_that_is_needed_stands_once_and_its_numbers_run_on(
    workspace: Workspace, project: str
) -> None:
    read = workspace.read(checklist, project)
    needed = [line for line in read.lines if line.applicability is not Applicability.NOT_APPLICABLE]
    lines = lines_of(workspace.read(chart_input, project))
    assert [line.number for line in lines] == list(range(1, len(needed) + 1))
    assert sorted(line.item.title for line in lines) == sorted(line.title for line in needed)


def test_what_is_not_needed_is_left_out_and_counted(workspace: Workspace, project: str) -> None:
    before = workspace.read(chart_input, project)
    item = next(
        line
        for line in workspace.read(checklist, project).lines
        if line.applicability is Applicability.UNDECIDED
    )
    workspace.do(set_applicability, item.id, Applicability.NOT_APPLICABLE)
    after = workspace.read(chart_input, project)
    assert after.not_needed == before.not_needed + 1
    assert item.title not in [line.item.title for line in lines_of(after)]


def test_a_group_stands_over_its_items_and_nothing_between_them(workspace: Workspace, project: str) -> None:
    read = workspace.read(checklist, project)
    titles = {line.id: line.title for line in read.lines}
    data = workspace.read(chart_input, project)
    assert read.groups
    for group in read.groups:
        wanted = {
            titles[one.id]
            for one in read.lines
            if one.id in group.item_ids and one.applicability is not Applicability.NOT_APPLICABLE
        }
        places = [
            place
            for place, row in enumerate(data.rows)
            if isinstance(row, ChartGroup) and row.fact.name == group.name
        ]
        if not places:
            continue
        following = data.rows[places[0] + 1 : places[0] + 1 + len(wanted)]
        assert len(places) == 1
        members = {row.item.title for row in following if isinstance(row, ChartLine)}
        # An item of two groups stands in the first one.
        assert members <= wanted
        assert members


def test_an_item_needs_those_that_come_before_it(workspace: Workspace, project: str) -> None:
    read = workspace.read(checklist, project)
    titles = {line.id: line.title for line in read.lines}
    lines = lines_of(workspace.read(chart_input, project))
    numbers = {line.item.title: line.number for line in lines}
    for one in read.lines:
        if one.title in numbers:
            line = lines[numbers[one.title] - 1]
            assert set(line.needs) == {
                numbers[titles[need]] for need in one.requires if titles.get(need) in numbers
            }
    assert any(line.needs for line in lines)


def test_a_phase_counts_what_is_done_of_what_is_needed(workspace: Workspace, project: str) -> None:
    filing = item(workspace, project, "FILING")
    workspace.do(accept_item, filing, feb(20))
    workspace.do(decide_item, filing, feb(21), "1号")
    phases = [row for row in workspace.read(chart_input, project).rows if isinstance(row, ChartPhase)]
    assert phases[0].done == 1
    assert phases[0].done <= phases[0].total
    assert len({row.phase for row in phases}) == len(phases)


def test_rest_days_follow_the_calendar(workspace: Workspace, project: str) -> None:
    workspace.do(accept_item, item(workspace, project, "FILING"), date(2023, 1, 16))
    rests = workspace.read(chart_input, project).rests
    # The Spring Festival of 2023, with the weekend before it a make-up weekend.
    assert (date(2023, 1, 21), date(2023, 1, 27)) in rests
    assert not any(first <= date(2023, 1, 28) <= last for first, last in rests)


@pytest.mark.parametrize(
    ("group", "pieces"),
    [
        pytest.param(a_group(started_on=None), (), id="not begun"),
        pytest.param(
            a_group(reading=a_reading(feb(17), ended_on=feb(15))),
            (Piece(feb(6), feb(15), Stroke.DONE),),
            id="done in time",
        ),
        pytest.param(
            a_group(reading=a_reading(feb(17), ended_on=feb(20))),
            (Piece(feb(6), feb(17), Stroke.DONE), Piece(feb(18), feb(20), Stroke.LATE)),
            id="done late",
        ),
        pytest.param(
            a_group(reading=a_reading(feb(20), Light.RED)),
            (Piece(feb(6), feb(20), Stroke.RUNNING), Piece(feb(21), TODAY, Stroke.OVERDUE)),
            id="overdue",
        ),
        pytest.param(
            a_group(reading=a_reading(feb(20), Light.GREY)),
            (Piece(feb(6), feb(20), Stroke.RUNNING),),
            id="past its day without a light",
        ),
        pytest.param(
            a_group(reading=a_reading(feb(28)), expected_on=date(2023, 3, 3)),
            (
                Piece(feb(6), TODAY, Stroke.RUNNING),
                Piece(feb(25), feb(28), Stroke.PLANNED),
                Piece(date(2023, 3, 1), date(2023, 3, 3), Stroke.FORECAST),
            ),
            id="expected after its day",
        ),
        pytest.param(
            a_group(reading=a_reading(TODAY)), (Piece(feb(6), TODAY, Stroke.RUNNING),), id="its last day"
        ),
        pytest.param(a_group(), (Piece(feb(6), TODAY, Stroke.RUNNING),), id="without a limit"),
    ],
)
def test_the_bar_of_a_group_runs_to_the_end_of_its_limit(group: GroupLine, pieces: tuple[Piece, ...]) -> None:
    assert group_pieces(group, TODAY) == pieces


def test_nothing_is_critical_once_nothing_is_expected(workspace: Workspace, project: str) -> None:
    data = workspace.read(chart_input, project)
    assert any(line.item.is_critical for line in lines_of(data)) == bool(data.checklist.critical)


def test_the_chart_is_asked_for_on_either_sheet(workspace: Workspace, project: str, tmp_path: Path) -> None:
    assert not is_document(ReportKind.PARALLEL)
    small = workspace.read(report_bytes, ReportAsk(ReportKind.PARALLEL, subject=project))
    lying = workspace.read(
        report_bytes, ReportAsk(ReportKind.PARALLEL, subject=project, setting=Setting.LANDSCAPE)
    )
    large = save_report(
        workspace, ReportAsk(ReportKind.PARALLEL, subject=project, setting=Setting.WIDE), tmp_path / "a.pdf"
    )
    assert small.pdf == lying.pdf != (tmp_path / "a.pdf").read_bytes()
    assert large.pages < small.pages
