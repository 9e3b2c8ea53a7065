"""When papers are due, against a count by hand over every month and sector."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fangzi_desktop.domain.stage_rules import StageRules, stage_rules_from
from fangzi_desktop.domain.stage_terms import Sector, WindowKind
from fangzi_desktop.domain.stats_windows import (
    Producer,
    Window,
    next_invest_day,
    next_window,
    takes,
    why_window,
)
from tests.domain.seeds import CALENDAR, seed

RULES = stage_rules_from(seed("review"), seed("stages"), seed("statistics"))
DAY = timedelta(days=1)
DECEMBER = {"construction", "real_estate", "investment_unit"}


def by_hand(sector: str, produced: date, reached: tuple[int, int], after: date) -> tuple[str, date] | None:
    """Walk over the days one by one, by the published windows and by nothing of the program's rules."""
    year, month = reached
    known = date(year + month // 12, month % 12 + 1, 1)
    found = []
    day = after
    while day < after + timedelta(days=800):
        kind = ""
        if (day.month, day.day) == (11, 4):
            kind = "annual_first"
        elif (day.month, day.day) == (12, 5):
            kind = "annual_second"
        elif (day.month, day.day) == (1, 5):
            kind = "february"
        elif day.day == 20 and 2 <= day.month <= 10:
            kind = "monthly"
        allowed = bool(kind) and (sector not in DECEMBER or kind == "annual_second")
        if kind in ("february", "monthly"):
            allowed = allowed and (produced.year, produced.month) >= (day.year - 1, 10)
        if kind == "monthly":
            allowed = allowed and year == day.year
        if allowed:
            safe = day
            while not CALENDAR.is_workday(safe):
                safe -= DAY
            if safe >= max(known, after):
                found.append((safe, kind))
        day += DAY
    return (found[0][1], found[0][0]) if found else None


@pytest.mark.parametrize("sector", list(Sector))
def test_the_next_window_is_the_one_counted_by_hand(sector: Sector) -> None:
    for produced in (date(2021, 5, 1), date(2022, 9, 30), date(2022, 10, 1), date(2023, 3, 12)):
        for place in range(18):
            reached = (2022 + (9 + place) // 12, (9 + place) % 12 + 1)
            for after in (date(2022, 11, 1), date(2023, 1, 4), date(2023, 7, 20), date(2024, 1, 2)):
                firm = Producer(sector, produced, f"{reached[0]}-{reached[1]:02d}")
                found = next_window(RULES, CALENDAR, firm, after)
                expected = by_hand(sector.value, produced, reached, after)
                said = (found.kind.value, found.due) if found is not None else None
                assert said == expected, (sector, produced, reached, after)


@pytest.mark.parametrize(
    ("sector", "produced", "reached", "kind", "due"),
    [
        pytest.param(
            Sector.INDUSTRY,
            date(2025, 11, 3),
            "2026-06",
            WindowKind.MONTHLY,
            date(2026, 7, 20),
            id="new in the fourth quarter, reached in the next year",
        ),
        pytest.param(
            Sector.INDUSTRY,
            date(2025, 11, 3),
            "2025-12",
            WindowKind.FEBRUARY,
            date(2026, 1, 5),
            id="new and reached at the year's end",
        ),
        pytest.param(
            Sector.INDUSTRY,
            date(2023, 4, 1),
            "2026-06",
            WindowKind.ANNUAL_FIRST,
            date(2026, 11, 4),
            id="an older firm waits for the annual batch",
        ),
        pytest.param(
            Sector.REAL_ESTATE,
            date(2026, 2, 1),
            "2026-03",
            WindowKind.ANNUAL_SECOND,
            date(2026, 12, 4),
            id="real estate in December only, whose 5th is a Saturday",
        ),
    ],
)
def test_known_cases(sector: Sector, produced: date, reached: str, kind: WindowKind, due: date) -> None:
    window = next_window(RULES, CALENDAR, Producer(sector, produced, reached), date(2025, 12, 1))
    assert window is not None
    assert (window.kind, window.due) == (kind, due)


def test_reminders_come_thirty_fifteen_and_seven_calendar_days_before() -> None:
    window = Window(WindowKind.MONTHLY, date(2026, 7, 20), date(2026, 7, 20))
    assert window.reminders == (date(2026, 6, 20), date(2026, 7, 5), date(2026, 7, 13))


def test_a_last_day_on_a_rest_day_says_why_it_is_earlier() -> None:
    window = Window(WindowKind.ANNUAL_SECOND, date(2026, 12, 5), date(2026, 12, 4), "通知")
    assert why_window(window) == (
        "年度第二批的材料截止日为2026年12月5日（星期六，休息日），按前一个工作日2026年12月4日报送（通知）。"
    )
    plain = Window(WindowKind.MONTHLY, date(2026, 7, 20), date(2026, 7, 20))
    assert why_window(plain) == "月度升规的材料截止日为2026年7月20日。"


def test_investment_papers_are_due_every_month() -> None:
    window = next_invest_day(RULES, CALENDAR, date(2026, 9, 11))
    assert window is not None
    # The tenth of October 2026 is a Saturday that is worked.
    assert (window.kind, window.last_day, window.due) == (
        WindowKind.INVEST,
        date(2026, 10, 10),
        date(2026, 10, 10),
    )


def test_a_newer_version_holds_from_its_first_day_on() -> None:
    (first,) = (one for one in RULES.windows if one.kind is WindowKind.ANNUAL_FIRST)
    census = replace(first, months=(10,), day=20, valid_from=date(2023, 1, 1))
    none = replace(first, months=(), valid_from=date(2024, 1, 1))
    rules = StageRules(windows=(first, census, none))
    firm = Producer(Sector.INDUSTRY, date(2020, 1, 1), "2022-03")
    assert [
        window.due if (window := next_window(rules, CALENDAR, firm, after)) else None
        for after in (date(2022, 4, 1), date(2022, 12, 1), date(2023, 11, 1))
    ] == [date(2022, 11, 4), date(2023, 10, 20), None]


def test_a_day_past_a_months_end_is_its_last() -> None:
    (rule,) = (one for one in RULES.windows if one.kind is WindowKind.INVEST)
    rules = StageRules(windows=(replace(rule, day=31),))
    window = next_invest_day(rules, CALENDAR, date(2026, 2, 11))
    assert window is not None
    assert window.last_day == date(2026, 2, 28)


def test_a_window_for_some_sectors_takes_only_these() -> None:
    (rule,) = (one for one in RULES.windows if one.kind is WindowKind.ANNUAL_FIRST)
    narrowed = replace(rule, sectors=frozenset({Sector.RETAIL}))
    day = date(2026, 11, 4)
    assert takes(narrowed, day, Producer(Sector.RETAIL, day, "2026-01"))
    assert not takes(narrowed, day, Producer(Sector.INDUSTRY, day, "2026-01"))
    assert not takes(narrowed, day, Producer(None, day, "2026-01"))
