"""Reading a year's rest days and make-up days from the files and texts people have."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from fangzi_desktop.domain.dates import parse_date_text
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.holidays import missing_holidays
from fangzi_desktop.domain.terms import Term
from fangzi_desktop.domain.workdays import SATURDAY, CalendarYear

LONGEST_HOLIDAY_DAYS = 15
SHOWN_CHARACTERS = 60
WEEKDAYS = "一二三四五六日"


class CalendarFault(Term):
    """Why an arrangement of rest days cannot be read."""

    JSON = "json", "不是放假安排的 JSON"
    COLUMNS = "columns", "第一行应为：日期,类型,名称"
    KIND = "kind", "类型应为休或班"
    FORM = "form", "不是放假通知的写法"
    DATE = "date", "日期读不懂或不存在"
    YEAR = "year", "看不出是哪一年的安排"
    OTHER_YEAR = "other_year", "日期不属于这一年"
    WEEKDAY = "weekday", "括号中的星期与日期不符"
    DAY_COUNT = "day_count", "天数与起止日期不符"
    NOT_WEEKEND = "not_weekend", "上班的日子不是周六或周日"
    REST_AND_WORK = "rest_and_work", "同一天既放假又上班"
    EVENTS = "events", "不是日历文件（.ics）的写法"
    CUT = "cut", "文件不完整，没有结尾"
    MARK = "mark", "看不出是放假还是上班"
    REPEATS = "repeats", "是重复日程，看不出是哪一年的日子"
    HOURS = "hours", "跨日的日程不是全天的"
    EMPTY = "empty", "没有找到放假日期"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read, for the refusal that names it; lines count from 1."""

    line: int
    text: str

    def fault(self, reason: CalendarFault) -> UserError:
        """Return the refusal that names the place and why it cannot be read."""
        shown = self.text.strip()
        if len(shown) > SHOWN_CHARACTERS:
            shown = f"{shown[:SHOWN_CHARACTERS]}…"
        return UserError("calendar.unreadable", line=self.line, text=shown, reason=reason)


@dataclass(frozen=True, slots=True)
class Entry:
    """A day that an arrangement names, off or worked, and the holiday it belongs to."""

    day: date
    is_off: bool
    name: str
    place: Place


def calendar_years(data: Mapping[str, Any]) -> tuple[CalendarYear, ...]:
    """Make the years of a rule file such as the shipped ``calendar.toml``."""
    return tuple(
        CalendarYear(
            entry["year"],
            rest=frozenset(_days_of(entry["rest"])),
            work=frozenset(_days_of(entry["work"])),
            source=entry["source"],
            names=_days_of(entry["rest"]) | _days_of(entry["work"]),
        )
        for entry in data["year"]
    )


def read_calendar_text(text: str, name_hint: str) -> CalendarYear:
    """Read one year from holiday-cn JSON, from CSV (日期,类型,名称) or from the State Council's notice.

    `name_hint` is the file's name: its ending tells the form where the text does not, and it is the year's
    source unless the notice has a number. A notice pasted without its title takes the year from it.

    An arrangement may reach into the December before and the January after its year. Those days stay with
    the year whose notice set them, and hold for the calendar of the other year. Any other day outside the
    year is refused, and so are working days from Monday to Friday: both are slips, or another year's file.
    A file that leaves one of the year's statutory holidays out is refused too: taken for the whole year it
    would end 预估 with too many working days.
    Raises `UserError` ``calendar.unreadable`` with the line, its text and a `CalendarFault` as reason, or
    ``calendar.incomplete``.
    """
    plain = text.lstrip("\ufeff")
    hint = name_hint.lower()
    opening = plain.lstrip()
    if hint.endswith(".json") or opening.startswith(("{", "[")):
        return _from_json(plain, name_hint)
    if hint.endswith(".csv") or opening.startswith(("日期", "类型")):
        return _from_csv(plain, name_hint)
    return _from_notice(plain, name_hint)


def year_of_entries(entries: Sequence[Entry], source: str) -> CalendarYear:
    """Make a year of days that were listed one by one.

    Of several whole years, as calendars that go on from year to year hold them, it is the newest, with its
    own days of the December before and the January after. Of a few days about New Year the later year is the
    one arranged. Raises as `read_calendar_text` does.
    """
    if not entries:
        raise Place(1, source).fault(CalendarFault.EMPTY)
    counts = Counter(entry.day.year for entry in entries)
    whole = [year for year in counts if not missing_holidays(year, *_sets(entries, year))]
    if len(whole) > 1:
        year = max(whole)
        return _checked(year, [entry for entry in entries if _belongs(entry.day, year)], source)
    year = whole[0] if whole else max(counts, key=lambda year: (counts[year], year))
    return _checked(year, entries, source)


def _sets(entries: Iterable[Entry], year: int) -> tuple[set[date], set[date]]:
    own = [entry for entry in entries if _belongs(entry.day, year)]
    return {entry.day for entry in own if entry.is_off}, {entry.day for entry in own if not entry.is_off}


def _days_of(by_name: Mapping[str, list[date]]) -> dict[date, str]:
    return {day: name for name, days in by_name.items() for day in days}


def _checked(year: int, entries: Sequence[Entry], source: str) -> CalendarYear:
    rest, work, names = set[date](), set[date](), dict[date, str]()
    for entry in entries:
        day = entry.day
        if not _belongs(day, year):
            raise entry.place.fault(CalendarFault.OTHER_YEAR)
        if not entry.is_off and day.weekday() < SATURDAY:
            raise entry.place.fault(CalendarFault.NOT_WEEKEND)
        if day in (work if entry.is_off else rest):
            raise entry.place.fault(CalendarFault.REST_AND_WORK)
        (rest if entry.is_off else work).add(day)
        if entry.name:
            names.setdefault(day, entry.name)
    if not rest:
        raise Place(1, source).fault(CalendarFault.EMPTY)
    missing = missing_holidays(year, rest, work)
    if missing:
        raise UserError("calendar.incomplete", year=year, missing=missing)
    return CalendarYear(year, frozenset(rest), frozenset(work), source, names)


def _belongs(day: date, year: int) -> bool:
    return (
        day.year == year
        or (day.year == year - 1 and day.month == 12)
        or (day.year == year + 1 and day.month == 1)
    )


def _day(text: str, place: Place) -> date:
    try:
        return parse_date_text(text).as_date()
    except (UserError, ValueError):
        raise place.fault(CalendarFault.DATE) from None


def _from_json(text: str, source: str) -> CalendarYear:
    """Read ``{"year":…, "days":[{"name","date","isOffDay"}]}``."""
    lines = text.splitlines() or [""]
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = min(getattr(error, "lineno", 1), len(lines))
        raise Place(line, lines[line - 1]).fault(CalendarFault.JSON) from None
    year, days = (data.get("year"), data.get("days")) if isinstance(data, dict) else (None, None)
    if type(year) is not int or not isinstance(days, list):
        raise Place(1, lines[0]).fault(CalendarFault.JSON)
    return _checked(year, [_json_entry(item, lines) for item in days], source)


def _json_entry(item: object, lines: Sequence[str]) -> Entry:
    fields = item if isinstance(item, dict) else {}
    day, is_off, name = fields.get("date"), fields.get("isOffDay"), fields.get("name", "")
    number = next((number for number, line in enumerate(lines, 1) if f'"{day}"' in line), 1)
    place = Place(number, json.dumps(item, ensure_ascii=False))
    if not (isinstance(day, str) and isinstance(is_off, bool) and isinstance(name, str)):
        raise place.fault(CalendarFault.JSON)
    return Entry(_day(day, place), is_off, name.strip(), place)


_KINDS = {"休": True, "放假": True, "off": True, "班": False, "上班": False, "work": False}


def _from_csv(text: str, source: str) -> CalendarYear:
    """Read a table with the columns 日期, 类型 and, if wished, 名称; also one pasted from a spreadsheet."""
    lines = text.splitlines() or [""]
    header = next((line for line in lines if line.strip()), "")
    delimiter = next((mark for mark in ",\t，" if mark in header), ",")
    reader = csv.reader(lines, delimiter=delimiter)
    entries: list[Entry] = []
    columns: dict[str, int] = {}
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            place = Place(reader.line_num, lines[reader.line_num - 1])
            if not any(cells):
                continue
            if columns:
                entries.append(_csv_entry(cells, columns, place))
                continue
            columns = {title: index for index, title in enumerate(cells)}
            if not {"日期", "类型"} <= columns.keys():
                raise place.fault(CalendarFault.COLUMNS)
    except csv.Error:
        raise Place(reader.line_num, lines[reader.line_num - 1]).fault(CalendarFault.COLUMNS) from None
    if not entries:
        raise Place(1, header).fault(CalendarFault.EMPTY)
    return year_of_entries(entries, source)


def _csv_entry(cells: Sequence[str], columns: Mapping[str, int], place: Place) -> Entry:
    def cell(title: str) -> str:
        index = columns.get(title, len(cells))
        return cells[index] if index < len(cells) else ""

    is_off = _KINDS.get(cell("类型").lower())
    if is_off is None:
        raise place.fault(CalendarFault.KIND)
    return Entry(_day(cell("日期"), place), is_off, cell("名称"), place)


# The notice has kept one form since 2010, here with half-width marks and without spaces:
#   一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
_NUMBER = r"[一二三四五六七八九十]{1,2}、"
_ITEM_BEGINS = re.compile(rf"(?:^|(?<=。))(?={_NUMBER})")
_ITEM = re.compile(rf"(?:{_NUMBER}(?P<name>[^:。]+)|(?P<unnumbered>元旦|[^:,。0-9]*[节日])):(?P<body>.*)")
_TITLE_YEAR = re.compile(r"([0-9]{4})年部分节假日")
_PAPER_NUMBER = re.compile(r"国办发明电[〔\[(][0-9]{4}[〕\])][0-9]+号")
_STRAY = re.compile(r"[0-9]日(?:\([^)]*\))?(?:放假|补休|上班)")
_OUTSIDE_BRACKETS = r"(?![^(]*\))"
_CLAUSE_ENDS = re.compile(rf"[,;。]{_OUTSIDE_BRACKETS}")
_CLAUSE = re.compile(r"(?P<days>.*日(?:\([^)]*\))?)(?P<verb>放假(?:调休)?|补休|上班)(?:(?P<count>[0-9]+)天)?")
_TOTAL = re.compile(r"共([0-9]+)天")
_REMARK = re.compile(r"[与和]周末连休|不调休")
_NEXT_SPAN = re.compile(rf"、{_OUTSIDE_BRACKETS}")
_TO = re.compile(rf"[至到~—–-]+{_OUTSIDE_BRACKETS}")
_DATE = re.compile(
    r"(?:(?P<year>[0-9]{4})年)?(?:(?P<month>[0-9]{1,2})月)?(?P<day>[0-9]{1,2})日(?:\((?P<note>[^)]*)\))?"
)
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


def _from_notice(text: str, name_hint: str) -> CalendarYear:
    lines = text.splitlines() or [""]
    whole = _squeezed(text)
    titled = set(_TITLE_YEAR.findall(whole)) or set(re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", name_hint))
    items = _items(lines)
    if not items:
        raise Place(1, lines[0]).fault(CalendarFault.EMPTY)
    if len(titled) != 1:
        raise items[0].place.fault(CalendarFault.YEAR)
    year = int(titled.pop())
    entries = [entry for item in items for entry in _notice_entries(item, year)]
    number = _PAPER_NUMBER.search(whole)
    return _checked(year, entries, number[0] if number else name_hint)


def _squeezed(text: str) -> str:
    """Return the text with half-width digits and marks and without any space."""
    return re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class _Item:
    """One holiday's paragraph of a notice."""

    name: str
    body: str
    place: Place


def _items(lines: Sequence[str]) -> list[_Item]:
    """Return the notice's paragraphs; one may go on over several lines, and a line hold several."""
    items: list[_Item] = []
    for number, line in enumerate(lines, 1):
        place = Place(number, line)
        for piece in filter(None, _ITEM_BEGINS.split(_squeezed(line))):
            match = _ITEM.fullmatch(piece)
            if match is not None:
                items.append(_Item(match["name"] or match["unnumbered"], match["body"], place))
            elif items and not items[-1].body.endswith("。"):
                items[-1] = replace(items[-1], body=items[-1].body + piece)
            elif _STRAY.search(piece) and (items or _ITEM_BEGINS.match(piece)):
                # Days that belong to no item must not be lost unseen; the preamble speaks of days too.
                raise place.fault(CalendarFault.FORM)
    return items


def _notice_entries(item: _Item, year: int) -> Iterator[Entry]:
    place = item.place
    days_off = 0
    for clause in filter(None, _CLAUSE_ENDS.split(item.body)):
        total, said = _TOTAL.fullmatch(clause), _CLAUSE.fullmatch(clause)
        if said is not None:
            is_off = said["verb"] != "上班"
            days = _notice_days(said["days"], year, place)
            days_off += len(days) if is_off else 0
            if said["count"] and int(said["count"]) != len(days):
                raise place.fault(CalendarFault.DAY_COUNT)
            yield from (Entry(day, is_off, item.name, place) for day in days)
        elif total is not None:
            if int(total[1]) != days_off:
                raise place.fault(CalendarFault.DAY_COUNT)
        elif not _REMARK.fullmatch(clause):
            raise place.fault(CalendarFault.FORM)


def _notice_days(text: str, year: int, place: Place) -> list[date]:
    """Return the days of a list such as 4月27日(周日)、5月1日(周四)至5日(周一)."""
    found: list[date] = []
    for span in _NEXT_SPAN.split(text):
        ends: list[date] = []
        for written in _TO.split(span):
            known = found + ends
            ends.append(_notice_day(written, year, known[-1] if known else None, place))
        length = (ends[-1] - ends[0]).days + 1
        if len(ends) > 2 or not 1 <= length <= LONGEST_HOLIDAY_DAYS:
            raise place.fault(CalendarFault.DAY_COUNT)
        found += [ends[0] + timedelta(days=days) for days in range(length)]
    return found


def _notice_day(written: str, year: int, before: date | None, place: Place) -> date:
    """Read a day; without a month it lies in the month of the day named before it."""
    match = _DATE.fullmatch(written)
    if match is None or (match["month"] is None and before is None):
        raise place.fault(CalendarFault.FORM)
    month = int(match["month"]) if match["month"] else 0
    if before is not None and not month:
        year, month = before.year, before.month
    try:
        day = date(int(match["year"] or year), month, int(match["day"]))
    except ValueError:
        raise place.fault(CalendarFault.DATE) from None
    told = _WEEKDAY.search(match["note"] or "")
    if told is not None and WEEKDAYS.index(told[1].replace("天", "日")) != day.weekday():
        raise place.fault(CalendarFault.WEEKDAY)
    return day
