"""The year 2026 in every form in which people have it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.workdays import CalendarYear
from fangzi_desktop.storage.seed import load

YEAR_2026: CalendarYear = next(year for year in calendar_years(load("calendar")) if year.year == 2026)
ONE_DAY = timedelta(days=1)

NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def days_of(year: CalendarYear) -> list[tuple[date, bool, str]]:
    return [(day, day in year.rest, year.names[day]) for day in sorted(year.rest | year.work)]


def json_of(year: CalendarYear) -> str:
    days = [
        {"name": name, "date": day.isoformat(), "isOffDay": is_off} for day, is_off, name in days_of(year)
    ]
    return json.dumps({"year": year.year, "days": days}, ensure_ascii=False, indent=1)


def csv_of(year: CalendarYear) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["日期", "类型", "名称"])
    writer.writerows([day, "休" if is_off else "班", name] for day, is_off, name in days_of(year))
    return table.getvalue()


def event(title: str, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"SUMMARY:{title}", *lines, "END:VEVENT", ""])


def calendar(*events: str) -> str:
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//CN\r\n"
    return head + "".join(events) + "END:VCALENDAR\r\n"


def all_day(day: date, days: int = 1) -> tuple[str, str]:
    return f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + days * ONE_DAY:%Y%m%d}"


def events_of(year: CalendarYear) -> str:
    """One event a day, with 休 or 班 behind the holiday's name."""
    return calendar(
        *(
            event(f"{name}（{'休' if is_off else '班'}）", f"UID:{day}@test", *all_day(day))
            for day, is_off, name in days_of(year)
        )
    )


FORMS = {
    "2026.json": json_of(YEAR_2026),
    "2026.csv": csv_of(YEAR_2026),
    "2026.txt": NOTICE,
    "2026.ics": events_of(YEAR_2026),
}
