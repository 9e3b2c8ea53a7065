"""Years read from calendars (.ics), in the ways in which people publish them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.calendar_files import CalendarFault, calendar_years
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.workdays import CalendarYear
from fangzi_desktop.services.calendar import PASTED, read_calendar_file, read_notice
from fangzi_desktop.services.calendar_events import read_calendar_events
from fangzi_desktop.storage.seed import load
from tests.services.year_files import (
    FORMS,
    ONE_DAY,
    YEAR_2026,
    all_day,
    calendar,
    days_of,
    event,
    events_of,
)

YEARS = calendar_years(load("calendar"))
YEAR_2025 = next(year for year in YEARS if year.year == 2025)


def numbered(year: CalendarYear) -> str:
    """A subscription: 元旦 假期 第1天/共3天; days worked have hours, an alarm and a long text."""

    def one(day: date, name: str, *, is_off: bool) -> str:
        if is_off:
            return event(f"{name} 假期 第1天/共1天", *all_day(day))
        return event(
            f"{name} 补班 第1天/共1天",
            f"DTSTART;TZID=Asia/Shanghai:{day:%Y%m%d}T090000",
            f"DTEND;TZID=Asia/Shanghai:{day:%Y%m%d}T180000",
            "DESCRIPTION:一、元旦：1月1日（周四）至3日（周六）放假调休\\, 共3天。1月4日",
            " （周日）上班。",
            "STATUS:TENTATIVE",
            "BEGIN:VALARM",
            "TRIGGER:-PT60M",
            "ACTION:DISPLAY",
            "DESCRIPTION:补班提醒",
            "END:VALARM",
        )

    return calendar(*(one(day, name, is_off=is_off) for day, is_off, name in days_of(year)))


def in_runs(year: CalendarYear) -> str:
    """One event a run of days: 元旦假期, 上班(补元旦假期)."""
    runs: list[tuple[date, int, bool, str]] = []
    for day, is_off, name in days_of(year):
        if runs:
            first, length, was_off, before = runs[-1]
            if (was_off, before, first + length * ONE_DAY) == (is_off, name, day):
                runs[-1] = (first, length + 1, is_off, name)
                continue
        runs.append((day, 1, is_off, name))
    return calendar(
        *(
            event(f"{name}假期" if is_off else f"上班(补{name}假期)", *all_day(first, length))
            for first, length, is_off, name in runs
        )
    )


def marked(year: CalendarYear) -> str:
    """A phone's calendar: the mark stands in a property of its own, and other feasts are there as well."""
    feast = event("母亲节", *all_day(date(year.year, 5, 10)), "RRULE:FREQ=YEARLY")
    return calendar(
        feast,
        *(
            event(
                f"{name}（{'休' if is_off else '班'}）",
                *all_day(day),
                f"X-APPLE-SPECIAL-DAY:{'WORK-HOLIDAY' if is_off else 'ALTERNATE-WORKDAY'}",
            )
            for day, is_off, name in days_of(year)
        ),
    )


@pytest.mark.parametrize("written", [events_of, numbered, in_runs, marked])
@pytest.mark.parametrize("year", [YEAR_2025, YEAR_2026], ids=["2025", "2026"])
def test_a_year_is_read_however_it_was_published(written: object, year: CalendarYear) -> None:
    assert callable(written)
    read = read_calendar_events(written(year), "放假.ics")
    assert read.source == "放假.ics"
    assert replace(read, source=year.source) == year


def test_every_shipped_year_is_read_back_the_same() -> None:
    for year in YEARS:
        assert replace(read_calendar_events(in_runs(year), ""), source=year.source) == year


def test_of_several_years_the_newest_whole_one_is_read() -> None:
    both = events_of(YEAR_2025).replace("END:VCALENDAR\r\n", "") + events_of(YEAR_2026).split("CN\r\n", 1)[1]
    assert read_calendar_events(both, "").rest == YEAR_2026.rest
    begun = both.replace("END:VCALENDAR\r\n", "")
    next_year = event("元旦（休）", *all_day(date(2027, 1, 1), 3)) + "END:VCALENDAR\r\n"
    assert read_calendar_events(begun + next_year, "").year == 2026


def test_a_time_in_utc_is_read_by_the_office_clock() -> None:
    words = numbered(YEAR_2026).replace(
        "DTSTART;TZID=Asia/Shanghai:20260104T090000\r\nDTEND;TZID=Asia/Shanghai:20260104T180000",
        "DTSTART:20260103T200000Z\r\nDTEND:20260104T100000Z",
    )
    assert "20260103T200000Z" in words
    assert read_calendar_events(words, "").work == YEAR_2026.work


@pytest.mark.parametrize(
    "end", ["", "DTEND;VALUE=DATE:20260104", "DTEND;VALUE=DATE:20260105", "DURATION:P1D"]
)
def test_one_day_is_written_in_several_ways(end: str) -> None:
    written = "DTSTART;VALUE=DATE:20260104\r\nDTEND;VALUE=DATE:20260105"
    words = FORMS["2026.ics"].replace(written, "\r\n".join(filter(None, (written.split("\r\n")[0], end))))
    assert read_calendar_events(words, "").work == YEAR_2026.work


def test_a_cancelled_event_and_one_without_a_mark_are_passed_over() -> None:
    more = event("加班表", *all_day(date(2026, 7, 1))) + event("航班", *all_day(date(2026, 7, 2)))
    more += event("某节（班）", *all_day(date(2026, 7, 4)), "STATUS:CANCELLED")
    words = FORMS["2026.ics"].replace("END:VCALENDAR", more + "END:VCALENDAR")
    assert read_calendar_events(words, "").work == YEAR_2026.work


def with_event(*lines: str, title: str = "元旦（休）") -> str:
    return calendar(event(title, *lines))


MAY_1 = "DTSTART;VALUE=DATE:20260501"


@pytest.mark.parametrize(
    ("words", "line", "reason"),
    [
        pytest.param(with_event("UID:1"), 4, CalendarFault.DATE, id="no start"),
        pytest.param(with_event("DTSTART;VALUE=DATE:20260231"), 4, CalendarFault.DATE, id="no such day"),
        pytest.param(with_event(MAY_1, "DTEND;VALUE=DATE:2026"), 4, CalendarFault.DATE, id="broken end"),
        pytest.param(
            with_event(MAY_1, "DTEND;VALUE=DATE:20260401"), 4, CalendarFault.DAY_COUNT, id="end before start"
        ),
        pytest.param(
            with_event(MAY_1, "DTEND;VALUE=DATE:20260601"), 4, CalendarFault.DAY_COUNT, id="a month off"
        ),
        pytest.param(
            with_event("DTSTART:20260501T090000", "DTEND:20260503T180000"),
            4,
            CalendarFault.HOURS,
            id="some days and hours",
        ),
        pytest.param(with_event(MAY_1, "RRULE:FREQ=YEARLY"), 4, CalendarFault.REPEATS, id="every year"),
        pytest.param(with_event(MAY_1, title="劳动节 调休"), 4, CalendarFault.MARK, id="off or worked"),
        pytest.param(
            with_event(MAY_1, title="劳动节 补班"), 4, CalendarFault.NOT_WEEKEND, id="worked on a Friday"
        ),
        pytest.param(calendar(event("劳动节", MAY_1)), 1, CalendarFault.EMPTY, id="nothing is marked"),
        pytest.param("BEGIN:VCALENDAR\r\nx\r\n", 2, CalendarFault.EVENTS, id="no property"),
        pytest.param("SUMMARY:休\r\n", 1, CalendarFault.EVENTS, id="no calendar"),
        pytest.param(
            calendar().replace("END:", "END:V"), 4, CalendarFault.EVENTS, id="another part is closed"
        ),
        pytest.param(calendar() + "BEGIN:VCALENDAR", 5, CalendarFault.EVENTS, id="two calendars"),
        pytest.param(
            with_event(MAY_1).replace("END:VEVENT\r\nEND:VCALENDAR\r\n", ""),
            4,
            CalendarFault.CUT,
            id="broken off in an event",
        ),
        pytest.param(with_event(MAY_1).replace("END:VCALENDAR\r\n", ""), 1, CalendarFault.CUT, id="no end"),
        pytest.param("", 1, CalendarFault.CUT, id="nothing at all"),
    ],
)
def test_a_fault_names_the_line_and_the_event(words: str, line: int, reason: CalendarFault) -> None:
    with pytest.raises(UserError, match=r"calendar\.unreadable") as refused:
        read_calendar_events(words, "放假.ics")
    assert (refused.value.params["line"], refused.value.params["reason"]) == (line, reason)


def test_the_title_and_the_day_of_a_faulty_event_are_shown() -> None:
    words = FORMS["2026.ics"].replace("20260509", "20260512")
    with pytest.raises(UserError) as refused:
        read_calendar_events(words, "")
    assert refused.value.params["text"] == "SUMMARY:劳动节（班） DTSTART;VALUE=DATE:20260512"


def test_a_year_without_all_holidays_is_refused() -> None:
    with pytest.raises(UserError, match=r"calendar\.incomplete"):
        read_calendar_events(with_event("DTSTART;VALUE=DATE:20260101"), "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_a_calendar_file_is_read_whatever_its_encoding_and_line_ends(
    tmp_path: Path, encoding: str, ending: str
) -> None:
    file = tmp_path / "2026.ICS"
    file.write_bytes(FORMS["2026.ics"].replace("\r\n", ending).encode(encoding))
    assert read_calendar_file(file).rest == YEAR_2026.rest


def test_a_calendar_can_be_pasted_as_well() -> None:
    read = read_notice(FORMS["2026.ics"])
    assert (read.year, read.source) == (2026, PASTED)
