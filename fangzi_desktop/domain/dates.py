"""Dates as people write them, with the precision they were written with, and office weeks."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from fangzi_desktop.domain.errors import UserError

# Parts of a month as offices write them, with the days they may denote.
_PARTS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_EARLIEST, _LATEST = 1949, 2099

_FULL = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})月?(?:份)?(初|上旬|中旬|下旬|底|末)?")
_YEAR = re.compile(r"(\d{4})年")
_SHORT = re.compile(r"(\d{1,2})(?:月|[-./])(\d{1,2})日?|(\d{2})(\d{2})")
_CODE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2})|~(\w+))?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the part of a month, the month or the year, and never more than written."""

    year: int
    month: int | None = None
    day: int | None = None
    part: str | None = None

    @property
    def is_day(self) -> bool:
        """Whether the very day is known."""
        return self.day is not None

    def as_date(self) -> date:
        """The day; only for a date known to the day."""
        if self.month is None or self.day is None:
            raise ValueError(f"{self.code} is not known to the day")
        return date(self.year, self.month, self.day)

    @property
    def first_day(self) -> date:
        """The earliest day it may denote."""
        if self.month is None:
            return date(self.year, 1, 1)
        if self.day is not None:
            return self.as_date()
        return date(self.year, self.month, _PARTS[self.part][0] if self.part else 1)

    @property
    def last_day(self) -> date:
        """The latest day it may denote."""
        if self.month is None:
            return date(self.year, 12, 31)
        if self.day is not None:
            return self.as_date()
        last = monthrange(self.year, self.month)[1]
        return date(self.year, self.month, min(last, _PARTS[self.part][1]) if self.part else last)

    @property
    def zh(self) -> str:
        """The date as people write it: 2022年7月21日, 2022年7月初, 2023年5月."""
        words = f"{self.year}年"
        if self.month is not None:
            words += f"{self.month}月"
        if self.day is not None:
            words += f"{self.day}日"
        return words + (self.part or "")

    @property
    def code(self) -> str:
        """The date as it is stored: ``2022-07-21``, ``2022-07~初``, ``2023-05``, ``2023``."""
        if self.month is None:
            return f"{self.year:04d}"
        code = f"{self.year:04d}-{self.month:02d}"
        if self.day is not None:
            return f"{code}-{self.day:02d}"
        return f"{code}~{self.part}" if self.part else code

    @classmethod
    def from_code(cls, code: str) -> PartialDate:
        """Read a stored date. Raises `ValueError` for anything `code` does not write."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise ValueError(code)
        year, month, day, part = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, part)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The date known to the day."""
        return cls(day.year, day.month, day.day)


@dataclass(frozen=True, slots=True)
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
        """The week that many weeks later."""
        return week_of(self.monday + timedelta(weeks=weeks))

    @classmethod
    def from_code(cls, text: str) -> Week:
        """Read ``2023-W08`` or ``2023W8``. Raises `UserError` ``week.unreadable``."""
        match = re.fullmatch(r"(\d{4})-?[Ww](\d{1,2})", text.strip())
        try:
            week = cls(int(match[1]), int(match[2])) if match else None
            if week is not None and week.monday:
                return week
        except ValueError:
            pass
        raise UserError("week.unreadable", text=text)


def week_of(day: date) -> Week:
    """The week a day lies in."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def parse_date_text(text: str) -> PartialDate:
    """Read a written date, to the day or the month: 2022.5.23, 2022-07-21, 2023年5月, 2022年7月初.

    Raises `UserError` ``date.unreadable`` for everything else: two-digit years, day-first forms, days
    that do not exist, words.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").strip()
    day = _FULL.fullmatch(plain) or _COMPACT.fullmatch(plain)
    month = _MONTH.fullmatch(plain)
    try:
        if day is not None:
            found = PartialDate(int(day[1]), int(day[2]), int(day[3]))
        elif month is not None:
            found = PartialDate(int(month[1]), int(month[2]), None, month[3])
        elif year := _YEAR.fullmatch(plain):
            found = PartialDate(int(year[1]))
        else:
            raise UserError("date.unreadable", text=text)
        if _EARLIEST <= found.first_day.year <= _LATEST:
            return found
    except ValueError:
        pass
    raise UserError("date.unreadable", text=text)


def parse_day(text: str, today: date) -> date:
    """Read a day as a person types it quickly: 0523, 5.23, 5-23, 5月23日, or in full.

    Without a year the day nearest to `today` is meant, an earlier one if two are equally near.
    Raises `UserError` ``date.unreadable``.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").strip()
    short = _SHORT.fullmatch(plain)
    if short is None:
        found = parse_date_text(text)
        if not found.is_day:
            raise UserError("date.unreadable", text=text)
        return found.as_date()
    month, day = int(short[1] or short[3]), int(short[2] or short[4])
    near = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            near.append(date(year, month, day))
        except ValueError:
            continue
    if not near:
        raise UserError("date.unreadable", text=text)
    return min(near, key=lambda candidate: abs(candidate - today))
