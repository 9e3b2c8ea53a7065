"""The bars of a checklist on its time axis."""

from __future__ import annotations

from datetime import date

from fangzi_desktop.domain.terms import Applicability, Route, SuspensionReason
from fangzi_desktop.services.permits import (
    ChecklistLine,
    accept_item,
    checklist,
    decide_item,
    resume_item,
    set_applicability,
    suspend_item,
)
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.project.axis import (
    Axis,
    Bar,
    Ink,
    Zoom,
    axis_of,
    bars_of,
    flags_of,
    group_bars,
    scale_of,
)
from tests.builders import a_project_with_permits, item_id

TODAY = date(2023, 2, 24)


class Case:
    """A project on new land and its items by their codes."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.project = workspace.do(a_project_with_permits, Route.NEW_LAND).value

    def item(self, code: str) -> str:
        return self.workspace.do(item_id, self.project, code).value

    def line(self, code: str) -> ChecklistLine:
        lines = self.workspace.read(checklist, self.project).lines
        return next(line for line in lines if line.code == code)

    def bars(self, code: str, *, with_forecast: bool = True) -> tuple[Bar, ...]:
        lines = self.workspace.read(checklist, self.project).lines
        expected = {line.id: line.expected_on for line in lines if line.expected_on is not None}
        return bars_of(self.line(code), TODAY, expected, with_forecast=with_forecast)


def test_an_item_decided_in_time_has_one_bar(workspace: Workspace) -> None:
    case = Case(workspace)
    workspace.do(accept_item, case.item("ENERGY"), date(2023, 2, 6))
    workspace.do(decide_item, case.item("ENERGY"), date(2023, 2, 15))
    assert case.bars("ENERGY") == (Bar(date(2023, 2, 6), date(2023, 2, 15), Ink.DONE),)


def test_an_item_decided_late_shows_from_when_on(workspace: Workspace) -> None:
    case = Case(workspace)
    workspace.do(accept_item, case.item("CIVIL_DEF"), date(2023, 2, 6))
    workspace.do(decide_item, case.item("CIVIL_DEF"), date(2023, 2, 20))
    done, late = case.bars("CIVIL_DEF")
    assert (done.ink, done.last) == (Ink.DONE, date(2023, 2, 9))
    assert (late.ink, late.last) == (Ink.LATE, date(2023, 2, 20))


def test_a_running_item_shows_what_is_used_and_what_is_left(workspace: Workspace) -> None:
    case = Case(workspace)
    workspace.do(accept_item, case.item("ENERGY"), date(2023, 2, 20))
    run, left = case.bars("ENERGY")
    assert (run.ink, run.first, run.last) == (Ink.RUNNING, date(2023, 2, 20), TODAY)
    assert (left.ink, left.last) == (Ink.PLANNED, date(2023, 3, 6))


def test_an_overdue_item_runs_on_in_another_ink(workspace: Workspace) -> None:
    case = Case(workspace)
    workspace.do(accept_item, case.item("CIVIL_DEF"), date(2023, 2, 6))
    assert [bar.ink for bar in case.bars("CIVIL_DEF")] == [Ink.RUNNING, Ink.OVERDUE]


def test_days_not_counted_are_a_gap(workspace: Workspace) -> None:
    case = Case(workspace)
    item = case.item("ENERGY")
    workspace.do(accept_item, item, date(2023, 2, 6))
    workspace.do(suspend_item, item, date(2023, 2, 10), SuspensionReason.EXPERT_REVIEW)
    workspace.do(resume_item, item, date(2023, 2, 14))
    run, stop, more = case.bars("ENERGY")[:3]
    assert (run.first, run.last) == (date(2023, 2, 6), date(2023, 2, 9))
    assert (stop.ink, stop.first, stop.last) == (Ink.STOPPED, date(2023, 2, 10), date(2023, 2, 14))
    assert more.first == date(2023, 2, 15)


def test_a_stopped_clock_ends_in_a_gap_that_reaches_today(workspace: Workspace) -> None:
    case = Case(workspace)
    workspace.do(accept_item, case.item("ENERGY"), date(2023, 2, 6))
    workspace.do(suspend_item, case.item("ENERGY"), date(2023, 2, 10), SuspensionReason.HEARING)
    assert case.bars("ENERGY")[-1] == Bar(date(2023, 2, 10), TODAY, Ink.STOPPED)


def test_a_legal_minimum_is_hatched(workspace: Workspace) -> None:
    case = Case(workspace)
    workspace.do(accept_item, case.item("LAND_ANNOUNCE"), date(2023, 2, 20))
    assert all(bar.is_minimum for bar in case.bars("LAND_ANNOUNCE"))


def test_an_item_not_begun_is_expected_after_those_it_waits_for(workspace: Workspace) -> None:
    case = Case(workspace)
    (bar,) = case.bars("LAND_LISTING")
    assert bar.ink is Ink.FORECAST
    assert bar.first == case.line("LAND_ANNOUNCE").expected_on
    assert bar.last == case.line("LAND_LISTING").expected_on
    assert case.bars("LAND_LISTING", with_forecast=False) == ()


def test_what_is_not_needed_has_no_bar(workspace: Workspace) -> None:
    case = Case(workspace)
    workspace.do(set_applicability, case.item("ENERGY"), Applicability.NOT_APPLICABLE)
    assert case.bars("ENERGY") == ()


def test_the_axis_holds_every_bar_and_today() -> None:
    bars = (Bar(date(2022, 11, 1), date(2022, 12, 1), Ink.DONE),)
    axis = axis_of(bars, TODAY)
    assert axis.first < date(2022, 11, 1) and axis.last > TODAY
    months = scale_of(axis, Zoom.ALL, 400, 0).months()
    assert months[0] <= date(2022, 11, 1) and months[-1] == date(2023, 2, 1)


def test_a_day_lies_where_its_share_of_the_width_is() -> None:
    scale = scale_of(Axis(date(2023, 1, 1), date(2023, 1, 10)), Zoom.ALL, 100, 0)
    assert scale.x(date(2023, 1, 1)) == 0
    assert scale.x(date(2023, 1, 6)) == 50
    assert scale.day_at(55) == date(2023, 1, 6)


def test_zoomed_in_there_is_as_much_to_scroll_as_there_are_days() -> None:
    axis = Axis(date(2023, 1, 1), date(2023, 12, 31))
    far = scale_of(axis, Zoom.WEEK, 160, 10_000)
    assert far.seen == (date(2023, 12, 22), date(2023, 12, 31))
    assert scale_of(axis, Zoom.WEEK, 160, -5).seen == (date(2023, 1, 1), date(2023, 1, 10))
    assert scale_of(axis, Zoom.ALL, 160, 50).shift == 0


def test_zooming_goes_step_by_step_and_no_further() -> None:
    assert [Zoom.ALL.nearer(), Zoom.MONTH.nearer(), Zoom.WEEK.nearer()] == [Zoom.MONTH, Zoom.WEEK, Zoom.WEEK]
    assert [Zoom.WEEK.farther(), Zoom.MONTH.farther(), Zoom.ALL.farther()] == [
        Zoom.MONTH,
        Zoom.ALL,
        Zoom.ALL,
    ]


def test_the_running_overall_limits_are_flagged(workspace: Workspace) -> None:
    case = Case(workspace)
    workspace.do(accept_item, case.item("LAND_ANNOUNCE"), date(2023, 2, 20))
    (flag,) = flags_of(workspace.read(checklist, case.project).lines)
    assert flag.day == case.line("START_READY").due
    assert "37" in flag.words


def test_a_group_reaches_to_the_end_of_its_longest_single_limit(workspace: Workspace) -> None:
    case = Case(workspace)
    workspace.do(accept_item, case.item("LAND_ANNOUNCE"), date(2023, 2, 20))
    groups = {group.code: group for group in workspace.read(checklist, case.project).groups}
    run, left = group_bars(groups["FOUR_CERTIFICATES"], TODAY, with_forecast=False)
    assert (run.first, run.last) == (date(2023, 2, 20), TODAY)
    assert (left.ink, left.last) == (Ink.PLANNED, groups["FOUR_CERTIFICATES"].due)
    assert group_bars(groups["AFTER_FILING"], TODAY, with_forecast=True) == ()
