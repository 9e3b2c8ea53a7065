"""Loading a year's rest days: holiday-cn JSON, CSV and the State Council's notice."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from fangzi_desktop.domain.calendar_files import CalendarFault, calendar_years, read_calendar_text
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.workdays import CalendarYear, WorkCalendar

SEED = Path(__file__).parents[2] / "db" / "seed" / "calendar.toml"
YEARS = calendar_years(tomllib.loads(SEED.read_text(encoding="utf-8")))
SHIPPED = WorkCalendar(YEARS)

NOTICE_2022 = """\
国务院办公厅关于2022年部分节假日安排的通知
国办发明电〔2021〕11号

一、元旦：2022年1月1日至3日放假，共3天。
二、春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
三、清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
四、劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。
五、端午节：6月3日至5日放假，共3天。
六、中秋节：9月10日至12日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。
节假日期间妥善安排值班。
2021年10月25日
"""

# With the wording in use since 2025, and the preamble speaking of days off as well.
NOTICE_2025 = """\
国务院办公厅关于2025年
部分节假日安排的通知
国办发明电〔2024〕12号
自2025年1月1日起，全体公民放假的假日增加2天，国庆节自10月1日起放假调休7天。
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
"""

# With the days that the notice moved in the December before, and the longer Labour Day of its amendment.
NOTICE_2019 = """\
国务院办公厅关于2019年部分节假日安排的通知
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""

ONE_DAY = timedelta(days=1)

# What the year 2026 needs besides 元旦, which the tests word in their own ways.
AFTER_NEW_YEAR_2026 = """
二、春节：2月15日至23日放假调休，共9天。2月14日、2月28日上班。
三、清明节：4月4日至6日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。5月9日上班。
五、端午节：6月19日至21日放假，共3天。
六、中秋节：9月25日至27日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。9月20日、10月10日上班。
"""
SHIPPED_2026 = YEARS[-1]


def json_of(year: CalendarYear) -> str:
    days = [
        {"name": year.names[day], "date": day.isoformat(), "isOffDay": day in year.rest}
        for day in sorted(year.rest | year.work)
    ]
    return json.dumps({"year": year.year, "days": days}, ensure_ascii=False, indent=1)


def csv_of(year: CalendarYear) -> str:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["日期", "类型", "名称"])
    writer.writerows(
        [day, "休" if day in year.rest else "班", year.names[day]] for day in sorted(year.rest | year.work)
    )
    return table.getvalue()


def refusal(text: str, name_hint: str) -> dict[str, object]:
    with pytest.raises(UserError, match=r"calendar\.unreadable") as refused:
        read_calendar_text(text, name_hint)
    return refused.value.params


def a_notice(*items: str) -> str:
    return "\n".join(["国务院办公厅关于2026年部分节假日安排的通知", *items])


def a_csv(*rows: str) -> str:
    return "\n".join(["日期,类型,名称", *rows])


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_a_year_written_as_json_is_read_back_the_same(year: CalendarYear) -> None:
    read = read_calendar_text(json_of(year), "year.json")
    assert replace(read, source=year.source) == year
    assert read.source == "year.json"


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_a_year_written_as_csv_is_read_back_the_same(year: CalendarYear) -> None:
    read = read_calendar_text("\ufeff" + csv_of(year), "year.csv")
    assert replace(read, source=year.source) == year


@pytest.mark.parametrize(
    ("notice", "first", "last", "source"),
    [
        pytest.param(NOTICE_2022, date(2022, 1, 1), date(2022, 12, 31), "国办发明电〔2021〕11号", id="2022"),
        pytest.param(NOTICE_2025, date(2025, 1, 1), date(2025, 12, 31), "国办发明电〔2024〕12号", id="2025"),
        pytest.param(NOTICE_2019, date(2018, 12, 29), date(2019, 12, 31), "通知.txt", id="2019"),
    ],
)
def test_a_notice_gives_the_working_days_of_the_shipped_year(
    notice: str, first: date, last: date, source: str
) -> None:
    read = read_calendar_text(notice, "通知.txt")
    calendar = WorkCalendar([read])
    assert (read.year, read.source) == (last.year, source)
    days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    assert [day for day in days if calendar.is_workday(day) != SHIPPED.is_workday(day)] == []


def test_a_notice_names_its_holidays() -> None:
    names = read_calendar_text(NOTICE_2025, "").names
    assert names[date(2025, 1, 1)] == "元旦"
    assert names[date(2025, 10, 11)] == "国庆节、中秋节"


@pytest.mark.parametrize(
    "notice",
    [
        pytest.param(NOTICE_2025.replace("放假调休，共", "放假\n调休，共"), id="broken lines"),
        pytest.param(
            NOTICE_2025.replace("。\n二、", "。二、").replace("。\n三、", "。三、"), id="joined items"
        ),
        pytest.param(NOTICE_2025.replace("，", " , ").replace("：", ": "), id="half-width marks and spaces"),
        pytest.param(
            NOTICE_2025.replace("一、元旦", "元旦").replace("三、清明节", "清明节"), id="no numbers"
        ),
        pytest.param(NOTICE_2025.replace("\n", "\r\n\r\n"), id="blank lines"),
        pytest.param(NOTICE_2025.replace("至", "—"), id="dashes"),
        pytest.param(NOTICE_2025.replace("周日）上班", "星期天）上班"), id="other names of Sunday"),
    ],
)
def test_a_notice_is_read_however_it_was_pasted(notice: str) -> None:
    assert read_calendar_text(notice, "") == read_calendar_text(NOTICE_2025, "")


def test_a_notice_without_its_title_takes_the_year_from_the_name() -> None:
    item = "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"
    read = read_calendar_text(item + AFTER_NEW_YEAR_2026, "2026年放假通知.txt")
    assert (read.year, read.rest, read.work) == (2026, SHIPPED_2026.rest, SHIPPED_2026.work)


def test_a_day_off_in_exchange_belongs_to_the_holiday() -> None:
    qingming = "三、清明节：4月5日放假，4月6日（星期一）补休，共2天。"
    others = AFTER_NEW_YEAR_2026.replace("三、清明节：4月4日至6日放假，共3天。", qingming)
    read = read_calendar_text(a_notice("一、元旦：1月1日放假1天。", others), "")
    assert [day for day in sorted(read.rest) if day.month == 4] == [date(2026, 4, 5), date(2026, 4, 6)]


@pytest.mark.parametrize(
    ("text", "line", "shown", "reason"),
    [
        pytest.param(
            a_notice("一、元旦：1月1日（周五）放假1天。"),
            2,
            "一、元旦：1月1日（周五）放假1天。",
            CalendarFault.WEEKDAY,
            id="wrong weekday",
        ),
        pytest.param(
            a_notice("", "一、元旦：1月1日至3日放假，共4天。"),
            3,
            "一、元旦：1月1日至3日放假，共4天。",
            CalendarFault.DAY_COUNT,
            id="wrong total",
        ),
        pytest.param(
            a_notice("一、元旦：1月1日至3日放假4天。"),
            2,
            "一、元旦：1月1日至3日放假4天。",
            CalendarFault.DAY_COUNT,
            id="wrong number of days",
        ),
        pytest.param(
            a_notice("一、元旦：1月1日放假。1月5日上班。"),
            2,
            "一、元旦：1月1日放假。1月5日上班。",
            CalendarFault.NOT_WEEKEND,
            id="made up on a Monday",
        ),
        pytest.param(
            a_notice("一、元旦：1月1日至3日放假。1月3日（周六）上班。"),
            2,
            "一、元旦：1月1日至3日放假。1月3日（周六）上班。",
            CalendarFault.REST_AND_WORK,
            id="off and worked",
        ),
        pytest.param(
            a_notice("一、元旦：1月3日至1日放假。"),
            2,
            "一、元旦：1月3日至1日放假。",
            CalendarFault.DAY_COUNT,
            id="backwards",
        ),
        pytest.param(
            a_notice("一、元旦：1月1日至20日放假。"),
            2,
            "一、元旦：1月1日至20日放假。",
            CalendarFault.DAY_COUNT,
            id="far too long",
        ),
        pytest.param(
            a_notice("一、元旦：1月1日至2日至3日放假。"),
            2,
            "一、元旦：1月1日至2日至3日放假。",
            CalendarFault.DAY_COUNT,
            id="two ends",
        ),
        pytest.param(
            a_notice("一、元旦：2月30日放假。"),
            2,
            "一、元旦：2月30日放假。",
            CalendarFault.DATE,
            id="no such day",
        ),
        pytest.param(
            a_notice("一、元旦：1日放假。"), 2, "一、元旦：1日放假。", CalendarFault.FORM, id="no month"
        ),
        pytest.param(
            a_notice("一、元旦：元月一日放假。"),
            2,
            "一、元旦：元月一日放假。",
            CalendarFault.FORM,
            id="words",
        ),
        pytest.param(
            a_notice("一、元旦：1月1日放假，欢度节日。"),
            2,
            "一、元旦：1月1日放假，欢度节日。",
            CalendarFault.FORM,
            id="something else in an item",
        ),
        pytest.param(
            a_notice("一、元旦1月1日放假。"),
            2,
            "一、元旦1月1日放假。",
            CalendarFault.FORM,
            id="item without a colon",
        ),
        pytest.param(
            a_notice("一、元旦：1月1日放假。", "另外1月4日（周日）上班。"),
            3,
            "另外1月4日（周日）上班。",
            CalendarFault.FORM,
            id="days outside the items",
        ),
        pytest.param(
            a_notice("一、元旦：2024年12月31日放假。"),
            2,
            "一、元旦：2024年12月31日放假。",
            CalendarFault.OTHER_YEAR,
            id="two years before",
        ),
        pytest.param(
            NOTICE_2022 + NOTICE_2025,
            4,
            "一、元旦：2022年1月1日至3日放假，共3天。",
            CalendarFault.YEAR,
            id="two notices",
        ),
        pytest.param(
            "一、元旦：1月1日放假1天。", 1, "一、元旦：1月1日放假1天。", CalendarFault.YEAR, id="no year"
        ),
        pytest.param(
            "关于做好值班工作的通知\n", 1, "关于做好值班工作的通知", CalendarFault.EMPTY, id="other paper"
        ),
        pytest.param("", 1, "", CalendarFault.EMPTY, id="nothing"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused_with_the_line(
    text: str, line: int, shown: str, reason: CalendarFault
) -> None:
    assert refusal(text, "") == {"line": line, "text": shown, "reason": reason}


def test_a_long_line_is_shown_shortened() -> None:
    shown = str(refusal(a_notice(f"一、元旦：1月1日放假，{'再' * 100}。"), "")["text"])
    assert len(shown) == 61
    assert shown.endswith("…")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("", 1, CalendarFault.JSON, id="nothing"),
        pytest.param('{"year": 2026,\n "days": [}', 2, CalendarFault.JSON, id="broken"),
        pytest.param("[" * 100_000, 1, CalendarFault.JSON, id="too deep"),
        pytest.param("[1, 2]", 1, CalendarFault.JSON, id="a list"),
        pytest.param('{"year": true, "days": []}', 1, CalendarFault.JSON, id="year is no number"),
        pytest.param('{"year": 2026, "days": {}}', 1, CalendarFault.JSON, id="days are no list"),
        pytest.param('{"year": 2026, "days": []}', 1, CalendarFault.EMPTY, id="no days"),
        pytest.param('{"year": 2026,\n"days": [7]}', 1, CalendarFault.JSON, id="a day is a number"),
        pytest.param(
            '{"year": 2026, "days": [\n{"date": "2026-01-01", "isOffDay": 1}]}',
            2,
            CalendarFault.JSON,
            id="neither off nor worked",
        ),
        pytest.param(
            '{"year": 2026, "days": [\n{"date": "2026-02-30", "isOffDay": true}]}',
            2,
            CalendarFault.DATE,
            id="no such day",
        ),
        pytest.param(
            '{"year": 2026, "days": [\n\n{"date": "2025-01-01", "isOffDay": true}]}',
            3,
            CalendarFault.OTHER_YEAR,
            id="another year",
        ),
        pytest.param(
            '{"year": 2026, "days": [{"date": "2026-01-05", "isOffDay": false}]}',
            1,
            CalendarFault.NOT_WEEKEND,
            id="made up on a Monday",
        ),
    ],
)
def test_json_that_is_no_arrangement_is_refused(text: str, line: int, reason: CalendarFault) -> None:
    params = refusal(text, "2026.json")
    assert (params["line"], params["reason"]) == (line, reason)


def test_json_may_leave_names_out() -> None:
    days = [{"date": day.isoformat(), "isOffDay": True} for day in SHIPPED_2026.rest]
    read = read_calendar_text(json.dumps({"year": 2026, "days": days}), "")
    assert (read.rest, read.names) == (SHIPPED_2026.rest, {})


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param("", 1, CalendarFault.EMPTY, id="nothing"),
        pytest.param("日期,类型,名称\n", 1, CalendarFault.EMPTY, id="only the header"),
        pytest.param("2026-01-01,休,元旦\n", 1, CalendarFault.COLUMNS, id="no header"),
        pytest.param(a_csv("2026-01-01,休,元旦", "2026-01-02,假,元旦"), 3, CalendarFault.KIND, id="kind"),
        pytest.param(a_csv("2026-01-01"), 2, CalendarFault.KIND, id="too short"),
        pytest.param(a_csv("", "1月1日,休,元旦"), 3, CalendarFault.DATE, id="no year"),
        pytest.param(a_csv("2026年1月,休,元旦"), 2, CalendarFault.DATE, id="no day"),
        pytest.param(
            a_csv("2026-01-01,休", "2026-01-02,休", "2025-10-01,休"), 4, CalendarFault.OTHER_YEAR, id="year"
        ),
        pytest.param(a_csv("2026-01-03,休", "2026-01-03,班"), 3, CalendarFault.REST_AND_WORK, id="both"),
        pytest.param(a_csv("2026-01-04,班,元旦"), 1, CalendarFault.EMPTY, id="no day off"),
        pytest.param(a_csv(f"2026-01-01,休,{'元' * 200_000}"), 2, CalendarFault.COLUMNS, id="endless cell"),
    ],
)
def test_csv_that_is_no_arrangement_is_refused(text: str, line: int, reason: CalendarFault) -> None:
    params = refusal(text, "2026.csv")
    assert (params["line"], params["reason"]) == (line, reason)


@pytest.mark.parametrize(
    ("header", "off", "worked"),
    [
        pytest.param("日期,类型", "{0:%Y-%m-%d},休", "{0.year}/{0.month}/{0.day},班", id="without names"),
        pytest.param(
            "类型,日期", "off,{0.year}.{0.month}.{0.day}", "WORK,{0:%Y年%m月%d日}", id="other order and words"
        ),
        pytest.param(
            "日期\t类型\n", "{0:%Y-%m-%d}\t放假", "{0:%Y-%m-%d}\t上班", id="pasted from a spreadsheet"
        ),
        pytest.param("日期，类型", "２０２６-{0:%m-%d}，休", "{0:%Y-%m-%d}，班", id="full-width marks"),
    ],
)
def test_csv_is_read_however_it_was_written(header: str, off: str, worked: str) -> None:
    rows = [off.format(day) for day in SHIPPED_2026.rest] + [worked.format(day) for day in SHIPPED_2026.work]
    read = read_calendar_text("\n".join([header, *rows]), "粘贴的文字")
    assert (read.year, read.rest, read.work) == (2026, SHIPPED_2026.rest, SHIPPED_2026.work)


def shipped(year: int) -> CalendarYear:
    return next(one for one in YEARS if one.year == year)


@pytest.mark.parametrize(
    ("year", "rows"),
    [
        pytest.param(2019, ["2018-12-29,班,元旦", "2018-12-31,休,元旦"], id="the December before"),
        pytest.param(2006, ["2007-01-02,休,元旦"], id="the January after"),
    ],
)
def test_days_of_the_neighbouring_months_stay_with_the_year_that_set_them(year: int, rows: list[str]) -> None:
    known = shipped(year)
    read = read_calendar_text(csv_of(known) + "\n".join(rows), "安排.csv")
    assert read.year == year
    assert len(read.rest | read.work) == len(known.rest | known.work) + len(rows)


def test_of_a_few_days_about_new_year_the_later_year_is_arranged() -> None:
    rows = a_csv("2018-12-31,休", "2019-01-01,休")
    with pytest.raises(UserError, match=r"calendar\.incomplete") as refused:
        read_calendar_text(rows, "安排.csv")
    assert refused.value.params["year"] == 2019


def test_a_holiday_is_told_by_its_first_name() -> None:
    read = read_calendar_text(csv_of(shipped(2026)) + "2026-10-01,休,中秋节\n", "2026.csv")
    assert read.names[date(2026, 10, 1)] == SHIPPED_2026.names[date(2026, 10, 1)]
    assert "中秋" not in read.names[date(2026, 10, 1)]


@pytest.mark.parametrize(
    ("text", "hint", "missing"),
    [
        pytest.param(
            json.dumps({"year": 2026, "days": [{"date": "2026-01-01", "isOffDay": True}]}),
            "2026.json",
            ("春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"),
            id="元旦 alone",
        ),
        pytest.param(
            a_notice("一、元旦：1月1日放假1天。", AFTER_NEW_YEAR_2026.split("七、")[0]),
            "",
            ("国庆节",),
            id="a notice cut short",
        ),
        pytest.param(
            a_notice(AFTER_NEW_YEAR_2026.split("三、")[0], "七、国庆节：10月1日至7日放假调休，共7天。"),
            "",
            ("元旦", "清明节", "劳动节", "端午节", "中秋节"),
            id="the long holidays alone",
        ),
    ],
)
def test_a_part_of_a_year_is_not_taken_for_the_whole(text: str, hint: str, missing: tuple[str, ...]) -> None:
    with pytest.raises(UserError, match=r"calendar\.incomplete") as refused:
        read_calendar_text(text, hint)
    assert refused.value.params["year"] == 2026
    assert tuple(holiday.zh for holiday in refused.value.params["missing"]) == missing
