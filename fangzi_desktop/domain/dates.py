"""Dates as people write them, no more precise than they were written, and office weeks."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from fangzi_desktop.domain.errors import UserError

# A year outside these is a slip of the keyboard.
EARLIEST_YEAR, LATEST_YEAR = 1949, 2099

# The days of a month, and the months of a year, that a part of it may denote.
MONTH_PARTS = {
    "初": (1, 10),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "底": (21, 31),
    "末": (21, 31),
}
YEAR_PARTS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
    "初": (1, 3),
    "底": (10, 12),
    "末": (10, 12),
}

_WRITTEN = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]?",
        r"(?P<year>[0-9]{4})(?P<mark>[-./])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"(?P<year>[0-9]{{4}})年(?P<month>[0-9]{{1,2}})月份?(?P<part>{'|'.join(MONTH_PARTS)})?",
        r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})",
        rf"(?P<year>[0-9]{{4}})年第?(?P<part>{'|'.join(YEAR_PARTS)})?",
    )
)
_TYPED = tuple(
    re.compile(pattern)
    for pattern in (
        r"([0-9]{1,2})月([0-9]{1,2})[日号]?",
        r"([0-9]{1,2})[-./]([0-9]{1,2})",
        r"([0-9]{2})([0-9]{2})",
    )
)
_SAID = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2}
_CODE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2})|~(\w+))?")
_WEEK_SAID = re.compile(r"(?:([0-9]{4})年)?第?([0-9]{1,2})周?")
_WEEK_CODE = re.compile(r"([0-9]{4})-?[Ww]([0-9]{1,2})")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the part of a month, the month, the part of a year or the year.

    Ordered by the first day it may denote, the more precise one first. Making an impossible one raises
    `ValueError`.
    """

    year: int
    month: int | None = None
    day: int | None = None
    part: str | None = None

    def __post_init__(self) -> None:
        parts = YEAR_PARTS if self.month is None else MONTH_PARTS
        if self.part is not None and (self.day is not None or self.part not in parts):
            raise ValueError(f"no such part: {self.part}")
        if self.month is None and self.day is not None:
            raise ValueError("a day without a month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The date known to the day."""
        return cls(day.year, day.month, day.day)

    @property
    def is_day(self) -> bool:
        """Whether the very day is known."""
        return self.day is not None

    def as_date(self) -> date:
        """The day itself. Raises `ValueError` when it is not known."""
        if self.month is None or self.day is None:
            raise ValueError(f"{self.code} is not known to the day")
        return date(self.year, self.month, self.day)

    @property
    def first_day(self) -> date:
        """The earliest day it may denote."""
        if self.month is None:
            return date(self.year, YEAR_PARTS[self.part][0] if self.part else 1, 1)
        return date(self.year, self.month, self.day or (MONTH_PARTS[self.part][0] if self.part else 1))

    @property
    def last_day(self) -> date:
        """The latest day it may denote."""
        month = self.month or (YEAR_PARTS[self.part][1] if self.part else 12)
        last = monthrange(self.year, month)[1]
        if self.month is not None and self.part:
            last = min(last, MONTH_PARTS[self.part][1])
        return date(self.year, month, self.day or last)

    @property
    def zh(self) -> str:
        """The date as people write it: 2022年7月21日, 2022年7月初, 2023年5月, 2022年上半年."""
        month = f"{self.month}月" if self.month is not None else ""
        day = f"{self.day}日" if self.day is not None else ""
        return f"{self.year}年{month}{day}{self.part or ''}"

    @property
    def code(self) -> str:
        """The date as it is stored: ``2022-07-21``, ``2022-07~初``, ``2022~上半年``, ``2022``."""
        month = f"-{self.month:02d}" if self.month is not None else ""
        day = f"-{self.day:02d}" if self.day is not None else ""
        return f"{self.year:04d}{month}{day}{'~' + self.part if self.part else ''}"

    @classmethod
    def from_code(cls, code: str) -> PartialDate:
        """Read a stored date. Raises `ValueError` for anything that `code` does not write."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise ValueError(f"not the code of a date: {code}")
        year, month, day, part = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, part)

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first_day, self.last_day, self.code) < (other.first_day, other.last_day, other.code)


@dataclass(frozen=True, order=True, slots=True)
class Week:
    """A week from Monday to Sunday, numbered as ISO 8601 does."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        """The week's first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """The week's last day."""
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def code(self) -> str:
        """The week as it is typed: ``2023-W08``."""
        return f"{self.year:04d}-W{self.number:02d}"

    def plus(self, weeks: int) -> Week:
        """The week that many weeks later, or earlier for a negative number."""
        return week_of(self.monday + timedelta(weeks=weeks))

    @classmethod
    def from_code(cls, code: str) -> Week:
        """Read ``2023-W08``, also without the hyphen or the zero. Raises `UserError` ``week.unreadable``."""
        match = _WEEK_CODE.fullmatch(code.strip())
        if match is None or not EARLIEST_YEAR <= int(match[1]) <= LATEST_YEAR:
            raise UserError("week.unreadable", text=code)
        try:
            return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except ValueError:
            raise UserError("week.unreadable", text=code) from None


def week_of(day: date) -> Week:
    """Return the week a day lies in."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def parse_date_text(text: str) -> PartialDate:
    """Read a written date as precisely as it is written.

    Understood are 2022.5.23, 2022-07-21, 2022/7/21, 2022年7月21日, 20220721, 2023年5月, 2023-05, 2023.5,
    2022年7月初 (上旬, 中旬, 下旬, 底, 末), 2022年上半年, 2022年三季度, 2022年底 (初, 末) and 2022年, with
    full-width digits and spaces too.
    Everything else raises `UserError` ``date.unreadable``: two-digit years, day-first forms, days that do
    not exist, words such as 待定.
    """
    plain = _plain(text)
    match = next((match for form in _WRITTEN if (match := form.fullmatch(plain))), None)
    if match is None or not EARLIEST_YEAR <= int(match["year"]) <= LATEST_YEAR:
        raise UserError("date.unreadable", text=text)
    found = match.groupdict()
    month, day = (int(found[name]) if found.get(name) else None for name in ("month", "day"))
    try:
        return PartialDate(int(found["year"]), month, day, found.get("part"))
    except ValueError:
        raise UserError("date.unreadable", text=text) from None


def parse_day(text: str, today: date) -> date:
    """Read a day as a person types it: 0523, 5.23, 5-23, 5/23, 5月23日, in full, or 今天, 昨天, 前天.

    Without a year, of that day in last year, this year and next year the one nearest to `today` is meant,
    the earlier one if two are equally near. Raises `UserError` ``date.unreadable``.
    """
    plain = _plain(text)
    if plain in _SAID:
        return today - timedelta(days=_SAID[plain])
    match = next((match for form in _TYPED if (match := form.fullmatch(plain))), None)
    if match is None:
        found = parse_date_text(text)
        if not found.is_day:
            raise UserError("date.unreadable", text=text)
        return found.as_date()
    near = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            near.append(date(year, int(match[1]), int(match[2])))
        except ValueError:
            # 29 February exists in few of the years, 31 April in none.
            continue
    if not near:
        raise UserError("date.unreadable", text=text)
    return min(near, key=lambda day: abs(day - today))


def parse_week(text: str, near: Week, today: date) -> Week:
    """Read a week as a person types it: 2023-W08, 2023年第8周, a day in it, or 第8周 of the year of `near`.

    Raises `UserError` ``week.unreadable``.
    """
    plain = _plain(text)
    match = _WEEK_SAID.fullmatch(plain)
    if match is not None:
        return Week.from_code(f"{int(match[1] or near.year):04d}-W{int(match[2]):02d}")
    if _WEEK_CODE.fullmatch(plain):
        return Week.from_code(plain)
    try:
        return week_of(parse_day(plain, today))
    except UserError:
        raise UserError("week.unreadable", text=text) from None


def parse_month(text: str, today: date) -> str:
    """Read a month as a person types it, as ``2023-05``: 2023-05, 2023年5月, 202305, or 5月 of this year.

    Raises `UserError` ``month.unreadable``.
    """
    plain = _plain(text)
    short = re.fullmatch(r"(\d{1,2})月", plain)
    if short is not None and 1 <= int(short[1]) <= 12:
        return f"{today.year:04d}-{int(short[1]):02d}"
    joined = re.fullmatch(r"(\d{4})(\d{2})", plain)
    try:
        found = parse_date_text(f"{joined[1]}-{joined[2]}" if joined else plain)
    except UserError:
        raise UserError("month.unreadable", text=text) from None
    if found.month is None or found.day is not None or found.part is not None:
        raise UserError("month.unreadable", text=text)
    return f"{found.year:04d}-{found.month:02d}"


def _plain(text: str) -> str:
    """Return the text with half-width digits and marks, without spaces around them."""
    return re.sub(r"\s*([-./年月日号])\s*", r"\1", unicodedata.normalize("NFKC", text)).strip()
