"""Written dates, typed days and office weeks."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.dates import (
    MONTH_PARTS,
    YEAR_PARTS,
    PartialDate,
    Week,
    parse_date_text,
    parse_day,
    parse_week,
    week_of,
)
from fangzi_desktop.domain.errors import UserError

TODAY = date(2023, 2, 24)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2022.5.23", "2022-05-23"),
        ("2022-07-21", "2022-07-21"),
        ("2022/7/21", "2022-07-21"),
        ("2022年7月21日", "2022-07-21"),
        ("2022年7月21号", "2022-07-21"),
        ("2022年07月21", "2022-07-21"),
        ("20220721", "2022-07-21"),
        ("2024-2-29", "2024-02-29"),
        ("2023年5月", "2023-05"),
        ("2023年5月份", "2023-05"),
        ("2023-05", "2023-05"),
        ("2023.5", "2023-05"),
        ("2023/12", "2023-12"),
        ("2022年7月初", "2022-07~初"),
        ("2022年7月上旬", "2022-07~上旬"),
        ("2022年7月中旬", "2022-07~中旬"),
        ("2022年7月下旬", "2022-07~下旬"),
        ("2022年7月底", "2022-07~底"),
        ("2022年7月末", "2022-07~末"),
        ("2022年上半年", "2022~上半年"),
        ("2022年下半年", "2022~下半年"),
        ("2022年", "2022"),
        ("２０２２年７月２１日", "2022-07-21"),
        ("２０２２．５．２３", "2022-05-23"),
        ("  2022-07-21\n", "2022-07-21"),
        ("2022 年 7 月 21 日", "2022-07-21"),
        ("\u30002022 . 5 . 23", "2022-05-23"),
    ],
)
def test_a_written_date_is_read_as_precisely_as_it_is_written(text: str, code: str) -> None:
    assert parse_date_text(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "待定",
        "2022-02-30",
        "2023-02-29",
        "2022-13-01",
        "2022.0.5",
        "2022年0月",
        "2022年13月",
        "22.5.23",
        "22年5月",
        "23.5.2022",
        "21/7/2022",
        "5月23日",
        "2022-07/21",
        "2022 07 21",
        "202205",
        "2022",
        "2022年第7月",
        "2022年上旬",
        "2022年7月上半年",
        "2022年7月21日初",
        "2022-07-21 08:00",
        "44704",
        "0202-07-21",
        "2202-07-21",
        "約2022年7月",
    ],
)
def test_what_is_no_clear_date_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(UserError, match=r"date\.unreadable") as refused:
        parse_date_text(text)
    assert refused.value.params == {"text": text}


@pytest.mark.parametrize(
    ("when", "zh", "first_day", "last_day"),
    [
        (PartialDate(2022, 7, 21), "2022年7月21日", date(2022, 7, 21), date(2022, 7, 21)),
        (PartialDate(2023, 2), "2023年2月", date(2023, 2, 1), date(2023, 2, 28)),
        (PartialDate(2022, 7, part="初"), "2022年7月初", date(2022, 7, 1), date(2022, 7, 10)),
        (PartialDate(2022, 7, part="中旬"), "2022年7月中旬", date(2022, 7, 11), date(2022, 7, 20)),
        (PartialDate(2023, 2, part="底"), "2023年2月底", date(2023, 2, 21), date(2023, 2, 28)),
        (PartialDate(2022, 7, part="下旬"), "2022年7月下旬", date(2022, 7, 21), date(2022, 7, 31)),
        (PartialDate(2022, part="上半年"), "2022年上半年", date(2022, 1, 1), date(2022, 6, 30)),
        (PartialDate(2022, part="下半年"), "2022年下半年", date(2022, 7, 1), date(2022, 12, 31)),
        (PartialDate(2023), "2023年", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_partial_date_tells_its_wording_and_the_days_it_may_denote(
    when: PartialDate, zh: str, first_day: date, last_day: date
) -> None:
    assert (when.zh, when.first_day, when.last_day) == (zh, first_day, last_day)
    assert when.is_day == (first_day == last_day)


def test_a_date_known_to_the_day_is_that_day() -> None:
    assert PartialDate.of(TODAY).as_date() == TODAY


@pytest.mark.parametrize("when", [PartialDate(2023, 5), PartialDate(2023)])
def test_a_date_not_known_to_the_day_is_no_day(when: PartialDate) -> None:
    with pytest.raises(ValueError, match="not known to the day"):
        when.as_date()


@pytest.mark.parametrize(
    "fields",
    [
        (2022, 2, 30, None),
        (2022, 13, None, None),
        (2022, 0, None, None),
        (2022, 7, 0, None),
        (2022, None, 5, None),
        (2022, 7, 5, "初"),
        (2022, 7, None, "上半年"),
        (2022, None, None, "上旬"),
        (0, None, None, None),
    ],
)
def test_an_impossible_date_cannot_be_made(fields: tuple[int, int | None, int | None, str | None]) -> None:
    with pytest.raises(ValueError):
        PartialDate(*fields)


def test_dates_are_ordered_by_their_first_day_and_then_by_precision() -> None:
    ordered = [
        "2022-06-30",
        "2022-07-01",
        "2022-07~上旬",
        "2022-07~初",
        "2022-07",
        "2022~下半年",
        "2022-07-02",
    ]
    dates = [PartialDate.from_code(code) for code in ordered]
    assert sorted(set(dates)) == dates
    assert PartialDate(2022, 7) <= PartialDate(2022, 7)
    assert PartialDate(2023) > PartialDate(2022)


@pytest.mark.parametrize("code", ["", "2022-7-1", "20220701", "2022-02-30", "2022-07~月初", "2022-07-01~初"])
def test_a_code_that_was_never_written_is_an_error(code: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.from_code(code)


PARTIAL_DATES = st.one_of(
    st.dates(date(1949, 1, 1), date(2099, 12, 31)).map(PartialDate.of),
    st.builds(
        PartialDate,
        st.integers(1949, 2099),
        st.integers(1, 12),
        part=st.none() | st.sampled_from(list(MONTH_PARTS)),
    ),
    st.builds(PartialDate, st.integers(1949, 2099), part=st.none() | st.sampled_from(list(YEAR_PARTS))),
)


@settings(deadline=None)
@given(PARTIAL_DATES)
def test_code_and_wording_are_read_back_unchanged(when: PartialDate) -> None:
    assert PartialDate.from_code(when.code) == when
    assert parse_date_text(when.zh) == when
    assert when.first_day <= when.last_day


@settings(deadline=None)
@given(PARTIAL_DATES, PARTIAL_DATES)
def test_of_two_different_dates_exactly_one_comes_first(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) + (other < one) + (one == other) == 1


@pytest.mark.parametrize(
    "text", ["0523", "5.23", "5-23", "5/23", "5月23日", "05月23号", "５．２３", " 5 月 23 日 "]
)
def test_a_typed_day_without_a_year_is_the_nearest_one(text: str) -> None:
    assert parse_day(text, TODAY) == date(2023, 5, 23)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        pytest.param("12-28", date(2023, 1, 4), date(2022, 12, 28), id="last December in January"),
        pytest.param("1.5", date(2022, 12, 28), date(2023, 1, 5), id="next January in December"),
        pytest.param("0229", date(2023, 2, 24), date(2024, 2, 29), id="leap day of the next year"),
        pytest.param("0229", date(2025, 1, 10), date(2024, 2, 29), id="leap day of the last year"),
        # 183 days either way.
        pytest.param("0901", date(2024, 3, 2), date(2023, 9, 1), id="the earlier of two equally near"),
        pytest.param("今天", date(2023, 1, 1), date(2023, 1, 1), id="today"),
        pytest.param(" 昨日", date(2023, 1, 1), date(2022, 12, 31), id="yesterday"),
        pytest.param("前天", date(2023, 3, 1), date(2023, 2, 27), id="the day before"),
        pytest.param("2021-12-28", date(2023, 1, 4), date(2021, 12, 28), id="in full"),
        pytest.param("20211228", date(2023, 1, 4), date(2021, 12, 28), id="in full without marks"),
    ],
)
def test_the_year_of_a_typed_day(text: str, today: date, day: date) -> None:
    assert parse_day(text, today) == day


@pytest.mark.parametrize(
    "text", ["", "明天", "523", "1332", "0431", "0229", "23.5", "2023年5月", "2023.5", "2022"]
)
def test_a_typed_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"date\.unreadable") as refused:
        parse_day(text, date(2026, 3, 1))
    assert refused.value.params == {"text": text}


@settings(deadline=None)
@given(st.dates(date(1951, 1, 1), date(2097, 12, 31)), st.integers(-182, 182))
def test_a_day_within_half_a_year_is_always_meant(today: date, distance: int) -> None:
    day = today + timedelta(days=distance)
    assert parse_day(f"{day:%m%d}", today) == day


def test_weeks_run_from_monday_to_sunday_without_a_gap_from_2000_to_2050() -> None:
    day, week = date(2000, 1, 3), Week(2000, 1)
    while day.year <= 2050:
        assert [week_of(day + timedelta(days=n)) for n in range(7)] == [week] * 7
        assert (week.monday, week.sunday) == (day, day + timedelta(days=6))
        assert Week.from_code(week.code) == week
        following = week.plus(1)
        assert following > week
        assert following.plus(-1) == week
        day, week = day + timedelta(days=7), following


def test_a_week_is_typed_with_or_without_hyphen_and_zero() -> None:
    written = ["2023-W08", "2023W08", "2023-w8", " 2023-W08 "]
    assert {Week.from_code(text) for text in written} == {Week(2023, 8)}
    assert Week(2023, 8).code == "2023-W08"


@pytest.mark.parametrize(
    "code", ["", "2023-08", "2023-W00", "2023-W53", "2023-W54", "W08", "23-W08", "1900-W01"]
)
def test_a_week_that_does_not_exist_is_refused(code: str) -> None:
    with pytest.raises(UserError, match=r"week\.unreadable") as refused:
        Week.from_code(code)
    assert refused.value.params == {"text": code}


def test_every_pair_of_neighbouring_codes_sorts_as_the_weeks_do() -> None:
    weeks = [Week(2020, 52), Week(2020, 53), Week(2021, 1)]
    assert all(before.code < after.code for before, after in itertools.pairwise(weeks))


@pytest.mark.parametrize(
    ("text", "part", "months", "zh"),
    [
        ("2023年底", "底", (10, 12), "2023年底"),
        ("2023年初", "初", (1, 3), "2023年初"),
        ("2023年第三季度", "三季度", (7, 9), "2023年三季度"),
        ("2023年 四季度", "四季度", (10, 12), "2023年四季度"),
    ],
)
def test_parts_of_a_year_keep_their_precision(text: str, part: str, months: tuple[int, int], zh: str) -> None:
    found = parse_date_text(text)
    assert found == PartialDate(2023, part=part)
    assert (found.first_day.month, found.last_day.month) == months
    assert found.zh == zh
    assert PartialDate.from_code(found.code) == found


@pytest.mark.parametrize(
    ("typed", "week"),
    [
        ("2023-W08", Week(2023, 8)),
        ("2023w8", Week(2023, 8)),
        ("2022年第52周", Week(2022, 52)),
        ("第7周", Week(2021, 7)),
        ("７", Week(2021, 7)),
        ("2.14", Week(2023, 7)),
        ("2023年1月1日", Week(2022, 52)),
        ("昨天", Week(2023, 8)),
    ],
)
def test_a_week_is_read_as_people_type_it(typed: str, week: Week) -> None:
    assert parse_week(typed, Week(2021, 3), date(2023, 2, 24)) == week


@pytest.mark.parametrize("typed", ["", "第0周", "第53周", "下周", "2023", "2023-W54", "2.30"])
def test_what_is_no_week_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match=r"week\.unreadable"):
        parse_week(typed, Week(2023, 3), date(2023, 2, 24))
