from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.construction import (
    check_month,
    check_months_once,
    check_nodes,
    check_noted,
    check_resumption,
    check_standstill,
    deviation,
    recheck_due,
    stood_days,
)
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import NodeKind

TODAY = date(2026, 11, 27)
N = NodeKind


def on(month: int, day: int | None = None) -> PartialDate:
    return PartialDate(2026, month, day)


@pytest.mark.parametrize(
    ("reached", "code"),
    [
        pytest.param({}, None, id="nothing"),
        pytest.param({N.TOPPED_OUT: on(11, 27)}, None, id="today"),
        pytest.param({N.TOPPED_OUT: on(11, 28)}, "node.in_future", id="tomorrow"),
        pytest.param({N.TOPPED_OUT: on(11)}, None, id="some day of this month"),
        pytest.param({N.TOPPED_OUT: on(5, 3), N.MAIN_COMPLETE: on(5, 2)}, "node.order", id="end before roof"),
        pytest.param({N.TOPPED_OUT: on(5), N.MAIN_COMPLETE: on(5, 2)}, None, id="within the month: perhaps"),
        pytest.param({N.ENTRY: on(5, 3), N.FOUNDATION: on(5, 2)}, "node.order", id="before entry"),
        pytest.param({N.EQUIPMENT: on(4, 1), N.ENTRY: on(5, 3)}, None, id="stored elsewhere"),
        pytest.param({N.EQUIPMENT: on(4, 1), N.TOPPED_OUT: on(5, 3)}, None, id="equipment before the roof"),
        pytest.param({N.EQUIPMENT: on(6, 1), N.INSTALLATION: on(5, 3)}, "node.order", id="too early"),
        pytest.param({N.FOUNDATION: on(6, 1), N.STRUCTURE: on(5, 3)}, None, id="sections overlap"),
    ],
)
def test_only_what_cannot_be_is_refused_of_nodes(
    reached: dict[NodeKind, PartialDate], code: str | None
) -> None:
    if code is None:
        check_nodes(reached, TODAY)
        return
    with pytest.raises(UserError) as refused:
        check_nodes(reached, TODAY)
    assert refused.value.code == code


def test_a_deviation_is_counted_in_calendar_days() -> None:
    assert deviation(date(2026, 5, 10), on(5, 13)) == 3
    assert deviation(date(2026, 5, 10), on(5, 7)) == -3
    assert deviation(None, on(5, 7)) is None
    assert deviation(date(2026, 5, 10), None) is None
    assert deviation(date(2026, 5, 10), on(5)) is None


@pytest.mark.parametrize(
    ("planned", "done", "month", "code"),
    [
        (100, 90, "2026-11", None),
        (100, None, "2027-01", None),
        (0, 0, "2026-01", None),
        (None, None, "2026-01", "month.empty"),
        (-1, None, "2026-01", "month.negative"),
        (None, -1, "2026-01", "month.negative"),
        (None, 1, "2026-12", "month.in_future"),
        (1, 1, "", "month.missing"),
    ],
)
def test_what_may_be_said_of_a_month(
    planned: int | None, done: int | None, month: str, code: str | None
) -> None:
    if code is None:
        check_month(planned, done, month, TODAY)
        return
    with pytest.raises(UserError) as refused:
        check_month(planned, done, month, TODAY)
    assert refused.value.code == code


def test_a_month_is_given_once() -> None:
    check_months_once(["2026-01", "2026-02"])
    with pytest.raises(UserError, match=r"month.twice"):
        check_months_once(["2026-01", "2026-01"])


@pytest.mark.parametrize(
    ("first", "last", "others", "code"),
    [
        pytest.param(date(2026, 5, 1), None, [], None, id="still standing"),
        pytest.param(date(2026, 11, 28), None, [], "stoppage.in_future", id="begins tomorrow"),
        pytest.param(date(2026, 5, 1), date(2026, 11, 28), [], "stoppage.in_future", id="ends tomorrow"),
        pytest.param(date(2026, 5, 1), date(2026, 4, 30), [], "stoppage.backwards", id="ends before"),
        pytest.param(
            date(2026, 5, 1), None, [(date(2026, 4, 1), None)], "stoppage.overlap", id="one is open"
        ),
        pytest.param(
            date(2026, 5, 1), None, [(date(2026, 4, 1), date(2026, 5, 1))], "stoppage.overlap", id="touching"
        ),
        pytest.param(
            date(2026, 5, 1), date(2026, 5, 9), [(date(2026, 5, 10), None)], None, id="before another"
        ),
        pytest.param(
            date(2026, 5, 1), None, [(date(2026, 4, 1), date(2026, 4, 30))], None, id="after another"
        ),
    ],
)
def test_standstills_lie_in_the_past_and_apart(
    first: date, last: date | None, others: list[tuple[date, date | None]], code: str | None
) -> None:
    if code is None:
        check_standstill(first, last, others, TODAY)
        return
    with pytest.raises(UserError) as refused:
        check_standstill(first, last, others, TODAY)
    assert refused.value.code == code


def test_after_a_full_year_the_permit_is_checked_before_building_goes_on() -> None:
    """建筑法 §10: 中止施工满一年的工程恢复施工前，应当报发证机关核验施工许可证."""
    first = date(2025, 3, 1)
    assert recheck_due(first) == date(2026, 3, 1)
    check_resumption(first, date(2026, 2, 28), None)
    with pytest.raises(UserError, match=r"stoppage.not_rechecked"):
        check_resumption(first, date(2026, 3, 1), None)
    with pytest.raises(UserError, match=r"stoppage.not_rechecked"):
        check_resumption(first, date(2026, 3, 1), date(2026, 3, 2))
    check_resumption(first, date(2026, 3, 1), date(2026, 2, 20))


def test_a_report_lies_between_the_standstill_and_today() -> None:
    check_noted(date(2026, 5, 1), date(2026, 5, 1), TODAY)
    for day in (date(2026, 4, 30), date(2026, 11, 28)):
        with pytest.raises(UserError, match=r"stoppage.noted_out_of_range"):
            check_noted(day, date(2026, 5, 1), TODAY)


def test_both_ends_of_a_standstill_count() -> None:
    assert stood_days(date(2026, 5, 1), date(2026, 5, 3), TODAY) == 3
    assert stood_days(TODAY, None, TODAY) == 1
