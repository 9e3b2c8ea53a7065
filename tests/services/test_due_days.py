"""日历: what stands on each day of a span, counted against an independent reading of every clock."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest

from fangzi_desktop.domain.alerts import Later, silence_id
from fangzi_desktop.domain.day_kinds import DayKind, month_span, week_span
from fangzi_desktop.domain.terms import ClockKind, Light, ProjectStatus, Stage, Unit
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.due_days import DayItem, DueDays, Only, due_days, narrowed, overdue_items
from fangzi_desktop.services.permits import decide_item
from fangzi_desktop.services.problems import ProblemForm, raise_problem, write_off_problem
from fangzi_desktop.services.projects import change_status
from fangzi_desktop.services.snoozing import snooze
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_permit_item, a_project
from tests.conftest import OpenWorkspace

EARLY = date(2023, 2, 1)
FRIDAY = date(2023, 2, 24)
SPAN = month_span(FRIDAY)


def on(read: DueDays, day: date) -> tuple[DayItem, ...]:
    return next(one.items for one in read.days if one.day == day)


def labels(read: DueDays, day: date) -> list[str]:
    return [item.label for item in on(read, day)]


def a_problem(workspace: Workspace, project: str, text: str, due: date) -> str:
    return workspace.do(raise_problem, project, ProblemForm(text, "供电公司", EARLY, due)).value


def of_clocks(workspace: Workspace, first: date, last: date) -> dict[date, set[tuple[object, ...]]]:
    """Every clock read one by one and laid on its day: the naive way."""
    found: dict[date, set[tuple[object, ...]]] = defaultdict(set)
    for line in workspace.read(deadlines):
        face = line.face
        if face.due is None or face.is_floor or not first <= face.due <= last:
            continue
        mark = (face.id, line.project, line.service_officer, face.department, face.light)
        found[face.due].add((*mark, face.left, face.left_unit, face.provisional, face.beyond_statutory))
    return found


@pytest.mark.parametrize("today", [date(2025, 10, 9), date(2025, 12, 29), date(2026, 12, 24)])
def test_each_day_holds_what_a_naive_count_finds(open_folder: OpenWorkspace, today: date) -> None:
    workspace = open_folder(today)
    workspace.do(fill_with_examples, 40)
    for first, last in (
        month_span(today),
        week_span(today),
        (today - timedelta(days=200), today + timedelta(days=400)),
    ):
        expected = of_clocks(workspace, first, last)
        assert expected
        for day in workspace.read(due_days, first, last).days:
            shown = [
                (
                    *(item.id, item.project, item.service_officer, item.department, item.light),
                    *(item.left, item.left_unit, item.provisional, item.beyond_statutory),
                )
                for item in day.items
            ]
            assert len(shown) == len(set(shown))
            assert set(shown) == expected[day.day]


def test_every_day_of_the_span_is_there_with_its_kind(workspace: Workspace) -> None:
    read = workspace.read(due_days, *SPAN)
    assert [one.day for one in read.days] == [SPAN[0] + timedelta(days=n) for n in range(42)]
    assert [one.mark.kind for one in read.days[-7:]] == [DayKind.WORK] * 5 + [DayKind.REST] * 2
    # 2023-01-28 and 29 are worked for 春节.
    assert {
        one.day.day
        for one in workspace.read(due_days, *month_span(date(2023, 1, 9))).days
        if one.mark.kind is DayKind.MAKE_UP
    } == {28, 29}


def test_the_worst_of_a_day_comes_first(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    item = workspace.do(a_permit_item, "DRAWING_REVIEW", accepted_on=date(2023, 2, 17)).value
    due = next(line.face.due for line in workspace.read(deadlines) if line.face.owner_id == item)
    assert due is not None
    a_problem(workspace, project, "同日", due)
    far = workspace.read(due_days, due, due)
    assert [one.light for one in on(far, due)] == sorted(
        (one.light for one in on(far, due)), key=[Light.RED, Light.YELLOW, Light.GREEN].index
    )
    assert len(on(far, due)) == 2


def test_what_has_ended_is_not_there(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 2, 28))
    assert labels(workspace.read(due_days, *SPAN), date(2023, 2, 28)) == ["用电"]
    workspace.do(write_off_problem, problem, FRIDAY)
    assert labels(workspace.read(due_days, *SPAN), date(2023, 2, 28)) == []
    workspace.undo()
    assert labels(workspace.read(due_days, *SPAN), date(2023, 2, 28)) == ["用电"]


def test_a_decided_permit_item_leaves_its_day(workspace: Workspace) -> None:
    item = workspace.do(a_permit_item, "DRAWING_REVIEW", accepted_on=date(2023, 2, 17)).value
    span = (FRIDAY, date(2023, 6, 30))
    assert any(one.owner_id == item for day in workspace.read(due_days, *span).days for one in day.items)
    workspace.do(decide_item, item, FRIDAY)
    found = [one for day in workspace.read(due_days, *span).days for one in day.items]
    assert not [one for one in found if one.owner_id == item and one.kind is ClockKind.PERMIT]


def test_a_project_that_has_left_is_not_there(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    a_problem(workspace, project, "用电", date(2023, 2, 28))
    workspace.do(change_status, project, ProjectStatus.ACTIVE, EARLY)
    workspace.do(change_status, project, ProjectStatus.TERMINATED, FRIDAY, "企业放弃", "纪要3号")
    assert all(not day.items for day in workspace.read(due_days, *SPAN).days)


def test_a_legal_minimum_is_no_deadline(workspace: Workspace) -> None:
    workspace.do(a_permit_item, "LAND_ANNOUNCE", accepted_on=date(2023, 2, 3))
    floor = next(line.face for line in workspace.read(deadlines) if line.face.is_floor)
    assert floor.due is not None
    assert floor.id not in [one.id for one in on(workspace.read(due_days, floor.due, floor.due), floor.due)]


def test_a_reminder_put_off_stands_on_the_day_it_comes_back_and_on_its_due_day(
    workspace: Workspace,
) -> None:
    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 3, 2))
    workspace.do(snooze, f"problem:{problem}", Later.DAY, date(2023, 2, 28))
    read = workspace.read(due_days, *SPAN)
    (due,), (back,) = on(read, date(2023, 3, 2)), on(read, date(2023, 2, 28))
    assert (due.returns, due.until) == (False, date(2023, 2, 28))
    assert (back.returns, back.due, back.left, back.left_unit) == (
        True,
        date(2023, 3, 2),
        6,
        Unit.CALENDAR_DAY,
    )
    assert on(workspace.read(due_days, date(2023, 3, 1), date(2023, 3, 5)), date(2023, 3, 2)) == (due,)


def test_a_silent_project_put_off_stands_on_its_day(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", service_officer="专员乙").value
    workspace.do(snooze, silence_id(project), Later.DAY, date(2023, 3, 1))
    (item,) = on(workspace.read(due_days, *SPAN), date(2023, 3, 1))
    assert (item.kind, item.project, item.service_officer, item.returns) == (None, "甲", "专员乙", True)


def test_reminders_that_came_back_today_are_not_shown_again(open_folder: OpenWorkspace) -> None:
    workspace = open_folder()
    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 3, 2))
    workspace.do(snooze, f"problem:{problem}", Later.DAY, date(2023, 2, 28))
    workspace.close()
    later = open_folder(date(2023, 2, 28))
    assert on(later.read(due_days, *SPAN), date(2023, 2, 28)) == ()


@pytest.fixture
def shared(workspace: Workspace) -> Workspace:
    first = workspace.do(a_project, "甲项目", service_officer="专员甲").value
    other = workspace.do(a_project, "乙项目", service_officer="专员乙").value
    nobody = workspace.do(a_project, "丙项目").value
    workspace.do(raise_problem, first, ProblemForm("用电", "供电公司", EARLY, date(2023, 2, 23)))
    workspace.do(raise_problem, other, ProblemForm("用水", "水利局", EARLY, date(2023, 2, 28)))
    workspace.do(raise_problem, nobody, ProblemForm("道路", "水利局", EARLY, date(2023, 3, 30)))
    return workspace


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        pytest.param(Only(), {"用电", "用水", "道路"}, id="all"),
        pytest.param(Only(officer="专员乙"), {"用水"}, id="officer"),
        pytest.param(Only(officer=""), {"道路"}, id="nobody's"),
        pytest.param(Only(department="水利局"), {"用水", "道路"}, id="department"),
        pytest.param(Only(urgent=True), {"用电", "用水"}, id="urgent"),
        pytest.param(Only(text="bxm"), {"道路"}, id="by the initials"),
        pytest.param(Only(text="道路"), {"道路"}, id="by the item"),
        pytest.param(Only(department="水利局", urgent=True), {"用水"}, id="both"),
    ],
)
def test_a_calendar_is_narrowed(shared: Workspace, only: Only, expected: set[str]) -> None:
    read = narrowed(shared.read(due_days, FRIDAY - timedelta(days=30), date(2023, 4, 1)), only)
    assert {item.label for day in read.days for item in day.items} == expected
    assert read.officers == ("", "专员乙", "专员甲")
    assert read.departments == ("供电公司", "水利局")


def test_everything_overdue_is_told_longest_first(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.PLANNING).value
    for text, day in (("新", 23), ("旧", 6), ("今天", 24)):
        a_problem(workspace, project, text, date(2023, 2, day))
    assert [item.label for item in workspace.read(overdue_items)] == ["旧", "新"]
